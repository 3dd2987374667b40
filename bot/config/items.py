"""Each kind of item as the JSON its revisions are stored as: the shapes of the file.

Kinds are those of `sla_core.configuration`; `rules` are one item, as their order counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.config.calendars import read_calendar, write_calendar
from bot.config.keys import Plain
from bot.config.levels import read_level, write_level
from bot.config.parts import Part
from bot.config.people import (
    read_customer,
    read_customer_group,
    read_department,
    write_customer,
    write_customer_group,
    write_department,
)
from bot.config.rules import read_rules, write_rules
from bot.config.tree import tree_of
from bot.config.workspace import read_options, write_options
from sla_core.configuration import NAMED, RULES, WORKSPACE, Configuration, items_in

_DATA: Final = "data_versions"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the items of a kind stand in the file and in a `Configuration`."""

    section: str
    read: Callable[[str, Part], Any]
    write: Callable[[Any], Plain]


SHELVES: Final[Mapping[str, Shelf]] = {
    kind: Shelf(NAMED[kind], read, write)
    for kind, read, write in (
        ("calendar", read_calendar, write_calendar),
        ("department", read_department, write_department),
        ("customer", read_customer, write_customer),
        ("customer_group", read_customer_group, write_customer_group),
        ("level", read_level, write_level),
    )
}
"""The kinds with names, in the order of the file."""

_IN_ORDER: Final = (*SHELVES, RULES, WORKSPACE)


def plain(kind: str, item: Any) -> Plain:
    """An item as plain values: what an admin says of it."""
    if kind == RULES:
        return {"rules": write_rules(item)}
    if kind == WORKSPACE:
        return write_options(item)
    return SHELVES[kind].write(item)


def to_json(kind: str, item: Any) -> Plain:
    """An item as the JSON of its revision; a calendar's with the versions of its data."""
    written = plain(kind, item)
    if kind == "calendar":
        written[_DATA] = list(item.data_versions)
    return written


def from_json(kind: str, name: str, body: Mapping[str, Any]) -> Any:
    """The item of a revision's JSON; `ConfigRefused` for one that this program cannot read."""
    values = dict(body)
    versions = values.pop(_DATA, None)
    part = Part(tree_of(values), f"{kind} {name}" if kind in SHELVES else kind)
    if kind == RULES:
        return read_rules(part.find(["rules"]))
    if kind == WORKSPACE:
        return read_options(part)
    item = SHELVES[kind].read(name, part)
    return item if versions is None else replace(item, data_versions=tuple(versions))


def items_of(configuration: Configuration) -> dict[tuple[str, str], Any]:
    """Every item of a configuration by its kind and name, kinds in the order of the file."""
    items = items_in(configuration)
    return {key: items[key] for key in sorted(items, key=_rank)}


def _rank(key: tuple[str, str]) -> int:
    return _IN_ORDER.index(key[0])
