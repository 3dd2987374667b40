"""Events: messages of people are kept; what people and channels are called is taken over."""

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import Ack, App

from bot.slack import directory
from bot.slack.arrivals import MENTION, MESSAGE, keep
from bot.slack.deps import SlackDeps
from bot.slack.parsing import after_mention

Json = Mapping[str, Any]

OF_PEOPLE: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes of messages that a person wrote; edits, deletions and joins are none."""
SLACKBOT: Final = "USLACKBOT"


def register(app: App, deps: SlackDeps) -> None:
    """Hear everything that is subscribed but mentions."""

    def message(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if is_of_a_person(event, deps.desk.bot_user_id):
            keep_message(deps, body["event_id"], event)
        ack()

    def person(ack: Ack, body: dict[str, Any]) -> None:
        desk = deps.desk
        seen = directory.person_of(body["event"]["user"], desk.workspace_id, desk.clock.now())
        directory.save_people(desk, [seen])
        ack()

    def joined(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event["user"] == deps.desk.bot_user_id:
            deps.later(lambda: directory.learn_channel(deps.desk, deps.slack, event["channel"]))
        ack()

    def renamed(ack: Ack, body: dict[str, Any]) -> None:
        channel = body["event"]["channel"]
        directory.rename_channel(deps.desk, channel["id"], channel["name"])
        ack()

    app.event("message")(message)
    for name in ("team_join", "user_change"):
        app.event(name)(person)
    app.event("member_joined_channel")(joined)
    for name in ("channel_rename", "group_rename"):
        app.event(name)(renamed)


def is_of_a_person(event: Json, bot_user_id: str) -> bool:
    """Whether a person wrote it: no app, no bot, not we ourselves, no edit or deletion."""
    return (
        event.get("subtype") in OF_PEOPLE
        and not event.get("bot_id")
        and event.get("user") not in (None, bot_user_id, SLACKBOT)
    )


def keep_message(deps: SlackDeps, event_id: str, event: Json) -> None:
    """Keep a message once, however often and under whatever event Slack sends it."""
    payload = {
        "user_id": event["user"],
        "channel_id": event["channel"],
        "ts": event["ts"],
        "thread_ts": event.get("thread_ts"),
        "text": event.get("text") or "",
        "files": [str(file.get("name") or "file") for file in event.get("files") or []],
    }
    is_command = after_mention(payload["text"], deps.desk.bot_user_id) is not None
    keep(
        deps,
        MENTION if is_command else MESSAGE,
        f"event:{event_id}",
        payload,
        channel_id=event["channel"],
        message_ts=event["ts"],
    )
