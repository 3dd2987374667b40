"""How the bot says how it is: whole sentences, one and many, and nothing of the program's own."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.config.unreadable import EARLIER
from bot.slack.draw.blocks.status import state_line, status_shown
from bot.store.outages import Outage
from bot.store.set_aside import SetAside
from bot.store.status import WaitingCount, WaitingMessages
from bot.usecases.status.lateness import Delay, Lateness
from bot.usecases.status.status import HeldBack, Refusal, Status, ToRead
from bot.views.calendar_data import ChangedDay, NewData, WaitingData
from bot.views.hearing import HearingNow
from bot.views.waiting_names import WaitingName
from bot.wording import faults, status
from tests.house.reading import text_of

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
IDLE = Status(
    now=NOW,
    hearing=HearingNow("heard", NOW),
    to_read=ToRead(0, 0, None, (), is_sparse=False),
    outages=(),
    to_work_off=WaitingCount(0, None),
    to_say=(),
    held_back=None,
    lateness=None,
    alarms_waiting=WaitingCount(0, None),
    alarms_refused={},
    set_aside=(),
    missing_scopes=(),
)


def shown(**changed):
    return text_of(status_shown(replace(IDLE, **changed)))


def test_new_holidays_that_wait_are_shown_day_by_day():
    days = (
        ChangedDay(date(2026, 4, 6), "Easter Monday", "09:00-17:00", ""),
        ChangedDay(date(2026, 9, 20), "", "", "09:00-12:00"),
    )
    found = NewData(("zones 1 → 2",), (WaitingData("office", ("holidays 1 → 2",), days, 3),))
    said = shown(new_data=found)
    assert "zones 1 → 2: installed, and looked at once I am started again." in said
    assert "holidays 1 → 2: office would be open otherwise on 3 days." in said
    assert "6 Apr 2026 (Easter Monday): closed instead of 09:00-17:00" in said
    assert "20 Sep 2026: 09:00-12:00 instead of closed" in said
    assert "1 more" in said
    assert "Until it is taken in, promises count as before." in said


def waiting(method, count):
    return (WaitingMessages(False, method, WaitingCount(count, NOW)),)


@pytest.mark.parametrize(
    ("method", "one", "two"),
    [
        ("chat.postMessage", "1 message to be said, since", "2 messages to be said, the oldest"),
        ("chat.update", "1 edit of a card or message to", "2 edits of cards and messages to be"),
        ("views.publish", "1 App Home to be said", "2 App Homes to be said"),
        ("reactions.add", "1 emoji to be said", "2 emoji to be said"),
        ("chat.delete", "1 other call to be said", "2 other calls to be said"),
    ],
)
def test_one_that_waits_is_no_plural(method, one, two):
    assert one in shown(to_say=waiting(method, 1))
    assert two in shown(to_say=waiting(method, 2))


def test_alarms_that_were_said_wait_or_were_refused_are_told_apart():
    refused = {"channel_not_found": 1, "is_archived": 2}
    late = Lateness(1, 7, 7, 3, Delay(0, 7, 1))
    said = shown(lateness=late, alarms_waiting=WaitingCount(3, NOW), alarms_refused=refused)
    assert "1 alarm was said in the last day, 7 s late (#3): it waited 7 s to be sent." in said
    assert "3 alarms wait to be said, the oldest due since" in said
    assert "1 alarm of the last day was refused by Slack: `channel_not_found`" in said
    assert "2 alarms of the last day were refused by Slack: `is_archived`" in said
    assert "1 alarm waits to be said, due since" in shown(alarms_waiting=WaitingCount(1, NOW))
    assert "2 alarms were said in the last day, 0 s late in the median, 1 s at worst." in shown(
        lateness=Lateness(2, 0, 1, 3, None)
    )


@pytest.mark.parametrize(
    ("count", "why", "line"),
    [
        (1, "unread", "that waits: what was written in Slack has to be read first."),
        (5, "clock", ": this machine's clock cannot be relied on."),
        (2, "next", ": nobody has looked at it yet."),
    ],
)
def test_what_is_due_and_held_back_is_counted_with_why(count, why, line):
    said = shown(held_back=HeldBack(count, NOW, why))
    start = "1 ticket has something due since" if count == 1 else f"{count} tickets have something"
    assert start in said
    assert line in said
    assert "Nothing waits to be said." not in said


def test_what_is_refused_alike_is_one_line():
    places = [Refusal(f"C{number}", False, NOW, "invalid_auth") for number in range(7)]
    other = Refusal("C9", False, NOW, "not_in_channel")
    wanted = ToRead(8, 0, NOW, (*places, other), is_sparse=False)
    said = shown(to_read=wanted)
    assert "Slack refuses 7 conversations, the first since" in said
    assert "Slack refuses <#C9> since" in said


@pytest.mark.parametrize(
    ("off_s", "off"), [(-3600, "1 h behind Slack's"), (90, "1 min 30 s ahead of Slack's")]
)
def test_a_clock_that_is_off_says_by_how_much_and_which_way(off_s, off):
    line = state_line(HearingNow("clock_off", NOW, off_s=off_s), ())
    assert line.startswith(f"This machine's clock is {off} since <!date^{int(NOW.timestamp())}^")


def test_an_outage_is_told_before_how_slack_is_heard():
    outage = Outage("saying", "http status 503", NOW)
    heard, lost = state_line(IDLE.hearing, [outage]), state_line(HearingNow("lost", NOW), [outage])
    assert heard.startswith("Slack takes nothing I say since ")
    assert ": http status 503. I try again every 10 s; look at the network" in heard
    assert heard.endswith("What people write still reaches me.")
    assert "The connection to Slack is lost since" in lost
    method = state_line(IDLE.hearing, [Outage("reactions.add", "missing_scope", NOW)])
    assert method.startswith("Slack refuses reactions.add since ")
    assert "Reinstall the app from app_manifest.yml." in method


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        ("token_revoked", "Put a valid bot token"),
        ("no answer of Slack's: <html>", "look at the network"),
        ("unreachable", "look at the network"),
        ("team_added_to_org", "Slack or its administrators have to end it"),
    ],
)
def test_each_outage_has_something_to_do(error, remedy):
    assert remedy in status.remedy(error)


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        ("request", "KeyError: 'user_id'", "A request of Slack's (x): it lacks “user_id”. If more"),
        (
            "request",
            "JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
            ": it is no JSON. ",
        ),
        (
            "arrival",
            "payload is no JSON object: '[]'",
            "its payload is damaged and begins with '[]'.",
        ),
        (
            "arrival",
            "ValueError (reference ab12)",
            "the log says why at reference ab12. Who sent it",
        ),
        ("arrival", "its kind is unknown: 'gossip'", "its kind is unknown: “gossip”. "),
        ("arrival", "it does not say who sent it", "it does not say who sent it. Who sent it has"),
        (
            "ticket",
            "TypeError: 'NoneType' object is not iterable",
            "Ticket #x: it does not have the",
        ),
        ("message", "it has no lane", "The message x: it has no lane. It is not sent; "),
        (EARLIER, "ConfigRefused: level x: no target", "x: level x: no target. What was in"),
        ("novelty", "it is new", "novelty x: it is new."),
    ],
)
def test_what_is_set_aside_says_what_is_wrong_and_what_to_do(kind, reason, said):
    line = faults.item(kind, "x", reason)
    assert said in line
    assert line in shown(set_aside=(SetAside(kind, "x", reason, NOW),))


WAITING = [
    ("lea@example.com", "unknown", (), "no member of this workspace has this address yet"),
    ("lea@example.com", "shared", ("U1", "U2"), "grants nothing: `U1`, `U2` have this address"),
    ("lea@example.com", "outside", ("U1",), "is no member of this workspace (`U1`), but a guest"),
    ("@desk", "unknown", (), "I see no user group of this handle"),
    ("#sla", "unknown", (), "I see no channel of this name"),
]


@pytest.mark.parametrize(("name", "why", "bearers", "said"), WAITING)
def test_a_name_that_waits_is_told_with_why_and_what_to_do(name, why, bearers, said):
    waits = WaitingName("departments.Support.leads", name, why, bearers)
    text = shown(waiting_names=(waits,))
    assert "1 name of the configuration stands for nobody:" in text
    assert f"departments.Support.leads: {name}" in text
    assert said in text


def test_no_name_that_waits_is_no_news():
    assert "stands for nobody" not in shown()
