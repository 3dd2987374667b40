"""When a clock calls for attention."""

import pytest

from sla_core.alarms import point_name, points_of
from sla_core.configuration import Alert, AlertPoint
from tests.sla_core.builders import (
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
BEFORE = Alert(AlertPoint(before_s=15 * MINUTE), ("channel", "assignee"))
BREACH = Alert(AlertPoint(breach=True), ("channel", "leads"), escalate=True)
AFTER = Alert(AlertPoint(after_s=HOUR, repeat=3), ("managers",))
ALL = level(first_reply=4 * HOUR, alerts=(SHARE, BEFORE, BREACH, AFTER))


def points(of, now="mon 10:00"):
    return [(told(each.at_s), each.name) for each in points_of(of, when(now))]


def alerted(**more):
    return clock(of=more.pop("of", ALL), **more)


def test_every_kind_of_point_stands_where_its_business_time_is_used():
    assert points(alerted()) == [
        ("mon 12:00", "75%"),  # 3 of 4 h
        ("mon 12:45", "-15m"),
        ("mon 13:00:01", "breach"),
        ("mon 14:00", "+1h"),
        ("mon 15:00", "+2h"),
        ("mon 16:00", "+3h"),
    ]


def test_points_live_in_business_time():
    assert points(alerted(started="fri 15:00")) == [
        ("mon+1 10:00", "75%"),  # 2 h on Friday, 1 h on Monday
        ("mon+1 10:45", "-15m"),
        ("mon+1 11:00:01", "breach"),
        ("mon+1 12:00", "+1h"),
        ("mon+1 13:00", "+2h"),
        ("mon+1 14:00", "+3h"),
    ]


def test_a_breach_at_closing_time_is_told_after_the_next_opening():
    of = alerted(started="fri 13:00", of=level(first_reply=1, alerts=(BREACH,)))
    assert points(of) == [("mon+1 09:00:01", "breach")]


def test_a_pause_holds_back_what_lies_beyond_it():
    assert points(alerted(pauses=[pause("mon 12:30")])) == [("mon 12:00", "75%")]


def test_the_time_after_a_breach_is_the_clocks_own_without_pauses():
    of = alerted(pauses=[pause("mon 13:30", "mon 15:00")])
    assert points(of, "mon 15:00")[2:4] == [("mon 13:00:01", "breach"), ("mon 15:30", "+1h")]


def test_a_share_is_rounded_up_to_a_second():
    of = clock(target_s=5, of=level(first_reply=5, alerts=(SHARE,)))
    assert points(of) == [("mon 09:00:04", "75%")]  # 3.75 s


def test_a_point_at_or_before_the_start_is_left_out():
    long_before = Alert(AlertPoint(before_s=4 * HOUR), ("channel",))
    earlier = Alert(AlertPoint(before_s=5 * HOUR), ("channel",))
    of = alerted(of=level(first_reply=4 * HOUR, alerts=(long_before, earlier, BREACH)))
    assert points(of) == [("mon 13:00:01", "breach")]


def test_an_alert_may_be_for_some_metrics_only():
    only_resolution = Alert(AlertPoint(breach=True), ("channel",), frozenset({"resolution"}))
    under = level(first_reply=4 * HOUR, alerts=(only_resolution,))
    assert points(alerted(of=under)) == []
    assert points(alerted(of=under, metric="resolution")) == [("mon 13:00:01", "breach")]


def test_a_stopped_clock_has_no_points():
    assert points(alerted(stopped_at_s=when("mon 10:00"))) == []


def test_alerts_at_the_same_point_are_one_heard_by_all():
    other = Alert(AlertPoint(breach=True), ("leads", "managers"))
    (point,) = points_of(alerted(of=level(first_reply=HOUR, alerts=(BREACH, other))), 0)
    assert (point.to, point.escalate) == (("channel", "leads", "managers"), True)


def test_a_point_beyond_five_years_is_not_waited_for():
    far = Alert(AlertPoint(after_s=50_000 * HOUR), ("channel",))
    assert points(alerted(of=level(first_reply=HOUR, alerts=(far,)))) == []


@pytest.mark.parametrize(
    ("point", "name"),
    [
        (AlertPoint(share_pct=75), "75%"),
        (AlertPoint(before_s=900), "-15m"),
        (AlertPoint(breach=True), "breach"),
        (AlertPoint(after_s=5400), "+1h30m"),
    ],
)
def test_a_point_is_named_as_it_is_written(point, name):
    assert point_name(point) == name


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("mon 09:00", "75%"),
        ("mon 12:00", "-15m"),
        ("mon 13:00", "breach"),
        ("mon 15:59:59", "+3h"),
        ("mon 16:00", None),
    ],
)
def test_the_next_point_is_the_first_after_what_was_told(after, expected):
    point = coming(alerted(), after, "mon 09:00")
    assert (point and point.name) == expected


def test_nothing_is_announced_before_its_time():
    assert announced(alerted(), "mon 09:00", "mon 11:59:59") is None


def test_a_point_is_announced_at_its_time_and_not_again():
    said = announced(alerted(), "mon 09:00", "mon 12:00")
    assert (said.point.name, said.passed) == ("75%", ("75%",))
    assert announced(alerted(), "mon 12:00", "mon 12:00") is None


def test_points_passed_at_once_become_one_the_most_severe_heard_by_all():
    said = announced(alerted(), "mon 09:00", "mon 13:30")
    assert said.point.name == "breach"
    assert said.passed == ("75%", "-15m", "breach")
    assert said.point.to == ("channel", "assignee", "leads")
    assert said.point.escalate
    assert said.point.is_breach


def test_a_time_after_the_breach_is_more_severe_than_the_breach():
    said = announced(alerted(), "mon 09:00", "mon 17:00")
    assert (said.point.name, said.point.is_breach) == ("+3h", True)


def test_a_time_after_a_breach_is_more_severe_though_less_of_the_clocks_time_is_used():
    """The breach is kept from before a change that gave the clock more time."""
    of = alerted(breach_fixed_at_s=when("mon 10:00"), due_version=2)
    said = announced(of, "mon 09:00", "mon 14:00")
    assert said.point.name == "+3h"  # 1 h was used at the breach, so 4 of 4 h


def test_a_warning_is_no_breach():
    said = announced(alerted(), "mon 09:00", "mon 12:00")
    assert not said.point.is_breach


def test_the_key_names_the_clock_the_point_and_the_due_version():
    said = announced(alerted(cycle=2, due_version=3), "mon 09:00", "mon 12:00")
    assert said.key("T1") == "alarm:T1:first_reply:2:75%:3"


# --- after a change ---------------------------------------------------------------------------


def test_after_a_breach_by_a_change_time_counts_from_the_change():
    of = alerted(target_s=HOUR, breach_fixed_at_s=when("mon 12:00"), due_version=2)
    assert ("mon 13:00", "+1h") in points(of, "mon 12:30")


# --- waiting: acknowledged and snoozed ----------------------------------------------------------


def story(*marks):
    """A clock of four hours from Monday 09:00, with what was decided about its alarms."""
    return only(played([*created(), *marks], history(ALL), when("mon 12:00")), "first_reply")


def snoozed(at, until=None):
    return line(at, "snoozed", metric="first_reply", cycle=1, until=until)


def acknowledged(at, until=None):
    return line(at, "acknowledged", metric="first_reply", cycle=1, until=until)


def test_warnings_of_a_snoozed_clock_wait():
    assert points(story(snoozed("mon 11:00", "mon 12:30")))[:3] == [
        ("mon 12:30", "75%"), ("mon 12:45", "-15m"), ("mon 13:00:01", "breach"),
    ]  # fmt: skip


@pytest.mark.parametrize("until", ["mon 16:00", None])
def test_a_snooze_does_not_outlast_the_breach(until):
    assert points(story(snoozed("mon 11:00", until)))[:4] == [
        ("mon 13:00:01", "75%"),
        ("mon 13:00:01", "-15m"),
        ("mon 13:00:01", "breach"),
        ("mon 14:00", "+1h"),
    ]
    said = announced(story(snoozed("mon 11:00", until)), "mon 11:00", "mon 13:00:01")
    assert (said.point.name, said.passed) == ("breach", ("75%", "-15m", "breach"))


def test_what_comes_after_the_breach_waits_while_acknowledged_and_then_goes_on():
    of = story(acknowledged("mon 12:00", "mon 15:30"))
    assert points(of)[2:] == [
        ("mon 13:00:01", "breach"),
        ("mon 15:30", "+1h"),
        ("mon 15:30", "+2h"),
        ("mon 16:00", "+3h"),
    ]
    said = announced(of, "mon 13:00:01", "mon 15:30")
    assert (said.point.name, said.passed) == ("+2h", ("+1h", "+2h"))


def test_warnings_and_the_breach_do_not_wait_for_an_acknowledgement():
    assert points(story(acknowledged("mon 11:00", "mon 16:30")))[:3] == points(alerted())[:3]


def test_what_is_acknowledged_without_an_end_is_never_told():
    assert [name for _, name in points(story(acknowledged("mon 12:00")))] == [
        "75%", "-15m", "breach",
    ]  # fmt: skip


def test_the_last_snooze_takes_the_place_of_the_one_before():
    of = story(snoozed("mon 11:00", "mon 12:40"), snoozed("mon 11:30", "mon 12:10"))
    assert points(of)[0] == ("mon 12:10", "75%")
    longer = story(snoozed("mon 11:50", "mon 12:10"), snoozed("mon 12:00", "mon 12:40"))
    assert points(longer)[0] == ("mon 12:40", "75%")
    at_once = story(snoozed("mon 11:00", "mon 12:30"), snoozed("mon 11:00", "mon 12:40"))
    assert points(at_once)[0] == ("mon 12:40", "75%")


def test_a_point_reached_when_the_wait_begins_is_told():
    assert points(story(snoozed("mon 12:00", "mon 12:30")))[0] == ("mon 12:00", "75%")


def test_a_snooze_that_is_over_holds_nothing():
    assert points(story(snoozed("mon 10:00", "mon 11:00"))) == points(alerted())


def test_a_snooze_belongs_to_the_clock_whatever_its_state_does():
    resting = level(first_reply=4 * HOUR, alerts=(SHARE,),
                    pause_on={"first_reply": frozenset({"pending"})})  # fmt: skip
    lines = [*created(), snoozed("mon 09:30", "mon 16:00")]
    lines += [line("mon 10:00", "status", to="pending"), line("mon 11:00", "status", to="open")]
    found = only(played(lines, resting, "mon 11:00"))
    assert points(found) == [("mon 14:00:01", "75%")]  # reached at 13:00, the breach caps the wait
    paused = only(played(lines[:-1], resting, "mon 10:30"))
    assert points(paused) == []


def test_waiting_ends_when_the_clock_stops():
    lines = [*created(), line("mon 09:10", "snoozed", metric="resolution", cycle=1)]
    lines += [line("mon 10:00", "status", to="resolved"), line("mon 11:00", "requester_message")]
    found = only(played(lines, level(resolution=4 * HOUR, alerts=(SHARE,)), "mon 11:00"))
    assert (found.snoozed, points(found)) == ((), [("mon 13:00", "75%")])


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(line("mon 12:00", "snoozed", metric="first_reply", cycle=2), id="no such"),
        pytest.param(line("mon 12:00", "acknowledged", metric="next_reply", cycle=1), id="none"),
        pytest.param(line("mon 12:00", "acknowledged", metric="first_reply", cycle=1), id="ack"),
        pytest.param(line("mon 12:00", "snoozed", metric="first_reply", cycle=1), id="snooze"),
    ],
)
def test_a_clock_that_is_not_open_takes_no_mark(mark):
    lines = [*created(), line("mon 11:00", "agent_reply")]
    assert played([*lines, mark], ALL).clocks == played(lines, ALL).clocks
