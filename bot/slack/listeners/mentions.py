"""Mentions of the bot where no message event comes: in group conversations it is invited to.

In a channel that the bot reads, the message event of the same message is taken instead.
"""

from typing import Any

from slack_bolt import Ack

from bot.slack.deps import SlackDeps
from bot.slack.listeners.events import keep_message
from bot.slack.listeners.people import is_of_a_person
from bot.slack.routes import Routes
from bot.store import channels


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear mentions."""

    def mention(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if is_of_a_person(event, deps.desk.bot_user_id) and not _is_read(deps, event["channel"]):
            keep_message(deps, f"event:{body['event_id']}", event)
        ack()

    app.event("app_mention")(mention)


def _is_read(deps: SlackDeps, channel_id: str) -> bool:
    with deps.desk.look() as work:
        channel = channels.get(work.connection, work.workspace_id, channel_id)
    return channel is not None and channel.is_member
