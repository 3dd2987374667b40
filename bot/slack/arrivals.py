"""Keeps what Slack sends, trimmed to what is needed, before it is acknowledged."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import BoltRequest

from bot.slack.deps import SlackDeps
from bot.store import inbox
from bot.store.inbox import Arrival

Json = Mapping[str, Any]

ENVELOPE: Final = "x-socket-envelope"
"""Our own header for the id of a Socket Mode envelope; never looked at over HTTP."""
COMMAND: Final = "command"
MESSAGE: Final = inbox.MESSAGE
MENTION: Final = "mention"
"""A message that begins by addressing the bot: a command, done once and never reconsidered."""
ACTION: Final = "action"
SUBMISSION: Final = "view_submission"


def keep(
    deps: SlackDeps,
    kind: str,
    dedupe_key: str,
    payload: Json,
    *,
    channel_id: str | None = None,
    message_ts: str | None = None,
) -> None:
    """Commit the arrival, unless it is here already, and wake who works it off."""
    arrival = Arrival(
        kind=kind,
        dedupe_key=dedupe_key,
        payload=dict(payload),
        received_at=deps.desk.clock.now(),
        channel_id=channel_id,
        message_ts=message_ts,
    )
    with deps.desk.database.writing() as connection:
        inbox.accept(connection, deps.desk.workspace_id, arrival)
    deps.wake_inbox()


def once_key(request: BoltRequest) -> str:
    """What tells a command, click or form from all others: its envelope, or its signature."""
    if request.mode == "socket_mode":
        return f"envelope:{_header(request, ENVELOPE)}"
    signature = _header(request, "x-slack-signature")
    return f"signature:{hashlib.sha256(signature.encode()).hexdigest()}"


def _header(request: BoltRequest, name: str) -> str:
    return request.headers[name][0]
