"""Hostile texts, what would be alive of them in Slack, and a configuration full of them.

What Slack makes alive: a token in angle brackets in text with markup; and an address or a mention
that it finds by itself, in a text without blocks and in a block that is not `verbatim`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Final

from tests.house.mischief import said_by_the_bot

Json = dict[str, Any]

KINDS: Final = {
    "channel": "<!channel>",
    "here": "<!here|here>",
    "everyone": "<!everyone>",
    "group": "<!subteam^S0BILLING|@billing>",
    "person": "<@U0EMI>",
    "person by name": "<@U0EMI|emi>",
    "place": "<#C0BILLING|billing>",
    "link": "<https://evil.example|your bank>",
    "bare link": "<https://evil.example>",
    "address": "https://evil.example/x",
    "mail": "<mailto:a@evil.example|mail>",
    "call": "<tel:+123|call>",
    "script": "<javascript:alert(1)|x>",
    "date": "<!date^1234567890^{date}^https://evil.example|then>",
    "our date": "<!date^1234567890^{date_short_pretty} {time}|Fri 13 Feb 23:31 UTC>",
    "escaped": "&lt;!channel&gt;",
    "escaped twice": "&amp;lt;!channel&amp;gt;",
    "nested": "<<!channel>>",
    "unbalanced": "> <!channel",
    "code": "```<!channel>```",
    "format": "*<!here>* `<@U0EMI>` ~<!channel>~",
    "by hand": "@here @channel @everyone #billing",
    "wide": "\uff1c!channel\uff1e",
    "split": "<!chan\u200bnel> <\u2060!here>",
    "turned": "\u202e<!channel>\u2066",
    "lines": "\n<!channel>\n> <!here>",
}
_ALL: Final = list(KINDS.values())
TEXTS: Final = [" ".join((_ALL * 2)[first : first + 18 : 9]) for first in range(len(_ALL))]
"""Two kinds each: every kind once first and once second."""
ROUNDS: Final = 13

WHAT: Final = (
    *("calendar", "level", "department", "other", "customer", "group"),
    *("rule", "second", "tag", "field", "option"),
)
"""What is named in a configuration."""
_TOKEN: Final = re.compile(r"<([^<>]*)>")
_OURS: Final = re.compile(
    r"https://harbour-lights\.slack\.com/archives/[^|]+(\|[^|]*)?"
    r"|@U0(?!EMI)[A-Z]+(\|[^|]*)?"
    r"|!subteam\^S0(?!BILLING)[A-Z]+"
    r"|!date\^(?!1234567890)\d+\^\{date_short_pretty\} \{time\}\|[^|^]*"
    r"|#C0(?!BILLING\b)[A-Z]+"
)
_FOUND_BY_SLACK: Final = re.compile(r"(?:evil|named)\.example|@here|@channel|@everyone|#billing")
_NAMED: Final = re.compile(r"named\.example")


def texts(round_: int) -> Iterator[str]:
    """Two kinds for each input, others in each round: in all rounds each input has all kinds."""
    for number in count(round_ * len(KINDS) // ROUNDS):
        yield TEXTS[number % len(TEXTS)]


def named(text: str) -> str:
    """A text as the name of something: its addresses are told from those in messages."""
    return text.replace("evil.example", "named.example")


def typed(text: str) -> str:
    """A text as Slack sends it where somebody typed it out: its three characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def live_in(entries: Iterable[Json]) -> list[str]:
    """What of the hostile texts is alive in anything that the bot told Slack."""
    listed = list(entries)
    found = [f"<{token}>" for _, text in said_by_the_bot(listed) for token in dead_or_alive(text)]
    for entry in listed:
        body = entry.get({"api": "args", "response_url": "body"}.get(entry["kind"], ""))
        found += _found_by_slack(body)
    return found


def dead_or_alive(text: str) -> list[str]:
    """The tokens in a text that are none of the bot's own."""
    return [token for token in _TOKEN.findall(text) if not _OURS.fullmatch(token)]


def _found_by_slack(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        text = node.get("text")
        if node.get("type") == "mrkdwn" and not node.get("verbatim"):
            yield from _FOUND_BY_SLACK.findall(node["text"])
        if isinstance(text, str) and "type" not in node and not node.get("blocks"):
            yield from _NAMED.findall(text)
        for name, value in node.items():
            if name != "metadata":
                yield from _found_by_slack(value)
    elif isinstance(node, list):
        for each in node:
            yield from _found_by_slack(each)


def promises(text: Iterator[str]) -> str:
    """A configuration in which everything that has a name has a hostile one."""
    calendar, level, department, other, customer, group, rule, second, tag, field, option = (
        f"{what} {named(next(text))}" for what in WHAT
    )
    note, told, closure = next(text), next(text), named(next(text))
    people = {"leads": ["lea@harbour.example"], "agents": ["ana@harbour.example"]}
    written = {
        "version": 1,
        "calendars": {
            calendar: {
                "time_zone": "Europe/Ljubljana",
                "hours": {"mon-fri": ["08:00-18:00"]},
                "closures": [{"date": "2026-03-03", "name": closure}],
            }
        },
        "departments": {
            department: {
                **people,
                "intake_channels": ["#support"],
                "alert_channel": "#sla-alerts",
                "level": level,
                "fields": {field: {"type": "choice", "options": [option, "x"]}},
            },
            other: {**people, "intake_channels": [named(next(text))]},
        },
        "customers": {customer: {"group": group, "domains": ["acme.example"]}},
        "customer_groups": {group: {}},
        "levels": {
            level: {
                "calendar": calendar,
                "targets": {"first_reply": "1h", "next_reply": "1h", "resolution": "8h"},
                "alerts": [
                    {"at": "75%", "to": ["channel", "assignee"]},
                    {"at": "breach", "to": ["channel", "leads", f"#{named(next(text))}"]},
                ],
            }
        },
        "default_level": level,
        "digests": [{"every": "day", "to": ["#sla-alerts"], "department": department}],
        "rules": [
            {
                "name": rule,
                "if": [{"subject": {"contains": option}}, {"source": {"is": "slack"}}],
                "then": {"add_tags": [tag], "level": level},
            },
            {
                "name": second,
                "when": ["changed"],
                "if": [{"priority": {"is": "high"}}],
                "then": {"note": note, "notify": {"to": ["leads"], "text": told}},
            },
        ],
    }
    return json.dumps(written)
