"""Slack's time: the `Date` of its latest answer, carried on by the monotonic clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.slack_time import SlackTime

DATE = "Mon, 02 Mar 2026 12:00:00 GMT"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def slack_time(clock):
    return SlackTime(clock)


def test_nobody_knows_before_the_first_answer(slack_time):
    assert slack_time.now() is None


def test_it_was_half_a_second_later_in_the_middle_of_the_call(slack_time, clock):
    slack_time.note(DATE, clock.monotonic() - 4.0, clock.monotonic())
    assert slack_time.now() == NOON + timedelta(seconds=2.5)


def test_time_goes_on_whatever_the_clock_on_the_wall_says(slack_time, clock):
    slack_time.note(DATE, clock.monotonic(), clock.monotonic())
    clock.set(hours=-1)
    clock.move(seconds=30)
    assert slack_time.now() == NOON + timedelta(seconds=30.5)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026 12:00:00 GMT"])
def test_what_is_no_date_says_nothing(slack_time, clock, date):
    slack_time.note(date, clock.monotonic(), clock.monotonic())
    assert slack_time.now() is None


def test_a_date_that_names_no_zone_is_utc(slack_time, clock):
    slack_time.note("Mon, 02 Mar 2026 12:00:00 -0000", clock.monotonic(), clock.monotonic())
    assert slack_time.now() == NOON + timedelta(seconds=0.5)


def test_it_can_be_forgotten(slack_time, clock):
    slack_time.note(DATE, clock.monotonic(), clock.monotonic())
    slack_time.forget()
    assert slack_time.now() is None
