"""Clicks on a ticket's card, and wherever else it is shown."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call, Form
from bot.slack.act.commands.properties import merged
from bot.slack.act.loading_forms import offered_form
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.hear.typed_text import ticket_number
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


def _no_reply(call: Call) -> Payload:
    view = tickets.no_reply(call.work, _number(call), call.user_id, call.at)
    return message(wording.tickets.no_reply_needed(view.number, view.status))


def _raise_priority(call: Call) -> Payload:
    view = tickets.raise_priority(call.work, _number(call), call.user_id, call.at)
    return message(wording.tickets.prioritised(view.number, view.priority))


def _merge(call: Call) -> Payload:
    """Merge as it was read: a button that names two tickets and what was read proves no more."""
    number, into, mark, *_ = [*call.text.split(), "", "", ""]
    numbers = ticket_number(number), ticket_number(into)
    if numbers[0] is None or numbers[1] is None:
        raise UserFacingError(wording.refusals.which_ticket())
    return merged(call, numbers[0], numbers[1], mark)


def _number(call: Call) -> int:
    return call.ticket("claim").number


def _opens(callback_id: str) -> Callable[[str], Form]:
    """What opens a form about the ticket that a button names."""
    return lambda value: Form(callback_id, number=ticket_number(value))


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.CLAIM: _claim,
    ids.RESOLVE: _resolve,
    ids.REOPEN: _reopen,
    ids.NO_REPLY: _no_reply,
    ids.RAISE_PRIORITY: _raise_priority,
    ids.MERGE: _merge,
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {
    ids.REPLY: _opens(ids.REPLY_FORM),
    ids.NOTE: _opens(ids.NOTE_FORM),
    ids.PENDING: _opens(ids.PENDING_FORM),
    ids.HOLD: _opens(ids.HOLD_FORM),
    ids.ASSIGN: _opens(ids.ASSIGN_FORM),
    ids.SOLVE: _opens(ids.RESOLVE_FORM),
    ids.OPEN_FORM: offered_form,
    ids.OPEN_TO_EDIT: offered_form,
    ids.OPEN_TO_COPY: offered_form,
    ids.OPEN_TO_ARCHIVE: offered_form,
}
