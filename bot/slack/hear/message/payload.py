"""A message as it was kept when it was heard, read as people see it."""

from collections.abc import Mapping
from typing import Any

from bot.slack.hear.instants import instant_of
from bot.slack.hear.message.contents import contents_in, contents_of, read
from bot.slack.hear.typed_text import Naming
from bot.views.messages import Message

Json = Mapping[str, Any]


def message_of(payload: Json, name_of: Naming) -> Message:
    """The message that was kept, with all that it contains."""
    readable = read(contents_in(payload), name_of)
    return Message(
        channel_id=payload["channel_id"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        user_id=payload["user_id"],
        text=readable.words,
        at=instant_of(payload["ts"]),
        subject=readable.subject,
        links=readable.links,
        is_form=payload.get("is_form", False),
    )


def kept_of(event: Json, channel_id: str) -> dict[str, Any]:
    """What is kept of a message as Slack shows it."""
    return {
        "user_id": event["user"],
        "channel_id": channel_id,
        "ts": event["ts"],
        "thread_ts": event.get("thread_ts"),
        **contents_of(event).as_json(),
    }
