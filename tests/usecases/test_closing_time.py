"""Before a calendar closes, a channel is told once what breaches right after it opens again."""

import pytest

from bot.config.document import read
from bot.store import outbox
from bot.usecases import tickets
from bot.usecases.hearing.state import doubt
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.closing_time import say_closing_time
from tests.usecases.test_clearance import read as read_place

CONFIG = """
version: 1
calendars:
  office: {time_zone: UTC, hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}
departments:
  Support:
    intake_channels: ["#support"]
    alert_channel: "#sla-alerts"
    leads: [lea@example.com]
    agents: [ana@example.com]
  Billing:
    intake_channels: ["#billing"]
    alert_channel: "#sla-alerts"
    agents: [cid@example.com]
levels:
  Standard: {calendar: office, targets: {first_reply: 4h}}
default_level: Standard
"""


@pytest.fixture
def office(team):
    """Monday 13:00 at a desk that works from 9 to 12 and from 13 to 17."""
    with team.program.work() as work:
        apply_configuration(work, read(CONFIG, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(hours=5)
    return team


def closing(team):
    with team.program.work() as work:
        return [each for each in outbox.live(work.connection) if each.key.startswith("closing:")]


def test_clocks_that_breach_in_the_first_hour_are_told_half_an_hour_before(office):
    office.clock.move(minutes=30)
    office.writes("UCARLA", "A question")  # 4 h from 13:30: half an hour is left at 17:00
    office.clock.move(hours=2, minutes=59, seconds=59)
    assert say_closing_time(office.program) == 0
    office.clock.move(seconds=1)
    assert say_closing_time(office.program) == 1
    [said] = closing(office)
    assert said.key == "closing:office:CSLA:2026-03-02T17:00:00Z"
    assert said.payload["text"] == "office closes: #1 first_reply 1800"
    assert (said.lane, said.fallback_lane, said.summary) == ("CSLA", "ULEA", None)


def test_a_channel_is_told_once_a_day(office):
    office.clock.move(minutes=30)
    office.writes("UCARLA", "A question")
    office.clock.move(hours=3)
    assert [say_closing_time(office.program) for _ in range(3)] == [1, 0, 0]
    office.clock.move(minutes=20)
    assert say_closing_time(office.program) == 0


def test_a_message_waits_for_a_look_and_leaves_out_at_last_what_was_not_seen(office):
    office.clock.move(minutes=30)
    office.writes("UCARLA", "A question")
    office.clock.move(minutes=10)
    office.writes("UDAN", "An invoice", channel="CBILLING")
    office.clock.move(hours=2, minutes=50)
    doubt(office.program, "reconnected")
    assert say_closing_time(office.program) == 0
    for minutes in (1, 24):
        office.clock.move(minutes=minutes)
        read_place(office, "CBILLING")
        if minutes == 1:
            assert say_closing_time(office.program) == 0
    assert say_closing_time(office.program) == 1
    assert office.said("closing:") == ["office closes: #2 first_reply 2400"]


def test_departments_that_share_a_channel_are_told_together(office):
    office.clock.move(minutes=30)
    office.writes("UCARLA", "A question")
    office.clock.move(minutes=10)
    office.writes("UDAN", "An invoice", channel="CBILLING")
    office.clock.move(hours=2, minutes=50)
    assert say_closing_time(office.program) == 1
    assert office.said("closing:") == ["office closes: #1 first_reply 1800, #2 first_reply 2400"]


@pytest.mark.parametrize(("hour", "rest"), [(-2, 330), (1, 150)], ids=["due today", "due later"])
def test_what_is_due_at_another_time_is_not_told(office, hour, rest):
    office.clock.move(hours=hour)
    office.writes("UCARLA", "A question")
    office.clock.move(minutes=rest)
    assert (say_closing_time(office.program), closing(office)) == (0, [])


def test_a_clock_due_at_closing_time_breaches_when_it_opens_again(office):
    office.writes("UCARLA", "A question")
    office.clock.move(minutes=210)
    assert say_closing_time(office.program) == 1
    assert office.said("closing:") == ["office closes: #1 first_reply 0"]


def test_what_was_answered_is_not_told(office):
    office.clock.move(minutes=30)
    office.writes("UCARLA", "A question")
    office.does(tickets.reply, 1, "UANA", "Here")
    office.clock.move(hours=3)
    assert say_closing_time(office.program) == 0
