"""Mentions of the bot where no message event comes: in group conversations it is invited to.

In a channel that the bot reads, the message event of the same message is taken instead.
"""

from typing import Any

from slack_bolt import Ack

from bot.slack.hear import routes
from bot.slack.hear.arrival_rows import event_key
from bot.slack.hear.authors import is_of_a_person
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.listeners.events import keep_message
from bot.slack.hear.routes import Listeners


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears mentions."""

    def mention(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if is_of_a_person(event, deps.program.bot_user_id) and not _is_read(deps, event["channel"]):
            keep_message(deps, event_key(body["event_id"]), event)
        ack()

    yield (routes.EVENT, "app_mention"), mention


def _is_read(deps: SlackDeps, channel_id: str) -> bool:
    with deps.program.look() as work:
        channel = work.directory.channel(channel_id)
    return channel is not None and channel.is_member
