"""An explained clock as programs have it: facts, promises, spans and their sums as plain JSON.

Instants are ISO 8601 in UTC; seconds of `counted` and `paused` are business seconds, `seconds` of a
span those of the wall clock.
"""

from collections.abc import Sequence
from typing import Any

from bot.views.tickets import ExplainedClock
from sla_core.calendars import Period
from sla_core.clocks.clock import FOREVER_S, Withdrawal
from sla_core.instants import iso, to_s
from sla_core.why import Span, Terms


def record(explained: ExplainedClock) -> dict[str, Any]:
    """The clock, its promise, its outcome, and where its time went."""
    why, view = explained.explanation, explained.clock
    clock = why.clock
    return {
        "metric": clock.metric,
        "cycle": clock.cycle,
        "state": view.state,
        "cancel_reason": clock.cancel_reason,
        **_terms(why.terms[-1]),
        "time_zone": explained.time_zone,
        "as_of": iso(why.at_s),
        "started_at": iso(clock.started_at_s),
        "due_at": _iso(clock.due_at_s),
        "stopped_at": _iso(clock.stopped_at_s),
        "stopped_by": clock.stopped_by,
        **_breach(explained),
        "withdrawn": _withdrawn(clock.withdrawal),
        "paused_by": why.held_by,
        "opens_at": _opens_at(explained),
        "acknowledged": _waits(clock.acknowledged),
        "snoozed": _waits(clock.snoozed),
        "elapsed_seconds": view.elapsed_seconds,
        "remaining_seconds": view.remaining_seconds,
        "counted_seconds": why.counted_seconds,
        "paused_seconds": why.paused_seconds,
        "promises": [{"since": iso(terms.since_s), **_terms(terms)} for terms in why.terms],
        "sums": [part._asdict() for part in why.sums],
        "spans": [_span(span) for span in why.spans],
    }


def _terms(terms: Terms) -> dict[str, Any]:
    promise, choice = terms.promise, terms.choice
    return {
        "target_seconds": terms.target_seconds,
        "priority": terms.priority,
        "level": promise and promise.level.name,
        "level_revision": promise and promise.level_revision,
        "calendar": promise and promise.calendar.definition.name,
        "calendar_revision": promise and promise.calendar_revision,
        "chosen_by": choice and (choice.rule or choice.place or choice.by),
        "changed_by": terms.by,
        "change_reason": terms.reason,
    }


def _breach(explained: ExplainedClock) -> dict[str, Any]:
    why = explained.explanation
    breached_s = why.clock.breached_at(why.at_s)
    reason = None if breached_s is None else why.clock.breach_reason or "arithmetic"
    return {"breached_at": _iso(breached_s), "breach_reason": reason}


def _withdrawn(withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    if withdrawal is None:
        return None
    return {
        "breached_at": iso(withdrawal.breached_at_s),
        "by": withdrawal.by,
        "reason": withdrawal.reason,
    }


def _opens_at(explained: ExplainedClock) -> str | None:
    opens_at = explained.opens_at if explained.clock.is_paused else None
    return None if opens_at is None else iso(to_s(opens_at))


def _waits(waits: Sequence[Period]) -> list[dict[str, Any]]:
    return [
        {"from": iso(wait.start_s), "to": None if wait.end_s == FOREVER_S else iso(wait.end_s)}
        for wait in waits
    ]


def _span(span: Span) -> dict[str, Any]:
    return {
        "from": iso(span.start_s),
        "to": iso(span.end_s),
        "kind": span.kind,
        "name": span.name,
        "seconds": span.seconds,
        "counted_seconds": span.counted_seconds,
        "business_seconds": span.business_seconds,
    }


def _iso(at_s: int | None) -> str | None:
    return None if at_s is None else iso(at_s)
