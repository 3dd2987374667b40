"""Stories of tickets that are merged: the one that goes, and the one that takes it in."""

import pytest

from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    STANDARD,
    created,
    level,
    line,
    only,
    played,
    shown,
    told,
    when,
)

ASKED = level(first_reply=4 * HOUR, next_reply=2 * HOUR)


def absorbs(at, message_at=None):
    return line(at, "absorbed", actor="ana", **{"from": "T2"}, message_at=message_at)


def test_a_merge_cancels_every_open_clock_of_the_ticket_that_goes():
    lines = [*created(), line("mon 10:00", "merged", into="T2")]
    found = played(lines, STANDARD, "mon 12:00")
    assert shown(found) == {
        "first_reply 1": ("cancelled", 60, "mon 13:00"),
        "resolution 1": ("cancelled", 60, "tue 17:00"),
    }
    assert {each.cancel_reason for each in found.clocks} == {"merged"}
    assert found.ticket.status == "closed"


def test_a_merge_leaves_an_overdue_clock_missed():
    lines = [*created(), line("mon 14:00", "merged", into="T2")]
    found = only(played(lines, STANDARD, "mon 15:00"), "first_reply")
    assert (found.state(when("mon 15:00")), found.cancel_reason) == ("missed", None)


def test_a_merge_of_a_resolved_ticket_only_closes_it():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    lines.append(line("mon 11:00", "merged", into="T2"))
    found = played(lines, STANDARD, "mon 12:00")
    assert shown(found)["resolution 1"] == ("met", 60, "tue 17:00")
    assert found.ticket.status == "closed"


def test_a_merged_ticket_is_not_reopened_by_hand():
    lines = [*created(), line("mon 10:00", "merged", into="T2")]
    lines.append(line("mon 12:00", "status", to="open"))
    found = played(lines, level(resolution=4 * HOUR), "mon 13:00")
    assert found.ticket.status == "closed"
    assert (only(found).cancel_reason, told(only(found).stopped_at_s)) == ("merged", "mon 10:00")


def test_an_open_reply_clock_takes_the_start_of_an_earlier_message():
    lines = [*created("mon 11:00"), absorbs("mon 12:00", "mon 10:00")]
    found = only(played(lines, STANDARD, "mon 12:00"), "first_reply")
    assert (told(found.started_at_s), told(found.due_at_s)) == ("mon 10:00", "mon 14:00")
    assert found.due_version == 2


@pytest.mark.parametrize("message_at", ["mon 11:00", "mon 11:30", None])
def test_a_message_that_is_not_earlier_changes_no_open_clock(message_at):
    lines = [*created("mon 11:00"), absorbs("mon 12:00", message_at)]
    found = only(played(lines, STANDARD, "mon 12:00"), "first_reply")
    assert told(found.started_at_s) == "mon 11:00"


def test_no_other_clock_and_no_status_changes():
    lines = [*created("mon 11:00"), line("mon 11:30", REPLY)]
    lines += [line("mon 11:45", "status", to="pending"), absorbs("mon 12:00", "mon 10:00")]
    found = played(lines, STANDARD, "mon 12:30")
    assert found.ticket.status == "pending"
    assert told(only(found, "resolution").started_at_s) == "mon 11:00"
    assert shown(found)["next_reply 1"] == ("missed", 150, "mon 12:00")


def test_a_breach_so_found_is_recorded_at_the_merge():
    lines = [*created("mon 14:00"), absorbs("mon 15:00", "mon 09:00")]
    found = only(played(lines, STANDARD, "mon 16:00"), "first_reply")
    assert (told(found.breached_at(when("mon 16:00"))), found.breach_reason) == (
        "mon 15:00", "merged",
    )  # fmt: skip


def test_a_clock_overdue_before_the_merge_keeps_its_breach():
    lines = [*created("mon 10:00"), absorbs("mon 15:00", "mon 09:00")]
    found = only(played(lines, STANDARD, "mon 16:00"), "first_reply")
    assert told(found.breached_at(when("mon 16:00"))) == "mon 14:00"


def test_without_an_open_message_a_reply_clock_starts_where_the_other_ticket_stood():
    lines = [*created(), line("mon 10:00", REPLY), absorbs("mon 12:00", "mon 11:00")]
    assert shown(played(lines, ASKED, "mon 12:00")) == {
        "first_reply 1": ("met", 60, "mon 13:00"),
        "next_reply 1": ("running", 60, "mon 13:00"),
    }


def test_in_a_chat_it_is_a_chat_reply():
    under = level(chat_reply=HOUR)
    lines = [*created(source="chat"), line("mon 09:10", REPLY), absorbs("mon 12:00", "mon 11:30")]
    assert shown(played(lines, under, "mon 12:00"))["chat_reply 2"] == ("running", 30, "mon 12:30")


def test_a_resolved_ticket_is_reopened_by_what_it_takes_in_and_a_closed_one_is_not():
    def taken(settled):
        lines = [*created(), line("mon 10:00", "status", to=settled)]
        return played([*lines, absorbs("mon 12:00", "mon 11:00")], STANDARD, "mon 12:00")

    assert taken("resolved").ticket.status == "open"
    assert shown(taken("resolved"))["next_reply 1"] == ("running", 60, "mon 13:00")
    assert shown(taken("resolved"))["resolution 1"][0] == "running"
    assert taken("closed").ticket.status == "closed"
    assert "next_reply 1" not in shown(taken("closed"))


def test_what_was_taken_in_is_open_until_it_is_answered():
    lines = [*created(), line("mon 10:00", REPLY), absorbs("mon 12:00", "mon 11:00")]
    lines += [line("mon 12:10", MESSAGE), line("mon 12:30", REPLY)]
    assert shown(played(lines, ASKED, "mon 13:00"))["next_reply 1"] == ("met", 90, "mon 13:00")


def test_a_clock_that_was_excluded_is_not_opened_again_by_a_merge():
    lines = [*created(), line("mon 14:00", "excluded", metric="first_reply", cycle=1)]
    found = played([*lines, absorbs("mon 15:00", "mon 11:00")], ASKED, "mon 16:00")
    assert shown(found) == {"first_reply 1": ("cancelled", 300, "mon 13:00")}


def test_the_reply_clock_of_a_pausing_status_stands_from_the_merge_on():
    under = level(next_reply=4 * HOUR, pause_on={"next_reply": frozenset({"pending"})})
    lines = [*created(), line("mon 10:00", REPLY), line("mon 10:30", "status", to="pending")]
    lines.append(absorbs("mon 12:00", "mon 11:00"))
    # ruling wanted: the time before the merge counts, whatever status the ticket had
    assert shown(played(lines, under, "mon 13:00")) == {"next_reply 1": ("paused", 60, None)}


@pytest.mark.parametrize(
    ("message_at", "oldest"), [("mon 08:30", "mon 08:30"), ("mon 10:00", "mon 09:00")]
)
def test_what_has_waited_longest_is_the_older_message_of_the_two(message_at, oldest):
    lines = [*created(), absorbs("mon 11:00", message_at)]
    found = played(lines, ASKED, "mon 12:00")
    assert found.ticket.open_message_at_s == when(oldest)
