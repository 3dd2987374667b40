"""An item under another name: whatever names it follows, so that it is one change."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.config.one_item import RULE, ItemKey, find
from sla_core.configuration import Configuration
from sla_core.configuration.conditions import Condition
from sla_core.configuration.kinds import PLACES
from sla_core.configuration.rule import Rule

Rename = Callable[[Any], Any]
"""The new name where the old one is given; anything else as it is."""

_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})
_NAMED_BY: Final[Mapping[str, Mapping[str, str]]] = {
    "calendar": {"level": "calendar"},
    "level": {"department": "level", "customer": "level", "customer_group": "level"},
    "customer_group": {"customer": "group"},
}
"""Of each kind: the kinds whose items name it, and as what."""
_CONDITIONS: Final = ("level", "department", "customer", "customer_group")
"""The kinds that conditions of rules name, each by the field of its name."""
_ACTIONS: Final = ("level", "department")


def renamed(configuration: Configuration, key: ItemKey, name: str) -> Configuration:
    """The configuration in which an item has another name, in its place, and all that name it too.

    What is no name but text, such as a pattern, stays as it is written.
    """
    item = find(configuration, key)
    if item is None or item.name == name:
        return configuration

    def rename(written: Any) -> Any:
        is_it = isinstance(written, str) and written.casefold() == key.name.casefold()
        return name if is_it else written

    changed = _moved(configuration, key, replace(item, name=name))
    return _referring(changed, key.kind, rename)


def _moved(configuration: Configuration, key: ItemKey, item: Any) -> Configuration:
    """The item under its new name, where it stood among its like."""
    if key.kind == RULE:
        old = find(configuration, key)
        rules = tuple(item if rule is old else rule for rule in configuration.rules)
        return replace(configuration, rules=rules)
    old_name = key.name.casefold()
    items = dict(
        (item.name.casefold(), item) if name == old_name else (name, each)
        for name, each in getattr(configuration, key.section).items()
    )
    section: dict[str, Any] = {key.section: items}
    return replace(configuration, **section)


def _referring(configuration: Configuration, kind: str, rename: Rename) -> Configuration:
    sections = {
        PLACES[other]: _each(getattr(configuration, PLACES[other]), attribute, rename)
        for other, attribute in _NAMED_BY.get(kind, {}).items()
    }
    changes: dict[str, Any] = {
        **sections,
        "rules": tuple(_rule(rule, kind, rename) for rule in configuration.rules),
        "options": _options(configuration, kind, rename),
    }
    return replace(configuration, **changes)


def _each(items: Mapping[str, Any], attribute: str, rename: Rename) -> dict[str, Any]:
    return {
        name: replace(item, **{attribute: rename(getattr(item, attribute))})
        for name, item in items.items()
    }


def _options(configuration: Configuration, kind: str, rename: Rename) -> Any:
    options = configuration.options
    if kind == "level":
        return replace(options, default_level=rename(options.default_level))
    if kind == "department":
        digests = (
            replace(digest, department=rename(digest.department)) for digest in options.digests
        )
        return replace(options, digests=tuple(digests))
    return options


def _rule(rule: Rule, kind: str, rename: Rename) -> Rule:
    then = rule.then
    if kind in _ACTIONS:
        named: dict[str, Any] = {kind: rename(getattr(then, kind))}
        then = replace(then, **named)
    groups = rule.groups
    if kind in _CONDITIONS:
        groups = tuple(tuple(_condition(each, kind, rename) for each in group) for group in groups)
    return replace(rule, then=then, groups=groups)


def _condition(condition: Condition, kind: str, rename: Rename) -> Condition:
    if condition.name != kind or condition.operator not in _EXACT:
        return condition
    wanted: Any = condition.wanted
    changed = tuple(map(rename, wanted)) if isinstance(wanted, tuple) else rename(wanted)
    return replace(condition, wanted=changed)
