"""What must be said of every clock, at random lives of tickets; what a change leaves armed."""

from collections import Counter
from dataclasses import replace

import pytest

from sla_core.alarms import Change, changed, next_point, remembered
from sla_core.clocks.replay import ReplayedTicket
from sla_core.configuration import Alert, AlertPoint
from sla_core.tickets.ticket import Ticket
from tests.proof.alarms import lived, random_life
from tests.proof.court import ALARM_PATHS
from tests.sla_core.builders import HOUR, clock, level, memory_of, pause, told, when

SHARE = Alert(AlertPoint(share_pct=75), ("channel",))
BREACH = Alert(AlertPoint(breach=True), ("channel", "leads"))
LATER = Alert(AlertPoint(after_s=HOUR), ("leads",))
OF = level(first_reply=4 * HOUR, alerts=(SHARE, BREACH, LATER))
QUIET = level(first_reply=4 * HOUR, alerts=(SHARE,))
HALF = Alert(AlertPoint(share_pct=50), ("channel",))
TICKET = Ticket("T1")
NOON = when("mon 12:00")


def test_every_point_is_said_once_in_time_and_nothing_else():
    courts = {seed: lived(random_life(seed)) for seed in range(150)}
    assert {seed: court.broken[:1] for seed, court in courts.items() if court.broken} == {}


def test_made_up_alarms_take_the_rare_paths_and_no_unknown_ones():
    met = sum((lived(random_life(seed)).paths for seed in range(100)), Counter())
    assert met.keys() <= ALARM_PATHS
    assert len(met) > 0.6 * len(ALARM_PATHS)


def after(of, was, said, at):
    """What is remembered after a change, when all that was due by an instant was told."""
    at_s, now_s = when(at), max(when(said), when(at))
    was_told = memory_of(was or of, said)
    old = [] if was is None else [was]
    before, stands = (
        ReplayedTicket(TICKET, tuple(old), at_s),
        ReplayedTicket(TICKET, tuple(old), now_s),
    )
    known = [was_told] if was is not None else [replace(was_told, cycle=None)]
    change = Change(before, stands, ReplayedTicket(TICKET, (of,), now_s), at_s)
    return changed(known, change)


def armed(of, was, said, at):
    [memory] = after(of, was, said, at).memories
    point = next_point(of, memory, max(when(said), when(at)))
    return point and (point.name, told(point.at_s))


def test_only_points_after_a_change_are_armed():
    longer = clock(target_s=6 * HOUR, of=OF, due_version=2)
    assert armed(longer, clock(of=OF), "mon 12:00", "mon 12:10") == ("75%", "mon 13:30")
    assert armed(longer, clock(of=OF), "mon 12:00", "mon 13:30") == ("breach", "mon 15:00:01")


@pytest.mark.parametrize("said", ["mon 09:00", "mon 11:59:59", "mon 12:00", "mon 12:30"])
def test_a_breach_that_a_change_brings_is_armed_whatever_was_said_before(said):
    brought = clock(target_s=HOUR, of=OF, breach_fixed_at_s=NOON, due_version=2)
    assert armed(brought, clock(of=OF), said, "mon 12:00") == ("breach", "mon 12:00")


def test_a_breach_that_an_event_heard_late_brings_is_armed():
    shorter = clock(target_s=2 * HOUR, of=OF, due_version=2)
    assert armed(shorter, clock(of=OF), "mon 12:30", "mon 10:00") == ("breach", "mon 11:00:01")


def test_a_clock_overdue_before_and_after_a_change_is_not_told_of_its_breach_again():
    was = clock(target_s=HOUR, of=OF)
    kept = clock(target_s=2 * HOUR, of=OF, breach_fixed_at_s=when("mon 10:00"), due_version=2)
    sayings = after(kept, was, "mon 10:00:01", "mon 11:30").sayings
    assert [each.announcement.passed for each in sayings] == [("+1h",)]
    assert armed(kept, was, "mon 10:00:01", "mon 11:30") is None
    assert armed(kept, clock(target_s=HOUR, of=QUIET), "mon 11:30", "mon 11:30") is None


def test_a_breach_of_before_that_its_level_did_not_tell_is_armed_when_the_change_is_older():
    was = clock(target_s=2 * HOUR, of=QUIET)
    shorter = clock(target_s=HOUR, of=OF, due_version=2)
    assert armed(shorter, was, "mon 12:00", "mon 09:30") == ("breach", "mon 10:00:01")


def test_a_breach_in_the_second_of_a_change_that_was_not_said_is_armed():
    kept = clock(target_s=HOUR, of=OF, breach_fixed_at_s=when("mon 10:00"), due_version=2)
    was = clock(target_s=HOUR, of=OF)
    assert armed(kept, was, "mon 09:59:59", "mon 10:00") == ("breach", "mon 10:00")


def test_what_was_due_before_a_change_is_said_at_once_and_by_what_was_promised_then():
    longer = clock(target_s=6 * HOUR, of=OF, due_version=2)
    outcome = after(longer, clock(of=OF), "mon 09:00", "mon 12:30")
    [saying] = outcome.sayings
    assert (saying.announcement.key("T1"), saying.is_first) == (
        "alarm:T1:first_reply:1:75%:1",
        True,
    )
    assert armed(longer, clock(of=OF), "mon 09:00", "mon 12:30") == ("75%", "mon 13:30")


def test_what_was_due_before_an_edit_counts_as_said_before_it():
    """What the edit brings in its own second was not said with it, and is still to come."""
    was, shorter = clock(of=OF), clock(target_s=7 * HOUR // 2, of=OF, due_version=2)
    edited_s = when("mon 12:30")
    before, stands = (ReplayedTicket(TICKET, (was,), at_s) for at_s in (edited_s - 1, edited_s))
    edit = Change(before, stands, ReplayedTicket(TICKET, (shorter,), edited_s), edited_s)
    [memory] = changed([memory_of(was, "mon 09:00")], edit).memories
    assert memory.told == {"75%": edited_s - 1}


def test_nothing_is_said_of_a_breach_that_a_change_takes_back():
    longer = clock(target_s=6 * HOUR, of=OF, due_version=2)
    outcome = after(longer, clock(target_s=HOUR, of=OF), "mon 09:00", "mon 12:30")
    assert outcome.sayings == ()


def test_an_edit_of_alert_points_that_puts_one_into_the_past_announces_nothing():
    more = level(first_reply=4 * HOUR, alerts=(SHARE, HALF, BREACH))
    [memory] = after(clock(of=more), clock(of=OF), "mon 09:00", "mon 11:30").memories
    assert memory.passed_over == {"50%": when("mon 11:30")}
    assert armed(clock(of=more), clock(of=OF), "mon 09:00", "mon 11:30") == ("75%", "mon 12:00")


def test_what_was_said_before_it_was_reached_by_what_is_known_now_is_said_again():
    """A pause of half an hour is heard of after the warning, and after the breach."""
    later = clock(of=OF, pauses=[pause("mon 09:30", "mon 10:00")], due_version=2)
    assert armed(later, clock(of=OF), "mon 12:10", "mon 10:00") == ("75%", "mon 12:30")
    assert armed(later, clock(of=OF), "mon 13:10", "mon 10:00") == ("breach", "mon 13:30:01")


def test_what_was_said_is_not_said_again_when_it_should_have_been_said_earlier():
    shorter = clock(target_s=3 * HOUR, of=OF, due_version=2)
    assert armed(shorter, clock(of=OF), "mon 12:00", "mon 10:00") == ("breach", "mon 12:00:01")


def test_a_breach_that_was_said_and_is_none_is_forgotten_though_its_level_tells_none_now():
    longer = clock(target_s=6 * HOUR, of=QUIET, due_version=2)
    [memory] = after(longer, clock(of=OF), "mon 13:00:01", "mon 13:30").memories
    assert memory.told == {}


# --- clocks that stopped ------------------------------------------------------------------------


def stopped(at, **given):
    return clock(of=OF, stopped_at_s=when(at), stopped_by="ana", **given)


def test_a_breach_that_nobody_said_before_the_clock_stopped_is_still_to_be_said():
    assert armed(stopped("mon 14:00"), clock(of=OF), "mon 12:00", "mon 14:00") == (
        "breach",
        "mon 13:00:01",
    )


@pytest.mark.parametrize(
    ("of", "said"),
    [
        pytest.param(stopped("mon 14:00"), "mon 13:00:01", id="it was said"),
        pytest.param(stopped("mon 12:30"), "mon 09:00", id="met, and a warning was not said"),
        pytest.param(stopped("mon 14:00", cancel_reason="excluded"), "mon 12:00", id="excluded"),
        pytest.param(
            stopped("mon 10:00", breach_fixed_at_s=when("mon 14:00"), breach_reason="reprocessed"),
            "mon 09:00",
            id="judged anew",
        ),
    ],
)
def test_of_a_clock_that_stopped_nothing_else_is_said(of, said):
    assert armed(of, clock(of=OF), said, "mon 14:00") is None


@pytest.mark.parametrize(("days", "is_told"), [(7, False), (8, True)])
def test_a_breach_that_is_seen_first_a_week_after_its_clock_stopped_counts_as_told(days, is_told):
    now_s = when("mon 14:00") + days * 24 * HOUR
    [memory] = remembered([], ReplayedTicket(TICKET, (stopped("mon 14:00"),), now_s))
    assert memory.is_done("breach") is is_told
    [later] = remembered(
        [memory], ReplayedTicket(TICKET, (stopped("mon 14:00"),), now_s + 24 * HOUR)
    )
    assert later.is_done("breach") is is_told


def test_warnings_that_were_dropped_at_a_stop_are_left_behind_when_the_clock_runs_on():
    over = stopped("mon 12:30")
    on = clock(of=OF, pauses=[pause("mon 12:30", "mon 14:00")], due_version=2)
    assert armed(on, over, "mon 09:00", "mon 14:00") == ("breach", "mon 14:30:01")


# --- numbers ------------------------------------------------------------------------------------


def numbers(memories):
    return {each.number: each.cycle for each in memories}


def seen(memories, *clocks):
    return remembered(memories, ReplayedTicket(TICKET, clocks, NOON))


def test_a_clock_keeps_its_number_whatever_its_cycle_becomes():
    memories = seen((), clock(opened_by=1, stopped_at_s=when("mon 10:00")), second())
    assert numbers(memories) == {1: 1, 2: 2}
    late = clock("mon 10:30", cycle=2, opened_by=9, stopped_at_s=when("mon 10:45"))
    memories = seen(memories, clock(opened_by=1), late, second(cycle=3))
    assert numbers(memories) == {1: 1, 2: 3, 3: 2}


def second(**given):
    return clock("mon 11:00", **({"cycle": 2, "opened_by": 3} | given))


def test_a_clock_that_goes_and_comes_back_has_its_number_again():
    memories = seen((), clock(opened_by=1), second())
    memories = seen(memories, clock(opened_by=1))
    assert numbers(memories) == {1: 1, 2: None}
    assert numbers(seen(memories, clock(opened_by=1), second())) == {1: 1, 2: 2}
    assert numbers(seen(memories, clock(opened_by=1), second(opened_by=7))) == {1: 1, 2: 2}


def test_a_number_goes_to_the_clock_that_ran_beside_its_own_the_longest():
    memories = seen((), clock("mon 10:00", opened_by=1, stopped_at_s=when("mon 12:00")))
    early = clock("mon 09:00", opened_by=5, stopped_at_s=when("mon 10:30"))
    late = clock("mon 10:30", cycle=2, opened_by=6)
    assert numbers(seen(memories, early, late)) == {1: 2, 2: 1}


def test_a_number_never_goes_to_the_heir_of_a_clock_that_a_change_of_level_ended():
    memories = seen((), clock("mon 10:00", opened_by=1))
    ended = clock("mon 09:00", opened_by=5, stopped_at_s=when("mon 10:01"))
    heir = clock("mon 10:01", cycle=2, opened_by=6, is_heir=True)
    assert numbers(seen(memories, ended, heir)) == {1: 1, 2: 2}


def test_clocks_that_never_ran_side_by_side_share_no_number():
    memories = seen((), clock("mon 09:00", opened_by=1, stopped_at_s=when("mon 10:00")))
    assert numbers(seen(memories, clock("mon 11:00", opened_by=2))) == {1: None, 2: 1}


def test_numbers_of_other_metrics_are_others():
    memories = seen((), clock(opened_by=1))
    memories = seen(memories, clock(metric="resolution", opened_by=1))
    assert [(each.key, each.cycle) for each in memories] == [
        (("first_reply", 1), None),
        (("resolution", 1), 1),
    ]


def test_a_due_version_only_rises_and_only_with_another_due_time():
    [memory] = seen((), clock(due_version=3))
    paused = clock(pauses=[pause("mon 10:00")])
    [memory] = seen([memory], paused)
    assert memory.due_version == 3
    [memory] = seen([memory], clock())
    assert memory.due_version == 3
    [memory] = seen([memory], clock(target_s=6 * HOUR))
    assert memory.due_version == 4


def test_what_was_told_by_an_instant_is_told_by_name_once_the_clock_is_seen():
    """As it was kept before clocks had numbers: known by cycle and start, told until an instant."""
    heir = clock(of=OF, opened_by=4, is_heir=True)
    kept = replace(memory_of(heir), opened_by=None, told_until_s=when("mon 12:15"))
    [memory] = seen([kept], heir)
    assert (memory.told, memory.told_until_s) == ({"75%": when("mon 12:15")}, None)
    assert (memory.number, memory.opened_by) == (1, 4)
