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
from bot.keys.messages import (
    alarm_prefix,
    alarms_prefix,
    escalated_key,
    heeded_key,
)
from bot.store import clock_numbers, outbox
from bot.usecases.changes.allowed import (
    audited,
    refuse_settled,
    theirs,
    workable,
)
from bot.usecases.changes.recording import Loaded, load, record
from bot.usecases.consequences.announcements import mentioned
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import card_now, edit_inside, say_at_card
from bot.views.tickets import (
    AlertView,
    Heed,
    TicketView,
    clock_view,
)
from sla_core.alarms import is_escalated, points_of
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import from_s, from_us, to_s, to_us
from sla_core.tickets.events import Acknowledged, Escalated, Event, OfClock, Snoozed

GONE: Final = 0
"""The cycle of a clock that is no more."""
MINUTES: Final = (15, 30, 60)
"""For how long an alarm may be acknowledged or snoozed at once."""
_KINDS: Final[Mapping[type[Event], str]] = {Acknowledged: "acknowledged", Snoozed: "snoozed"}


@dataclass(frozen=True, slots=True)
class Alarmed:
    """Whose alarm was clicked: the clock of a ticket, and where the message stands."""

    number: int
    metric: str
    cycle: int
    channel_id: str | None = None
    message_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Heeded:
    """What became of it: the ticket as it stands, and until when its alarm waits.

    None where the clock runs no more, so that there was nothing to take note of.
    """

    ticket: TicketView
    until: datetime | None


def acknowledge(work: Work, alarm: Alarmed, by: str, at: datetime, minutes: int) -> Heeded:
    """Let what comes after the breach of a clock wait for so many minutes."""
    return _heed(work, alarm, by, at, minutes, Acknowledged, _as_asked)


def snooze(work: Work, alarm: Alarmed, by: str, at: datetime, minutes: int) -> Heeded:
    """Let the warnings of a clock wait for so many minutes, at most until its breach."""
    return _heed(work, alarm, by, at, minutes, Snoozed, _before_the_breach)


Until = Callable[[Clock, datetime, datetime], datetime]


def _heed(
    work: Work,
    alarm: Alarmed,
    by: str,
    at: datetime,
    minutes: int,
    kind: type[Acknowledged | Snoozed],
    until_of: Until,
) -> Heeded:
    if minutes not in MINUTES:
        raise UserFacingError(wording.alerts.bad_minutes(MINUTES))
    loaded = theirs(work, alarm.number, by)
    alarm = _by_its_cycle_now(work, alarm)
    clock = _open_clock(loaded.replayed(work), alarm)
    if clock is None:
        return Heeded(loaded.view(work), None)
    until = until_of(clock, at, at + timedelta(minutes=minutes))
    heed = kind(
        at_us=to_us(at),
        actor=by,
        metric=alarm.metric,
        cycle=alarm.cycle,
        until_us=to_us(until),
    )
    view = record(work, loaded, [heed])
    after = {"metric": alarm.metric, "cycle": alarm.cycle, "until": until.isoformat()}
    audited(work, by, at, _KINDS[kind], alarm.number, after=after)
    _show(work, alarm, view)
    return Heeded(view, until)


def _by_its_cycle_now(work: Work, alarm: Alarmed) -> Alarmed:
    """The same alarm; its message names the clock, which may have had another cycle then."""
    key = _key_of(work, alarm) or ""
    prefix = alarms_prefix(alarm.number, alarm.metric)
    number, found, _ = key.removeprefix(prefix).partition(":")
    if not (key.startswith(prefix) and found):
        return alarm
    whose = work.connection, work.workspace_id, alarm.number
    cycle = clock_numbers.cycle_of(*whose, alarm.metric, int(number))
    return replace(alarm, cycle=GONE if cycle is None else cycle)


def _key_of(work: Work, alarm: Alarmed) -> str | None:
    """The key of the message that was clicked; None where it is none of ours."""
    if alarm.channel_id is None or alarm.message_ts is None:
        return None
    place = alarm.channel_id, alarm.message_ts
    origin = outbox.find_by_message(work.connection, work.workspace_id, *place)
    return None if origin is None else origin.key


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


def _open_clock(found: Replayed, alarm: Alarmed) -> Clock | None:
    name = alarm.metric, alarm.cycle
    return next((each for each in found.open_clocks() if (each.metric, each.cycle) == name), None)


def escalate(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Put a ticket before all others until an agent replies, or it is resolved or closed."""
    loaded = workable(work, number, by)
    refuse_settled(loaded)
    if is_escalated(loaded.replayed(work)):
        raise UserFacingError(wording.alerts.escalated_already(number))
    view = record(work, loaded, [Escalated(at_us=to_us(at), actor=by)])
    audited(work, by, at, "escalate", number)
    key = escalated_key(number, loaded.row.last_seq + 1)
    who = work.directory.name_of(by)
    say_at_card(work, number, key, wording.alerts.escalated_by, who=who, number=number)
    return view


# --- the message of the alarm -----------------------------------------------------------------


def _show(work: Work, alarm: Alarmed, view: TicketView) -> None:
    """Let the message that was clicked say who took note; if it is one of this clock's alarms."""
    clicked = _key_of(work, alarm)
    number = clock_numbers.number_of(
        work.connection, work.workspace_id, alarm.number, alarm.metric, alarm.cycle
    )
    prefix = alarm_prefix(alarm.number, alarm.metric, number or 0)
    if clicked is None or not clicked.startswith(prefix):
        return
    loaded = load(work, alarm.number)
    found = loaded.replayed(work)
    clock = _open_clock(found, alarm)
    if clock is None:
        return
    point, _, rest = clicked.removeprefix(prefix).partition(":")
    said = AlertView(
        clock=clock_view(clock, found.at_s),
        point=point,
        is_breach=point == "breach" or point.startswith("+"),
        mentions=_mentions(work, loaded, clock, point, found.at_s),
        heeds=heeds(loaded.events, alarm.metric, alarm.cycle, found.at_s),
    )
    card = None
    if "@" in rest:
        card = outbox.message_of(work.connection, work.workspace_id, card_now(work, alarm.number))
    payload = work.speech.alert(view, said, to_channel=False, card=card)
    key = heeded_key(clicked, loaded.row.last_seq)
    edit_inside(work, key, clicked, payload, ticket_number=alarm.number)


def _mentions(work: Work, loaded: Loaded, clock: Clock, point: str, at_s: int) -> tuple[str, ...]:
    to = (each.to for each in points_of(clock, at_s) if each.name == point)
    return mentioned(work, loaded.row.department, loaded.row.assignee, next(to, ()))


def heeds(events: Iterable[Event], metric: str, cycle: int, at_s: int) -> tuple[Heed, ...]:
    """Who took note of a clock's alarms last, as far as it still holds at an instant."""
    found: dict[str, Heed] = {}
    for event in events:
        if not isinstance(event, OfClock) or (event.metric, event.cycle) != (metric, cycle):
            continue
        if isinstance(event, Acknowledged | Snoozed):
            until = None if event.until_us is None else from_us(event.until_us)
            found[_KINDS[type(event)]] = Heed(_KINDS[type(event)], event.actor, until)
    return tuple(each for each in found.values() if each.until is None or to_s(each.until) > at_s)
