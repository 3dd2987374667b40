"""Quiet hours: all but the breach waits for their end, nothing is lost, nothing is said twice."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from sla_core import quiet
from sla_core.alarms import points_of, unhushed
from sla_core.calendars import always
from sla_core.configuration import Alert, AlertPoint
from sla_core.errors import LevelError
from sla_core.instants import from_s, to_s
from tests.sla_core.builders import (
    ALWAYS,
    HOUR,
    MINUTE,
    announced,
    clock,
    coming,
    created,
    history,
    level,
    line,
    only,
    pause,
    played,
    told,
    when,
)

SHARE = Alert(AlertPoint(share_pct=75), ("channel",))
BEFORE = Alert(AlertPoint(before_s=15 * MINUTE), ("assignee",))
BREACH = Alert(AlertPoint(breach=True), ("channel", "leads"))
AFTER = Alert(AlertPoint(after_s=HOUR, repeat=3), ("managers",))
NIGHT = 22 * HOUR, 7 * HOUR


def under(*alerts, hours=NIGHT):
    of = level(first_reply=4 * HOUR, on="24x7", alerts=alerts or (SHARE, BEFORE, BREACH, AFTER))
    return replace(of, quiet_local_s=hours)


def at_night(started, of=None, **more):
    return clock(started, on=ALWAYS, of=of or under(), **more)


def points(of, now="mon 10:00"):
    return [(told(each.at_s), each.name) for each in points_of(of, when(now))]


def wall(text, zone, hours=NIGHT):
    """When it is loud again, of an instant in UTC, in a zone."""
    place, of = always(time_zone=zone), under(hours=hours)
    at_s = to_s(datetime.fromisoformat(text).replace(tzinfo=UTC))
    return f"{from_s(quiet.over_at(of, place, at_s)):%Y-%m-%d %H:%M}"


def test_all_but_the_breach_waits_for_the_end_of_the_night():
    assert points(at_night("mon 20:00")) == [
        ("tue 00:00:01", "75%"),  # reached at 23:00; the breach takes it along
        ("tue 00:00:01", "-15m"),
        ("tue 00:00:01", "breach"),
        ("tue 07:00", "+1h"),
        ("tue 07:00", "+2h"),
        ("tue 07:00", "+3h"),
    ]


def test_what_waited_is_said_as_one_when_the_night_is_over():
    of = at_night("tue 02:55")  # 75 % at 05:55, 15 minutes left at 06:40, breached at 06:55
    at_breach = announced(of, "tue 02:55", "tue 06:55:01")
    assert (at_breach.point.name, at_breach.passed) == ("breach", ("75%", "-15m", "breach"))
    of = at_night("tue 03:10")
    assert points(of)[:3] == [
        ("tue 07:00", "75%"),
        ("tue 07:00", "-15m"),
        ("tue 07:10:01", "breach"),
    ]
    said = announced(of, "tue 03:10", "tue 07:00")
    assert (said.point.name, said.passed) == ("-15m", ("75%", "-15m"))
    assert said.point.to == ("channel", "assignee")


def test_nothing_is_announced_while_it_waits_and_the_next_point_is_in_the_morning():
    of = at_night("tue 03:10")
    assert announced(of, "tue 03:10", "tue 06:59:59") is None
    assert told(coming(of, "tue 03:10", "tue 06:20").at_s) == "tue 07:00"


def test_a_level_that_does_not_tell_the_breach_is_silent_all_night():
    assert points(at_night("mon 20:00", under(SHARE))) == [("tue 07:00", "75%")]


def test_a_clock_that_stopped_in_the_night_says_nothing_in_the_morning():
    of = at_night("tue 03:10", stopped_at_s=when("tue 06:30"))
    assert announced(of, "tue 03:10", "tue 07:00") is None


def test_a_warning_that_is_late_because_nobody_looked_waits_for_the_morning_too():
    of = at_night("mon 18:55", under(SHARE, AFTER))  # 75 % at 21:55
    start, now = when("mon 18:55"), when("mon 22:10")
    assert announced(of, start, now) is None
    assert told(coming(of, start, now).at_s) == "tue 07:00"
    assert announced(of, start, now, in_quiet_hours=True).point.name == "75%"
    assert announced(of, start, "tue 07:00").passed == ("75%", "+1h", "+2h", "+3h")


def test_a_breach_that_is_late_does_not_wait():
    of = at_night("mon 17:55")
    assert announced(of, "mon 17:55", "mon 22:10").point.name == "breach"


def test_a_snooze_that_ends_in_the_night_waits_for_the_morning():
    of = level(first_reply=16 * HOUR, on="24x7", alerts=(SHARE,))
    lines = [*created("mon 09:55"), line("mon 21:50", "snoozed", metric="first_reply", cycle=1,
                                         until="mon 22:30")]  # fmt: skip
    found = only(played(lines, history(replace(of, quiet_local_s=NIGHT)), "mon 22:10"))
    assert points(found) == [("tue 07:00", "75%")]  # reached at 21:55


def test_a_pause_keeps_no_one_awake():
    of = at_night("mon 20:00", pauses=[pause("mon 23:30")])
    assert points(of) == [("tue 07:00", "75%")]


@pytest.mark.parametrize(
    ("at", "hours", "over"),
    [
        ("2026-03-02 21:59", NIGHT, "2026-03-02 21:59"),
        ("2026-03-02 22:00", NIGHT, "2026-03-03 07:00"),
        ("2026-03-03 06:59", NIGHT, "2026-03-03 07:00"),
        ("2026-03-03 07:00", NIGHT, "2026-03-03 07:00"),
        ("2026-03-03 12:30", (12 * HOUR, 13 * HOUR), "2026-03-03 13:00"),
        ("2026-03-03 20:00", (18 * HOUR, 24 * HOUR), "2026-03-04 00:00"),
        ("2026-03-03 00:00", (18 * HOUR, 24 * HOUR), "2026-03-03 00:00"),
    ],
)
def test_quiet_hours_begin_with_their_first_second_and_end_before_their_last(at, hours, over):
    assert wall(at, "UTC", hours) == over


def test_quiet_hours_are_those_of_the_calendars_zone():
    assert wall("2026-03-02 21:00", "Europe/Ljubljana") == "2026-03-03 06:00"
    assert wall("2026-03-02 21:00", "America/New_York") == "2026-03-02 21:00"


@pytest.mark.parametrize(
    ("at", "hours", "over"),
    [
        pytest.param("2026-03-28 22:00", NIGHT, "2026-03-29 05:00", id="a shorter night"),
        pytest.param("2026-10-24 21:00", NIGHT, "2026-10-25 06:00", id="a longer night"),
        pytest.param(
            "2026-03-29 00:30", (HOUR, 2 * HOUR + 1800), "2026-03-29 01:00", id="ends in the gap"
        ),
        pytest.param(
            "2026-10-25 00:45", (HOUR, 2 * HOUR + 1800), "2026-10-25 01:30", id="ends twice"
        ),
        pytest.param(
            "2026-10-25 00:40", (2 * HOUR + 1800, 4 * HOUR), "2026-10-25 03:00", id="begins twice"
        ),
    ],
)
def test_quiet_hours_follow_the_wall_over_a_change_of_the_clocks(at, hours, over):
    assert wall(at, "Europe/Ljubljana", hours) == over


@pytest.mark.parametrize("hours", [(0, 24 * HOUR), (8 * HOUR, 8 * HOUR)])
def test_a_level_that_is_never_loud_is_refused(hours):
    with pytest.raises(LevelError, match="quiet"):
        under(hours=hours)


def random_alerts(dice):
    """Several points, the breach among them or not."""
    found = [
        Alert(AlertPoint(share_pct=dice.randrange(1, 100)), ("channel",)),
        Alert(AlertPoint(before_s=dice.randrange(60, 3 * HOUR)), ("leads",)),
        Alert(
            AlertPoint(after_s=dice.randrange(60, 5 * HOUR), repeat=dice.randrange(1, 5)), ("x",)
        ),
    ]
    return tuple(found[: dice.randrange(1, 4)]) + ((BREACH,) if dice.random() < 0.7 else ())


def heard(of, start_s, until_s, looks):
    """What is said, and when, by who looks at these instants and whenever a point is due."""
    after_s, said, now_s = start_s, [], start_s
    while True:
        point = coming(of, after_s, now_s)
        ahead = [each for each in looks if each > now_s] + [until_s]
        now_s = min([*ahead[:1], *([max(point.at_s, now_s)] if point else [])])
        if now_s >= until_s:
            return said
        found = announced(of, after_s, now_s)
        if found is not None:
            said.append((now_s, found))
            after_s = now_s
        elif point is not None and point.at_s <= now_s:
            raise AssertionError("a point is due, and there is nothing to say")


def test_every_point_is_said_once_and_only_breaches_in_the_night():
    for seed in range(300):
        dice = random.Random(seed)
        hours = dice.randrange(24) * HOUR, dice.randrange(24) * HOUR + 1800
        of = clock(
            "mon 09:00",
            dice.randrange(HOUR, 30 * HOUR),
            on=always(time_zone=dice.choice(("UTC", "Europe/Ljubljana", "Asia/Kolkata"))),
            of=under(*random_alerts(dice), hours=hours),
        )
        start_s = of.started_at_s
        until_s = start_s + 5 * 24 * HOUR
        said = heard(of, start_s, until_s, sorted(dice.randrange(start_s, until_s) for _ in "abc"))
        names = [name for _, found in said for name in found.passed]
        assert sorted(names) == sorted(each.name for each in points_of(of, until_s)), seed
        assert all(a < b for (a, _), (b, _) in pairwise(said)), seed
        for at_s, found in said:
            loud_s = quiet.over_at(of.promise.level, of.calendar.definition, at_s)
            assert loud_s == at_s or "breach" in found.passed, seed


def test_what_waits_is_said_at_a_change_that_would_leave_it_behind():
    waiting = at_night("tue 03:10", under(SHARE))  # 75 % at 06:10
    loud = at_night("tue 03:10", level(first_reply=4 * HOUR, on="24x7", alerts=(SHARE,)))
    start, change = when("tue 03:10"), when("tue 06:20")
    as_it_was = unhushed(waiting, loud, change)
    assert announced(as_it_was, start, change).point.name == "75%"
    assert unhushed(waiting, waiting, change) is waiting
    assert unhushed(loud, waiting, change) is loud


def test_what_waits_before_a_change_and_after_it_goes_on_waiting():
    waiting = at_night("tue 03:10", under(SHARE))
    later = at_night("tue 03:20", under(SHARE))
    assert unhushed(waiting, later, when("tue 06:20")) is waiting
