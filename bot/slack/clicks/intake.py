"""The choice of who takes care of what somebody wrote to the bot."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.menus import chosen_of
from bot.slack.commands.call import Call
from bot.slack.commands_in_text import command_in
from bot.slack.message_payload import message_of
from bot.store import inbox
from bot.usecases.intake import direct_messages, joined_messages
from bot.usecases.promises import suggestions
from bot.views.messages import Message


def _choose(call: Call) -> Payload | None:
    """The question itself then says what was chosen."""
    place, work = call.place, call.work
    here = (work.connection, work.workspace_id, place.channel_id or "")
    asked = inbox.find_message(*here, place.thread_ts or "", lock=True)  # of two clicks one opens
    if asked is None:
        raise UserFacingError(wording.intake.nothing_asked())
    if asked.payload["user_id"] != call.user_id:
        raise UserFacingError(wording.intake.not_yours_to_choose())
    message = message_of(asked.payload, call.names.of)
    rows = inbox.messages_between(*here, message.ts, joined_messages.soon_after(message.ts))
    later = [message_of(each.payload, call.names.of) for each in rows]
    department = chosen_of(suggestions.departments(work, call.user_id), call.text)
    direct_messages.choose(
        work, message, [each for each in later if _is_more(call, each)], department, call.at
    )
    return None


def _is_more(call: Call, message: Message) -> bool:
    is_theirs = message.thread_ts is None and message.user_id == call.user_id
    asked = command_in(message.text, call.work.bot_user_id, message.channel_id, None)
    return is_theirs and asked is None


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {ids.CHOOSE_DEPARTMENT: _choose}
