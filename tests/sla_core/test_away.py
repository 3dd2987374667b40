"""Stories of spam and deletion: the clocks are cancelled, and run on when the ticket comes back."""

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
    status,
    tell,
    told,
    when,
)

GOING = [pytest.param(status("spam"), id="spam"), pytest.param("deleted", id="deleted")]
FIRST = level(first_reply=4 * HOUR)
ASKED = level(first_reply=4 * HOUR, next_reply=2 * HOUR)


def goes(at, event):
    kind, own = event if isinstance(event, tuple) else (event, {})
    return line(at, kind, actor="ana", **own)


@pytest.mark.parametrize("going", GOING)
def test_the_time_away_is_a_pause(going):
    tell(
        STANDARD,
        [
            ("mon 10:00", going, {
                "first_reply 1": ("cancelled", 60, "mon 13:00"),
                "resolution 1": ("cancelled", 60, "tue 17:00"),
            }),
            ("mon 12:00", "restored", {
                "first_reply 1": ("running", 60, "mon 15:00"),
                "resolution 1": ("running", 60, "wed 11:00"),
            }),
            ("mon 12:30", REPLY, {
                "first_reply 1": ("met", 90, "mon 15:00"),
                "resolution 1": ("paused", 90, None),
            }),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("going", GOING)
def test_the_reason_says_where_the_ticket_went(going):
    found = only(played([*created(), goes("mon 10:00", going)], FIRST))
    assert found.cancel_reason == (going if going == "deleted" else "spam")
    assert found.stopped_by == "ana"


@pytest.mark.parametrize("going", GOING)
def test_an_overdue_clock_is_cancelled_too_and_its_breach_withdrawn(going):
    found = only(played([*created(), goes("mon 14:00", going)], FIRST, "mon 15:00"))
    assert (found.state(when("mon 15:00")), told(found.withdrawn_at_s)) == (
        "cancelled", "mon 13:00",
    )  # fmt: skip
    assert found.withdrawal.by == "ana"
    assert found.withdrawal.reason == found.cancel_reason


@pytest.mark.parametrize("going", GOING)
def test_an_overdue_clock_that_comes_back_keeps_its_breach(going):
    lines = [*created(), goes("mon 14:00", going), line("tue 10:00", "restored")]
    found = only(played(lines, FIRST, "tue 11:00"))
    assert found.state(when("tue 11:00")) == "missed"
    assert told(found.breached_at(when("tue 11:00"))) == "mon 13:00"
    assert found.elapsed(when("tue 11:00")) == 6 * HOUR
    assert told(found.withdrawn_at_s) == "mon 13:00"


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(line("mon 11:00", "priority", to="urgent"), id="priority"),
        pytest.param(line("mon 11:00", "level", to="Fast"), id="level"),
        pytest.param(line("mon 11:00", "assigned", to="ana"), id="assigned"),
        pytest.param(line("mon 11:00", "department", to="Billing"), id="department"),
        pytest.param(line("mon 11:00", "tags", add=["vip"]), id="tags"),
        pytest.param(line("mon 11:00", "no_reply_needed"), id="no reply needed"),
        pytest.param(line("mon 11:00", "merged", into="T2"), id="merged"),
        pytest.param(line("mon 11:00", "absorbed", **{"from": "T2"}, message_at="mon 09:00"),
                     id="absorbed"),
        pytest.param(line("mon 11:00", "call_ringing"), id="call"),
        pytest.param(line("mon 11:00", "excluded", metric="first_reply", cycle=1), id="excluded"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("going", GOING)
def test_what_happens_while_away_has_no_effect_and_is_not_made_up_for(going, meanwhile):
    under = history(
        level(first_reply={"urgent": HOUR, "default": 4 * HOUR}, first_assign=8 * HOUR),
        level("Fast", first_reply=HOUR),
    )
    back = [*created(), goes("mon 10:00", going), line("mon 12:00", "restored")]
    plain = played(back, under, "mon 12:00")
    found = played([*back, meanwhile], under, "mon 12:00")
    assert found.clocks == plain.clocks
    assert (found.ticket.department, found.ticket.tags, found.ticket.assignee) == (None, (), None)


def test_a_deletion_of_spam_and_spam_of_the_deleted_change_nothing():
    lines = [*created(), line("mon 10:00", "status", to="spam"), line("mon 11:00", "deleted")]
    assert played(lines, FIRST, "mon 12:00").ticket.away == "spam"
    lines = [*created(), line("mon 10:00", "deleted"), line("mon 11:00", "status", to="spam")]
    found = played([*lines, line("mon 11:30", "status", to="resolved")], FIRST, "mon 12:00").ticket
    assert (found.away, found.status, found.is_deleted) == ("deleted", "new", True)


def test_spam_again_is_no_news():
    lines = [*created(), line("mon 10:00", "status", to="spam")]
    lines += [line("mon 11:00", "status", to="spam"), line("mon 12:00", "restored")]
    assert shown(played(lines, FIRST, "mon 12:00")) == {
        "first_reply 1": ("running", 60, "mon 15:00")
    }


def test_restoring_what_is_there_does_nothing():
    lines = [*created(), line("mon 10:00", "restored")]
    assert shown(played(lines, FIRST, "mon 12:00")) == {
        "first_reply 1": ("running", 180, "mon 13:00")
    }


def test_a_status_out_of_spam_brings_back_what_was_and_then_itself():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    lines += [line("mon 11:00", "status", to="spam"), line("mon 12:00", "status", to="open")]
    found = played(lines, level(resolution=4 * HOUR), "mon 13:00")
    assert shown(found) == {"resolution 1": ("running", 120, "mon 15:00")}
    assert (found.ticket.reopens, found.ticket.status) == (1, "open")


def test_resolving_out_of_spam_stops_the_clocks_that_came_back():
    lines = [*created(), line("mon 10:00", "status", to="spam")]
    lines.append(line("mon 12:00", "status", to="resolved"))
    assert shown(played(lines, STANDARD, "mon 13:00")) == {
        "first_reply 1": ("cancelled", 60, "mon 15:00"),
        "resolution 1": ("met", 60, "wed 11:00"),
    }


def test_a_message_meanwhile_counts_as_received_when_the_ticket_is_back():
    tell(
        ASKED,
        [
            ("mon 10:00", REPLY, {"first_reply 1": ("met", 60, "mon 13:00")}),
            ("mon 11:00", "deleted", {"first_reply 1": ("met", 60, "mon 13:00")}),
            ("mon 12:00", MESSAGE, {"first_reply 1": ("met", 60, "mon 13:00")}),
            ("mon 13:00", MESSAGE, {"first_reply 1": ("met", 60, "mon 13:00")}),
            ("mon 14:00", "restored", {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "next_reply 1": ("running", 0, "mon 16:00"),
            }),
        ],
    )  # fmt: skip


def test_a_message_meanwhile_that_was_answered_is_not_made_up_for():
    lines = [*created(), line("mon 09:30", REPLY), line("mon 10:00", "deleted")]
    lines += [line("mon 11:00", MESSAGE), line("mon 11:30", REPLY), line("mon 12:00", "restored")]
    assert "next_reply 1" not in shown(played(lines, ASKED, "mon 13:00"))
    lines = [*created(), line("mon 09:30", REPLY), line("mon 10:00", "deleted")]
    lines += [line("mon 11:00", REPLY), line("mon 11:30", MESSAGE), line("mon 12:00", "restored")]
    assert "next_reply 1" in shown(played(lines, ASKED, "mon 13:00"))


def test_a_message_meanwhile_reopens_what_is_resolved_but_not_what_is_closed():
    def after(settled):
        lines = [*created(), line("mon 10:00", "status", to=settled), line("mon 11:00", "deleted")]
        return [*lines, line("mon 12:00", MESSAGE), line("mon 13:00", "restored")]

    assert played(after("resolved"), STANDARD, "mon 13:00").ticket.status == "open"
    assert played(after("closed"), STANDARD, "mon 13:00").ticket.status == "closed"


def test_a_message_that_was_open_before_is_still_the_open_one():
    lines = [*created(), line("mon 10:00", "deleted"), line("mon 11:00", MESSAGE)]
    lines.append(line("mon 12:00", "restored"))
    assert shown(played(lines, ASKED, "mon 12:00")) == {
        "first_reply 1": ("running", 60, "mon 15:00")
    }


def test_the_until_of_a_deleted_ticket_acts_only_if_it_is_back_by_then():
    def pending(back):
        until = line("mon 10:00", "status", to="pending", until="mon 12:00")
        return [*created(), until, line("mon 11:00", "deleted"), line(back, "restored")]

    assert played(pending("mon 11:30"), STANDARD, "mon 12:00").ticket.status == "open"
    assert played(pending("mon 13:00"), STANDARD, "mon 14:00").ticket.status == "pending"


def test_spam_makes_an_until_void():
    lines = [*created(), line("mon 10:00", "status", to="pending", until="mon 14:00")]
    lines += [line("mon 11:00", "status", to="spam"), line("mon 12:00", "restored")]
    assert played(lines, STANDARD, "mon 15:00").ticket.status == "pending"


def test_a_clock_that_was_paused_comes_back_paused():
    lines = [*created(), line("mon 10:00", "status", to="pending"), line("mon 11:00", "deleted")]
    lines.append(line("mon 12:00", "restored"))
    found = only(played(lines, level(resolution=4 * HOUR), "mon 13:00"))
    assert found.state(when("mon 13:00")) == "paused"
    assert [told(each.start_s) for each in found.pauses] == ["mon 10:00"]
