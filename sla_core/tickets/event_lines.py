"""Events from and to the plain values of a JSON line (interfaces, section 4).

``checked`` judges a line without building anything, ``event_from`` builds the event of a line that
was judged good, ``mapping_of`` writes it back without loss.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sla_core.errors import IllegalEvent
from sla_core.instants import iso_us, parse_us
from sla_core.tickets.event import Event
from sla_core.tickets.event_fields import (
    CHECKS,
    COMMON_KEYS,
    REQUIRED,
    anything,
    instant,
    maybe_text,
    wrong_value,
)
from sla_core.tickets.event_kinds import EVENT_CLASSES
from sla_core.tickets.events import Created
from sla_core.tickets.vocabulary import PUT_OFF

Reader = Callable[[Any], Any]


_NEEDED = {kind: ("ticket", "at", *REQUIRED.get(kind, ())) for kind in CHECKS}
_TAKE_ANY_TEXT = {
    kind: frozenset(key for key, check in checks.items() if check in (maybe_text, anything))
    | {"at", "type"}  # judged before the others
    for kind, checks in CHECKS.items()
}


def checked(line: Mapping[str, Any]) -> int:
    """The instant of a line in microseconds; ``IllegalEvent`` unless the line is an event.

    An event has its own keys and sound values.
    """
    kind = line.get("type")
    checks = CHECKS.get(kind) if isinstance(kind, str) else None
    if kind is None or checks is None:
        raise wrong_value("type", kind, "unknown_word", known=tuple(CHECKS))
    for key in _NEEDED[kind]:
        if key not in line:
            raise IllegalEvent("missing_key", field=key, key=key, kind=kind)
    at_us = instant("at", line["at"])
    take_any_text = _TAKE_ANY_TEXT[kind]
    for key, value in line.items():
        if key in take_any_text and type(value) is str:
            continue
        check = checks.get(key)
        if check is None:
            keys = tuple(name for name in checks if name not in COMMON_KEYS) or ("none",)
            raise IllegalEvent("unknown_key", field=key, key=key, kind=kind, known=keys)
        check(key, value)
    if kind in _WITH_A_SECOND_INSTANT:
        _check_order(line)
    return at_us


_WITH_A_SECOND_INSTANT = frozenset({"status", "acknowledged", "snoozed", "absorbed"})


def _check_order(line: Mapping[str, Any]) -> None:
    """An ``until`` lies ahead, a ``message_at`` does not."""
    until, message_at = line.get("until"), line.get("message_at")
    if until is not None:
        if line["type"] == "status" and line["to"] not in PUT_OFF:
            raise IllegalEvent("needless_until", field="until")
        if parse_us(until) <= parse_us(line["at"]):
            raise IllegalEvent("backward_until", field="until")
    if message_at is not None and parse_us(message_at) > parse_us(line["at"]):
        raise IllegalEvent("late_message", field="message_at")


_READERS: dict[str, tuple[str, Reader]] = {
    "until": ("until_us", lambda value: None if value is None else parse_us(value)),
    "message_at": ("message_at_us", lambda value: None if value is None else parse_us(value)),
    "as_of": ("as_of_us", parse_us),
    "from": ("from_ticket", str),
    "tags": ("tags", tuple),
    "links": ("links", tuple),
    "add": ("add", tuple),
    "remove": ("remove", tuple),
    "fields": ("fields", lambda value: tuple(value.items())),
    "saw": ("saw", lambda value: tuple(value.items())),
}
_READ_OF = {
    kind: tuple((key, *_READERS[key]) for key in checks if key in _READERS)
    for kind, checks in CHECKS.items()
}


def event_from(line: Mapping[str, Any], seq: int) -> Event:
    """The event of a line that ``checked`` found good; ``seq`` is its order of arrival."""
    values = dict(line)
    values.pop("ticket", None)
    kind = values.pop("type")
    at_us = parse_us(values.pop("at"))
    for key, name, read in _READ_OF[kind]:
        if key in values:
            values[name] = read(values.pop(key))
    return EVENT_CLASSES[kind](at_us=at_us, seq=seq, **values)


_WRITERS: dict[str, tuple[str, Reader]] = {
    "until_us": ("until", iso_us),
    "message_at_us": ("message_at", iso_us),
    "as_of_us": ("as_of", iso_us),
    "from_ticket": ("from", str),
    "tags": ("tags", list),
    "links": ("links", list),
    "add": ("add", list),
    "remove": ("remove", list),
    "fields": ("fields", dict),
    "saw": ("saw", dict),
    "to": ("to", lambda value: list(value) if isinstance(value, tuple) else value),
}
_KEPT_WHEN_NULL = frozenset({"to"})
_NO_OWN_FIELDS = frozenset({"type", "at_us", "seq", "actor", "id", "rule"})


def body_of(event: Event) -> dict[str, Any]:
    """An event's own keys as JSON values, defaults left out; ``to`` stays even when null."""
    body: dict[str, Any] = {}
    for name in type(event).__dataclass_fields__:
        value = getattr(event, name)
        if name in _NO_OWN_FIELDS:
            continue
        if name not in _KEPT_WHEN_NULL and value in (None, ()):
            continue
        key, write = _WRITERS.get(name, (name, None))
        body[key] = value if write is None else write(value)
    return body


def mapping_of(ticket: str, event: Event) -> dict[str, Any]:
    """The JSON line of an event of a ticket."""
    line: dict[str, Any] = {"ticket": ticket, "at": iso_us(event.at_us), "type": event.type}
    for key in ("actor", "id", "rule"):
        if (value := getattr(event, key)) is not None:
            line[key] = value
    return line | body_of(event)


def requester_of(created: Created) -> str | None:
    """Who asks: the one named, else the one who created the ticket by themselves."""
    return created.requester or (created.actor if created.by == "requester" else None)
