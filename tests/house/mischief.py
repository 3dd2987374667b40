"""What clumsy and malicious people do: requests, forged values, other workspaces, mentions."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from bot.demo.team import secrets
from bot.store import events
from sandbox.blocks import find_element
from sandbox.delivery.http import sign
from tests.house.reading import actions_in, text_of

Json = dict[str, Any]

SUPPORT, BILLING, ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS"
EVIL = (
    "<!channel> <!here|here> <!everyone> <!subteam^S0SUPPORT> <@U0ANA> @here @channel "
    "<https://evil.example|click> `*_~ ``` &lt;!channel&gt;"
)
HUGE = "9" * 1900
RUBBISH = (
    "",
    "-1",
    "0",
    "99",
    HUGE,
    "9" * 30,
    "#2",
    "<#C1|2>",
    "2\n1",
    "null",
    "{",
    "[" * 1900,
    '{"form": "ticket_note", "text": "", "number": 1e999}',
    '{"form": "nope", "text": [], "number": {}}',
    f"2 first_reply {HUGE}",
    f"2 first_reply {HUGE} 15",
    "2 first_reply 1 -15",
    f"2 first_reply 1 {HUGE}",
)
"""Values that buttons and forms never carry. What is of #2 is of another department than theirs."""

_PLAIN: Final = "plain_text"
_LIVE: Final = re.compile(r"<!(?:channel|here|everyone|subteam)[^>]*>")
_STRANGE_LINK: Final = re.compile(r"<https?://(?![a-z-]+\.slack\.)[^>]*>")


def forge_button(house, channel, ts, action_id, value):
    """Let a button that stands in Slack carry another value."""
    kept = house.world.workspace.channels[channel]
    message = kept.messages.get(ts) or kept.ephemerals[ts]
    _, element = find_element(message.blocks, action_id, None)
    element["value"] = value


def forge_home(house, member, action_id, value):
    """Let a button of somebody's App Home carry another value."""
    _, element = find_element(house.world.views.homes[member.id]["blocks"], action_id, None)
    element["value"] = value


def forge_form(house, member, metadata):
    """Let the form on top of a member's screen claim to be about something else."""
    house.world.views.stacks[member.id][-1]["private_metadata"] = metadata


def delivered(house, payload, *, is_event=False):
    """Send the bot a signed request, and return its status."""
    body = json.dumps(payload) if is_event else urlencode({"payload": json.dumps(payload)})
    return _sent(house, body, "json" if is_event else "x-www-form-urlencoded")


def command(house, **given):
    """Send the bot a signed slash command, and return its status."""
    return _sent(house, urlencode(given), "x-www-form-urlencoded")


def _sent(house, body, kind):
    data = body.encode()
    headers = {**sign(secrets().signing_secret, data), "Content-Type": f"application/{kind}"}
    address = house.world.deliveries.http._url
    request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 our own
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 our own
            return response.status
    except urllib.error.HTTPError as refused:
        return refused.code


def said_by_the_bot(entries) -> Iterator[tuple[Json, str]]:
    """Each text with markup in everything that the bot told Slack, with its entry of the log."""
    for entry in entries:
        said = {"api": "args", "response_url": "body", "ack": "body"}.get(entry["kind"])
        if said is not None:
            yield from ((entry, text) for text in _marked(entry.get(said)))


def _marked(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and node.get("type") != _PLAIN:
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield value
            elif name not in ("metadata", "initial_value", "value"):
                yield from _marked(value)
    elif isinstance(node, list):
        for each in node:
            yield from _marked(each)


def alive(entries) -> list[str]:
    """What pings many, or leads out of Slack, in anything that the bot told Slack."""
    texts = (text for _, text in said_by_the_bot(entries))
    return [
        found for text in texts for found in (*_LIVE.findall(text), *_STRANGE_LINK.findall(text))
    ]


# --- people at work ----------------------------------------------------------------------------


def asks_for_help(house, text="Printer burns #URGENT", who="carla"):
    """A request in Support; the ts of its thread."""
    ts = house.member(who).says(SUPPORT, text)
    house.settle()
    return ts


def in_billing(house):
    """Ticket 2, of Billing, which nobody of Support may touch."""
    house.member("noah").says(BILLING, "Wrong amount")
    house.settle()


def only_for(member, channel, thread_ts=None):
    """The newest message there that this member alone sees."""
    shown = member.reads(channel, thread_ts)
    return next(each for each in reversed(shown) if each["is_ephemeral"])


def merges(house, line="/ticket merge 1 into 2", who="ana", channel=ALERTS):
    """Merge by typing, and confirm what is shown of it."""
    member = house.member(who)
    shown = member.asks(channel, line)
    if "ticket_merge_confirm" in actions_in(shown):
        asked = only_for(member, channel)
        shown = member.is_answered_after_clicking(channel, asked["ts"], "ticket_merge_confirm")
    return text_of(shown)


def timelines(house, *numbers):
    """What happened to tickets, to be compared with later."""
    return [house.timeline(number) for number in numbers]


def filled(**values):
    """What is filled into a form."""
    return {name: {"value": value} for name, value in values.items()}


def form_of(house, member, line):
    """The form that a command opens."""
    since = house.mark()
    member.sends(ALERTS if member.id in ("U0ANA", "U0BEN", "U0LEA") else SUPPORT, line)
    return member.form(since, f"the form of {line}")


def texts_of(house, number):
    """What the events of a ticket say, as it is kept."""
    house.settle()
    with house.program.look() as work:
        kept = events.of(work.connection, work.workspace_id, number)
    return [each.body.get("text") for each in kept]


def breached(house):
    """Ticket 1 misses its first reply; its alert."""
    asks_for_help(house)
    house.move(minutes=62)
    return house.posted(next(key for key in house.keys("alarm:1:") if "breach" in key))
