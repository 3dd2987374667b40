"""Clicks on alarms and on what they lead to: acknowledge, snooze, escalate; and why it is so."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload, message, section
from bot.slack.blocks.lists import ticket_in_full
from bot.slack.commands.call import Call
from bot.slack.commands.sla import explained
from bot.slack.parsing import ticket_number
from bot.usecases.ground.transaction import Work
from bot.usecases.tickets import responses
from bot.usecases.tickets.responses import Alarmed, Heeded
from bot.wording.times import moment
from sla_core.tickets.vocabulary import METRICS

Heed = Callable[[Work, Alarmed, str, datetime, int], Heeded]


def _acknowledge(call: Call) -> Payload:
    return _heed(call, responses.acknowledge, wording.alerts.you_acknowledged)


def _snooze(call: Call) -> Payload:
    return _heed(call, responses.snooze, wording.alerts.you_snoozed)


def _heed(call: Call, do: Heed, told: Callable[[str, int, str], str]) -> Payload:
    """Do it and say until when; of a clock that has stopped, show how its ticket stands."""
    alarm, minutes = _alarmed(call)
    heeded = do(call.work, alarm, call.user_id, call.at, minutes)
    if heeded.until is not None:
        return message(told(alarm.metric, alarm.number, moment(heeded.until)))
    said = wording.alerts.runs_no_more(alarm.metric, alarm.number)
    shown = ticket_in_full(heeded.ticket, call.names, call.domain)
    return message(said, [section(said), *shown["blocks"]])


def _alarmed(call: Call) -> tuple[Alarmed, int]:
    """Which clock's alarm, and how many minutes: `42 first_reply 1 15`."""
    number, metric, cycle, minutes, *_ = [*call.text.split(), "", "", "", ""]
    found = ticket_number(number)
    if found is None or metric not in METRICS or not (cycle.isdecimal() and minutes.isdecimal()):
        raise UserFacingError(wording.refusals.which_ticket())
    place = call.place
    return Alarmed(found, metric, int(cycle), place.channel_id, place.message_ts), int(minutes)


def _escalate(call: Call) -> Payload:
    number = call.ticket("escalate").number
    responses.escalate(call.work, number, call.user_id, call.at)
    return message(wording.alerts.escalated(number))


def _why(call: Call) -> Payload:
    return explained(call, call.ticket("why").number)


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.ACKNOWLEDGE: _acknowledge,
    ids.SNOOZE: _snooze,
    ids.ESCALATE: _escalate,
    ids.WHY: _why,
}
