"""What differs between two configurations, in words a person can check before saying yes."""

import json
from collections.abc import Iterator
from typing import Any

from bot.config.items import SHELVES, items_of
from bot.config.rules import write_rules
from bot.config.workspace import write_options
from bot.views.differences import Difference, DifferenceKind, parts
from sla_core.configuration import Configuration
from sla_core.configuration.rule import Rule

Bodies = dict[tuple[str, str], dict[str, Any]]


def preview(old: Configuration, new: Configuration) -> list[str]:
    """One line for each item that comes (`+`) or goes (`-`) and each key that changes (`~`)."""
    return [line_of(difference) for difference in differences(old, new)]


def differences(old: Configuration, new: Configuration) -> list[Difference]:
    """What is taken out first, then what changes and comes, in the order of the new one."""
    before, after = _bodies(old), _bodies(new)
    gone = [key for key in before if key not in after]
    found = [Difference(DifferenceKind.REMOVED, kind, name) for kind, name in gone]
    for (kind, name), body in after.items():
        if (kind, name) in before:
            found += _changes(kind, name, before[kind, name], body)
        else:
            found.append(Difference(DifferenceKind.ADDED, kind, name))
    if _moved(old.rules, new.rules):
        names = [rule.name for rule in new.rules]
        found.append(Difference(DifferenceKind.REORDERED, "rule", new=names))
    return found


def line_of(difference: Difference) -> str:
    """A difference by the keys of the file: `~ level Standard: targets.first_reply 4h → 2h`."""
    title = f"{difference.kind.replace('_', ' ')} {difference.name or 'options'}"
    match difference.does:
        case DifferenceKind.ADDED:
            return f"+ {title}"
        case DifferenceKind.REMOVED:
            return f"- {title}"
        case DifferenceKind.REORDERED:
            return f"~ rules: now in the order {', '.join(difference.new)}"
    return f"~ {title}: {'.'.join(difference.path)} {_change(difference)}"


def summary(kind: str, item: Any) -> str:
    """What an item says, in one line: `calendar office, targets.first_reply 4h`."""
    leaves = _leaves(SHELVES[kind].write(item))
    return ", ".join(f"{'.'.join(path)} {_shown(value)}" for path, value in leaves)


def _bodies(configuration: Configuration) -> Bodies:
    """Every item by what people call it, each rule by itself."""
    bodies = {
        (kind, name): SHELVES[kind].write(item)
        for (kind, name), item in items_of(configuration).items()
        if kind in SHELVES
    }
    bodies["workspace", ""] = write_options(configuration.options)
    for rule in write_rules(configuration.rules):
        bodies["rule", rule.pop("name")] = rule
    return bodies


def _changes(
    kind: str, name: str, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Difference]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for path in [*old, *(path for path in new if path not in old)]:
        if old.get(path) != new.get(path):
            changed = DifferenceKind.CHANGED
            yield Difference(changed, kind, name, path, old.get(path), new.get(path))


def _change(difference: Difference) -> str:
    """`4h → 2h`; of exceptions, and of a list that keeps a part, what was added or removed."""
    changed = parts(difference)
    if changed is None:
        return f"{_shown(difference.old)} → {_shown(difference.new)}"
    gained, lost = changed
    return ", ".join(
        [*(f"+ {_shown(item)}" for item in gained), *(f"- {_shown(item)}" for item in lost)]
    )


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
