"""Somebody takes note of an alarm: acknowledges it, snoozes it, or puts its ticket before others.

What waits, and for how long, is `sla_core.alarms`; here it is decided who may say so, and written
into the timeline. The message of the alarm then shows who did, and until when.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import clock_numbers, outbox
from bot.usecases.changes.allowed import (
    changeable,
    refuse_settled,
    workable,
)
from bot.usecases.changes.recording import record
from bot.usecases.ground.recipients import mentioned
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import card_now, edit_inside, say_at_card
from bot.views.agent_messages import ClockAlert
from bot.views.tickets import (
    AlarmHold,
    AlertView,
    TicketView,
    clock_view,
)
from sla_core.alarms import is_escalated, points_of
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s, from_us, to_s, to_us
from sla_core.tickets.clock_events import Acknowledged, OfClock, Snoozed
from sla_core.tickets.event import Event
from sla_core.tickets.events import Escalated

GONE: Final = 0
"""The cycle of a clock that is no more."""
MINUTES: Final = (15, 30, 60)
"""For how long an alarm may be acknowledged or snoozed at once."""
_KINDS: Final[Mapping[type[Event], str]] = {Acknowledged: "acknowledged", Snoozed: "snoozed"}


@dataclass(frozen=True, slots=True)
class ClickedAlarm:
    """Whose alarm was clicked: the clock of a ticket, and where the message stands."""

    number: int
    metric: str
    cycle: int
    channel_id: str | None = None
    message_ts: str | None = None


@dataclass(frozen=True, slots=True)
class AlarmResponse:
    """What became of it: the ticket as it stands, and until when its alarm waits.

    None where the clock runs no more, so that there was nothing to take note of.
    """

    ticket: TicketView
    until: datetime | None


def acknowledge(
    work: Transaction, alarm: ClickedAlarm, by: str, at: datetime, minutes: int
) -> AlarmResponse:
    """Let what comes after the breach of a clock wait for so many minutes."""
    return _respond(work, alarm, by, at, minutes, Acknowledged, _as_asked)


def snooze(
    work: Transaction, alarm: ClickedAlarm, by: str, at: datetime, minutes: int
) -> AlarmResponse:
    """Let the warnings of a clock wait for so many minutes, at most until its breach."""
    return _respond(work, alarm, by, at, minutes, Snoozed, _before_the_breach)


Until = Callable[[Clock, datetime, datetime], datetime]


def _respond(
    work: Transaction,
    alarm: ClickedAlarm,
    by: str,
    at: datetime,
    minutes: int,
    kind: type[Acknowledged | Snoozed],
    until_of: Until,
) -> AlarmResponse:
    if minutes not in MINUTES:
        raise UserFacingError(wording.alerts.bad_minutes(MINUTES))
    loaded = changeable(work, alarm.number, by)
    alarm = _by_its_cycle_now(work, alarm)
    clock = _open_clock(loaded.replayed(work), alarm)
    if clock is None:
        return AlarmResponse(loaded.view(work), None)
    until = until_of(clock, at, at + timedelta(minutes=minutes))
    heed = kind(
        at_us=to_us(at),
        actor=by,
        metric=alarm.metric,
        cycle=alarm.cycle,
        until_us=to_us(until),
    )
    view = record(work, loaded, [heed])
    _show(work, alarm, view)
    return AlarmResponse(view, until)


def _by_its_cycle_now(work: Transaction, alarm: ClickedAlarm) -> ClickedAlarm:
    """The same alarm; its message names the clock, which may have had another cycle then."""
    key = _key_of(work, alarm)
    if key is None or key.clock_number is None:
        return alarm
    if not key.is_alarm_of(alarm.number, alarm.metric, key.clock_number):
        return alarm
    ticket_key = *work.scope, alarm.number
    cycle = clock_numbers.cycle_of(*ticket_key, alarm.metric, key.clock_number)
    return replace(alarm, cycle=GONE if cycle is None else cycle)


def _key_of(work: Transaction, alarm: ClickedAlarm) -> MessageKey | None:
    """The key of the message that was clicked; None where it is none of ours."""
    if alarm.channel_id is None or alarm.message_ts is None:
        return None
    message = alarm.channel_id, alarm.message_ts
    origin = outbox.find_by_message(*work.scope, *message)
    return None if origin is None else MessageKey.parse(origin.key)


def _as_asked(clock: Clock, at: datetime, until: datetime) -> datetime:
    return until


def _before_the_breach(clock: Clock, at: datetime, until: datetime) -> datetime:
    """Until when warnings may wait; a clock that is late has no warnings left."""
    if clock.is_overdue(to_s(at)):
        raise UserFacingError(wording.alerts.too_late_to_snooze(clock.metric))
    breach_s = clock.breach_at_s
    if breach_s is None or to_s(until) <= breach_s:
        return until
    if breach_s <= to_s(at):
        raise UserFacingError(wording.alerts.too_late_to_snooze(clock.metric))
    return from_s(breach_s)


def _open_clock(replayed: ReplayedTicket, alarm: ClickedAlarm) -> Clock | None:
    name = alarm.metric, alarm.cycle
    return next(
        (clock for clock in replayed.open_clocks() if (clock.metric, clock.cycle) == name), None
    )


def escalate(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Put a ticket before all others until an agent replies, or it is resolved or closed."""
    loaded = workable(work, number, by)
    refuse_settled(loaded)
    if is_escalated(loaded.replayed(work)):
        raise UserFacingError(wording.alerts.escalated_already(number))
    view = record(work, loaded, [Escalated(at_us=to_us(at), actor=by)])
    key = MessageKey.of(KeyKind.ESCALATED, number, loaded.row.last_seq + 1)
    who = work.directory.name_of(by)
    say_at_card(work, number, key, wording.alerts.escalated_by, who=who, number=number)
    return view


# --- the message of the alarm -----------------------------------------------------------------


def _show(work: Transaction, alarm: ClickedAlarm, view: TicketView) -> None:
    """Let the message that was clicked say who took note; if it is one of this clock's alarms."""
    clicked_key = _key_of(work, alarm)
    number = clock_numbers.number_of(*work.scope, alarm.number, alarm.metric, alarm.cycle)
    if clicked_key is None or not clicked_key.is_alarm_of(alarm.number, alarm.metric, number or 0):
        return
    loaded = load(work, alarm.number)
    replayed = loaded.replayed(work)
    clock = _open_clock(replayed, alarm)
    if clock is None:
        return
    point = clicked_key.point
    alert = AlertView(
        clock=clock_view(clock, replayed.at_s),
        point=point,
        is_breach=clicked_key.is_breach,
        mentions=_mentions(work, loaded, clock, point, replayed.at_s),
        heeds=heeds(loaded.events, alarm.metric, alarm.cycle, replayed.at_s),
    )
    card = None
    if clicked_key.is_elsewhere:
        root = str(card_now(work, alarm.number))
        card = outbox.message_of(*work.scope, root)
    payload = work.speech.payload(ClockAlert(view, alert, card=card))
    key = MessageKey.of(KeyKind.HEEDED, clicked_key, loaded.row.last_seq)
    edit_inside(work, key, clicked_key, payload, ticket_number=alarm.number)


def _mentions(
    work: Transaction, loaded: LoadedTicket, clock: Clock, point: str, at_s: int
) -> tuple[str, ...]:
    recipients = (
        alarm_point.to for alarm_point in points_of(clock, at_s) if alarm_point.name == point
    )
    return mentioned(work, loaded.row.department, loaded.row.assignee, next(recipients, ()))


def heeds(events: Iterable[Event], metric: str, cycle: int, at_s: int) -> tuple[AlarmHold, ...]:
    """Who took note of a clock's alarms last, as far as it still holds at an instant."""
    latest: dict[str, AlarmHold] = {}
    for event in events:
        if not isinstance(event, OfClock) or (event.metric, event.cycle) != (metric, cycle):
            continue
        if isinstance(event, Acknowledged | Snoozed):
            until = None if event.until_us is None else from_us(event.until_us)
            latest[_KINDS[type(event)]] = AlarmHold(_KINDS[type(event)], event.actor, until)
    return tuple(heed for heed in latest.values() if heed.until is None or to_s(heed.until) > at_s)
