"""What differs between two configurations, in words a person can check before saying yes."""

import json
from collections.abc import Iterator
from typing import Any

from bot.config.items import SHELVES, items_of
from bot.config.rules import write_rules
from bot.config.workspace import write_options
from sla_core.configuration import Configuration
from sla_core.configuration.rule import Rule

Values = dict[tuple[str, ...], Any]


def preview(old: Configuration, new: Configuration) -> list[str]:
    """One line for each item that comes (`+`) or goes (`-`) and each key that changes (`~`)."""
    before, after = _bodies(old), _bodies(new)
    lines = [f"- {kind} {name}" for kind, name in before if (kind, name) not in after]
    for (kind, name), body in after.items():
        if (kind, name) not in before:
            lines.append(f"+ {kind} {name}")
        else:
            lines += [f"~ {kind} {name}: {change}" for change in _changes(before[kind, name], body)]
    if _moved(old.rules, new.rules):
        lines.append(f"~ rules: now in the order {', '.join(rule.name for rule in new.rules)}")
    return lines


def summary(kind: str, item: Any) -> str:
    """What an item says, in one line: `calendar office, targets.first_reply 4h`."""
    leaves = _leaves(SHELVES[kind].write(item))
    return ", ".join(f"{'.'.join(path)} {_shown(value)}" for path, value in leaves)


def _bodies(configuration: Configuration) -> dict[tuple[str, str], dict[str, Any]]:
    """Every item by what people call it, each rule by itself."""
    bodies = {
        (kind.replace("_", " "), name): SHELVES[kind].write(item)
        for (kind, name), item in items_of(configuration).items()
        if kind in SHELVES
    }
    bodies["workspace", "options"] = write_options(configuration.options)
    for rule in write_rules(configuration.rules):
        bodies["rule", rule.pop("name")] = rule
    return bodies


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in [*old, *(path for path in new if path not in old)]:
        if old.get(path) != new.get(path):
            yield f"{'.'.join(path)} {_change(old.get(path), new.get(path))}"


def _change(old: Any, new: Any) -> str:
    """`4h → 2h`; of exceptions, and of a list that keeps a part, what was added or removed."""
    lists = [[] if value is None else value for value in (old, new)]
    if all(isinstance(value, list) for value in lists):
        before, after = lists
        came = [f"+ {_shown(item)}" for item in after if item not in before]
        went = [f"- {_shown(item)}" for item in before if item not in after]
        is_long = any(isinstance(item, dict) for item in (*before, *after))
        stays = len(went) < len(before)
        if (came or went) and (is_long or stays):
            return ", ".join([*came, *went])
    return f"{_shown(old)} → {_shown(new)}"


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict) and (value or not path):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    else:
        yield path, value


def _shown(value: Any) -> str:
    if value is None:
        return "(left out)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _moved(old: tuple[Rule, ...], new: tuple[Rule, ...]) -> bool:
    before = [rule.name for rule in old if rule.name in {other.name for other in new}]
    after = [rule.name for rule in new if rule.name in {other.name for other in old}]
    return before != after
