"""What Slack sends, signed as Slack signs it: messages, slash commands and clicks in turn."""

import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from typing import Any, Final
from urllib.parse import urlencode

from bot.slack.draw.blocks import actions as ids

TEAM_ID: Final = "T0HARBOUR"
APP: Final = {"token": "unused", "team_id": TEAM_ID, "api_app_id": "A0PUNCTUAL"}
REQUESTERS: Final = tuple(f"U0REQUESTER{number:02}" for number in range(100))
CHANNEL: Final = "C0SUPPORT"
AGENT: Final = "U0ANA"
TEXT: Final = "The printer on the second floor is on fire again. Can somebody look at it, please?"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"

Body = tuple[str, str]
"""What is sent, and its content type."""


def requests(secret: str, response_url: str) -> Iterator[str]:
    """Whole HTTP requests without end, no two alike, each signed when it is taken."""
    chance = random.Random(time.time_ns())  # noqa: S311 another conversation each time
    kinds: tuple[Callable[[str], Body], ...] = (
        lambda ts: message(ts, chance.choice(REQUESTERS)),
        lambda ts: command(ts, chance.randrange(len(REQUESTERS)) + 1, response_url),
        lambda ts: click(ts, chance.randrange(len(REQUESTERS)) + 1, response_url),
    )
    for number, kind in zip(count(chance.randrange(10**6)), cycle(kinds), strict=False):
        yield signed(*kind(f"{int(time.time())}.{number % 10**6:06}"), secret)


def some(how_many: int, secret: str, response_url: str) -> list[str]:
    """So many of them."""
    return list(islice(requests(secret, response_url), how_many))


def message(ts: str, user_id: str) -> Body:
    """Somebody asks in the channel."""
    words = [{"type": "text", "text": TEXT}]
    lines = [{"type": "rich_text_section", "elements": words}]
    event = {
        "type": "message",
        "channel": CHANNEL,
        "channel_type": "channel",
        "user": user_id,
        "text": TEXT,
        "blocks": [{"type": "rich_text", "block_id": "b1", "elements": lines}],
        "team": TEAM_ID,
        "ts": ts,
        "event_ts": ts,
    }
    us = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": "U0PUNCTUAL", "is_bot": True}
    body = {
        **APP,
        "type": "event_callback",
        "event_id": f"Ev{ts}{user_id}",
        "event_time": int(float(ts)),
        "event": event,
        "authorizations": [us],
    }
    return json.dumps(body), JSON


def command(ts: str, ticket: int, response_url: str) -> Body:
    """An agent looks at a ticket."""
    body = {
        **APP,
        "team_domain": "harbour-lights",
        "channel_id": CHANNEL,
        "channel_name": "support",
        "user_id": AGENT,
        "user_name": "ana",
        "command": "/ticket",
        "text": f"show {ticket}",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"trigger.{ts}",
    }
    return urlencode(body), FORM


def click(ts: str, ticket: int, response_url: str) -> Body:
    """An agent claims a ticket."""
    action = {
        "type": "button",
        "action_id": ids.CLAIM,
        "block_id": "b1",
        "text": {"type": "plain_text", "text": "Claim"},
        "value": str(ticket),
        "action_ts": ts,
    }
    blocks = [{"type": "section", "block_id": "b0", "text": {"type": "mrkdwn", "text": TEXT}}]
    channel = {"id": "C0SLAALERTS", "name": "sla-alerts"}
    payload: dict[str, Any] = {
        **APP,
        "type": "block_actions",
        "user": {"id": AGENT, "username": "ana", "name": "ana", "team_id": TEAM_ID},
        "container": {"type": "message", "message_ts": ts, "channel_id": channel["id"]},
        "trigger_id": f"trigger.{ts}",
        "team": {"id": TEAM_ID, "domain": "harbour-lights"},
        "channel": channel,
        "message": {"type": "message", "user": "U0PUNCTUAL", "ts": ts, "blocks": blocks},
        "response_url": response_url,
        "actions": [action],
    }
    return urlencode({"payload": json.dumps(payload)}), FORM


def signed(body: str, kind: str, secret: str) -> str:
    """The request that Slack would make of a body."""
    at = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    lines = (
        "POST /slack/events HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept: */*",
        "Accept-Encoding: gzip,deflate",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body.encode())}",
        f"X-Slack-Request-Timestamp: {at}",
        f"X-Slack-Signature: v0={digest}",
    )
    return "\r\n".join([*lines, "", body])
