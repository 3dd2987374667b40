"""The keys of an event in a JSON line, and the values each of them may have."""

import json
from collections.abc import Callable
from typing import Any

from sla_core.errors import Fact, IllegalEvent
from sla_core.instants import parse_us
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

Check = Callable[[str, Any], object]

_FIRST_US = parse_us("0003-01-01T00:00:00Z")
_AFTER_LAST_US = parse_us("9998-01-01T00:00:00Z")
COMMON_KEYS = ("ticket", "at", "type", "actor", "id", "rule")


def wrong_value(key: str, value: object, problem: str, **facts: Fact) -> IllegalEvent:
    """The error that says what is wrong with the value of a key."""
    text = json.dumps(value, ensure_ascii=False, default=str)[:60]
    return IllegalEvent(problem, field=key, key=key, value=text, **facts)


def _name(key: str, value: Any) -> None:
    if not isinstance(value, str) or not value:
        raise wrong_value(key, value, "no_name")


def maybe_text(key: str, value: Any) -> None:
    """Text or null."""
    if value is not None and not isinstance(value, str):
        raise wrong_value(key, value, "no_text")


def instant(key: str, value: Any) -> int:
    """The microseconds of an instant in ISO 8601, in the years we reckon with."""
    try:
        at_us = parse_us(value)
    except (ValueError, TypeError, OverflowError):
        raise wrong_value(key, value, "no_instant") from None
    if not _FIRST_US <= at_us < _AFTER_LAST_US:
        raise wrong_value(key, value, "instant_out_of_range")
    return at_us


def _maybe_instant(key: str, value: Any) -> None:
    if value is not None:
        instant(key, value)


def _texts(key: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong_value(key, value, "no_texts")


def _object(key: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise wrong_value(key, value, "no_object")


def _maybe_bool(key: str, value: Any) -> None:
    if value is not None and not isinstance(value, bool):
        raise wrong_value(key, value, "no_flag")


def _count(key: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise wrong_value(key, value, "no_count")


def _number(key: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_value(key, value, "no_number")


def anything(key: str, value: Any) -> None:
    """Any JSON value is a field's value; its type is the field's business."""


def _one_of(*words: str) -> Check:
    allowed = frozenset(words)

    def check(key: str, value: Any) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise wrong_value(key, value, "unknown_word", known=words)

    return check


def _source(key: str, value: Any) -> None:
    if not isinstance(value, str) or not value or value != value.lower():
        raise wrong_value(key, value, "no_source")


_STATUS, _PRIORITY, _METRIC = _one_of(*STATUSES), _one_of(*PRIORITIES), _one_of(*METRICS)
_COMMON: dict[str, Check] = {
    "ticket": _name,
    "at": instant,
    "type": _name,
    "actor": maybe_text,
    "id": maybe_text,
    "rule": maybe_text,
}
_TEXT: dict[str, Check] = {"text": maybe_text}
_CLOCK: dict[str, Check] = {"metric": _METRIC, "cycle": _count}

CHECKS: dict[str, dict[str, Check]] = {
    "created": {
        "by": _one_of("requester", "agent"),
        "requester": maybe_text,
        "source": _source,
        "department": maybe_text,
        "priority": _PRIORITY,
        "subject": maybe_text,
        "text": maybe_text,
        "customer": maybe_text,
        "customer_group": maybe_text,
        "tags": _texts,
        "fields": _object,
        "links": _texts,
        "reference": maybe_text,
        "follows": maybe_text,
        "referrer_url": maybe_text,
        "from_invitation": _maybe_bool,
    },
    "requester_message": _TEXT,
    "agent_reply": _TEXT,
    "note": _TEXT,
    "no_reply_needed": _TEXT,
    "status": {"to": _STATUS, "until": _maybe_instant},
    "priority": {"to": _PRIORITY},
    "department": {"to": maybe_text},
    "customer": {"to": maybe_text, "group": maybe_text},
    "level": {"to": maybe_text, "chosen_by": maybe_text},
    "assigned": {"to": maybe_text},
    "tags": {"add": _texts, "remove": _texts},
    "field": {"name": _name, "value": anything},
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
    "excluded": {**_CLOCK, "reason": maybe_text},
    "reprocessed": {**_CLOCK, "as_of": instant},
    "cause": {**_CLOCK, "reason": maybe_text},
    "rated": {"score": _number, "text": maybe_text},
    "ruled": {"cause": maybe_text, "saw": _object},
    "escalated": {},
    "notified": {"to": _texts, "text": maybe_text},
}
CHECKS = {kind: {**_COMMON, **checks} for kind, checks in CHECKS.items()}

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
