"""Stories of messages that need no reply, and of reopens they undo."""

import pytest

from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    STANDARD,
    created,
    history,
    level,
    line,
    only,
    played,
    shown,
    told,
    when,
)

WAIVE = "no_reply_needed"
RESOLVED = [*created(), line("mon 10:00", REPLY), line("mon 11:00", "status", to="resolved")]


def test_an_open_reply_clock_is_cancelled():
    lines = [*created(), line("mon 10:00", WAIVE, actor="ana")]
    found = only(played(lines, level(first_reply=4 * HOUR), "mon 11:00"))
    assert (found.cancel_reason, found.stopped_by) == (WAIVE, "ana")
    assert played(lines, STANDARD, "mon 11:00").ticket.status == "new"


def test_an_overdue_reply_clock_is_left_missed():
    lines = [*created(), line("mon 14:00", WAIVE)]
    found = only(played(lines, level(first_reply=4 * HOUR), "mon 15:00"))
    assert (found.state(when("mon 15:00")), found.cancel_reason) == ("missed", None)


def test_only_reply_clocks_are_cancelled():
    under = level(first_reply=HOUR, first_assign=HOUR, resolution=HOUR, periodic_update=HOUR)
    found = played([*created(), line("mon 09:30", WAIVE)], under, "mon 09:30")
    assert [name for name, state in shown(found).items() if state[0] == "cancelled"] == [
        "first_reply 1"
    ]


def test_the_first_reply_phase_is_over():
    lines = [*created(), line("mon 10:00", WAIVE), line("mon 11:00", MESSAGE)]
    assert shown(played(lines, STANDARD, "mon 11:00"))["next_reply 1"] == (
        "running",
        0,
        "mon 13:00",
    )


def test_without_an_open_message_nothing_happens():
    lines = [*created(), line("mon 10:00", REPLY), line("mon 11:00", WAIVE)]
    found = played(lines, STANDARD, "mon 12:00")
    assert found.ticket.status == "answered"
    assert shown(found)["first_reply 1"] == ("met", 60, "mon 13:00")


def test_a_thank_you_that_reopened_is_undone_and_the_resolution_stands_as_it_stood():
    before = played(RESOLVED, STANDARD, "mon 12:00")
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:10", WAIVE)]
    found = played(lines, STANDARD, "mon 13:00")
    assert (found.ticket.status, found.ticket.reopens) == ("resolved", 0)
    stood, stands = only(before, "resolution"), only(found, "resolution")
    assert stands == stood._replace(due_version=stands.due_version)
    assert only(found, "next_reply").cancel_reason == WAIVE


def test_every_other_open_clock_is_cancelled_or_left_missed():
    under = level(next_reply=HOUR, periodic_update=4 * HOUR, resolution=16 * HOUR)
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 14:00", WAIVE)]
    found = played(lines, under, "mon 15:00")
    ended = {
        f"{each.metric} {each.cycle}": (each.state(found.at_s), each.cancel_reason)
        for each in found.clocks
        if each.stopped_at_s == when("mon 14:00")
    }
    assert ended == {"next_reply 1": ("missed", None), "periodic_update 3": ("cancelled", WAIVE)}


def test_under_new_cycle_the_new_clock_is_cancelled_and_the_first_stands():
    under = level(resolution=16 * HOUR, reopen="new_cycle")
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:10", WAIVE)]
    assert shown(played(lines, under, "mon 13:00")) == {
        "resolution 1": ("met", 60, "wed 10:00"),
        "resolution 2": ("cancelled", 10, "wed 12:00"),
    }


@pytest.mark.parametrize("to", ["open", "pending", "resolved"])
def test_a_status_set_since_makes_the_reopen_stand(to):
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:05", "status", to=to)]
    assert played([*lines, line("mon 12:10", WAIVE)], STANDARD, "mon 13:00").ticket.status == to


def test_a_second_message_does_not_keep_the_first_from_being_undone():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:05", MESSAGE)]
    found = played([*lines, line("mon 12:10", WAIVE)], STANDARD, "mon 13:00")
    assert found.ticket.status == "resolved"


def test_a_reply_makes_the_reopen_stand():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:05", REPLY)]
    lines += [line("mon 12:07", MESSAGE), line("mon 12:10", WAIVE)]
    assert played(lines, STANDARD, "mon 13:00").ticket.status == "open"


def test_a_deletion_between_does_not_keep_a_reopen_from_being_undone():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:05", "deleted")]
    lines += [line("mon 12:07", "restored"), line("mon 12:10", WAIVE)]
    assert played(lines, STANDARD, "mon 13:00").ticket.status == "resolved"


def test_a_reopen_by_what_a_merge_brought_is_undone():
    lines = [*RESOLVED, line("mon 12:00", "absorbed", **{"from": "T2"}, message_at="mon 11:30")]
    found = played([*lines, line("mon 12:10", WAIVE)], STANDARD, "mon 13:00")
    assert found.ticket.status == "resolved"


@pytest.mark.parametrize("mode", ["carry", "restart"])
def test_a_level_change_since_goes_with_the_reopen_and_applies_when_it_runs_on(mode):
    under = history(
        level(resolution=16 * HOUR), level("Urgent", resolution=2 * HOUR, on_change=mode)
    )
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:30", "level", to="Urgent")]
    lines.append(line("mon 13:00", WAIVE))
    stands = only(played(lines, under, "mon 14:00"), "resolution", 1)
    assert (stands.promise.level.name, stands.state(when("mon 14:00"))) == ("Standard", "met")
    again = played([*lines, line("mon 15:00", MESSAGE)], under, "mon 15:00")
    run_on = only(again, "resolution", 1)
    assert (run_on.promise.level.name, run_on.elapsed(when("mon 15:00"))) == ("Urgent", HOUR)
    assert told(run_on.due_at_s) == "mon 16:00"


def test_cycles_go_on_counting_after_an_undone_reopen():
    under = history(level(resolution=16 * HOUR), level("None", next_reply=HOUR))
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:30", "level", to="None")]
    lines += [line("mon 13:00", WAIVE), line("mon 14:00", MESSAGE)]
    lines += [line("mon 15:00", "level", to="Standard")]
    found = played(lines, under, "mon 15:00")
    assert [each.cycle for each in found.clocks if each.metric == "resolution"] == [1, 3]
