"""Clicks on a ticket's card, and wherever else it is shown."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import Payload, message
from bot.slack.commands.call import Call, Form
from bot.slack.opening_forms import offered_form
from bot.slack.parsing import ticket_number
from bot.usecases import tickets


def _claim(call: Call) -> Payload:
    view = tickets.claim(call.work, _number(call), call.user_id, call.at)
    return message(wording.tickets.claimed(view.number))


def _resolve(call: Call) -> Payload:
    view = tickets.resolve(call.work, _number(call), call.user_id, call.at)
    return message(wording.tickets.resolved(view.number))


def _reopen(call: Call) -> Payload:
    view = tickets.reopen(call.work, _number(call), call.user_id, call.at)
    return message(wording.tickets.reopened(view.number))


def _number(call: Call) -> int:
    return call.ticket("claim").number


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.CLAIM: _claim,
    ids.RESOLVE: _resolve,
    ids.REOPEN: _reopen,
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {
    ids.REPLY: lambda value: Form(ids.REPLY_FORM, number=ticket_number(value)),
    ids.OPEN_FORM: offered_form,
}
