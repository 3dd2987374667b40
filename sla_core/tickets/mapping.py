"""Events from and to the plain values of a JSON line (interfaces, section 4).

``checked`` judges a line without building anything, ``event_from`` builds the event of a line that
was judged good, ``mapping_of`` writes it back without loss.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sla_core.errors import IllegalEvent
from sla_core.instants import iso_us, parse_us
from sla_core.tickets.events import EVENT_CLASSES, Created, Event
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

Check = Callable[[str, Any], object]
Reader = Callable[[Any], Any]

_FIRST_US = parse_us("0003-01-01T00:00:00Z")
_AFTER_LAST_US = parse_us("9998-01-01T00:00:00Z")
COMMON_KEYS = ("ticket", "at", "type", "actor", "id", "rule")


def _wrong(key: str, value: object, wanted: str) -> IllegalEvent:
    shown = json.dumps(value, ensure_ascii=False, default=str)[:60]
    return IllegalEvent(f"`{key}` is {shown}: give {wanted}", field=key)


def _name(key: str, value: Any) -> None:
    if not isinstance(value, str) or not value:
        raise _wrong(key, value, "a name")


def _maybe_text(key: str, value: Any) -> None:
    if value is not None and not isinstance(value, str):
        raise _wrong(key, value, "text or null")


def _instant(key: str, value: Any) -> int:
    try:
        at_us = parse_us(value)
    except (ValueError, TypeError, OverflowError):
        raise _wrong(key, value, "an instant such as 2026-03-02T08:55:00+01:00") from None
    if not _FIRST_US <= at_us < _AFTER_LAST_US:
        raise _wrong(key, value, "an instant of the years 3 to 9997")
    return at_us


def _maybe_instant(key: str, value: Any) -> None:
    if value is not None:
        _instant(key, value)


def _texts(key: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(key, value, "a list of texts")


def _object(key: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise _wrong(key, value, "an object")


def _maybe_bool(key: str, value: Any) -> None:
    if value is not None and not isinstance(value, bool):
        raise _wrong(key, value, "true or false")


def _count(key: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _wrong(key, value, "a whole number from 1")


def _number(key: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(key, value, "a whole number")


def _anything(key: str, value: Any) -> None:
    """Any JSON value is a field's value; its type is the field's business."""


def _one_of(*words: str) -> Check:
    known = frozenset(words)

    def check(key: str, value: Any) -> None:
        if not isinstance(value, str) or value not in known:
            raise _wrong(key, value, f"one of {', '.join(words)}")

    return check


def _source(key: str, value: Any) -> None:
    if not isinstance(value, str) or not value or value != value.lower():
        raise _wrong(key, value, "a lower-case name such as email")


_STATUS, _PRIORITY, _METRIC = _one_of(*STATUSES), _one_of(*PRIORITIES), _one_of(*METRICS)
_COMMON: dict[str, Check] = {
    "ticket": _name,
    "at": _instant,
    "type": _name,
    "actor": _maybe_text,
    "id": _maybe_text,
    "rule": _maybe_text,
}
_TEXT: dict[str, Check] = {"text": _maybe_text}
_CLOCK: dict[str, Check] = {"metric": _METRIC, "cycle": _count}

CHECKS: dict[str, dict[str, Check]] = {
    "created": {
        "by": _one_of("requester", "agent"),
        "requester": _maybe_text,
        "source": _source,
        "department": _maybe_text,
        "priority": _PRIORITY,
        "subject": _maybe_text,
        "text": _maybe_text,
        "customer": _maybe_text,
        "customer_group": _maybe_text,
        "tags": _texts,
        "fields": _object,
        "links": _texts,
        "reference": _maybe_text,
        "follows": _maybe_text,
        "referrer_url": _maybe_text,
        "from_invitation": _maybe_bool,
    },
    "requester_message": _TEXT,
    "agent_reply": _TEXT,
    "note": _TEXT,
    "no_reply_needed": _TEXT,
    "status": {"to": _STATUS, "until": _maybe_instant},
    "priority": {"to": _PRIORITY},
    "department": {"to": _maybe_text},
    "customer": {"to": _maybe_text, "group": _maybe_text},
    "level": {"to": _maybe_text, "chosen_by": _maybe_text},
    "assigned": {"to": _maybe_text},
    "tags": {"add": _texts, "remove": _texts},
    "field": {"name": _name, "value": _anything},
    "call_ringing": {},
    "call_answered": {},
    "call_abandoned": {},
    "call_ended": {},
    "merged": {"into": _name},
    "absorbed": {"from": _name, "message_at": _maybe_instant},
    "deleted": {},
    "restored": {},
    "acknowledged": {**_CLOCK, "until": _maybe_instant},
    "snoozed": {**_CLOCK, "until": _maybe_instant},
    "excluded": {**_CLOCK, "reason": _maybe_text},
    "reprocessed": {**_CLOCK, "as_of": _instant},
    "cause": {**_CLOCK, "reason": _maybe_text},
    "rated": {"score": _number, "text": _maybe_text},
    "ruled": {"cause": _maybe_text, "saw": _object},
    "escalated": {},
    "notified": {"to": _texts, "text": _maybe_text},
}
CHECKS = {kind: {**_COMMON, **own} for kind, own in CHECKS.items()}

REQUIRED: dict[str, tuple[str, ...]] = {
    "status": ("to",),
    "priority": ("to",),
    "department": ("to",),
    "customer": ("to",),
    "level": ("to",),
    "assigned": ("to",),
    "field": ("name",),
    "merged": ("into",),
    "absorbed": ("from",),
    "acknowledged": ("metric", "cycle"),
    "snoozed": ("metric", "cycle"),
    "excluded": ("metric", "cycle"),
    "reprocessed": ("metric", "cycle", "as_of"),
    "cause": ("metric", "cycle"),
    "rated": ("score",),
    "ruled": ("rule",),
    "notified": ("to",),
}


_NEEDED = {kind: ("ticket", "at", *REQUIRED.get(kind, ())) for kind in CHECKS}
_TAKE_ANY_TEXT = {
    kind: frozenset(key for key, check in checks.items() if check in (_maybe_text, _anything))
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
        raise _wrong("type", kind, f"one of {', '.join(CHECKS)}")
    for key in _NEEDED[kind]:
        if key not in line:
            raise IllegalEvent(f"`{key}` is missing in a `{kind}` event", field=key)
    at_us = _instant("at", line["at"])
    take_any_text = _TAKE_ANY_TEXT[kind]
    for key, value in line.items():
        if key in take_any_text and type(value) is str:
            continue
        check = checks.get(key)
        if check is None:
            own = ", ".join(each for each in checks if each not in COMMON_KEYS) or "none"
            raise IllegalEvent(
                f"`{key}` is no key of a `{kind}` event: its own keys are {own}", field=key
            )
        check(key, value)
    if kind in _WITH_A_SECOND_INSTANT:
        _check_order(line)
    return at_us


_WITH_A_SECOND_INSTANT = frozenset({"status", "acknowledged", "snoozed", "absorbed"})


def _check_order(line: Mapping[str, Any]) -> None:
    """An ``until`` lies ahead, a ``message_at`` does not."""
    until, message_at = line.get("until"), line.get("message_at")
    if until is not None:
        if line["type"] == "status" and line["to"] not in ("pending", "on_hold"):
            raise IllegalEvent("only `pending` and `on_hold` take an `until`", field="until")
        if parse_us(until) <= parse_us(line["at"]):
            raise IllegalEvent("`until` lies after `at`, or it is left out", field="until")
    if message_at is not None and parse_us(message_at) > parse_us(line["at"]):
        raise IllegalEvent("`message_at` does not lie after `at`", field="message_at")


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
