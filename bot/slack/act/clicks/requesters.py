"""Clicks of those who ask: is it solved, and how was it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bot import wording
from bot.slack.act.commands.call import Call, Form
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.draw.blocks.solution import your_rating
from bot.slack.hear.typed_text import ticket_number
from bot.usecases.tickets import csat
from bot.views.tickets import TicketView
from sla_core.tickets.vocabulary import SETTLED


def _yes(call: Call) -> Payload | None:
    view = csat.solved(call.work, _number(call), call.user_id)
    return None if view.status in SETTLED else _as_it_is(view)


def _no(call: Call) -> Payload:
    number = _number(call)
    was_open = csat.is_open(call.work, number, call.user_id)
    view = csat.not_solved(call.work, number, call.user_id, call.at)
    return _as_it_is(view) if was_open else message(wording.requesters.reopened(number))


def _rate(score: int, call: Call) -> Payload:
    number = _number(call)
    csat.rate(call.work, number, call.user_id, score, call.at)
    return your_rating(number, score)


def _as_it_is(view: TicketView) -> Payload:
    """The present state, for who pressed what is no longer asked."""
    state = wording.requesters.status(view.status)
    return message(wording.requesters.as_it_is(view.number, state))


def _number(call: Call) -> int:
    return call.ticket("solved").number


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.SOLVED_YES: _yes,
    ids.SOLVED_NO: _no,
    **{action_id: partial(_rate, score) for score, action_id in ids.RATES.items()},
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {
    ids.RATE_COMMENT: lambda value: Form(ids.RATING_FORM, number=ticket_number(value)),
}
