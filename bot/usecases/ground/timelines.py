"""The tickets that are kept: each is a row, and the timeline that it is the result of.

Read and never changed here. A ticket whose own data cannot be read is `BrokenTimeline`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from bot import wording
from bot.errors import BrokenTimeline, UnreadableLevel, UserFacingError
from bot.keys.messages import MessageKey
from bot.store import events, refused, set_aside, tickets
from bot.store.events import StoredEvent
from bot.store.tickets import TicketRow
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.stalled_levels import require_levels
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import TicketView, ticket_view
from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.instants import from_us
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import body_of, event_from
from sla_core.tickets.events import Absorbed
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class LoadedTicket:
    """A ticket's row and the events of its timeline, as they are kept."""

    row: TicketRow
    events: tuple[Event, ...]

    def replayed(self, work: Transaction, at_s: int | None = None) -> ReplayedTicket:
        """The ticket and its clocks as they stand at an instant, now unless told.

        Slack's clock may be ahead of ours: what has happened has happened, so now is never before
        the newest event. Raises `BrokenTimeline` where it cannot be replayed.
        """
        history = work.history
        with readable(self.row.number):
            timeline = Timeline.of(str(self.row.number), self.events)
            if at_s is None:
                at_s = max(work.now_s, timeline.events[-1].at_s)
            return replay(timeline, history, at_s)

    def view(self, work: Transaction) -> TicketView:
        """The ticket as it is shown now."""
        replayed = self.replayed(work)
        with readable(self.row.number):
            return shown(work, ticket_view(self.row, replayed))


@contextmanager
def readable(number: int) -> Iterator[None]:
    """Let whatever a ticket's own data make go wrong be `BrokenTimeline`."""
    try:
        yield
    except BrokenTimeline:
        raise
    except Exception as problem:  # the data may break any of what is computed from them
        reason = " ".join(f"{type(problem).__name__}: {problem}".split())
        text = wording.refusals.unreadable(number)
        raise BrokenTimeline(number, reason, text) from problem


def load(
    work: Transaction, number: int, *, by: str | None = None, lock: bool = False
) -> LoadedTicket:
    """A ticket with its timeline, locked for a change if asked; an unknown one is refused.

    For who asks, if anybody does (`by`), a ticket that they may not know of is an unknown one.
    Raises `BrokenTimeline` where an event of it, or a level it was under, cannot be read.
    """
    find = tickets.lock if lock else tickets.get
    row = find(*work.scope, number)
    if row is None or (by is not None and not may_know_of(work, row, by)):
        raise UserFacingError(wording.refusals.no_ticket(number))
    stored = events.of(*work.scope, number)
    with readable(number):
        loaded = LoadedTicket(row, tuple(event_of(event) for event in stored))
        try:
            require_levels(work, number, loaded.events)
        except UnreadableLevel as broken:
            if by is None or not asked_by(row, by):
                raise
            text = wording.refusals.unreadable(number)
            raise UnreadableLevel(
                number, broken.reason, text, broken.level, broken.revision
            ) from broken
        return loaded


def views_of(work: Transaction, numbers: Iterable[int]) -> Iterator[TicketView]:
    """The tickets as they are shown now, those left out that cannot be read."""
    for number in numbers:
        with suppress(BrokenTimeline):
            yield load(work, number).view(work)


def event_of(stored: StoredEvent) -> Event:
    """The event that was kept; raises whatever reading it makes go wrong."""
    optional = {"actor": stored.actor, "rule": stored.rule, "id": stored.external_id}
    filled = {key: value for key, value in optional.items() if value is not None}
    line = {**stored.body, **filled, "type": stored.type, "at": stored.at.isoformat()}
    return event_from(line, stored.seq)


def timelines(work: Transaction, numbers: Sequence[int]) -> Iterator[Timeline]:
    """The timelines of tickets, given in order, read some at a time.

    Those that cannot be read, or are known to be broken, are left out: nothing of them can move.
    """
    broken = set(set_aside.tickets(*work.scope))
    for number, stored in events.of_each(
        *work.scope, [number for number in numbers if number not in broken]
    ):
        timeline = None
        with suppress(BrokenTimeline), readable(number):
            happened = [event_of(event) for event in stored]
            require_levels(work, number, happened)
            timeline = Timeline.of(str(number), happened)
        if timeline is not None:
            yield timeline


def stored_of(event: Event) -> StoredEvent:
    """An event as it is kept."""
    return StoredEvent(
        event.seq,
        from_us(event.at_us),
        event.type,
        event.actor,
        event.rule,
        event.id,
        body_of(event),
    )


def absorbed_by(work: Transaction, absorbing: Sequence[Event]) -> Iterator[TicketRow]:
    """The tickets that went into one with these events, and those that went into them before."""
    for event in absorbing:
        if isinstance(event, Absorbed) and event.from_ticket.isdecimal():
            other = tickets.get(*work.scope, int(event.from_ticket))
            if other is not None:
                yield other
                yield from absorbed_by(work, load(work, other.number).events)


def shown(work: Transaction, view: TicketView) -> TicketView:
    """A ticket as it is shown, with how much of what was written in it is not delivered."""
    keys = refused.of_ticket(*work.scope, view.number)
    messages = {MessageKey.parse(key).whole for key in keys}
    return replace(view, undelivered=len(messages)) if messages else view
