"""Reads what was written in a channel before the bot was there: its threads since an instant."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.delivery.ports import Answer, SlackPort
from bot.slack.hear.authors import is_of_a_person
from bot.slack.hear.directory.directory import learn_person, names_of
from bot.slack.hear.message.file_stubs import with_files
from bot.slack.hear.message.payload import kept_of, message_of
from bot.slack.hear.message.shared_files import Asking
from bot.slack.hear.slack_calls import SlackAway, pages, patiently
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.adoption import OldThread
from bot.usecases.promises.directory_changes import is_known
from bot.views.messages import Message

Json = Mapping[str, Any]


def old_threads(
    program: Program,
    slack: SlackPort,
    channel_id: str,
    since: datetime,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[OldThread]:
    """Every thread that a person began since an instant, the newest first.

    Raises `SlackAway` when Slack does not tell.
    """
    asking = _patient(slack, sleep)
    arguments = {"channel": channel_id, "oldest": f"{since.timestamp():.6f}", "inclusive": True}
    for root in pages(slack, "conversations.history", arguments, "messages", sleep):
        if not _is_first(root) or not is_of_a_person(root, program.bot_user_id):
            continue
        replies: list[Json] = []
        if root.get("reply_count"):
            thread = {"channel": channel_id, "ts": root["ts"]}
            listed = pages(slack, "conversations.replies", thread, "messages", sleep)
            replies = [reply for reply in listed if reply["ts"] != root["ts"]]
        of_people = [reply for reply in replies if is_of_a_person(reply, program.bot_user_id)]
        messages = (_message(program, slack, asking, channel_id, reply) for reply in of_people)
        yield OldThread(_message(program, slack, asking, channel_id, root), tuple(messages))


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


def _message(
    program: Program, slack: SlackPort, asking: Asking, channel_id: str, payload: Json
) -> Message:
    """The message, once it is known who wrote it."""
    if not is_known(program, payload["user"]):
        learn_person(program, slack, payload["user"])
    return message_of(with_files(asking, kept_of(payload, channel_id)), names_of(program).of)
