"""Answers to one person: said after the commit, seen by nobody else, not kept if Slack is away."""

from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks.marks import Payload

log = structlog.get_logger(__name__)

RESPONSE_URL: Final = "response_url"
EPHEMERAL: Final = "chat.postEphemeral"
UPDATE_VIEW: Final = "views.update"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and by which way: a response URL, an ephemeral message, a changed modal."""

    way: str
    where: dict[str, str]
    payload: Payload = field(default_factory=dict)


def by_response_url(url: str, payload: Payload, *, replace: bool = False) -> Answer:
    """An answer to a command or a click; a click on an ephemeral message may replace it."""
    shown = {"replace_original": True} if replace else {"response_type": "ephemeral"}
    return Answer(RESPONSE_URL, {"url": url}, {**payload, **shown})


def ephemeral(channel_id: str, user_id: str, thread_ts: str | None, payload: Payload) -> Answer:
    """An answer beside a message, in its thread if it has one."""
    where = {"channel": channel_id, "user": user_id}
    return Answer(EPHEMERAL, where | ({"thread_ts": thread_ts} if thread_ts else {}), payload)


def by_view(view_id: str, view: Payload) -> Answer:
    """A modal that shows what became of it."""
    return Answer(UPDATE_VIEW, {"view_id": view_id}, {"view": view})


def say(client: WebClient, answer: Answer) -> None:
    """Give the answer; what Slack refuses is logged, as nobody could be told."""
    try:
        _WAYS[answer.way](client, answer)
    except (SlackClientError, OSError) as problem:
        log.warning("an answer was not taken", way=answer.way, problem=str(problem))


def _respond(client: WebClient, answer: Answer) -> None:
    webhook = WebhookClient(answer.where["url"], timeout=client.timeout, retry_handlers=[])
    response = webhook.send_dict(answer.payload)
    if response.status_code != 200:  # noqa: PLR2004 the only good one
        log.warning("an answer was not taken", way=answer.way, problem=response.body[:200])


def _whisper(client: WebClient, answer: Answer) -> None:
    arguments: dict[str, Any] = {**answer.where, **answer.payload}
    client.chat_postEphemeral(**arguments)


def _update_view(client: WebClient, answer: Answer) -> None:
    client.views_update(view_id=answer.where["view_id"], view=answer.payload["view"])


_WAYS: Final = {RESPONSE_URL: _respond, EPHEMERAL: _whisper, UPDATE_VIEW: _update_view}
