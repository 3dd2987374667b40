"""The choice of who takes care of what somebody wrote to the bot."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.act.commands_in_text import command_in
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.menus import chosen_of
from bot.slack.hear.message.payload import message_of
from bot.usecases.hearing import arrivals
from bot.usecases.intake import direct_messages, joined_messages
from bot.usecases.promises import suggestions
from bot.views.messages import Message


def _choose(call: Call) -> Payload | None:
    """The question itself then says what was chosen."""
    place, work = call.place, call.work
    channel_id, ts = place.channel_id or "", place.thread_ts or ""
    row = arrivals.find_message(work, channel_id, ts, lock=True)  # of two clicks one opens
    if row is None:
        raise UserFacingError(wording.intake.nothing_asked())
    if row.payload["user_id"] != call.user_id:
        raise UserFacingError(wording.intake.not_yours_to_choose())
    message = message_of(row.payload, call.names.of)
    last_ts = joined_messages.soon_after(message.ts)
    rows = arrivals.messages_between(work, channel_id, message.ts, last_ts)
    later = [message_of(arrival.payload, call.names.of) for arrival in rows]
    department = chosen_of(suggestions.departments(work, call.user_id), call.text)
    direct_messages.choose(
        work,
        message,
        [candidate for candidate in later if _is_more(call, candidate)],
        department,
        call.at,
    )
    return None


def _is_more(call: Call, message: Message) -> bool:
    is_theirs = message.thread_ts is None and message.user_id == call.user_id
    invocation = command_in(message.text, call.work.bot_user_id, message.channel_id, None)
    return is_theirs and invocation is None


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {ids.CHOOSE_DEPARTMENT: _choose}
