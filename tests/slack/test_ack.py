"""Slack has its answer before anything is asked of Slack, whatever it was that came in.

What the app hears is asked of the app itself: who adds a listener need not think of this test, but
for an event of an unusual shape.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from urllib.parse import urlencode

import pytest

from bot.delivery.ports import Answer
from bot.slack.act.commands.table import TABLES
from bot.slack.connect.app import build_app, router_of
from tests.slack.fakes import BOT, TEAM

LONGEST_S = 10.0
"""So long a busy machine may take; who waits for Slack waits for ever."""
FORM = "application/x-www-form-urlencoded"

EVENT = {"user": BOT, "channel": "CSUPPORT", "text": "Help", "ts": "1.1", "event_ts": "1.1"}
UNUSUAL = {
    "reaction_added": {
        "reaction": "ticket",
        "item": {"type": "message", "channel": "CSUPPORT", "ts": "1.1"},
    },
    "subteam_created": {"subteam": {"id": "S1", "handle": "h", "users": ["UANA"]}},
    "subteam_updated": {"subteam": {"id": "S1", "handle": "h"}},
    "subteam_members_changed": {"subteam_id": "S1", "added_users": [], "removed_users": []},
    "message": {"user": "UCARLA", "channel_type": "channel"},
    "app_mention": {"user": "UCARLA", "channel": "CELSEWHERE", "text": f"<@{BOT}> help"},
    "team_join": {"user": {"id": "UNEW", "name": "new", "profile": {}}},
    "user_change": {"user": {"id": "UCARLA", "name": "carla", "profile": {}}},
    "channel_created": {"channel": {"id": "CNEW", "name": "new", "creator": "UANA"}},
    "channel_rename": {"channel": {"id": "CSUPPORT", "name": "help"}},
    "group_rename": {"channel": {"id": "CSUPPORT", "name": "help"}},
}


class SlackThatHangs:
    """Answers nothing until it is let go."""

    def __init__(self):
        self.asked = []
        self.let_go = Event()

    def call(self, method, payload, *, timeout_s):
        self.asked.append(method)
        assert self.let_go.wait(60)
        return Answer(ok=True, data={"view": {"id": "V1"}})


@pytest.fixture
def hanging(bot):
    """The bot on a Slack that hangs, and that Slack."""
    slack = SlackThatHangs()
    with ThreadPoolExecutor(100) as talking:
        bot.app = build_app(replace(bot.deps, slack=slack, talking=talking))
        yield bot, slack
        slack.let_go.set()


def interaction(bot, kind, **more):
    payload = {
        "type": kind,
        "team": {"id": TEAM},
        "user": {"id": "UANA", "team_id": TEAM},
        "trigger_id": "t.1",
        "response_url": bot.callbacks.url,
        "container": {"type": "message", "channel_id": "CSLA", "message_ts": "1.1"},
        "channel": {"id": "CSLA"},
        "message": {"ts": "1.1", "user": "UCARLA", "text": "Help"},
        **more,
    }
    return urlencode({"payload": json.dumps(payload)}), FORM


def command(bot, name, text):
    return urlencode(
        {
            "team_id": TEAM,
            "channel_id": "CSLA",
            "user_id": "UANA",
            "command": name,
            "text": text,
            "trigger_id": "t.1",
            "response_url": bot.callbacks.url,
        }
    ), FORM


def commands(bot, name):
    """The slash command with each of its words, alone and with a ticket."""
    words = ["", *(each.words for each in TABLES[name])]
    return [command(bot, name, text) for word in words for text in (word, f"{word} 1")]


def event(bot, name):
    body = {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": f"Ev{name}",
        "event": {"type": name, **EVENT, **UNUSUAL.get(name, {})},
    }
    return [(json.dumps(body), "application/json")]


def warning(bot, name):
    body = {"type": name, "team_id": TEAM, "minute_rate_limited": 1518467820, "api_app_id": "A1"}
    return [(json.dumps(body), "application/json")]


def click(bot, name):
    action = {"action_id": name, "block_id": "b", "action_ts": "1.1", "value": "1"}
    return [interaction(bot, "block_actions", actions=[action])]


def typed(bot, name):
    view = {"callback_id": "ticket_new", "blocks": []}
    asked = {"action_id": name, "block_id": "customer", "value": "a", "view": view}
    return [interaction(bot, "block_suggestion", **asked)]


def form(kind):
    def sent(bot, name):
        view = {"id": "V1", "type": "modal", "callback_id": name, "state": {"values": {}}}
        return [interaction(bot, kind, view=view)]

    return sent


def shortcuts(bot, name):
    kinds = ("shortcut", "message_action")
    return [interaction(bot, kind, callback_id=name) for kind in kinds]


REQUESTS = {
    "command": commands,
    "event": event,
    "warning": warning,
    "action": click,
    "options": typed,
    "view": form("view_submission"),
    "view_closed": form("view_closed"),
    "shortcut": shortcuts,
}


def test_nothing_waits_for_slack_before_it_is_acknowledged(hanging):
    bot, slack = hanging
    waiting, known = {}, router_of(bot.deps).known
    with ThreadPoolExecutor(100) as threads:
        for kind, name in sorted(known):
            for body, content in REQUESTS[kind](bot, name):
                answer = threads.submit(bot.request, body, content)
                try:
                    status = answer.result(LONGEST_S).status
                except TimeoutError:
                    status = "waits for Slack"
                if status != 200:
                    waiting[kind, name, body] = status
        slack.let_go.set()
    assert waiting == {}
    assert {kind for kind, _ in known} >= {"command", "event", "action", "options", "view"}
    assert "views.open" in slack.asked
