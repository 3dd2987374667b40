"""What must be said of every clock, at random lives of tickets; and what a change leaves armed."""

from collections import Counter

import pytest

from sla_core.alarms import armed_from, next_point
from sla_core.configuration import Alert, AlertPoint
from tests.proof.alarms import lived, random_life
from tests.proof.court import ALARM_PATHS
from tests.sla_core.builders import HOUR, clock, level, told, when

SHARE = Alert(AlertPoint(share_pct=75), ("channel",))
BREACH = Alert(AlertPoint(breach=True), ("channel", "leads"))
LATER = Alert(AlertPoint(after_s=HOUR), ("leads",))
OF = level(first_reply=4 * HOUR, alerts=(SHARE, BREACH, LATER))
QUIET = level(first_reply=4 * HOUR, alerts=(SHARE,))
NOON = when("mon 12:00")


def test_every_point_is_said_once_in_time_and_nothing_else():
    courts = {seed: lived(random_life(seed)) for seed in range(150)}
    assert {seed: court.broken[:1] for seed, court in courts.items() if court.broken} == {}


def test_made_up_alarms_take_the_rare_paths_and_no_unknown_ones():
    met = sum((lived(random_life(seed)).paths for seed in range(100)), Counter())
    assert met.keys() <= ALARM_PATHS
    assert len(met) > 0.6 * len(ALARM_PATHS)


def armed(of, was, said, changed):
    armed_s = armed_from(of, was, when(said), when(changed))
    point = next_point(of, armed_s, when(changed))
    return point and (point.name, told(point.at_s))


def test_only_points_after_a_change_are_armed():
    longer = clock(target_s=6 * HOUR, of=OF, due_version=2)
    assert armed(longer, clock(of=OF), "mon 12:00", "mon 12:10") == ("75%", "mon 13:30")
    assert armed(longer, clock(of=OF), "mon 12:00", "mon 13:30") == ("breach", "mon 15:00:01")


@pytest.mark.parametrize("said", ["mon 09:00", "mon 11:59:59", "mon 12:00", "mon 12:30"])
def test_a_breach_that_a_change_brings_is_armed_whatever_was_said_before(said):
    brought = clock(target_s=HOUR, of=OF, breach_fixed_at_s=NOON, due_version=2)
    assert armed(brought, clock(of=OF), said, "mon 12:00") == ("breach", "mon 12:00")
    assert armed(brought, None, said, "mon 12:00") == ("breach", "mon 12:00")


def test_a_breach_that_an_event_heard_late_brings_is_armed():
    shorter = clock(target_s=2 * HOUR, of=OF, due_version=2)
    assert armed(shorter, clock(of=OF), "mon 12:30", "mon 10:00") == ("breach", "mon 11:00:01")


def test_a_clock_overdue_before_and_after_a_change_is_not_told_of_its_breach_again():
    was = clock(target_s=HOUR, of=OF)
    kept = clock(target_s=2 * HOUR, of=OF, breach_fixed_at_s=when("mon 10:00"), due_version=2)
    assert armed(kept, was, "mon 10:00:01", "mon 11:30") is None
    assert armed(kept, clock(target_s=HOUR, of=QUIET), "mon 11:30", "mon 11:30") is None


def test_a_breach_of_before_that_its_level_did_not_tell_is_armed_when_the_change_is_older():
    was = clock(target_s=2 * HOUR, of=QUIET)
    shorter = clock(target_s=HOUR, of=OF, due_version=2)
    assert armed(shorter, was, "mon 12:00", "mon 09:30") == ("breach", "mon 10:00:01")


def test_a_breach_in_the_second_of_a_change_that_was_not_said_is_armed():
    kept = clock(target_s=HOUR, of=OF, breach_fixed_at_s=when("mon 10:00"), due_version=2)
    was = clock(target_s=HOUR, of=OF)
    assert armed(kept, was, "mon 10:00", "mon 10:00:01") == ("breach", "mon 10:00")


def test_of_a_stopped_clock_all_is_done_with():
    stopped = clock(target_s=HOUR, of=OF, stopped_at_s=NOON, due_version=2)
    assert armed_from(stopped, clock(of=OF), when("mon 09:45"), NOON) == NOON


def test_while_a_pause_holds_the_breach_only_the_change_counts():
    held = clock(of=OF, pauses=[(when("mon 10:00"), 2**62)], due_version=2)
    assert armed_from(held, None, when("mon 09:30"), NOON) == NOON
