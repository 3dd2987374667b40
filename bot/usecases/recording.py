"""The one way a ticket changes: events are put into its timeline, everything else follows.

Load the timeline, put the new events in, replay, and write the events with all that is projected
from them: the ticket, its clocks, their alarms, the card. One transaction, the ticket locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UserFacingError
from bot.store import alarms, clocks, events, outbox, tickets
from bot.store.alarms import AlarmRow
from bot.store.clocks import ClockRow
from bot.store.events import StoredEvent
from bot.store.tickets import TicketRow
from bot.usecases.announcing import announce
from bot.usecases.desk import Work
from bot.usecases.saying import edit
from bot.usecases.speaking import alarm_prefix, card_edit_key, card_key
from bot.usecases.views import TicketView, instant, ticket_view
from sla_core.alarms import announced_until, next_point
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed, replay
from sla_core.instants import from_s, from_us, to_s, to_us
from sla_core.reports.log import LogRow, log_rows
from sla_core.tickets.events import Event
from sla_core.tickets.mapping import body_of, event_from
from sla_core.tickets.ticket import Ticket
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ticket's row and the events of its timeline, as they are kept."""

    row: TicketRow
    events: tuple[Event, ...]

    def replayed(self, work: Work, at_s: int | None = None) -> Replayed:
        """The ticket and its clocks as they stand at an instant, now unless told.

        Slack's clock may be ahead of ours: what has happened has happened, so now is never before
        the newest event.
        """
        timeline = Timeline.of(str(self.row.number), self.events)
        if at_s is None:
            at_s = max(work.now_s, timeline.events[-1].at_s)
        return replay(timeline, work.history, at_s)

    def view(self, work: Work) -> TicketView:
        """The ticket as it is shown now."""
        return ticket_view(self.row, self.replayed(work))


def load(work: Work, number: int, *, lock: bool = False) -> Loaded:
    """A ticket with its timeline, locked for a change if asked; an unknown one is refused."""
    find = tickets.lock if lock else tickets.get
    row = find(work.connection, work.workspace_id, number)
    if row is None:
        raise UserFacingError(f"There is no ticket #{number} here.")
    kept = events.of(work.connection, work.workspace_id, number)
    return Loaded(row, tuple(event_of(each) for each in kept))


def event_of(stored: StoredEvent) -> Event:
    """The event that was kept."""
    own = {"actor": stored.actor, "rule": stored.rule, "id": stored.external_id}
    given = {key: value for key, value in own.items() if value is not None}
    line = {**stored.body, **given, "type": stored.type, "at": stored.at.isoformat()}
    return event_from(line, stored.seq)


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
    first_us = (loaded.events or happened)[0].at_us
    numbered = [
        replace(event, seq=seq, at_us=max(event.at_us, first_us))
        for seq, event in enumerate(happened, loaded.row.last_seq + 1)
    ]
    events.append(
        work.connection, work.workspace_id, loaded.row.number, [stored_of(e) for e in numbered]
    )
    row = replace(loaded.row, last_seq=loaded.row.last_seq + len(numbered))
    now = Loaded(row, (*loaded.events, *numbered))
    if loaded.events:
        _announce_before(work, loaded, now, min(event.at_s for event in numbered))
    return project(work, now)


def _announce_before(work: Work, before: Loaded, after: Loaded, change_s: int) -> None:
    """Say what was due before a change that moves due times, and that nobody said in time.

    Only for clocks that are still open after the change; its points are then armed anew.
    """
    rows = alarms.by_clock(work.connection, work.workspace_id, before.row.number)
    moved = {
        (clock.metric, clock.cycle)
        for clock in after.replayed(work).open_clocks()
        if (row := rows.get((clock.metric, clock.cycle))) is not None
        and row.due_version != clock.due_version
    }
    if moved:
        announce(work, before.row, before.replayed(work, change_s), rows, only=moved)


def project(work: Work, loaded: Loaded) -> TicketView:
    """Write what a timeline comes to now: ticket, clocks, alarms; and the card if it changed."""
    replayed = loaded.replayed(work)
    row = _row_of(loaded.row, replayed.ticket)
    tickets.save(work.connection, work.workspace_id, row)
    _project_clocks(work, row.number, replayed)
    view = ticket_view(row, replayed)
    _edit_card(work, view, row.last_seq)
    return view


def _row_of(row: TicketRow, ticket: Ticket) -> TicketRow:
    return replace(
        row,
        department=ticket.department,
        customer=ticket.customer,
        customer_group=ticket.customer_group,
        priority=ticket.priority,
        level=ticket.level,
        status=ticket.status,
        assignee=ticket.assignee,
        tags=ticket.tags,
        changed_at=from_s(ticket.changed_at_s or to_s(row.changed_at)),
        wake_at=None if ticket.until_us is None else from_us(ticket.until_us),
    )


def _project_clocks(work: Work, number: int, replayed: Replayed) -> None:
    told = alarms.by_clock(work.connection, work.workspace_id, number)
    rows = [
        _clock_row(clock, row)
        for clock, row in zip(_by_name(replayed), _log_by_name(replayed), strict=True)
    ]
    clocks.replace(work.connection, work.workspace_id, number, rows)
    wanted = []
    for clock in replayed.clocks:
        prefix = alarm_prefix(number, clock.metric, clock.cycle)
        row = told.get((clock.metric, clock.cycle))
        if not clock.is_open:
            outbox.withdraw(work.connection, work.workspace_id, prefix)
        elif row is not None and row.is_at_rest:
            outbox.revive(work.connection, work.workspace_id, prefix)
        wanted.append(alarm_row(clock, row, work.now))
    alarms.replace(work.connection, work.workspace_id, number, wanted)


def _by_name(replayed: Replayed) -> list[Clock]:
    return sorted(replayed.clocks, key=lambda clock: (clock.metric, clock.cycle))


def _log_by_name(replayed: Replayed) -> list[LogRow]:
    return sorted(log_rows(replayed), key=lambda row: (row.metric, row.cycle))


def alarm_row(clock: Clock, before: AlarmRow | None, now: datetime) -> AlarmRow:
    """The alarm of a clock, given the one it had; that of a stopped clock is at rest."""
    now_s = to_s(now)
    told_s = announced_until(
        clock,
        None if before is None else to_s(before.announced_at),
        None if before is None else before.due_version,
        now_s,
    )
    point = next_point(clock, told_s, now_s)
    return AlarmRow(
        metric=clock.metric,
        cycle=clock.cycle,
        due_version=clock.due_version,
        points=() if point is None else (point.name,),
        announced_at=from_s(told_s),
        fire_at=None if point is None else from_s(point.at_s),
    )


def _clock_row(clock: Clock, row: LogRow) -> ClockRow:
    promise = clock.promise
    return ClockRow(
        metric=clock.metric,
        cycle=clock.cycle,
        level=promise.level.name,
        level_revision=promise.level_revision,
        calendar=promise.calendar.definition.name,
        calendar_revision=promise.calendar_revision,
        priority=clock.priority,
        target_seconds=clock.target_seconds,
        started_at=from_s(clock.started_at_s),
        due_at=instant(clock.due_at_s),
        breach_at=instant(clock.breach_at_s),
        stopped_at=instant(clock.stopped_at_s),
        state=row.state,
        is_open=clock.is_open,
        cancel_reason=clock.cancel_reason,
        elapsed_seconds=row.elapsed_seconds,
        paused_seconds=row.paused_seconds,
        breached_at=instant(row.breached_at_s),
        decided_at=instant(row.decided_at_s),
        withdrawn_at=instant(row.withdrawn_at_s),
        due_version=clock.due_version,
        requester=row.requester,
        customer=row.customer,
        department=row.department,
        agent=row.agent,
        tags=row.tags,
    )


def _edit_card(work: Work, view: TicketView, seq: int) -> None:
    key = card_edit_key(view.number, f"{seq}:{to_us(work.now)}")
    payload = work.speech.card(view)
    edit(work, key, card_key(view.number), payload, ticket_number=view.number)
