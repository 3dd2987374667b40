"""Tickets and clocks as they are shown: plain values, made from what a replay found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.store.tickets import TicketRow
from sla_core.alarms import is_escalated
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s
from sla_core.tickets.vocabulary import METRICS
from sla_core.why import Explanation


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock at the instant of its ticket's view; seconds are business seconds."""

    metric: str
    cycle: int
    state: str
    target_seconds: int
    elapsed_seconds: int
    remaining_seconds: int
    started_at: datetime
    due_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    is_paused: bool
    cancel_reason: str | None = None
    breach_reason: str | None = None
    """Why it was breached at once, where a change of the promise did it."""

    @property
    def is_open(self) -> bool:
        """Whether it runs, is paused, or is overdue and unanswered."""
        return self.stopped_at is None


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket with all its clocks as they stand at ``now``."""

    number: int
    subject: str
    requester: str | None
    status: str
    priority: str
    department: str | None
    customer: str | None
    assignee: str | None
    level: str | None
    level_chosen_by: str | None
    tags: tuple[str, ...]
    source: str
    channel_id: str | None
    thread_ts: str | None
    created_at: datetime
    now: datetime
    clocks: tuple[ClockView, ...]
    is_escalated: bool = False
    fields: tuple[tuple[str, object], ...] = ()
    """The custom fields that have a value."""
    merged_into: str | None = None
    """The number of the ticket it went into."""
    undelivered: int = 0
    """How many messages of it Slack refuses."""

    @property
    def open_clocks(self) -> tuple[ClockView, ...]:
        """The clocks that run, are paused, or are overdue and unanswered."""
        return tuple(clock for clock in self.clocks if clock.is_open)

    def clock(self, metric: str, cycle: int) -> ClockView:
        """The clock of a metric and cycle, which is there."""
        return next(view for view in self.clocks if (view.metric, view.cycle) == (metric, cycle))


@dataclass(frozen=True, slots=True)
class AlarmHold:
    """That somebody took note of an alarm: `acknowledged` or `snoozed`, by whom, until when."""

    kind: str
    by: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AlertView:
    """A point of a clock that was reached, who is mentioned, and who took note of it so far.

    At `due_at` it was to be told.
    Of a clock that has stopped ``done_by`` is who did what was promised, if anybody did.
    """

    clock: ClockView
    point: str
    is_breach: bool
    mentions: tuple[str, ...] = ()
    heeds: tuple[AlarmHold, ...] = ()
    due_at: datetime | None = None
    done_by: str | None = None


@dataclass(frozen=True, slots=True)
class ClosingClock:
    """A clock of a ticket that breaches soon after its calendar opens again.

    `left_seconds` is its business time at the closing.
    """

    number: int
    subject: str
    channel_id: str | None
    thread_ts: str | None
    department: str | None
    assignee: str | None
    metric: str
    left_seconds: int


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A calendar that closes for the day, and what breaches in the first hour after it.

    Agents read it in the channel for alerts, before the calendar closes.
    """

    calendar: str
    closes_at: datetime
    opens_at: datetime
    clocks: tuple[ClosingClock, ...]


@dataclass(frozen=True, slots=True)
class ExplainedClock:
    """A clock with its explanation; instants in it are whole seconds since 1970 UTC.

    ``opens_at`` is when a status that was given until then ends. ``called`` has what people and
    rules are called, by the id or name the explanation knows them by.
    """

    clock: ClockView
    explanation: Explanation
    opens_at: datetime | None
    called: Mapping[str, str]

    @property
    def level(self) -> str:
        """The level it runs, or last ran, under."""
        return self.explanation.clock.promise.level.name

    @property
    def chosen_by(self) -> str | None:
        """The rule, or the place where levels stand, that chose the level; None for a person."""
        choice = self.explanation.terms[-1].choice
        return None if choice is None else choice.rule or choice.place

    @property
    def time_zone(self) -> str:
        """The zone of its calendar."""
        return self.explanation.clock.calendar.definition.time_zone

    @property
    def counted_seconds(self) -> int:
        """The sum of its spans."""
        return self.explanation.counted_seconds


def ticket_view(row: TicketRow, replayed: ReplayedTicket) -> TicketView:
    """What is shown of a ticket, at the instant it was replayed to."""
    ticket = replayed.ticket
    return TicketView(
        number=row.number,
        subject=row.subject,
        requester=ticket.requester,
        status="deleted" if ticket.is_deleted else ticket.status,
        priority=ticket.priority,
        department=ticket.department,
        customer=ticket.customer,
        assignee=ticket.assignee,
        level=ticket.level,
        level_chosen_by=ticket.level_chosen_by,
        tags=ticket.tags,
        source=ticket.source,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts,
        created_at=row.created_at,
        now=from_s(replayed.at_s),
        clocks=tuple(clock_view(clock, replayed.at_s) for clock in in_order(replayed.clocks)),
        is_escalated=is_escalated(replayed),
        fields=tuple((name, value) for name, value in ticket.fields.items() if value is not None),
        merged_into=ticket.merged_into,
    )


def in_order(clocks: Iterable[Clock]) -> list[Clock]:
    """Clocks as they are shown: replies first, each metric by cycle."""
    return sorted(clocks, key=lambda clock: (METRICS.index(clock.metric), clock.cycle))


def clock_view(clock: Clock, at_s: int) -> ClockView:
    """What is shown of a clock at an instant."""
    return ClockView(
        metric=clock.metric,
        cycle=clock.cycle,
        state=clock.state(at_s),
        target_seconds=clock.target_seconds,
        elapsed_seconds=clock.elapsed(at_s),
        remaining_seconds=clock.remaining(at_s),
        started_at=from_s(clock.started_at_s),
        due_at=instant(clock.due_at_s),
        breached_at=instant(clock.breached_at(at_s)),
        stopped_at=instant(clock.stopped_at_s),
        is_paused=clock.is_paused,
        cancel_reason=clock.cancel_reason,
        breach_reason=clock.breach_reason,
    )


def instant(at_s: int | None) -> datetime | None:
    """An instant of the core as the shell has it, None staying None."""
    return None if at_s is None else from_s(at_s)
