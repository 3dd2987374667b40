"""The house itself: time stands still, nothing runs unasked, and what goes wrong is judged."""

from datetime import timedelta

import pytest

from tests.house.judging import tried, wrongs
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


def api(**more):
    """A call of the bot's in the log."""
    entry = {"kind": "api", "method": "chat.postMessage", "ok": True, "error": None}
    return entry | {"committed": True, "args": {}} | more


def ack(**more):
    """What the bot made of a click."""
    return {"kind": "ack", "type": "interactive", "ok": True, "error": None, "ms": 5} | more


@tries("event:message.channels", "command:/ticket claim")
def test_a_request_opens_a_ticket_and_an_agent_claims_it(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "Printer burns #URGENT")
    assert "#1" in house.posted("card:1")["text"]
    assert len(house.thread(SUPPORT, ts)) == 2
    assert "You have" in text_of(ana.asks(SUPPORT, "/ticket claim 1"))
    assert house.ticket(1).assignee == ana.id


def test_time_stands_still_while_people_act(house):
    began_at = house.now
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    assert house.now - began_at < timedelta(seconds=30)


def test_alerts_come_as_time_passes(house):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.move_to("2026-03-02T11:00")
    assert [key.rsplit(":", 1)[0] for key in house.keys("alarm:")] == [
        "alarm:1:first_reply:1:75%",
        "alarm:1:first_reply:1:breach",
    ]


def test_time_that_jumps_finds_the_bot_asleep_until_somebody_looks(house):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.settle()
    since = house.world.log.next
    house.jump(hours=3)
    assert house.world.log.next == since
    assert any("breach" in key for key in house.keys("alarm:", since))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (api(ok=False, error="is_archived"), "chat.postMessage was answered with is_archived"),
        (ack(ok=False, error="http_error"), "a delivery of interactive came to http_error"),
        (ack(ms=3100), "a delivery of interactive was acknowledged after 3100 ms"),
        (
            {"kind": "response_url", "ok": False, "error": "used_url"},
            "an answer to a command was refused with used_url",
        ),
    ],
    ids=["refused", "not-taken", "late", "answer-refused"],
)
def test_what_slack_does_not_take_is_told(entry, told):
    assert wrongs([entry], []) == [told]


def test_a_message_that_is_there_twice_is_told():
    twice = [api(args={"metadata": {"event_payload": {"key": "card:1"}}})] * 2
    assert wrongs(twice, []) == ["card:1 was posted 2 times"]


def test_a_refusal_that_is_expected_is_not_told_but_must_come():
    refused = api(ok=False, error="is_archived")
    assert wrongs([refused], ["is_archived"]) == []
    assert len(wrongs([], ["is_archived"])) == 1


def test_what_was_tried_is_what_slack_delivered():
    sent = {"type": "block_actions", "actions": [{"action_id": "ticket_claim"}]}
    entries = [
        {"kind": "delivery", "type": "interactive", "payload": sent},
        {
            "kind": "delivery",
            "type": "slash_commands",
            "payload": {"command": "/sla", "text": "why 1"},
        },
    ]
    assert tried(entries, "U0PUNCTUAL") == {
        "action:ticket_claim",
        "command:/sla",
        "command:/sla why",
    }
