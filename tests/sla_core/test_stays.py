"""Stories of what being resolved or closed ended, and a reopen by `status` takes back.

The calendar is mon-fri 09:00-17:00 UTC, so a day counts 8 h. A state is told as
``{"metric cycle": (state, elapsed minutes, due)}``.
"""

import pytest

from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    created,
    history,
    level,
    line,
    only,
    played,
    shown,
    status,
    tell,
    told,
    when,
)

WAIVE = "no_reply_needed"
ASKED = level(first_reply=4 * HOUR, next_reply=2 * HOUR, first_assign=8 * HOUR)
RESOLVED = [*created(), line("mon 10:00", "status", to="resolved")]
OPENED = line("mon 14:00", "status", to="open")


def settled(to="resolved", at="mon 10:00"):
    return [*created(), line(at, "status", to=to)]


def clocks(lines, under=ASKED, at="mon 15:00"):
    return shown(played(lines, under, at))


@pytest.mark.parametrize("to", ["resolved", "closed"])
def test_what_was_asked_before_is_asked_again_and_the_time_away_is_a_pause(to):
    found = played([*settled(to), OPENED], ASKED, "mon 15:00")
    assert shown(found) == {
        "first_reply 1": ("running", 120, "mon 17:00"),
        "first_assign 1": ("running", 120, "tue 13:00"),
    }
    assert [(told(a), told(b)) for a, b in only(found, "first_reply").pauses] == [
        ("mon 10:00", "mon 14:00")
    ]
    assert found.ticket.open_message_at_s == when("mon 09:00")
    assert found.ticket.in_first_reply_phase


@pytest.mark.parametrize("mode", ["resume", "new_cycle", "ignore"])
def test_it_is_so_whatever_the_level_says_of_reopening(mode):
    under = level(first_reply=4 * HOUR, reopen=mode)
    assert clocks([*RESOLVED, OPENED], under) == {"first_reply 1": ("running", 120, "mon 17:00")}


@pytest.mark.parametrize("by", [{"actor": "carla"}, {"actor": "ana"}, {"rule": "R"}])
@pytest.mark.parametrize("to", ["new", "open", "answered", "pending", "on_hold"])
def test_it_is_so_whoever_sets_whichever_status(by, to):
    again = line("mon 14:00", "status", to=to, **by)
    assert clocks([*RESOLVED, again])["first_reply 1"] == ("running", 120, "mon 17:00")


def test_the_first_reply_phase_goes_on():
    lines = [*RESOLVED, OPENED, line("mon 14:10", MESSAGE)]
    assert "next_reply 1" not in clocks(lines)
    lines += [line("mon 14:20", REPLY), line("mon 14:30", MESSAGE)]
    assert clocks(lines) == {
        "first_reply 1": ("met", 80, "mon 17:00"),
        "next_reply 1": ("running", 30, "mon 16:30"),
        "first_assign 1": ("running", 120, "tue 13:00"),
    }


def test_a_later_message_is_open_again_too():
    lines = [*created(), line("mon 09:30", REPLY), line("mon 09:40", MESSAGE)]
    lines += [line("mon 10:00", "status", to="resolved"), OPENED]
    assert clocks(lines)["next_reply 1"] == ("running", 80, "mon 15:40")
    assert played(lines, ASKED, "mon 15:00").ticket.open_message_at_s == when("mon 09:40")


def test_a_chats_message_is_open_again():
    lines = [*created(source="chat"), line("mon 10:00", "status", to="closed"), OPENED]
    assert clocks(lines, level(chat_reply=2 * HOUR)) == {
        "chat_reply 1": ("running", 120, "mon 15:00")
    }


def test_a_miss_keeps_the_instant_of_its_breach():
    lines = [*settled(at="mon 14:00"), line("tue 09:00", "status", to="open")]
    found = only(played(lines, ASKED, "tue 10:00"), "first_reply")
    assert (found.state(when("tue 10:00")), found.elapsed(when("tue 10:00"))) == (
        "missed", 6 * HOUR,
    )  # fmt: skip
    assert told(found.breached_at(when("tue 10:00"))) == "mon 13:00"
    assert found.withdrawal is None


def test_what_nobody_had_asked_stays_quiet():
    lines = [*created(), line("mon 09:30", REPLY), line("mon 10:00", "status", to="resolved")]
    assert clocks([*lines, OPENED])["first_reply 1"] == ("met", 30, "mon 13:00")
    assert played([*lines, OPENED], ASKED, "mon 15:00").ticket.open_message_at_s is None


def test_resolved_and_closed_following_each_other_are_one_stay():
    lines = [*RESOLVED, line("mon 11:00", "status", to="closed")]
    lines += [line("mon 12:00", "status", to="resolved"), OPENED]
    assert clocks(lines)["first_reply 1"] == ("running", 120, "mon 17:00")


@pytest.mark.parametrize(
    "gone", [line("mon 11:00", "deleted"), line("mon 11:00", "status", to="spam")]
)
def test_spam_and_deletion_in_between_are_part_of_the_stay(gone):
    lines = [*RESOLVED, gone, line("mon 12:00", "restored"), OPENED]
    assert clocks(lines)["first_reply 1"] == ("running", 120, "mon 17:00")


def test_a_status_out_of_spam_is_a_reopen_where_the_ticket_was_resolved():
    lines = [*RESOLVED, line("mon 11:00", "status", to="spam"), OPENED]
    assert clocks(lines)["first_reply 1"] == ("running", 120, "mon 17:00")
    closed = line("mon 14:00", "status", to="closed")
    assert clocks([*lines[:-1], closed])["first_reply 1"][0] == "cancelled"


def test_a_restoration_reopens_nothing():
    lines = [*RESOLVED, line("mon 11:00", "deleted"), line("mon 14:00", "restored")]
    assert clocks(lines)["first_reply 1"] == ("cancelled", 60, "mon 13:00")


# --- what was answered meanwhile --------------------------------------------------------------


@pytest.mark.parametrize("kind", [REPLY, WAIVE, "call_answered"])
def test_what_was_answered_during_the_stay_stays_ended_and_the_phase_is_over(kind):
    lines = [*RESOLVED, line("mon 11:00", kind, actor="ana"), OPENED]
    found = played(lines, ASKED, "mon 15:00")
    assert shown(found) == {
        "first_reply 1": ("cancelled", 60, "mon 13:00"),
        "first_assign 1": ("running", 120, "tue 13:00"),
    }
    assert found.ticket.open_message_at_s is None
    more = [*lines, line("mon 14:30", MESSAGE)]
    assert clocks(more)["next_reply 1"] == ("running", 30, "mon 16:30")


@pytest.mark.parametrize("kind", [REPLY, WAIVE])
def test_an_answer_while_spam_or_deleted_is_none(kind):
    lines = [*RESOLVED, line("mon 10:30", "deleted"), line("mon 11:00", kind)]
    lines += [line("mon 12:00", "restored"), OPENED]
    assert clocks(lines)["first_reply 1"] == ("running", 120, "mon 17:00")


def test_who_was_assigned_during_the_stay_ends_only_the_assignment():
    lines = [*RESOLVED, line("mon 11:00", "assigned", to="ana"), OPENED]
    assert clocks(lines) == {
        "first_reply 1": ("running", 120, "mon 17:00"),
        "first_assign 1": ("cancelled", 60, "mon 17:00"),
    }


def test_that_it_was_taken_from_somebody_is_no_assignment():
    lines = [*RESOLVED, line("mon 11:00", "assigned", to=None), OPENED]
    assert clocks(lines)["first_assign 1"] == ("running", 120, "tue 13:00")


def test_an_answer_before_the_stay_has_no_part_in_it():
    lines = [*created(), line("mon 09:10", REPLY), line("mon 09:20", MESSAGE)]
    lines += [line("mon 10:00", "status", to="resolved"), OPENED]
    assert clocks(lines)["next_reply 1"] == ("running", 100, "mon 15:20")


# --- what stays ended -------------------------------------------------------------------------


def test_what_was_excluded_stays_ended():
    lines = settled(at="mon 14:00")
    lines += [line("mon 15:00", "excluded", metric="first_reply", cycle=1, actor="lea")]
    lines += [line("mon 16:00", "status", to="open")]
    found = only(played(lines, ASKED, "tue 10:00"), "first_reply")
    assert (found.cancel_reason, told(found.withdrawn_at_s)) == ("excluded", "mon 13:00")


@pytest.mark.parametrize("to", ["open", "spam", "resolved", "pending"])
def test_a_status_on_a_merged_ticket_changes_nothing(to):
    lines = [*created(), line("mon 10:00", "merged", into="T2")]
    again = line("mon 11:00", "status", to=to)
    one, other = played(lines, ASKED, "mon 12:00"), played([*lines, again], ASKED, "mon 12:00")
    assert (other.clocks, other.ticket.status, other.ticket.away) == (one.clocks, "closed", None)


def test_a_call_that_rang_does_not_ring_again():
    under = level(call_answer=HOUR, next_reply=2 * HOUR)
    lines = [*created(source="call"), line("mon 09:10", "status", to="resolved"), OPENED]
    assert clocks(lines, under) == {"call_answer 1": ("cancelled", 10, "mon 10:00")}
    lines.append(line("mon 14:30", "call_ringing"))
    assert clocks(lines, under)["call_answer 2"] == ("running", 30, "mon 15:30")


def test_the_update_that_lapsed_is_followed_by_a_new_one():
    under = level(periodic_update=2 * HOUR)
    assert clocks([*RESOLVED, OPENED], under) == {
        "periodic_update 1": ("cancelled", 60, "mon 11:00"),
        "periodic_update 2": ("running", 60, "mon 16:00"),
    }


# --- messages that reopen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "elapsed"),
    [
        pytest.param(line("mon 14:00", MESSAGE), 60, id="written"),
        pytest.param(
            line("mon 14:00", "absorbed", **{"from": "T2"}, message_at="mon 13:30"), 90,
            id="brought by a merge",
        ),
    ],
)  # fmt: skip
def test_a_message_that_reopens_asks_anew(message, elapsed):
    found = clocks([*RESOLVED, message])
    assert found["first_reply 1"] == ("cancelled", 60, "mon 13:00")
    assert found["first_assign 1"] == ("cancelled", 60, "mon 17:00")
    assert found["next_reply 1"][:2] == ("running", elapsed)


def test_after_a_message_reopened_a_status_takes_nothing_back():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 14:00", "status", to="pending")]
    assert clocks(lines)["first_assign 1"] == ("cancelled", 60, "mon 17:00")


def test_a_reopen_that_was_undone_belongs_to_the_stay_but_for_the_reply_clocks():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:10", WAIVE), OPENED]
    found = played(lines, ASKED, "mon 15:00")
    assert shown(found) == {
        "first_reply 1": ("cancelled", 60, "mon 13:00"),
        "first_assign 1": ("running", 120, "tue 13:00"),
        "next_reply 1": ("cancelled", 10, "mon 14:00"),
    }
    assert (found.ticket.status, found.ticket.open_message_at_s) == ("open", None)


def test_who_got_the_ticket_before_the_reopen_was_undone_has_it():
    lines = [*RESOLVED, line("mon 12:00", MESSAGE), line("mon 12:05", "assigned", to="ana")]
    lines += [line("mon 12:10", WAIVE), OPENED]
    assert clocks(lines)["first_assign 1"] == ("cancelled", 60, "mon 17:00")


def test_no_reply_needed_after_a_status_cancels_again_and_leaves_the_status():
    lines = [*RESOLVED, OPENED, line("mon 14:30", WAIVE, actor="ana")]
    found = played(lines, ASKED, "mon 15:00")
    assert shown(found)["first_reply 1"] == ("cancelled", 90, "mon 17:00")
    assert (only(found, "first_reply").cancel_reason, found.ticket.status) == (WAIVE, "open")
    late = [*settled(at="mon 14:00"), line("mon 15:00", "status", to="open")]
    late = only(played([*late, line("mon 15:30", WAIVE)], ASKED, "mon 16:00"), "first_reply")
    assert (late.state(when("mon 16:00")), late.cancel_reason) == ("missed", None)


def test_it_may_be_resolved_and_reopened_again_and_again():
    lines = [*RESOLVED, line("mon 11:00", "status", to="open")]
    lines += [line("mon 12:00", "status", to="closed"), OPENED]
    assert clocks(lines)["first_reply 1"] == ("running", 180, "mon 16:00")


# --- the level and the priority then ----------------------------------------------------------


def test_what_runs_on_takes_the_level_in_force_then():
    under = history(
        level(first_reply=4 * HOUR), level("Fast", first_reply=HOUR, on_change="restart")
    )
    lines = [*RESOLVED, line("mon 11:00", "level", to="Fast"), OPENED]
    found = only(played(lines, under, "mon 15:00"))
    assert (found.cycle, found.promise.level.name, found.elapsed(when("mon 15:00"))) == (
        1, "Fast", 2 * HOUR,
    )  # fmt: skip
    assert told(found.breached_at(when("mon 15:00"))) == "mon 14:00"


def test_what_runs_on_takes_the_priority_set_meanwhile():
    under = level(first_reply={"urgent": 2 * HOUR, "default": 4 * HOUR})
    lines = [*RESOLVED, line("mon 11:00", "priority", to="urgent"), OPENED]
    assert clocks(lines, under) == {"first_reply 1": ("running", 120, "mon 15:00")}


def test_under_a_level_without_the_metric_it_is_cancelled_then_and_goes_on_unseen():
    under = history(level(first_reply=4 * HOUR), level("Bare", resolution=HOUR))
    lines = [*RESOLVED, line("mon 11:00", "level", to="Bare"), OPENED]
    found = only(played(lines, under, "mon 15:00"), "first_reply")
    assert (found.cancel_reason, told(found.stopped_at_s)) == ("level_change", "mon 14:00")
    back = [*lines, line("mon 15:00", "level", to="Standard")]
    seen = only(played(back, under, "mon 15:30"), "first_reply", 2)
    assert (told(seen.started_at_s), seen.elapsed(when("mon 15:30"))) == ("mon 09:00", 2.5 * HOUR)


def test_a_miss_under_a_level_without_the_metric_is_left_missed():
    under = history(level(first_reply=4 * HOUR), level("Bare", resolution=HOUR))
    lines = [*settled(at="mon 14:00"), line("mon 14:30", "level", to="Bare")]
    lines += [line("mon 15:00", "status", to="open")]
    found = only(played(lines, under, "mon 16:00"), "first_reply")
    assert (found.state(when("mon 16:00")), told(found.stopped_at_s)) == ("missed", "mon 15:00")


# --- which resolution runs on -----------------------------------------------------------------


def test_the_resolution_that_an_undone_reopen_cancelled_never_runs_on():
    under = history(
        level(resolution=16 * HOUR, reopen="new_cycle"), level("Resuming", resolution=16 * HOUR)
    )
    lines = [*RESOLVED, line("mon 11:00", MESSAGE), line("mon 11:10", WAIVE)]
    lines += [line("mon 12:00", "level", to="Resuming"), OPENED]
    assert clocks(lines, under) == {
        "resolution 1": ("running", 120, "wed 13:00"),
        "resolution 2": ("cancelled", 10, "wed 11:00"),
    }


def test_a_resolution_that_was_excluded_while_it_ran_stays_ended():
    lines = [*created(), line("mon 11:00", "excluded", metric="resolution", cycle=1, actor="lea")]
    lines += [line("mon 12:00", "status", to="resolved"), OPENED]
    found = only(played(lines, level(resolution=HOUR), "mon 15:00"))
    assert (found.cancel_reason, told(found.stopped_at_s)) == ("excluded", "mon 11:00")


def test_where_the_last_resolve_stopped_none_the_one_stopped_before_runs_on():
    # ruling wanted: the last resolve that stopped one, however many cycles came since
    under = history(
        level(resolution=8 * HOUR, reopen="new_cycle"), level("Resuming", resolution=HOUR)
    )
    lines = [*RESOLVED, line("mon 11:00", "status", to="open")]
    lines += [line("mon 11:30", "level", to="Resuming")]
    lines += [line("mon 13:00", "excluded", metric="resolution", cycle=2, actor="lea")]
    lines += [line("mon 13:30", "status", to="resolved"), OPENED]
    assert clocks(lines, under) == {
        "resolution 1": ("missed", 120, "mon 10:00"),  # its first hour was the one allowed
        "resolution 2": ("cancelled", 120, "mon 12:00"),
    }


# --- a status that the ticket has -------------------------------------------------------------


def test_a_status_that_the_ticket_has_makes_a_messages_reopen_stand():
    tell(
        ASKED,
        [
            ("mon 11:00", MESSAGE, {
                "first_reply 1": ("cancelled", 60, "mon 13:00"),
                "first_assign 1": ("cancelled", 60, "mon 17:00"),
                "next_reply 1": ("running", 0, "mon 13:00"),
            }),
            ("mon 11:05", status("open"), {
                "first_reply 1": ("cancelled", 60, "mon 13:00"),
                "first_assign 1": ("cancelled", 60, "mon 17:00"),
                "next_reply 1": ("running", 5, "mon 13:00"),
            }),
            ("mon 11:10", WAIVE, {
                "first_reply 1": ("cancelled", 60, "mon 13:00"),
                "first_assign 1": ("cancelled", 60, "mon 17:00"),
                "next_reply 1": ("cancelled", 10, "mon 13:00"),
            }),
        ],
        RESOLVED,
    )  # fmt: skip
    lines = [*RESOLVED, line("mon 11:00", MESSAGE), line("mon 11:05", "status", to="open")]
    assert played([*lines, line("mon 11:10", WAIVE)], ASKED, "mon 12:00").ticket.status == "open"
