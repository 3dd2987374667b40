"""A clock that notices when it is set, and when nobody read it for long."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock, is_over
from bot.watched_clock import ClockReading, WatchedClock, jump_between

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall_s", "monotonic_s", "reason"),
    [
        (5, 5, None),
        (60, 5, None),  # set by 55 s
        (-55, 5, None),  # set back by 60 s
        (-3595, 5, "the clock was set back by 3600 s"),
        (3605, 5, "the clock was set forward by 3600 s"),
        (86405, 5, "the clock was set forward by 86400 s"),
        (7200, 7200, "the machine slept for 7200 s"),
        (66, 5, "the clock was set forward by 61 s"),
    ],
)
def test_two_readings_tell_a_jump_from_time_that_passes(wall_s, monotonic_s, reason):
    before = ClockReading(AT, 100.0)
    after = ClockReading(AT + timedelta(seconds=wall_s), 100.0 + monotonic_s)
    jump = jump_between(before, after)
    assert (jump and jump.reason) == reason


def test_time_that_passes_is_no_jump(clock):
    watched = WatchedClock(clock)
    for _ in range(100):
        assert watched.now() == clock.move(seconds=50) - timedelta(seconds=50)
    assert not watched.has_jumped()
    assert watched.monotonic() == clock.monotonic()


def test_a_jump_is_seen_by_the_reading_that_has_the_wrong_time(clock):
    watched, calls = WatchedClock(clock), []
    watched.at_jump(lambda: calls.append(watched.has_jumped()))
    watched.now()
    clock.set(hours=-1)
    watched.now()
    assert watched.has_jumped()
    assert calls == [True]
    assert watched.jump.before_at == AT


def test_a_jump_stays_until_it_is_dealt_with(clock):
    watched = WatchedClock(clock)
    watched.now()
    clock.set(hours=1)
    watched.now()
    watched.now()
    first = watched.jump
    clock.set(hours=1)
    watched.now()
    watched.forget(first)
    assert watched.has_jumped(), "the second one is not dealt with yet"
    watched.forget(watched.jump)
    assert not watched.has_jumped()


@pytest.mark.parametrize(
    ("began_s", "is_past"),
    [(0, False), (-59, False), (-60, True), (-3600, True), (1, True), (3600, True)],
)
def test_a_wait_ends_and_one_that_begins_in_the_future_has_ended(began_s, is_past):
    began_at = AT + timedelta(seconds=began_s)
    assert is_over(began_at, AT, timedelta(minutes=1)) == is_past


def test_the_systems_monotonic_clock_goes_on():
    clock = SystemClock()
    first_s = clock.monotonic()
    assert 0 <= clock.monotonic() - first_s < 5
