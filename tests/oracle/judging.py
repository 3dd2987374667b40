"""A ticket's clocks from its lines and the edits: everything in order, then one row a clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.clock import OracleClock
from tests.oracle.desk import Desk
from tests.oracle.past import Past
from tests.oracle.shelf import Shelf, Ticket

MICROSECONDS = 1_000_000
EDIT, UNTIL, LINE = range(3)
"""What goes first of what stands at the same instant."""


@dataclass(frozen=True)
class Judgement:
    """Rows of the clocks with a target, how the ticket stands, which paths were taken how often."""

    rows: list[dict]
    ticket: dict
    paths: Counter


def judged(lines: list[dict], edits: list[dict], from_s: int, until_s: int, to_s: int) -> Judgement:
    """Every clock with a target at ``until_s``, from JSON lines in order of arrival.

    The tables of business time reach from ``from_s`` to ``to_s``, in whole minutes.
    """
    past = Past(_in_order(edits), from_s, to_s)
    ticket = Ticket()
    desk = Desk(ticket, Shelf(ticket, past))
    events = [_with_numbers(line) for line in _once(lines)]
    _note_order(desk, events, past)
    waiting = [(at_us, EDIT, edits) for at_us, edits in past.steps()]
    waiting += [(event["at_us"], LINE, event) for event in events]
    for at_us, kind, what in sorted(waiting, key=lambda each: each[:2]):
        if at_us // MICROSECONDS > until_s:
            break
        if desk.ticket.until == at_us:
            desk.note("an `until` and an event at the same instant")
        _let_until_pass(desk, at_us, kind)
        if kind == EDIT:
            desk.edited(at_us, what)
        else:
            desk.happen(at_us, what)
    _let_until_pass(desk, until_s * MICROSECONDS + MICROSECONDS - 1, LINE)
    rows = [_row(desk.ticket, clock, until_s) for clock in _placed(desk.shelf.clocks)]
    return Judgement(rows, _facts(desk, until_s), desk.shelf.paths)


def _let_until_pass(desk: Desk, at_us: int, kind: int) -> None:
    until = desk.ticket.until
    if until is not None and (until, UNTIL) < (at_us, kind):
        desk.until_passes(until)


def _in_order(edits: list[dict]) -> tuple[dict, ...]:
    """The edits with the microsecond each was made; ``fraction_us`` is what is over the second."""
    exact = [
        edit | {"at_us": edit["at_s"] * MICROSECONDS + edit.get("fraction_us", 0)} for edit in edits
    ]
    return tuple(sorted(exact, key=lambda edit: (edit["at_us"], edit["number"])))


def _once(lines: list[dict]) -> list[dict]:
    """Each sender's id once, the first that came."""
    kept, known = [], set()
    for line in lines:
        if line.get("id") is None or line["id"] not in known:
            known.add(line.get("id"))
            kept.append(line)
    return kept


def _note_order(desk: Desk, events: list[dict], past: Past) -> None:
    instants = [event["at_us"] for event in events]
    seconds = [at_us // MICROSECONDS for at_us in instants]
    if instants != sorted(instants):
        desk.note("events arrive out of order")
    if len(set(seconds)) < len(seconds):
        desk.note("several events in the same second")
    if set(seconds) & {edit["at_s"] for edit in past.edits}:
        desk.note("an edit and an event in the same second")
    for edit in past.edits:
        later = (
            at_us > edit["at_us"] for at_us in instants if at_us // MICROSECONDS == edit["at_s"]
        )
        if edit["moves"] and not all(later):
            desk.note("an edit moves clocks after an event in its second")


def _with_numbers(line: dict) -> dict:
    found = dict(line, at_us=_us(line["at"]))
    if line.get("until") is not None:
        found["until"] = _us(line["until"])
    for key in ("message_at", "as_of"):
        if line.get(key) is not None:
            found[key] = _us(line[key]) // MICROSECONDS
    return found


def _us(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int(moment.replace(microsecond=0).timestamp()) * MICROSECONDS + moment.microsecond


def _placed(clocks: list[OracleClock]) -> list[OracleClock]:
    seen = [clock for clock in clocks if clock.target is not None]
    return sorted(seen, key=lambda clock: (clock.metric, clock.cycle))


def _facts(desk: Desk, now: int) -> dict:
    ticket = desk.ticket
    return {
        "status": ticket.status,
        "level": ticket.level,
        "priority": ticket.priority,
        "assignee": ticket.assignee(now),
        "first_reply_phase": ticket.first_phase,
        "message_open": ticket.message_open,
        "tags": ticket.tags,
    }


def _row(ticket: Ticket, clock: OracleClock, now: int) -> dict:
    elapsed = clock.elapsed(now)
    breached = clock.breached(now)
    state = clock.state(now)
    return {
        "metric": clock.metric,
        "cycle": clock.cycle,
        "level": clock.promise.name,
        "level_revision": clock.promise.number,
        "calendar_revision": clock.promise.calendar_number,
        "priority": clock.priority,
        "target_s": clock.target,
        "started_at_s": clock.start,
        "due_at_s": clock.due(),
        "stopped_at_s": clock.stopped,
        "state": state,
        "elapsed_s": elapsed,
        "remaining_s": clock.target - elapsed,
        "paused_s": clock.paused(now),
        "breached_at_s": breached,
        "decided_at_s": breached if state == "missed" else clock.stopped,
        "cancel_reason": clock.reason,
        "breach_reason": clock.fixed_why if breached is not None else None,
        "withdrawn_at_s": clock.withdrawn,
        "withdrawn_by": clock.withdrawn_by,
        "withdrawn_why": clock.withdrawn_why,
        "agent": _agent(ticket, clock, now if breached is None else breached),
    }


def _agent(ticket: Ticket, clock: OracleClock, at: int) -> str:
    """Who an open clock counts for at an instant; of a stopped one who stopped it, or had it."""
    if clock.stopped is None:
        return ticket.assignee(at) or "unassigned"
    return clock.stopped_by or ticket.assignee(clock.stopped) or "unassigned"
