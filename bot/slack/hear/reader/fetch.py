"""Reads one message from Slack that nobody heard: it is older than the bot, or was missed."""

from collections.abc import Mapping
from typing import Any

from bot.delivery.ports import SlackPort
from bot.slack.hear.slack_calls import ask

Json = Mapping[str, Any]


def read_message(slack: SlackPort, channel_id: str, ts: str) -> Json | None:
    """The message as Slack shows it; None where there is none, or none that we may read.

    Raises `SlackAway` when Slack cannot be asked now.
    """
    where = {"channel": channel_id, "ts": ts, "oldest": ts, "latest": ts, "inclusive": True}
    answer = ask(slack, "conversations.replies", {**where, "limit": 1})
    messages = answer.data.get("messages") or [] if answer.ok else []
    return next((message for message in messages if message.get("ts") == ts), None)
