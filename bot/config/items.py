"""Each kind of item as the JSON its revisions are stored as: the shapes of the file.

Kinds are those of `sla_core.configuration.Revision`; `rules` are one item, as their order counts.
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
from bot.config.reading import tree_of
from bot.config.rules import read_rules, write_rules
from bot.config.workspace import read_options, write_options
from sla_core.configuration import Configuration

_DATA: Final = "data_versions"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the items of a kind stand in the file and in a `Configuration`."""

    section: str
    read: Callable[[str, Part], Any]
    write: Callable[[Any], Plain]


SHELVES: Final[Mapping[str, Shelf]] = {
    "calendar": Shelf("calendars", read_calendar, write_calendar),
    "department": Shelf("departments", read_department, write_department),
    "customer": Shelf("customers", read_customer, write_customer),
    "customer_group": Shelf("customer_groups", read_customer_group, write_customer_group),
    "level": Shelf("levels", read_level, write_level),
}


def plain(kind: str, item: Any) -> Plain:
    """An item as plain values: what an admin says of it."""
    if kind == "rules":
        return {"rules": write_rules(item)}
    if kind == "workspace":
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
    if kind == "rules":
        return read_rules(part.find(["rules"]))
    if kind == "workspace":
        return read_options(part)
    item = SHELVES[kind].read(name, part)
    return item if versions is None else replace(item, data_versions=tuple(versions))


def items_of(configuration: Configuration) -> dict[tuple[str, str], Any]:
    """Every item of a configuration by its kind and name."""
    items: dict[tuple[str, str], Any] = {
        (kind, item.name): item
        for kind, shelf in SHELVES.items()
        for item in getattr(configuration, shelf.section).values()
    }
    items["rules", "rules"] = configuration.rules
    items["workspace", "workspace"] = configuration.options
    return items
