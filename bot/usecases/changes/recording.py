"""The one way a ticket changes: events are put into its timeline, everything else follows.

Load the timeline, put the new events in, replay, and write the events with all that is projected
from them: the ticket, its clocks, their alarms, the card. One transaction, the ticket locked.
The configuration moves running clocks in the same way, only that nothing is put in.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from bot import wording
from bot.config.history import moves_since
from bot.errors import BrokenTimeline, UnreadableLevel, UserFacingError
from bot.keys.pieces import whole_key
from bot.store import events, refused, set_aside, tickets
from bot.store.events import StoredEvent
from bot.store.tickets import TicketRow
from bot.usecases.changes import projection
from bot.usecases.consequences import confirmations, rules, silence, solved
from bot.usecases.consequences.announcements import announce_before
from bot.usecases.consequences.cards import edit_card, is_astray, move_card
from bot.usecases.consequences.departures import is_cut_off, leave_behind, move_conversation
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.stalled_levels import require_levels, stalled_level
from bot.usecases.ground.transaction import Work
from bot.views.tickets import TicketView, ticket_view
from sla_core.alarms import Change
from sla_core.clocks.replay import Replayed, replay
from sla_core.instants import from_us
from sla_core.tickets.events import Absorbed, AgentReply, Event
from sla_core.tickets.mapping import body_of, event_from
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ticket's row and the events of its timeline, as they are kept."""

    row: TicketRow
    events: tuple[Event, ...]

    def replayed(self, work: Work, at_s: int | None = None) -> Replayed:
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

    def view(self, work: Work) -> TicketView:
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


def load(work: Work, number: int, *, by: str | None = None, lock: bool = False) -> Loaded:
    """A ticket with its timeline, locked for a change if asked; an unknown one is refused.

    For who asks, if anybody does (`by`), a ticket that they may not know of is an unknown one.
    Raises `BrokenTimeline` where an event of it, or a level it was under, cannot be read.
    """
    find = tickets.lock if lock else tickets.get
    row = find(work.connection, work.workspace_id, number)
    if row is None or (by is not None and not may_know_of(work, row, by)):
        raise UserFacingError(wording.refusals.no_ticket(number))
    kept = events.of(work.connection, work.workspace_id, number)
    with readable(number):
        loaded = Loaded(row, tuple(event_of(each) for each in kept))
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


def views_of(work: Work, numbers: Iterable[int]) -> Iterator[TicketView]:
    """The tickets as they are shown now, those left out that cannot be read."""
    for number in numbers:
        with suppress(BrokenTimeline):
            yield load(work, number).view(work)


def event_of(stored: StoredEvent) -> Event:
    """The event that was kept; raises whatever reading it makes go wrong."""
    own = {"actor": stored.actor, "rule": stored.rule, "id": stored.external_id}
    given = {key: value for key, value in own.items() if value is not None}
    line = {**stored.body, **given, "type": stored.type, "at": stored.at.isoformat()}
    return event_from(line, stored.seq)


def timelines(work: Work, numbers: Sequence[int]) -> Iterator[Timeline]:
    """The timelines of tickets, given in order, read some at a time.

    Those that cannot be read, or are known to be broken, are left out: nothing of them can move.
    """
    here = work.connection, work.workspace_id
    broken = set(set_aside.tickets(*here))
    for number, kept in events.of_each(*here, [each for each in numbers if each not in broken]):
        timeline = None
        with suppress(BrokenTimeline), readable(number):
            happened = [event_of(each) for each in kept]
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


def record(work: Work, loaded: Loaded, happened: Sequence[Event]) -> TicketView:
    """Put events into a locked ticket's timeline and write everything that follows from them.

    Their ``seq`` is given here: the order of arrival. Our clock and Slack's may differ a little, so
    what seems to lie before the creation is dated at it. Returns the ticket as it then stands.
    """
    before = follow(work, loaded)
    first_us = (before.events or happened)[0].at_us
    numbered = [
        replace(event, seq=seq, at_us=max(event.at_us, first_us))
        for seq, event in enumerate(happened, before.row.last_seq + 1)
    ]
    numbered = rules.decided(work, before.row, before.events, numbered)
    events.append(
        work.connection, work.workspace_id, before.row.number, [stored_of(e) for e in numbered]
    )
    row = replace(before.row, last_seq=before.row.last_seq + len(numbered))
    now = Loaded(row, (*before.events, *numbered))
    if before.events:
        change_s = min(event.at_s for event in numbered)
        was, stands = before.replayed(work, change_s), before.replayed(work)
        announce_before(work, row, Change(was, stands, now.replayed(work), change_s))
    view = project(work, now)
    if before.events and _has_to_move(work, before.row, view):
        take_along(work, view, before, str(row.last_seq))
    rules.say(work, view, numbered)
    solved.say_changed(work, before.row, view, before.events, numbered)
    if before.events and any(isinstance(event, AgentReply) for event in numbered):
        confirmations.confirm_anew(work, view, row, before.events[0].actor)
    return view


def take_along(work: Work, view: TicketView, before: Loaded, cause: str) -> None:
    """Let a locked ticket be read where its department reads now, and no private one elsewhere.

    `before` is the ticket as it was; `cause`, what moves it, tells the edits of one move from
    those of another.
    """
    move_card(work, view, cause)
    merged = merged_into(work, before.events)
    move_conversation(work, view, before.row.department, before.events, merged)
    leave_behind(work, view, cause)


def merged_into(work: Work, absorbing: Sequence[Event]) -> Iterator[TicketRow]:
    """The tickets that went into one with these events, and those that went into them before."""
    for event in absorbing:
        if isinstance(event, Absorbed) and event.from_ticket.isdecimal():
            other = tickets.get(work.connection, work.workspace_id, int(event.from_ticket))
            if other is not None:
                yield other
                yield from merged_into(work, load(work, other.number).events)


def _has_to_move(work: Work, row: TicketRow, view: TicketView) -> bool:
    """Whether a ticket that was in a row's department is read elsewhere from now on."""
    is_moved = view.department != row.department
    return is_moved or is_astray(work, view) or is_cut_off(work, view, row)


def follow(work: Work, loaded: Loaded) -> Loaded:
    """Let a locked ticket's rows go along with the moves made since they were written, in order."""
    projected = loaded.row.projected_revision
    if projected is None or not loaded.events:
        return loaded
    row, last_s = loaded.row, max(work.now_s, loaded.events[-1].at_s)
    moves = {each.at_s for each in moves_since(work.history, projected)}
    for at_s in sorted(at_s for at_s in moves if loaded.events[0].at_s < at_s <= last_s):
        after = loaded.replayed(work, at_s)
        before = loaded.replayed(work, at_s - 1)
        announce_before(work, row, Change(before, before, after, at_s))
        row = projection.write(work, row, after)
    return Loaded(row, loaded.events)


def project(work: Work, loaded: Loaded) -> TicketView:
    """Write what a timeline comes to now: ticket, clocks, alarms; and the card if it changed.

    Clocks and alarms of a ticket that came under a level that cannot be read stay as they are.
    """
    replayed = loaded.replayed(work)
    is_stalled = stalled_level(work, loaded.events) is not None
    write = projection.write_ticket if is_stalled else projection.write
    row = write(work, loaded.row, replayed)
    row = rules.wake(work, row, loaded.events)
    found = silence.of(work, replayed, loaded.events)
    row = silence.wake(work, row, found)
    silence.take_back_reminders(work, row.number, found)
    view = shown(work, ticket_view(row, replayed))
    edit_card(work, view, row.last_seq)
    return view


def shown(work: Work, view: TicketView) -> TicketView:
    """A ticket as it is shown, with how much of what was written in it is not delivered."""
    keys = refused.of_ticket(work.connection, work.workspace_id, view.number)
    return replace(view, undelivered=len({whole_key(key) for key in keys})) if keys else view
