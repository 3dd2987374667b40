"""Answers to one person: said after the commit, seen by nobody else, not kept if Slack is away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_sdk.webhook import WebhookClient

from bot.delivery.ports import SlackPort, UnclearAnswer
from bot.redaction import known
from bot.slack.draw.blocks.elements import Payload

log = structlog.get_logger(__name__)

TIMEOUT_S: Final = 10
RESPONSE_URL: Final = "response_url"
EPHEMERAL: Final = "chat.postEphemeral"
UPDATE_VIEW: Final = "views.update"


@dataclass(frozen=True, slots=True)
class PrivateAnswer:
    """What one person reads, and its way: a response URL, an ephemeral message, a changed modal."""

    way: str
    where: dict[str, str] = field(repr=False)
    payload: Payload = field(default_factory=dict, repr=False)


def by_response_url(url: str, payload: Payload, *, replace: bool = False) -> PrivateAnswer:
    """An answer to a command or a click; a click on an ephemeral message may replace it.

    Who has the URL may say anything there: it is never logged.
    """
    known.learn_for_now(url)
    options = {"replace_original": True} if replace else {"response_type": "ephemeral"}
    return PrivateAnswer(RESPONSE_URL, {"url": url}, {**payload, **options, "unfurl_links": False})


def ephemeral(
    channel_id: str, user_id: str, thread_ts: str | None, payload: Payload
) -> PrivateAnswer:
    """An answer beside a message, in its thread if it has one."""
    where = {"channel": channel_id, "user": user_id}
    return PrivateAnswer(
        EPHEMERAL, where | ({"thread_ts": thread_ts} if thread_ts else {}), payload
    )


def beside(message: Mapping[str, Any], payload: Payload) -> PrivateAnswer:
    """An answer beside a message that was kept, in its thread if it has one."""
    return ephemeral(message["channel_id"], message["user_id"], message["thread_ts"], payload)


def by_view(view_id: str, view: Payload) -> PrivateAnswer:
    """A modal that shows what became of it."""
    return PrivateAnswer(UPDATE_VIEW, {"view_id": view_id}, {"view": view})


def say(slack: SlackPort, answer: PrivateAnswer) -> None:
    """Give the answer; what Slack refuses is logged, as nobody could be told."""
    try:
        problem = _WAYS[answer.way](slack, answer)
    except (UnclearAnswer, OSError) as unclear:
        problem = str(unclear)
    if problem is not None:
        log.warning("an answer was not taken", way=answer.way, problem=problem)


def _respond(slack: SlackPort, answer: PrivateAnswer) -> str | None:
    webhook = WebhookClient(answer.where["url"], timeout=TIMEOUT_S, retry_handlers=[])
    response = webhook.send_dict(answer.payload)
    return None if response.status_code == 200 else str(response.body)[:200]  # noqa: PLR2004


def _whisper(slack: SlackPort, answer: PrivateAnswer) -> str | None:
    return slack.call(EPHEMERAL, {**answer.where, **answer.payload}, timeout_s=TIMEOUT_S).error


def _update_view(slack: SlackPort, answer: PrivateAnswer) -> str | None:
    return slack.call(UPDATE_VIEW, {**answer.where, **answer.payload}, timeout_s=TIMEOUT_S).error


_WAYS: Final[dict[str, Callable[[SlackPort, PrivateAnswer], str | None]]] = {
    RESPONSE_URL: _respond,
    EPHEMERAL: _whisper,
    UPDATE_VIEW: _update_view,
}
