"""Clicks on messages that tell of other messages: what Slack refused is sent again."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.slack.act.commands.call import Call
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.hear.typed_text import ticket_number
from bot.usecases.requesters.undelivered import send_again


def _send_again(call: Call) -> Payload:
    number, _, key = call.text.partition(" ")
    return message(send_again(call.work, ticket_number(number) or 0, key, call.user_id, call.at))


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {ids.SEND_AGAIN: _send_again}
