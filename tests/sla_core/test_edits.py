"""Stories of a configuration that changes while clocks run: edits, closures, removals.

Revisions are told as ``(instant, kind, value)``, with ``moves`` when running clocks are to move.
"""

from datetime import date

import pytest

from sla_core.calendars import Closure
from sla_core.configuration import ConfigurationHistory, Revision, revisions_of
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    OFFICE,
    REPLY,
    configuration,
    created,
    definition,
    level,
    line,
    only,
    played,
    shown,
    told,
    when,
)

SLOW = level(first_reply=8 * HOUR, resolution=16 * HOUR)
FAST = level(first_reply=HOUR, resolution=16 * HOUR)
LONGER = definition("mon-fri 08:00-20:00")
OUTAGE = definition(closures=[Closure.of_date(date(2026, 3, 2), "Outage")])


def edited(*edits, start=SLOW, calendars=(OFFICE,), moves=True):
    """A history that begins with a level and is edited; each edit moves running clocks, or not."""
    first = revisions_of(configuration(start, calendars=calendars), at_s=-(10**9), first_number=1)
    later = [
        Revision(number, when(at), kind, getattr(value, "name", value or "Standard"),
                 None if isinstance(value, str) else value, "lea", moves)
        for number, (at, kind, value) in enumerate(edits, len(first) + 1)
    ]  # fmt: skip
    return ConfigurationHistory([*first, *later])


def test_an_edit_moves_the_open_clocks_it_was_told_to_move():
    under = edited(("mon 09:30", "level", FAST))
    assert shown(played(created(), under, "mon 09:40")) == {
        "first_reply 1": ("running", 40, "mon 10:00"),
        "resolution 1": ("running", 40, "tue 17:00"),
    }


def test_an_edit_that_was_not_told_to_moves_nothing_but_what_starts_later():
    under = edited(("mon 09:30", "level", FAST), moves=False)
    lines = [*created(), line("mon 10:00", REPLY)]
    assert shown(played(lines, under, "mon 11:00"))["first_reply 1"] == ("met", 60, "mon 17:00")
    later = played(created("mon 09:31"), under, "mon 09:40")
    assert shown(later)["first_reply 1"] == ("running", 9, "mon 10:31")


def test_a_clock_that_stopped_before_keeps_what_it_ran_under():
    under = edited(("mon 12:00", "level", FAST))
    found = only(played([*created(), line("mon 11:00", REPLY)], under, "tue 09:00"), "first_reply")
    assert (found.state(when("tue 09:00")), found.promise.level_revision) == ("met", 2)


def test_a_breach_an_edit_brings_is_dated_at_the_edit():
    found = only(
        played(created(), edited(("mon 12:00", "level", FAST)), "mon 13:00"), "first_reply"
    )
    assert told(found.breached_at(when("mon 13:00"))) == "mon 12:00"
    assert (found.breach_reason, found.due_version) == ("level_change", 2)


def test_a_breach_an_edit_takes_back_is_withdrawn_with_who_and_why():
    under = edited(("mon 12:00", "level", SLOW), start=FAST)
    found = only(played(created(), under, "mon 13:00"), "first_reply")
    assert found.withdrawal == (when("mon 10:00"), "lea", "level_change")
    assert [(told(each.until_s), each.target_seconds) for each in found.former] == [
        ("mon 12:00", HOUR)
    ]


def test_a_clock_overdue_before_and_after_an_edit_keeps_its_breach():
    under = edited(("mon 12:00", "level", level(first_reply=2 * HOUR)), start=FAST)
    found = only(played(created(), under, "mon 13:00"), "first_reply")
    assert told(found.breached_at(when("mon 13:00"))) == "mon 10:00"


def test_a_closure_declared_afterwards_takes_its_time_away():
    under = edited(("mon 12:00", "calendar", OUTAGE), start=FAST)
    found = only(played(created(), under, "mon 12:00"), "first_reply")
    assert (told(found.due_at_s), found.elapsed(when("mon 12:00"))) == ("tue 10:00", 0)
    assert found.withdrawal.reason == "calendar_change"
    assert (found.promise.level_revision, found.promise.calendar_revision) == (2, 5)


def test_longer_hours_may_breach_a_clock_at_once():
    lines = created("fri 16:30")
    under = edited(("fri 18:00", "calendar", LONGER), start=FAST)
    found = only(played(lines, under, "fri 19:00"), "first_reply")
    assert told(found.breached_at(when("fri 19:00"))) == "fri 18:00"
    assert found.breach_reason == "calendar_change"


def test_edits_of_one_instant_are_one_step():
    # FAST alone would breach at 12:00, the outage alone would not
    under = edited(("mon 12:00", "level", FAST), ("mon 12:00", "calendar", OUTAGE))
    found = only(played(created(), under, "mon 13:00"), "first_reply")
    assert (found.state(when("mon 13:00")), found.withdrawal) == ("running", None)
    assert len(found.former) == 1


def test_a_levels_edit_leaves_a_clock_on_the_calendars_revision_it_has():
    first = edited(("mon 09:30", "calendar", LONGER), moves=False).revisions
    level_edit = Revision(9, when("mon 10:00"), "level", "Standard", FAST, "lea", True)
    under = ConfigurationHistory([*first, level_edit])
    found = only(played(created("mon 09:10"), under, "mon 10:05"), "first_reply")
    assert (found.promise.level_revision, found.promise.calendar_revision) == (9, 1)


def test_a_level_that_names_another_calendar_takes_it():
    other = level(first_reply=8 * HOUR, on="long")
    long = definition("mon-fri 08:00-20:00", name="long")
    under = edited(("mon 12:00", "level", other), calendars=(OFFICE, long))
    found = only(played(created("fri 16:00"), under, "fri 18:00"), "first_reply")
    assert found.promise.calendar.definition.name == "long"


def test_a_metric_no_longer_promised_is_cancelled_and_one_newly_promised_is_found():
    gone = level(resolution=16 * HOUR, periodic_update=8 * HOUR)
    under = edited(("mon 10:00", "level", gone))
    lines = created()
    assert shown(played(lines, under, "mon 11:00")) == {
        "first_reply 1": ("cancelled", 60, "mon 17:00"),
        "resolution 1": ("running", 120, "tue 17:00"),
        "periodic_update 1": ("running", 120, "mon 17:00"),
    }
    assert only(played(lines, under, "mon 11:00"), "first_reply").cancel_reason == "level_change"


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        pytest.param(True, ("cancelled", 60, "mon 17:00"), id="cancelled as the admin chose"),
        pytest.param(False, ("running", 120, "mon 17:00"), id="kept as the admin chose"),
    ],
)
def test_an_archived_level_cancels_or_keeps_its_running_clocks(moves, expected):
    under = edited(("mon 10:00", "level", None), moves=moves)
    assert shown(played(created(), under, "mon 11:00"))["first_reply 1"] == expected


def test_an_archived_level_promises_nothing_new():
    under = edited(("mon 10:00", "level", None), moves=False)
    assert played(created("mon 10:01"), under, "mon 11:00").clocks == ()


def test_a_clock_without_a_level_is_not_moved():
    under = edited(("mon 09:30", "level", None), ("mon 10:00", "level", FAST))
    assert [each.state(0) for each in played(created(), under, "mon 11:00").open_clocks()] == []


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(("level", level("Other", first_reply=HOUR)), id="another level"),
        pytest.param(
            ("calendar", definition("mon 09:00-10:00", name="tiny")), id="another calendar"
        ),
        pytest.param(("rules", "rules"), id="rules"),
    ],
)
def test_an_edit_of_something_else_moves_nothing(edit):
    found = played(created(), edited(("mon 10:00", *edit)), "mon 11:00")
    assert found.clocks == played(created(), edited(), "mon 11:00").clocks


def test_a_removed_calendar_goes_on_for_those_that_run_on_it():
    under = edited(("mon 10:00", "calendar", "office"))
    assert shown(played(created(), under, "mon 11:00"))["first_reply 1"] == (
        "running", 120, "mon 17:00",
    )  # fmt: skip


def test_pauses_follow_the_edited_level_from_then_on():
    pausing = level(first_reply=8 * HOUR, pause_on={"first_reply": frozenset({"new"})})
    under = edited(("mon 10:00", "level", pausing))
    found = only(played(created(), under, "mon 12:00"), "first_reply")
    assert (found.state(when("mon 12:00")), found.elapsed(when("mon 12:00"))) == ("paused", HOUR)


def test_an_edit_is_carried_whatever_the_levels_own_change_mode():
    restarting = level(first_reply=HOUR, on_change="restart")
    found = played(created(), edited(("mon 09:30", "level", restarting)), "mon 09:40")
    assert shown(found)["first_reply 1"] == ("running", 40, "mon 10:00")


def test_a_clock_that_runs_on_keeps_its_revision_of_the_same_level():
    lines = [*created(), line("mon 10:00", "status", to="resolved"), line("mon 14:00", MESSAGE)]
    under = edited(("mon 12:00", "level", level(resolution=2 * HOUR)))
    found = only(played(lines, under, "mon 14:00"), "resolution")
    assert (found.target_seconds, found.promise.level_revision) == (16 * HOUR, 2)


def test_what_is_away_is_not_moved():
    lines = [*created(), line("mon 09:20", "deleted"), line("mon 12:00", "restored")]
    found = only(played(lines, edited(("mon 10:00", "level", FAST)), "mon 12:10"), "first_reply")
    assert (found.target_seconds, found.elapsed(when("mon 12:10"))) == (8 * HOUR, 1800)


def test_an_edit_comes_before_what_happens_in_its_microsecond():
    lines = [*created(), line("mon 12:00", REPLY)]
    found = only(played(lines, edited(("mon 12:00", "level", FAST)), "mon 13:00"), "first_reply")
    assert (found.state(when("mon 13:00")), found.target_seconds) == ("missed", HOUR)


def test_an_until_reached_before_an_edit_acts_before_it():
    waiting = line("mon 09:30", "status", to="pending", until="mon 10:00")
    under = edited(("mon 11:00", "level", level(resolution=8 * HOUR)))
    found = only(played([*created(), waiting], under, "mon 12:00"), "resolution")
    assert found.elapsed(when("mon 12:00")) == 2.5 * HOUR


def test_a_history_may_be_extended_to_see_what_would_be():
    under = edited()
    wanted = under.extended([Revision(9, when("mon 10:00"), "level", "Standard", FAST, None, True)])
    assert shown(played(created(), wanted, "mon 10:00"))["first_reply 1"][2] == "mon 10:00"
    assert shown(played(created(), under, "mon 10:00"))["first_reply 1"][2] == "mon 17:00"


# --- judged anew, left out ------------------------------------------------------------------


def again(at="tue 09:00", as_of="mon 17:00", metric="first_reply", cycle=1):
    return line(at, "reprocessed", actor="lea", metric=metric, cycle=cycle,
                as_of=told_iso(as_of))  # fmt: skip


def told_iso(text):
    return line(text, "note")["at"]


ANSWERED = [*created(), line("mon 12:00", REPLY)]


def test_a_miss_judged_anew_under_a_closure_is_met_and_its_breach_withdrawn():
    under = edited(("mon 15:00", "calendar", OUTAGE), start=FAST, moves=False)
    before = only(played(ANSWERED, under, "tue 09:00"), "first_reply")
    assert before.state(when("tue 09:00")) == "missed"
    found = only(played([*ANSWERED, again()], under, "tue 10:00"), "first_reply")
    assert (found.state(when("tue 10:00")), found.elapsed(when("tue 10:00"))) == ("met", 0)
    assert found.withdrawal == (when("mon 10:00"), "lea", "reprocessed")


def test_a_met_clock_judged_anew_as_a_miss_is_breached_then():
    under = edited(("mon 15:00", "level", FAST), moves=False)
    found = only(played([*ANSWERED, again()], under, "tue 10:00"), "first_reply")
    assert told(found.breached_at(when("tue 10:00"))) == "tue 09:00"
    assert (found.breach_reason, found.elapsed(when("tue 10:00"))) == ("reprocessed", 3 * HOUR)


def test_a_miss_that_stays_one_keeps_its_breach():
    under = edited(("mon 15:00", "level", level(first_reply=2 * HOUR)), start=FAST, moves=False)
    found = only(played([*ANSWERED, again()], under, "tue 10:00"), "first_reply")
    assert (found.target_seconds, told(found.breached_at(when("tue 10:00")))) == (
        2 * HOUR, "mon 10:00",
    )  # fmt: skip


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(again(metric="resolution"), id="a clock that is open"),
        pytest.param(again(cycle=2), id="a clock that is not there"),
        pytest.param(again(metric="chat_reply"), id="a metric that never ran"),
        pytest.param(again(metric="first_assign"), id="a clock without a target"),
    ],
)
def test_only_stopped_clocks_with_a_target_are_judged_anew(event):
    under = edited(("mon 15:00", "level", FAST), moves=False)
    lines = [*ANSWERED, line("mon 12:30", "assigned", to="ana")]
    plain = played(lines, under, "tue 10:00")
    assert played([*lines, event], under, "tue 10:00").clocks == plain.clocks


def test_a_cancelled_clock_and_one_whose_level_is_gone_stay_as_they_are():
    gone = edited(("mon 15:00", "level", None), moves=False)
    assert played([*ANSWERED, again()], gone, "tue 10:00") is not None
    assert only(played([*ANSWERED, again()], gone, "tue 10:00"), "first_reply").target_seconds == (
        8 * HOUR
    )
    lines = [*created(), line("mon 12:00", "no_reply_needed"), again()]
    found = only(played(lines, edited(("mon 15:00", "level", FAST), moves=False)), "first_reply")
    assert (found.cancel_reason, found.target_seconds) == ("no_reply_needed", 8 * HOUR)


def excluded(at, **own):
    return line(at, "excluded", actor="mo", **({"metric": "first_reply", "cycle": 1} | own))


@pytest.mark.parametrize(
    ("reply_at", "stopped_at"), [("mon 12:00", "mon 12:00"), (None, "mon 14:00")]
)
def test_an_excluded_miss_is_cancelled_and_its_breach_withdrawn(reply_at, stopped_at):
    lines = created() if reply_at is None else [*created(), line(reply_at, REPLY)]
    lines = [*lines, excluded("mon 14:00", reason="outage")]
    found = only(played(lines, FAST, "mon 15:00"), "first_reply")
    assert (found.state(when("mon 15:00")), found.cancel_reason) == ("cancelled", "excluded")
    assert told(found.stopped_at_s) == stopped_at
    assert found.withdrawal == (when("mon 10:00"), "mo", "outage")
    assert found.stopped_by is None


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*created(), excluded("mon 09:30")], id="it runs"),
        pytest.param([*created(), line("mon 09:30", REPLY), excluded("mon 10:00")], id="met"),
        pytest.param([*created(), excluded("mon 14:00", cycle=2)], id="not there"),
        pytest.param(
            [*created(), line("mon 09:30", "no_reply_needed"), excluded("mon 14:00")],
            id="cancelled",
        ),
    ],
)
def test_only_a_miss_is_excluded(lines):
    assert played(lines, FAST).clocks == played(lines[:-1], FAST).clocks


@pytest.mark.parametrize(
    "again", [line("mon 14:00", "status", to="open"), line("mon 14:00", MESSAGE)]
)
def test_a_resolution_that_was_excluded_stays_ended_when_it_is_reopened(again):
    # ruling wanted: section 7 says it of a reopen by `status`; one by a message is taken alike
    lines = [*created(), line("mon 12:00", "status", to="resolved")]
    lines += [excluded("mon 13:00", metric="resolution"), again]
    found = only(played(lines, level(resolution=HOUR), "mon 15:00"))
    assert (found.state(when("mon 15:00")), told(found.stopped_at_s)) == ("cancelled", "mon 12:00")
    assert (found.cancel_reason, told(found.withdrawn_at_s)) == ("excluded", "mon 10:00")


def test_an_edit_does_not_reach_back_into_its_second():
    instant = when("mon 09:00")
    first = edited(moves=False).revisions
    late = Revision(9, instant, "level", "Standard", FAST, "lea", fraction_us=500_000)
    under = ConfigurationHistory([*first, late])
    before = [{**each, "at": "2026-03-02T09:00:00.400Z"} for each in created()]
    after = [{**each, "at": "2026-03-02T09:00:00.500Z"} for each in created()]
    assert only(played(before, under, "mon 10:00"), "first_reply").target_seconds == 8 * HOUR
    assert only(played(after, under, "mon 10:00"), "first_reply").target_seconds == HOUR
    assert under.at(instant).level("Standard") is FAST  # at the end of the second
