"""Reads what was written in a channel before the bot was there: its threads since an instant."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.delivery.ports import Answer, SlackPort
from bot.slack.directory import is_known, learn_person, names_of
from bot.slack.file_stubs import with_files
from bot.slack.listeners.people import is_of_a_person
from bot.slack.message_payload import kept_of, message_of
from bot.slack.shared_files import Asking
from bot.slack.slack_calls import SlackAway, pages, patiently
from bot.usecases.ground.transaction import Desk
from bot.usecases.intake.adoption import OldThread
from bot.views.messages import Message

Json = Mapping[str, Any]


def old_threads(
    desk: Desk,
    slack: SlackPort,
    channel_id: str,
    since: datetime,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[OldThread]:
    """Every thread that a person began since an instant, the newest first.

    Raises `SlackAway` when Slack does not tell.
    """
    asking = _patient(slack, sleep)
    asked = {"channel": channel_id, "oldest": f"{since.timestamp():.6f}", "inclusive": True}
    for found in pages(slack, "conversations.history", asked, "messages", sleep):
        if not _is_first(found) or not is_of_a_person(found, desk.bot_user_id):
            continue
        replies: list[Json] = []
        if found.get("reply_count"):
            thread = {"channel": channel_id, "ts": found["ts"]}
            listed = pages(slack, "conversations.replies", thread, "messages", sleep)
            replies = [each for each in listed if each["ts"] != found["ts"]]
        of_people = [each for each in replies if is_of_a_person(each, desk.bot_user_id)]
        said = (_message(desk, slack, asking, channel_id, each) for each in of_people)
        yield OldThread(_message(desk, slack, asking, channel_id, found), tuple(said))


def _is_first(message: Json) -> bool:
    """Whether a message began a thread; a reply sent to the channel as well did not."""
    return message.get("thread_ts") in (None, message["ts"])


def _patient(slack: SlackPort, sleep: Callable[[float], None]) -> Asking:
    """Asks as long as Slack says to wait; what it does not tell at all holds nothing up."""

    def asking(method: str, payload: dict[str, Any]) -> Answer:
        try:
            return patiently(slack, method, payload, sleep)
        except SlackAway as away:
            return Answer(ok=False, error=away.error or "unreachable")

    return asking


def _message(desk: Desk, slack: SlackPort, asking: Asking, channel_id: str, shown: Json) -> Message:
    """The message, once it is known who wrote it."""
    if not is_known(desk, shown["user"]):
        learn_person(desk, slack, shown["user"])
    return message_of(with_files(asking, kept_of(shown, channel_id)), names_of(desk).of)
