"""One table per thing an admin can set: its keys in the file, read and written by the same row.

The file, the stored revisions and the export all go through these tables, so there is one shape.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar

from bot.config.parts import Part, Reader, built, every
from bot.wording import configuration as sentences

T = TypeVar("T")
Plain = dict[str, Any]


def as_it_is(value: Any) -> Any:
    """The value itself."""
    return value


@dataclass(frozen=True, slots=True)
class Key:
    """A key, the attribute it stands for, and the way from one to the other and back."""

    name: str
    attribute: str
    read: Reader
    write: Callable[[Any], Any] = as_it_is


def attributes(
    part: Part, keys: Iterable[Key], *, required: Iterable[str] = (), also: Iterable[str] = ()
) -> dict[str, Any]:
    """The values of a mapping by attribute, for the keys it has.

    Unknown keys, missing `required` ones and all wrong values are refused together; `also` names
    keys that somebody else reads.
    """
    table = {key.name: key for key in keys}
    parts = part.keys()
    unread = set(also)

    def read(name: str) -> tuple[str, Any]:
        if name not in table:
            raise part.find([name]).refused(sentences.unknown_key(name, [*table, *unread]))
        if name not in parts:
            raise part.refused(sentences.missing_key(name))
        return table[name].attribute, table[name].read(parts[name])

    present = [name for name in part.written_keys if name in parts or name not in table]
    missing = [name for name in required if name not in parts]
    return dict(every([name for name in present if name not in unread] + missing, read))


def record(
    part: Part,
    make: Callable[..., T],
    keys: Iterable[Key],
    *,
    required: Iterable[str] = (),
    **more: Any,
) -> T:
    """What `make` builds of the keys of a mapping and of `more`."""
    values = attributes(part, keys, required=required)
    return built(part, lambda: make(**more, **values))


def plain(item: Any, keys: Iterable[Key]) -> Plain:
    """The keys of a dataclass as plain values; those that have their default are left out."""
    defaults = {field.name: _default(field) for field in fields(item)}
    return {
        key.name: key.write(value)
        for key in keys
        if (value := getattr(item, key.attribute)) != defaults[key.attribute]
    }


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
