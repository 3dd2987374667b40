"""Answers to one person: said after the commit, seen by nobody else, not kept if Slack is away."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from slack_sdk.webhook import WebhookClient

from bot.delivery.ports import SlackPort, Unclear
from bot.redaction import known
from bot.slack.blocks.elements import Payload

log = structlog.get_logger(__name__)

TIMEOUT_S: Final = 10
RESPONSE_URL: Final = "response_url"
EPHEMERAL: Final = "chat.postEphemeral"
UPDATE_VIEW: Final = "views.update"


@dataclass(frozen=True, slots=True)
class Said:
    """What to say, and by which way: a response URL, an ephemeral message, a changed modal."""

    way: str
    where: dict[str, str] = field(repr=False)
    payload: Payload = field(default_factory=dict, repr=False)


def by_response_url(url: str, payload: Payload, *, replace: bool = False) -> Said:
    """An answer to a command or a click; a click on an ephemeral message may replace it.

    Who has the URL may say anything there: it is never logged.
    """
    known.learn_for_now(url)
    shown = {"replace_original": True} if replace else {"response_type": "ephemeral"}
    return Said(RESPONSE_URL, {"url": url}, {**payload, **shown, "unfurl_links": False})


def ephemeral(channel_id: str, user_id: str, thread_ts: str | None, payload: Payload) -> Said:
    """An answer beside a message, in its thread if it has one."""
    where = {"channel": channel_id, "user": user_id}
    return Said(EPHEMERAL, where | ({"thread_ts": thread_ts} if thread_ts else {}), payload)


def by_view(view_id: str, view: Payload) -> Said:
    """A modal that shows what became of it."""
    return Said(UPDATE_VIEW, {"view_id": view_id}, {"view": view})


def say(slack: SlackPort, said: Said) -> None:
    """Give the answer; what Slack refuses is logged, as nobody could be told."""
    try:
        problem = _WAYS[said.way](slack, said)
    except (Unclear, OSError) as unclear:
        problem = str(unclear)
    if problem is not None:
        log.warning("an answer was not taken", way=said.way, problem=problem)


def _respond(slack: SlackPort, said: Said) -> str | None:
    webhook = WebhookClient(said.where["url"], timeout=TIMEOUT_S, retry_handlers=[])
    response = webhook.send_dict(said.payload)
    return None if response.status_code == 200 else str(response.body)[:200]  # noqa: PLR2004


def _whisper(slack: SlackPort, said: Said) -> str | None:
    return slack.call(EPHEMERAL, {**said.where, **said.payload}, timeout_s=TIMEOUT_S).error


def _update_view(slack: SlackPort, said: Said) -> str | None:
    return slack.call(UPDATE_VIEW, {**said.where, **said.payload}, timeout_s=TIMEOUT_S).error


_WAYS: Final[dict[str, Callable[[SlackPort, Said], str | None]]] = {
    RESPONSE_URL: _respond,
    EPHEMERAL: _whisper,
    UPDATE_VIEW: _update_view,
}
