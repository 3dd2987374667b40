"""What one can type: every command as Slack sends it, and as a mention."""

import pytest

from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@pytest.fixture(scope="module")
def printer(open_house):
    """The thread of Carla's urgent request, ticket 1 of the module's house."""
    return open_house.member("carla").says(SUPPORT, "Printer burns #URGENT")


@tries(
    "command:/ticket help",
    "command:/ticket next",
    "command:/ticket list",
    "command:/ticket show",
    "command:/ticket claim",
    "command:/ticket note",
    "command:/ticket reply",
    "command:/ticket pending",
    "command:/ticket resolve",
    "command:/ticket reopen",
)
def test_an_agent_does_everything_by_typing(shared_house, printer):
    ana = shared_house.member("ana")
    for command, told in (
        ("/ticket help", "/ticket claim"),
        ("/ticket next", "Printer burns"),
        ("/ticket list unassigned", "Printer burns"),
        ("/ticket show 1", "Urgent SLA"),
        ("/ticket claim 1", "#1"),
        ("/ticket note 1 she called", "#1"),
        ("/ticket reply 1 On it <!channel>", "#1"),
        ("/ticket pending 1 tomorrow 9:00", "#1"),
        ("/ticket resolve 1 Done", "#1"),
        ("/ticket reopen 1", "#1"),
    ):
        assert told in text_of(ana.asks(SUPPORT, command)), command
    types = set(shared_house.timeline(1))
    assert {"assigned", "note", "agent_reply", "status"} <= types
    said = "\n".join(shared_house.thread(SUPPORT, printer))
    assert "On it" in said
    assert "<!channel>" not in said
    assert "she called" not in said


@tries(
    "command:/sla help",
    "command:/sla levels",
    "command:/sla rules",
    "command:/sla report",
    "command:/sla log",
    "command:/sla why",
)
def test_what_is_promised_and_was_kept_is_shown_on_demand(shared_house, printer):
    ana = shared_house.member("ana")
    for command, told in (
        ("/sla help", "/sla report"),
        ("/sla levels", "Urgent SLA"),
        ("/sla rules", "Tag URGENT"),
        ("/sla report level", "Urgent SLA"),
        ("/sla log", "#1"),
        ("/sla why 1", "Urgent SLA"),
    ):
        assert told in text_of(ana.asks(SUPPORT, command)), command


@pytest.mark.parametrize("command", ["/ticket clam 1", "/sla level old"])
def test_a_typing_error_is_answered_with_what_was_meant(shared_house, command):
    answer = text_of(shared_house.member("ana").asks(SUPPORT, command))
    assert "Did you mean" in answer


@tries("event:app_mention", "mention:/ticket show", "mention:/ticket claim")
def test_a_mention_in_a_thread_needs_no_number(house):
    ana = house.member("ana")
    ts = house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    since = house.mark()
    ana.says(SUPPORT, "@punctual show", ts)
    [shown] = house.log(since, "api", method="chat.postEphemeral")
    assert shown["args"]["thread_ts"] == ts
    assert "Printer burns" in text_of(shown["args"])
    ana.says(SUPPORT, "@punctual claim", ts)
    assert house.ticket(1).assignee == ana.id


PASTED = {
    "an en dash and a full-width number": ("/ticket tag ＃1. ＋vip \u2013old", "vip"),
    "a non-breaking hyphen": ("/ticket no\u2011reply #1", "needs no reply now"),
    "zero width and a non-breaking space": ("/ticket claim\u00a0\u200b#1\u200b.", "#1"),
    "quotes of a phone": ("/ticket list dept:\u201cSupport\u201d", "1 ticket"),
    "guillemets": ("/ticket list dept:\u00ab\u202fSupport\u202f\u00bb", "1 ticket"),
    "single quotes": ("/ticket list dept:\u2018Support\u2019", "1 ticket"),
    "full-width letters": ("/ticket ｐｒｉｏｒｉｔｙ 1 ｈｉｇｈ", "High"),
    "a level": ("/ticket level 1 Urgent\u00a0SLA", "Urgent SLA"),
    "a time": ("/ticket pending 1 ２h", "waits for the requester"),
    "a field": ("/ticket field 1 plan\uff1d\uff27old", "plan is"),
    "a metric": ("/sla why 1 first\u2013reply.", "Sum"),
    "a day": ("/sla report level from:2026\u201303\u201301", "Urgent SLA"),
    "me": ("/ticket assign 1 \u200bme\u200b", "already"),
}


def test_what_phones_and_pastes_type_is_understood(house):
    ana = house.member("ana")
    house.member("carla").says(SUPPORT, "Printer burns ＃ＯＬＤ")
    house.settle()
    assert house.ticket(1).tags == ("OLD",)
    for command, told in PASTED.values():
        assert told in text_of(ana.asks(ALERTS, command)), command
    assert house.ticket(1).tags == ("vip",)


def test_a_mention_is_read_the_same_way(house):
    ana = house.member("ana")
    ts = house.member("carla").says(SUPPORT, "```\nerror 42\n```\n> you said\nPrinter burns")
    house.settle()
    assert house.ticket(1).subject == "Printer burns"
    ana.says(SUPPORT, "\u200b@punctual\u00a0Claim.", ts)
    assert house.ticket(1).assignee == ana.id
    ana.says(SUPPORT, "@punctual tag \u2013x ＋ｖｉｐ", ts)
    assert house.ticket(1).tags == ("vip",)
