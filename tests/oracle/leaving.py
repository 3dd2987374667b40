"""What ought to happen to a ticket that is spam or deleted, and when it comes back."""

from dataclasses import dataclass

from tests.oracle.clock import OracleClock


@dataclass
class Away:
    """Since when a ticket is spam or deleted, which clocks wait, whether a message does."""

    kind: str
    since: int
    status: str
    clocks: list[OracleClock]
    waiting: bool = False


def go_away(desk, at: int, kind: str, by: str | None) -> None:
    clocks = desk.shelf.open_ones()
    desk.away = Away(kind, at, desk.ticket.status, clocks)
    for clock in clocks:
        breached = clock.breached(at)
        if breached is not None:
            desk.note(f"an overdue clock is cancelled `{kind}`")
            clock.withdraw(breached, desk.shelf.cause[0], kind)
        clock.reason = kind
        desk.shelf.stop(clock, at, by)
    if kind == "spam":
        desk.ticket.status, desk.ticket.until = "spam", None


def happen_away(desk, at: int, line: dict) -> None:
    """Little happens while it is away."""
    kind, away = line["type"], desk.away
    if kind in ("agent_reply", "call_answered"):
        away.waiting = False
    elif kind == "requester_message":
        away.waiting = True
    elif kind == "restored":
        _come_back(desk, at, None)
    elif kind == "status" and away.kind == "spam" and line["to"] != "spam":
        _come_back(desk, at, line)
    elif kind != "note":
        desk.note("an event without effect on a spam or deleted ticket")


def _come_back(desk, at: int, line: dict | None) -> None:
    away, desk.away = desk.away, None
    _note_return(desk, away)
    desk.ticket.status = away.status
    for clock in away.clocks:
        clock.run_on(at)
        if clock.is_overdue(at):
            desk.note("an overdue clock runs on after spam or deletion")
    desk.shelf.hold(at)
    if line is not None:
        desk.note("a status takes a ticket out of spam")
        desk.status_event(at, line, line.get("actor"), out_of_spam=True)
    if away.waiting:
        desk.note(f"a message waited on a ticket that comes back `{desk.ticket.status}`")
        desk.requester_message(at)


def _note_return(desk, away: Away) -> None:
    desk.note(f"a ticket comes back from `{away.kind}`")
    if desk.ticket.until is not None:
        desk.note("an `until` is still ahead when a ticket comes back")
    if desk.revival is not None:
        desk.note("a reopened ticket comes back with its message open")
