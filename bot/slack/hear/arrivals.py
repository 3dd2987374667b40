"""Keeps arrivals, trimmed to the needed fields, before they are acknowledged."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from slack_bolt import BoltRequest

from bot.delivery.characters import whole
from bot.delivery.slack_time import FAR
from bot.slack.hear.deps import SlackDeps
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing import arrivals
from bot.usecases.hearing.arrivals import Arrival, InboxRow

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

MISSHAPEN: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What goes wrong in reading a request that has not the shape it should have."""
ENVELOPE: Final = "x-socket-envelope"
"""Our own header for the id of a Socket Mode envelope; never looked at over HTTP."""
COMMAND: Final = "command"
MESSAGE: Final = arrivals.MESSAGE
MENTION: Final = "mention"
"""A message that begins by addressing the bot: a command, done once and never reconsidered."""
ACTION: Final = "action"
SUBMISSION: Final = "view_submission"
REACTION: Final = "reaction"
CORRECTION: Final = "correction"
"""A message that was edited or deleted."""
HOME: Final = "home"
"""That somebody opened App Home."""
SHORTCUT: Final = "shortcut"
"""The message a shortcut was used on: kept for the form, which says where to find it."""


def keep(
    deps: SlackDeps,
    kind: str,
    dedupe_key: str,
    payload: Json,
    *,
    unless: Callable[[Transaction], bool] = lambda _: False,
) -> None:
    """Commit an arrival that begins now; see `keep_arrival`.

    Where our clock is far from Slack's it keeps when it was by Slack's, as `slack_at_s`.
    """
    now, slack_at = deps.program.clock.now(), deps.slack_now()
    is_off = slack_at is not None and abs(slack_at - now) > FAR
    slack_time = {"slack_at_s": slack_at.timestamp()} if slack_at is not None and is_off else {}
    keep_arrival(deps, Arrival(kind, dedupe_key, {**payload, **slack_time}, now), unless=unless)


def sent_at(row: InboxRow) -> datetime:
    """When an arrival was sent that does not tell it itself: by Slack's clock if ours is off."""
    slack_at_s = row.payload.get("slack_at_s")
    return row.received_at if slack_at_s is None else datetime.fromtimestamp(slack_at_s, UTC)


def keep_arrival(
    deps: SlackDeps,
    arrival: Arrival,
    *,
    unless: Callable[[Transaction], bool] = lambda _: False,
) -> None:
    """Commit the arrival, unless it is here already, and wake who works it off.

    `unless` may do at once what the arrival asks, in the same transaction: then nothing is kept.
    """
    arrivals.keep(deps.program, arrival, unless)
    deps.wake_inbox()


def set_request_aside(deps: SlackDeps, body: Any, reason: str) -> None:
    """Keep that a request was nothing we can use, once however often it comes; log it in a line.

    Of what people wrote in it nothing is kept.
    """
    kind = body.get("type") or "command" if isinstance(body, Mapping) else type(body).__name__
    digest = hashlib.sha256(repr(body).encode()).hexdigest()[:16]
    name = f"{str(kind)[:40]}:{digest}"
    arrivals.set_request_aside(deps.program, whole(name), whole(reason[:200]))
    log.warning("a request of slack's is set aside", request=name, reason=reason[:200])


def once_key(request: BoltRequest) -> str:
    """What tells a command, click or form from all others: its envelope, or its signature."""
    if request.mode == "socket_mode":
        return f"envelope:{_header(request, ENVELOPE)}"
    signature = _header(request, "x-slack-signature")
    return f"signature:{hashlib.sha256(signature.encode()).hexdigest()}"


def _header(request: BoltRequest, name: str) -> str:
    return request.headers[name][0]
