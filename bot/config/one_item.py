"""One item of the configuration at a time: written out, and put in or taken out of the whole.

What is wrong in the item is told by its own keys, as a form has them; what would be wrong elsewhere
is told with its place. What was wrong before is nobody's business here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.config import check
from bot.config.check import Finding
from bot.config.document import Judge
from bot.config.items import SHELVES
from bot.config.keys import Plain
from bot.config.parts import Part
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.rules import read_rules, write_rules
from bot.config.tree import tree_of
from bot.config.workspace import read_options, write_options
from sla_core.configuration import NAMED, PLACES, WORKSPACE, Configuration
from sla_core.configuration.rule import Rule

RULE: Final = "rule"
"""One of the rules, which are one item where they are kept."""


@dataclass(frozen=True, slots=True)
class ItemKey:
    """Which item: its kind, and its name; the workspace's options have none."""

    kind: str
    name: str = ""

    @property
    def section(self) -> str:
        """Where it stands in the file."""
        return "rules" if self.kind == RULE else PLACES[self.kind]


def find(configuration: Configuration, key: ItemKey) -> Any:
    """Return the item of a key; None where there is none."""
    if key.kind == WORKSPACE:
        return configuration.options
    if key.kind == RULE:
        return next((rule for rule in configuration.rules if _is_called(rule, key.name)), None)
    return getattr(configuration, key.section).get(key.name.casefold())


def written(configuration: Configuration, key: ItemKey) -> Plain | None:
    """Return the keys of an item as they stand in the file; None where there is none."""
    item = find(configuration, key)
    if item is None:
        return None
    if key.kind == WORKSPACE:
        return write_options(item)
    if key.kind == RULE:
        keys = write_rules([item])[0]
        return {name: value for name, value in keys.items() if name != "name"}
    return SHELVES[key.kind].write(item)


def with_item(
    configuration: Configuration, key: ItemKey, keys: Plain, now_s: int, names: Judge
) -> Configuration:
    """Return the configuration with an item as it is written, new or in the place of the old one.

    A new rule comes last. Raises `ConfigRefused` with every problem of it and that it makes.
    """
    return with_read(configuration, key, _read(key, keys), now_s, names)


def with_read(
    configuration: Configuration, key: ItemKey, item: Any, now_s: int, names: Judge
) -> Configuration:
    """Return the same for an item that was read already."""
    changed = _with(configuration, key, item)
    _require_sound(configuration, changed, key, now_s, names)
    return changed


def alone(key: ItemKey, keys: Plain) -> Configuration:
    """Return a configuration of this item only; `ConfigRefused` where it cannot be read."""
    return _with(Configuration(), key, _read(key, keys))


def without_item(
    configuration: Configuration, key: ItemKey, now_s: int, names: Judge
) -> Configuration:
    """Return the configuration without an item.

    Raises `ConfigRefused` where others name it.
    """
    if key.kind == RULE:
        rules = tuple(rule for rule in configuration.rules if not _is_called(rule, key.name))
        changed = replace(configuration, rules=rules)
    else:
        items = dict(getattr(configuration, key.section))
        items.pop(key.name.casefold(), None)
        section: dict[str, Any] = {key.section: items}
        changed = replace(configuration, **section)
    _require_sound(configuration, changed, key, now_s, names)
    return changed


def left_without(before: Configuration, after: Configuration) -> list[ConfigProblem]:
    """Return where something is named, as plain text at last, that was taken out."""
    known = {finding.text for finding in check.warnings(before)}
    new = [finding for finding in check.warnings(after) if finding.text not in known]
    return [_elsewhere(after, finding) for finding in new]


def owner_of(configuration: Configuration, place: str) -> ItemKey | str:
    """Return the item that a place is in, such as `rules.Tag URGENT.then.level`.

    The default level and digests are the workspace's; of what is nobody's the place itself.
    """
    section, _, rest = place.partition(".")
    if section == "default_level" or section.startswith("digests"):
        return ItemKey(WORKSPACE)
    kinds = {RULE: "rules", **NAMED}
    for kind, name in kinds.items():
        if name == section:
            held = configuration.rules if kind == RULE else getattr(configuration, name).values()
            names = [str(item.name) for item in held if rest.startswith(f"{item.name}.")]
            return ItemKey(kind, max(names, key=len)) if names else place
    return place


def _read(key: ItemKey, keys: Plain) -> Any:
    if key.kind == RULE:
        return _read_rule(key.name, keys)
    if key.kind == WORKSPACE:
        return read_options(Part(tree_of(keys), ""))
    return SHELVES[key.kind].read(key.name, Part(tree_of(keys), ""))


def _read_rule(name: str, keys: Plain) -> Rule:
    try:
        return read_rules(Part(tree_of([{"name": name, **keys}]), ""))[0]
    except ConfigRefused as refused:  # each key begins with the rule's name
        problems = refused.problems
        raise ConfigRefused(
            replace(problem, key=problem.key[len(name) + 1 :]) for problem in problems
        ) from None


def _with(configuration: Configuration, key: ItemKey, item: Any) -> Configuration:
    if key.kind == WORKSPACE:
        return replace(configuration, options=item)
    if key.kind == RULE:
        rules = list(configuration.rules)
        index = next((i for i, rule in enumerate(rules) if _is_called(rule, key.name)), len(rules))
        rules[index : index + 1] = [item]
        return replace(configuration, rules=tuple(rules))
    items = {**getattr(configuration, key.section), key.name.casefold(): item}
    section: dict[str, Any] = {key.section: items}
    return replace(configuration, **section)


def _is_called(rule: Rule, name: str) -> bool:
    return rule.name.casefold() == name.casefold()


def _require_sound(
    before: Configuration, after: Configuration, key: ItemKey, now_s: int, names: Judge
) -> None:
    known = {finding.text for finding in _findings(before, now_s, names)}
    new = [finding for finding in _findings(after, now_s, names) if finding.text not in known]
    if new:
        raise ConfigRefused(_problem(after, key, finding) for finding in new)


def _findings(configuration: Configuration, now_s: int, names: Judge) -> Iterable[Finding]:
    return [*check.errors(configuration, now_s), *names(configuration)]


def _problem(configuration: Configuration, key: ItemKey, finding: Finding) -> ConfigProblem:
    below = _below(configuration, key, finding.path)
    if below is None:
        return _elsewhere(configuration, finding)
    return ConfigProblem("", None, below, finding.text)


def _below(configuration: Configuration, key: ItemKey, path: check.Path) -> str | None:
    """The keys below the item that a path leads to; None for one that leads elsewhere."""
    if key.kind == WORKSPACE:
        is_ours = path[0] not in {*PLACES.values(), "rules"}
        return _dotted(path) if is_ours else None
    if path[0] != key.section or len(path) < 2:  # noqa: PLR2004 the section, then the item
        return None
    name = path[1]
    if key.kind == RULE:
        name = configuration.rules[int(name)].name
    return _dotted(path[2:]) if str(name).casefold() == key.name.casefold() else None


def _elsewhere(configuration: Configuration, finding: Finding) -> ConfigProblem:
    """A problem with its place, as people see the keys to it: of a rule with its name."""
    path = finding.path
    if path[0] == "rules" and len(path) > 1:
        path = (path[0], configuration.rules[int(path[1])].name, *path[2:])
    return ConfigProblem("", None, "", f"{check.place_of(path)}: {finding.text}")


def _dotted(path: check.Path) -> str:
    """A path as keys have it in problems: `if[1].tags`, counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
