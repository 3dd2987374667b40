"""Stories of replies: what starts and stops a clock, the whole state after each event.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

import pytest

from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    MINUTE,
    REPLY,
    STANDARD,
    created,
    level,
    line,
    only,
    played,
    shown,
    status,
    tell,
    when,
)

# --- replies -----------------------------------------------------------------------------------


def test_a_request_is_answered_asked_again_answered_and_resolved():
    tell(
        STANDARD,
        [
            ("mon 09:00", None, {
                "first_reply 1": ("running", 0, "mon 13:00"),
                "resolution 1": ("running", 0, "tue 17:00"),
            }),
            ("mon 10:00", REPLY, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "resolution 1": ("paused", 60, None),
            }),
            ("mon 12:00", MESSAGE, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "resolution 1": ("running", 60, "wed 11:00"),
                "next_reply 1": ("running", 0, "mon 14:00"),
            }),
            ("mon 13:00", MESSAGE, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "resolution 1": ("running", 120, "wed 11:00"),
                "next_reply 1": ("running", 60, "mon 14:00"),
            }),
            ("mon 15:00", REPLY, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "resolution 1": ("paused", 240, None),
                "next_reply 1": ("missed", 180, "mon 14:00"),
            }),
            ("tue 09:00", status("resolved"), {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "resolution 1": ("met", 240, "wed 13:00"),
                "next_reply 1": ("missed", 180, "mon 14:00"),
            }),
        ],
    )  # fmt: skip


def test_messages_before_the_first_reply_start_no_other_clock():
    tell(
        level(first_reply=4 * HOUR, next_reply=HOUR),
        [
            ("mon 10:00", MESSAGE, {"first_reply 1": ("running", 60, "mon 13:00")}),
            ("mon 11:00", MESSAGE, {"first_reply 1": ("running", 120, "mon 13:00")}),
            ("mon 12:00", REPLY, {"first_reply 1": ("met", 180, "mon 13:00")}),
        ],
    )


def test_the_first_reply_phase_lasts_though_the_level_has_no_such_target():
    tell(
        level(next_reply=HOUR),
        [
            ("mon 10:00", MESSAGE, {}),
            ("mon 11:00", REPLY, {}),
            ("mon 12:00", MESSAGE, {"next_reply 1": ("running", 0, "mon 13:00")}),
        ],
    )


def test_a_ticket_an_agent_opened_has_no_first_reply_phase():
    tell(
        level(first_reply=HOUR, next_reply=HOUR),
        [
            ("mon 09:30", REPLY, {}),
            ("mon 10:00", MESSAGE, {"next_reply 1": ("running", 0, "mon 11:00")}),
        ],
        created("mon 09:00", by="agent", actor="ana", requester="carla"),
    )


def test_a_note_stops_nothing():
    tell(
        level(first_reply=HOUR),
        [("mon 09:30", "note", {"first_reply 1": ("running", 30, "mon 10:00")})],
    )


def test_a_reply_to_nothing_open_changes_no_reply_clock():
    tell(
        level(first_reply=HOUR, next_reply=HOUR),
        [
            ("mon 09:30", REPLY, {"first_reply 1": ("met", 30, "mon 10:00")}),
            ("mon 10:30", REPLY, {"first_reply 1": ("met", 30, "mon 10:00")}),
        ],
    )


def test_reply_and_pending_in_one_step_lose_nothing():
    tell(
        STANDARD,
        [
            ("mon 10:00", REPLY, {
                "first_reply 1": ("met", 60, "mon 13:00"), "resolution 1": ("paused", 60, None),
            }),
            ("mon 10:00", status("pending"), {
                "first_reply 1": ("met", 60, "mon 13:00"), "resolution 1": ("paused", 60, None),
            }),
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(
            REPLY, MESSAGE,
            {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "next_reply 1": ("running", 0, "mon 12:00"),
            },
            id="reply, then message: the message is open",
        ),
        pytest.param(
            MESSAGE, REPLY, {"first_reply 1": ("met", 60, "mon 13:00")},
            id="message, then reply: nothing is open",
        ),
    ],
)  # fmt: skip
def test_events_of_one_instant_count_in_order_of_arrival(first, second, expected):
    lines = [*created(), line("mon 10:00", first), line("mon 10:00", second)]
    under = level(first_reply=4 * HOUR, next_reply=2 * HOUR)
    assert shown(played(lines, under, "mon 10:00")) == expected


# --- first_assign, calls, chats, updates -------------------------------------------------------


def to(agent):
    return "assigned", {"to": agent}


def test_the_first_assignment_stops_its_clock_and_later_ones_start_none():
    tell(
        level(first_assign=HOUR),
        [
            ("mon 09:10", to(None), {"first_assign 1": ("running", 10, "mon 10:00")}),
            ("mon 09:30", to("ana"), {"first_assign 1": ("met", 30, "mon 10:00")}),
            ("mon 09:40", to(None), {"first_assign 1": ("met", 30, "mon 10:00")}),
            ("mon 09:50", to("bor"), {"first_assign 1": ("met", 30, "mon 10:00")}),
        ],
    )  # fmt: skip


def test_a_ticket_assigned_before_its_clocks_start_has_no_such_clock():
    beginning = [
        line("mon 09:00", "created", actor="carla"),
        line("mon 09:00", "assigned", to="ana", rule="R"),
        line("mon 09:00", "level", to="Standard", chosen_by="default"),
    ]
    tell(level(first_assign=HOUR), [("mon 10:00", None, {})], beginning)


def test_a_ticket_resolved_before_anybody_had_it_cancels_the_assignment():
    lines = [*created(), line("mon 09:30", "status", to="resolved")]
    assert only(played(lines, level(first_assign=HOUR))).cancel_reason == "resolved_unanswered"


def test_every_reply_starts_the_next_update():
    tell(
        level(periodic_update=2 * HOUR),
        [
            ("mon 10:00", REPLY, {
                "periodic_update 1": ("met", 60, "mon 11:00"),
                "periodic_update 2": ("running", 0, "mon 12:00"),
            }),
            ("mon 11:00", status("pending"), {
                "periodic_update 1": ("met", 60, "mon 11:00"),
                "periodic_update 2": ("paused", 60, None),
            }),
            ("mon 12:00", status("resolved"), {
                "periodic_update 1": ("met", 60, "mon 11:00"),
                "periodic_update 2": ("cancelled", 60, "mon 13:00"),
            }),
            ("mon 13:00", MESSAGE, {
                "periodic_update 1": ("met", 60, "mon 11:00"),
                "periodic_update 2": ("cancelled", 60, "mon 13:00"),
                "periodic_update 3": ("running", 0, "mon 15:00"),
            }),
        ],
    )  # fmt: skip


def test_a_chat_has_chat_clocks_only():
    tell(
        level(first_reply=HOUR, next_reply=HOUR, chat_reply=5 * MINUTE),
        [
            ("mon 09:03", REPLY, {"chat_reply 1": ("met", 3, "mon 09:05")}),
            ("mon 09:10", MESSAGE, {
                "chat_reply 1": ("met", 3, "mon 09:05"),
                "chat_reply 2": ("running", 0, "mon 09:15"),
            }),
            ("mon 09:12", status("resolved"), {
                "chat_reply 1": ("met", 3, "mon 09:05"),
                "chat_reply 2": ("cancelled", 2, "mon 09:15"),
            }),
        ],
        created("mon 09:00", source="chat"),
    )  # fmt: skip


def test_a_call_rings_is_abandoned_rings_again_and_is_answered():
    tell(
        level(first_reply=HOUR, next_reply=HOUR, call_answer=MINUTE),
        [
            ("mon 09:00:30", "call_ringing", {"call_answer 1": ("running", 0.5, "mon 09:01")}),
            ("mon 09:00:40", "call_abandoned", {
                "call_answer 1": ("cancelled", 40 / 60, "mon 09:01"),
            }),
            ("mon 09:05", "call_ringing", {
                "call_answer 1": ("cancelled", 40 / 60, "mon 09:01"),
                "call_answer 2": ("running", 0, "mon 09:06"),
            }),
            ("mon 09:06", "call_answered", {
                "call_answer 1": ("cancelled", 40 / 60, "mon 09:01"),
                "call_answer 2": ("met", 1, "mon 09:06"),
            }),
        ],
        created("mon 09:00", source="call"),
    )  # fmt: skip


def test_a_call_abandoned_too_late_is_missed():
    lines = [*created(source="call"), line("mon 09:02", "call_abandoned")]
    found = only(played(lines, level(call_answer=MINUTE)))
    assert (found.cancel_reason, found.state(when("mon 10:00"))) == (None, "missed")


def test_a_caller_who_writes_while_it_rings_waits_for_a_next_reply():
    tell(
        level(next_reply=HOUR, call_answer=MINUTE),
        [
            ("mon 09:00:30", MESSAGE, {
                "call_answer 1": ("running", 0.5, "mon 09:01"),
                "next_reply 1": ("running", 0, "mon 10:00:30"),
            }),
            ("mon 09:01", "call_answered", {
                "call_answer 1": ("met", 1, "mon 09:01"),
                "next_reply 1": ("met", 0.5, "mon 10:00:30"),
            }),
        ],
        created("mon 09:00", source="call"),
    )  # fmt: skip
