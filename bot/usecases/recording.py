"""The one way a ticket changes: events are put into its timeline, everything else follows.

Load the timeline, put the new events in, replay, and write the events with all that is projected
from them: the ticket, its clocks, their alarms, the card. One transaction, the ticket locked.
The configuration moves running clocks in the same way, only that nothing is put in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from bot import wording
from bot.config.history import moves_since
from bot.errors import BrokenTimeline, UserFacingError
from bot.store import alarms, events, set_aside, tickets
from bot.store.alarms import AlarmRow, ClockName
from bot.store.events import StoredEvent
from bot.store.tickets import TicketRow
from bot.usecases import projecting
from bot.usecases.alerts.announcing import announce
from bot.usecases.alerts.cards import edit_card, move_card
from bot.usecases.conversations import silence, solving
from bot.usecases.desk import Work
from bot.usecases.promises import ruling
from bot.usecases.views import TicketView, ticket_view
from sla_core.alarms import armed_from
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed, replay
from sla_core.instants import from_s, from_us, to_s
from sla_core.tickets.events import Event
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
            return ticket_view(self.row, replayed)


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


def load(work: Work, number: int, *, lock: bool = False) -> Loaded:
    """A ticket with its timeline, locked for a change if asked; an unknown one is refused.

    Raises `BrokenTimeline` where an event of it cannot be read.
    """
    find = tickets.lock if lock else tickets.get
    row = find(work.connection, work.workspace_id, number)
    if row is None:
        raise UserFacingError(wording.refusals.no_ticket(number))
    kept = events.of(work.connection, work.workspace_id, number)
    with readable(number):
        return Loaded(row, tuple(event_of(each) for each in kept))


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
            timeline = Timeline.of(str(number), [event_of(each) for each in kept])
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
    numbered = ruling.decided(work, before.row, before.events, numbered)
    events.append(
        work.connection, work.workspace_id, before.row.number, [stored_of(e) for e in numbered]
    )
    row = replace(before.row, last_seq=before.row.last_seq + len(numbered))
    now = Loaded(row, (*before.events, *numbered))
    if before.events:
        change_s = min(event.at_s for event in numbered)
        stands = before.replayed(work)
        _close_the_past(
            work, row, before.replayed(work, change_s), stands, now.replayed(work), change_s
        )
    view = project(work, now)
    if before.events and view.department != before.row.department:
        move_card(work, view, row.last_seq)
    ruling.say(work, view, numbered)
    solving.say_changed(work, before.row, view, before.events, numbered)
    return view


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
        _close_the_past(work, row, before, before, after, at_s)
        row = projecting.write(work, row, after)
    return Loaded(row, loaded.events)


def _close_the_past(
    work: Work,
    row: TicketRow,
    before: Replayed,
    stands: Replayed,
    after: Replayed,
    change_s: int,
) -> None:
    """Of clocks that a change gives other points, say what was due and not said; arm the rest.

    ``before`` is the ticket until the change, ``stands`` until now had it not come. Only of clocks
    still open is anything said, and nothing of a breach that the change took back.
    """
    here = work.connection, work.workspace_id, row.number
    rows = alarms.by_clock(*here)
    standing = {_name(clock): clock for clock in stands.clocks}
    changed = {
        _name(clock): clock
        for clock in after.clocks
        if _name(clock) in rows
        and _is_changed(rows[_name(clock)], standing.get(_name(clock)), clock)
    }
    if not changed:
        return
    announce(work, row, before, rows, only=_still_true(before, after, changed))
    told = alarms.by_clock(*here)
    for name, clock in changed.items():
        told_s = max(to_s(told[name].announced_at), before.at_s)
        armed_s = armed_from(clock, standing.get(name), told_s, change_s)
        told[name] = replace(told[name], announced_at=from_s(armed_s))
    alarms.replace(*here, list(told.values()))


def _still_true(
    before: Replayed, after: Replayed, changed: Mapping[ClockName, Clock]
) -> dict[ClockName, Clock]:
    """The clocks that are open after a change, but for those whose breach it took back."""
    breached = {
        _name(clock): breached_s
        for clock in before.open_clocks()
        if (breached_s := clock.breached_at(before.at_s)) is not None
    }
    return {
        name: clock
        for name, clock in changed.items()
        if clock.is_open
        and (name not in breached or clock.breached_at(after.at_s) == breached[name])
    }


def _is_changed(row: AlarmRow, stands: Clock | None, clock: Clock) -> bool:
    """Whether a clock's points are others than those its alarm was computed from."""
    return row.due_version != clock.due_version or (
        stands is not None and _what_points_follow(stands) != _what_points_follow(clock)
    )


def _what_points_follow(clock: Clock) -> tuple[object, ...]:
    """What the points of a clock are computed from; an event that comes late may change any.

    Revisions are not: one may say the same as the one before, to move what that left behind.
    """
    promised = clock.promise.level, clock.calendar.definition
    return *promised, clock.started_at_s, clock.due_at_s, clock.breach_fixed_at_s


def _name(clock: Clock) -> ClockName:
    return clock.metric, clock.cycle


def project(work: Work, loaded: Loaded) -> TicketView:
    """Write what a timeline comes to now: ticket, clocks, alarms; and the card if it changed."""
    replayed = loaded.replayed(work)
    row = projecting.write(work, loaded.row, replayed)
    row = ruling.wake(work, row, loaded.events)
    row = silence.wake(work, row, silence.of(work, replayed, loaded.events))
    view = ticket_view(row, replayed)
    edit_card(work, view, row.last_seq)
    return view
