"""Everything one can type and press, through the sandbox that is as strict as Slack.

The bot runs as a process of its own and holds a socket, as most do; by HTTP the house of
`tests/house` does the same. The sandbox's log is the judge.
"""

import json
from pathlib import Path

import pytest

from bot.demo.pair import Pair
from bot.demo.team import PROMISES
from bot.demo.verdict import refusals, unacknowledged
from bot.slack.draw.blocks import actions as ids
from tests import recording
from tests.slack.fakes import assert_slack_takes, text_of
from tests.slack.test_manifest import methods_called

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@pytest.fixture
def pair(tmp_path: Path):
    with Pair(tmp_path, PROMISES) as started:
        yield started


def shown(answer) -> str:
    assert_slack_takes(answer.body)
    return text_of(answer.body)


def test_everything_one_can_type_and_press_is_taken_by_slack(pair):
    slack = pair.slack
    ada, ana, carla = (slack.member(name) for name in ("ada", "ana", "carla"))
    ts = carla.says(SUPPORT, "Printer burns #URGENT")
    card = slack.posted("card:1")["response"]["ts"]
    slack.posted("confirmation:1")

    by_typing(ana, ts)
    by_mention(slack, ana, ts)
    by_pressing(slack, ana, card)
    by_forms(slack, ada, carla)

    log = slack.log()
    recording.keep_log(log)
    assert list(refusals(log)) == []
    assert list(unacknowledged(log)) == []
    acks = [entry for entry in log if entry["kind"] == "ack"]
    assert max(entry["ms"] for entry in acks) < 3000
    called = {entry["method"] for entry in log if entry["kind"] == "api"}
    assert called - {"apps.connections.open"} <= methods_called()


def by_typing(ana, ts):
    for command, said in (
        ("/ticket help", "/ticket claim"),
        ("/ticket next", "Printer burns"),
        ("/ticket list unassigned", "Printer burns"),
        ("/ticket show 1", "Urgent SLA"),
        ("/ticket claim 1", "You have ticket"),
        ("/ticket note 1 she called", "Your note"),
        ("/ticket reply 1 On it <!channel>", "on its way"),
        ("/ticket pending 1 tomorrow 9:00", "opens again"),
        ("/ticket resolve 1 Done", "You resolved"),
        ("/ticket reopen 1", "You reopened"),
        ("/ticket clam 1", "Did you mean `/ticket claim`?"),
        ("/sla help", "/sla report"),
        ("/sla levels", "Urgent SLA"),
        ("/sla rules", "Tag URGENT"),
        ("/sla report level", "Compliance by level"),
        ("/sla log", "first_reply"),
        ("/sla why 1", "Sum:"),
        ("/sla level old", "Did you mean"),
    ):
        assert said in shown(ana.asks(SUPPORT, command))


def by_mention(slack, ana, ts):
    since = slack.mark()
    ana.says(SUPPORT, "@punctual show", ts)
    entry = slack.wait(since, "the answer", kind="api", method="chat.postEphemeral")
    assert entry["args"]["thread_ts"] == ts
    assert "Printer burns" in json.dumps(entry["args"])


def by_pressing(slack, ana, card):
    since = ana.clicks(ALERTS, card, ids.REPLY)
    form = ana.form(since, "the form of a reply")
    since = slack.mark()
    ana.submits(form["id"], {"text": {"value": "Here is how"}})
    slack.wait(since, "the reply", kind="api", method="chat.postMessage", committed=True)
    since = ana.clicks(ALERTS, card, ids.RESOLVE)
    slack.wait(since, "the card", kind="api", method="chat.update", ok=True)


def by_forms(slack, ada, carla):
    since = slack.mark()
    carla.sends(SUPPORT, "/ticket new VPN is down")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Support"}, "tags": {"value": "vpn"}})
    slack.posted("conversation:2")
    since = slack.mark()
    slack.post("shortcut", user=carla.id, callback_id=ids.OPEN_TICKET)
    assert carla.form(since, "the form of a ticket")["callback_id"] == ids.TICKET_FORM
    since = slack.mark()
    ada.sends(SUPPORT, "/sla level new Gold")
    form = ada.form(since, "the form of a level")
    wrong = ada.submits(form["id"], {"first_reply": {"value": "soon"}})
    assert list(wrong["errors"]) == ["first_reply"]
    since = slack.mark()
    ada.submits(form["id"], {"first_reply": {"value": "1h"}})
    ada.form(since, "what became of the level")
    assert "Gold" in shown(ada.asks(SUPPORT, "/sla levels"))
