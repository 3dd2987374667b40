"""Clicks on alarms and on what they lead to: acknowledge, snooze, escalate; and why it is so."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.act.commands.sla import explained
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message, section
from bot.slack.draw.blocks.lists import ticket_in_full
from bot.slack.hear.typed_text import ticket_number
from bot.usecases.ground.transaction import Transaction
from bot.usecases.tickets import responses
from bot.usecases.tickets.responses import AlarmResponse, ClickedAlarm
from bot.wording.times import moment
from sla_core.tickets.vocabulary import METRICS

Heed = Callable[[Transaction, ClickedAlarm, str, datetime, int], AlarmResponse]


def _acknowledge(call: Call) -> Payload:
    return _respond(call, responses.acknowledge, wording.alerts.you_acknowledged)


def _snooze(call: Call) -> Payload:
    return _respond(call, responses.snooze, wording.alerts.you_snoozed)


def _respond(call: Call, do: Heed, sentence_of: Callable[[str, int, str], str]) -> Payload:
    """Do it and say until when; of a clock that has stopped, show how its ticket stands."""
    alarm, minutes = _alarm(call)
    response = do(call.work, alarm, call.user_id, call.at, minutes)
    if response.until is not None:
        return message(sentence_of(alarm.metric, alarm.number, moment(response.until)))
    text = wording.alerts.runs_no_more(alarm.metric, alarm.number)
    ticket = ticket_in_full(response.ticket, call.names, call.domain)
    return message(text, [section(text), *ticket["blocks"]])


def _alarm(call: Call) -> tuple[ClickedAlarm, int]:
    """Which clock's alarm, and how many minutes: `42 first_reply 1 15`."""
    typed, metric, cycle, minutes, *_ = [*call.text.split(), "", "", "", ""]
    number = ticket_number(typed)
    if number is None or metric not in METRICS or not (cycle.isdecimal() and minutes.isdecimal()):
        raise UserFacingError(wording.refusals.which_ticket())
    place = call.place
    return ClickedAlarm(number, metric, int(cycle), place.channel_id, place.message_ts), int(
        minutes
    )


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
