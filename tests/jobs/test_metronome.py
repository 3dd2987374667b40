"""The metronome: it beats by the monotonic clock, whatever becomes of the one on the wall."""

import time
from datetime import datetime, timedelta
from threading import Event

import pytest
from freezegun import freeze_time

from bot.clock import SystemClock
from bot.jobs.metronome import Every, Metronome, MonotonicZone

SOON_S = 5.0
STEADY = SystemClock().monotonic


class Beats:
    """Counts the beats; waits for the next one."""

    def __init__(self):
        self.count = 0
        self._beaten = Event()

    def __call__(self):
        self.count += 1
        self._beaten.set()

    def come(self):
        self._beaten.clear()
        return self._beaten.wait(SOON_S)


@pytest.fixture
def beats():
    return Beats()


def test_it_beats_until_it_is_stopped(beats):
    metronome = Metronome(beats, 0.01, STEADY)
    metronome.start()
    assert beats.come()
    metronome.stop()
    count = beats.count
    time.sleep(0.05)
    assert beats.count == count


@pytest.mark.parametrize(
    "by", [timedelta(hours=-1), timedelta(days=-1), timedelta(hours=1), timedelta(days=20_000)]
)
def test_a_clock_that_is_set_neither_stops_nor_hastens_it(beats, by):
    with freeze_time("2026-03-02 08:00:00") as wall:
        metronome = Metronome(beats, 0.05, STEADY)
        metronome.start()
        assert beats.come()
        began_s, before = STEADY(), beats.count
        wall.tick(by)
        assert beats.come()
        assert beats.come()
        seldom = (STEADY() - began_s) / 0.05 + 2
        metronome.stop()
    assert 2 <= beats.count - before <= seldom


def test_its_zone_tells_the_monotonic_time():
    seconds = [10.0]
    zone = MonotonicZone(lambda: seconds[0])
    first = datetime.now(zone)
    seconds[0] += 2.5
    assert datetime.now(zone) - first == timedelta(seconds=2.5)
    assert (first.utcoffset(), first.dst(), first.tzname()) == (timedelta(0), None, "monotonic")


def test_beats_that_were_missed_are_one_beat_at_once():
    start = datetime(2026, 3, 2)  # noqa: DTZ001 the monotonic clock has no zone
    every = Every(1)
    later = start + timedelta(days=365)
    assert every.get_next_fire_time(None, start) == start + timedelta(seconds=1)
    assert every.get_next_fire_time(start, start) == start + timedelta(seconds=1)
    assert every.get_next_fire_time(start, later) == later
