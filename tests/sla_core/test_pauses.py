"""Stories of pauses, and of those that end by themselves.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

import pytest

from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    created,
    level,
    line,
    only,
    played,
    shown,
    status,
    tell,
    told,
)

# --- pauses ------------------------------------------------------------------------------------


def test_pending_and_on_hold_pause_the_resolution_and_a_message_ends_them():
    tell(
        level(resolution=4 * HOUR),
        [
            ("mon 10:00", status("pending"), {"resolution 1": ("paused", 60, None)}),
            ("mon 11:00", status("on_hold"), {"resolution 1": ("paused", 60, None)}),
            ("mon 12:00", MESSAGE, {"resolution 1": ("running", 60, "mon 15:00")}),
            ("mon 15:00", None, {"resolution 1": ("running", 240, "mon 15:00")}),
            ("mon 15:01", None, {"resolution 1": ("missed", 241, "mon 15:00")}),
            ("mon 15:30", status("pending"), {"resolution 1": ("missed", 270, "mon 15:00")}),
            ("mon 16:30", status("open"), {"resolution 1": ("missed", 270, "mon 15:00")}),
        ],
    )


def test_a_pause_over_a_weekend_does_not_move_the_deadline():
    lines = created("fri 16:00")
    lines += [line("fri 17:00", "status", to="pending"), line("mon+1 09:00", "status", to="open")]
    found = played(lines, level(resolution=4 * HOUR), "mon+1 09:00")
    assert shown(found) == {"resolution 1": ("running", 60, "mon+1 12:00")}
    assert only(found).due_version == 1


def test_a_pause_without_length_leaves_no_trace():
    lines = [*created(), line("mon 10:00", "status", to="pending")]
    lines.append(line("mon 10:00", "status", to="open"))
    assert only(played(lines, level(resolution=4 * HOUR), "mon 11:00")).pauses == ()


def test_pauses_that_follow_each_other_are_one():
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "status", to="open"),
        line("mon 11:00", "status", to="on_hold"),
    ]
    found = only(played(lines, level(resolution=4 * HOUR), "mon 12:00"))
    assert [told(each.start_s) for each in found.pauses] == ["mon 10:00"]


def test_a_level_says_which_statuses_pause_which_metric():
    under = level(
        first_reply=HOUR, resolution=HOUR, pause_on={"first_reply": frozenset({"on_hold"})}
    )
    tell(
        under,
        [
            ("mon 09:30", status("on_hold"), {
                "first_reply 1": ("paused", 30, None), "resolution 1": ("running", 30, "mon 10:00"),
            }),
        ],
    )  # fmt: skip


def test_a_clock_that_starts_in_a_pausing_status_starts_paused():
    under = level(first_reply=HOUR, pause_on={"first_reply": frozenset({"new"})})
    tell(
        under,
        [
            ("mon 10:00", None, {"first_reply 1": ("paused", 0, None)}),
            ("mon 11:00", status("open"), {"first_reply 1": ("running", 0, "mon 12:00")}),
        ],
    )


def test_a_ticket_resolved_from_a_pause_counts_none_of_it():
    lines = [*created(), line("mon 10:00", "status", to="pending")]
    lines.append(line("tue 10:00", "status", to="resolved"))
    assert shown(played(lines, level(resolution=4 * HOUR), "wed 09:00")) == {
        "resolution 1": ("met", 60, "tue 13:00")  # had it run on: 3 h from Tuesday 10:00
    }


# --- until -------------------------------------------------------------------------------------


def test_a_pause_ends_at_its_until_even_when_nobody_notices():
    tell(
        level(resolution=4 * HOUR),
        [
            ("mon 10:00", status("pending", "mon 12:00"), {"resolution 1": ("paused", 60, None)}),
            ("mon 11:59", None, {"resolution 1": ("paused", 60, None)}),
            ("mon 12:00", None, {"resolution 1": ("running", 60, "mon 15:00")}),
            ("mon 14:00", "note", {"resolution 1": ("running", 180, "mon 15:00")}),
        ],
    )


def test_an_until_is_void_once_another_status_was_set():
    tell(
        level(resolution=4 * HOUR),
        [
            ("mon 10:00", status("pending", "mon 12:00"), {"resolution 1": ("paused", 60, None)}),
            ("mon 11:00", status("on_hold"), {"resolution 1": ("paused", 60, None)}),
            ("mon 13:00", None, {"resolution 1": ("paused", 60, None)}),
        ],
    )


def test_an_agents_reply_leaves_the_until_as_it_is():
    tell(
        level(resolution=4 * HOUR),
        [
            ("mon 10:00", status("pending", "mon 12:00"), {"resolution 1": ("paused", 60, None)}),
            ("mon 11:00", REPLY, {"resolution 1": ("paused", 60, None)}),
            ("mon 12:00", None, {"resolution 1": ("running", 60, "mon 15:00")}),
        ],
    )


@pytest.mark.parametrize(
    ("event", "state", "ticket_status"),
    [
        pytest.param((REPLY, {}), ("paused", 60, None), "answered", id="a reply answers it"),
        pytest.param((MESSAGE, {}), ("running", 60, "mon 15:00"), "open", id="a message"),
        pytest.param(status("pending"), ("paused", 60, None), "pending", id="pending goes on"),
        pytest.param(status("resolved"), ("met", 60, "mon 15:00"), "resolved", id="resolved"),
    ],
)
def test_an_event_at_the_instant_of_an_until_finds_the_ticket_open(event, state, ticket_status):
    kind, own = event
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending", until="mon 12:00"),
        line("mon 12:00", kind, **own),
    ]
    found = played(lines, level(resolution=4 * HOUR), "mon 12:00")
    assert shown(found) == {"resolution 1": state}
    assert found.ticket.status == ticket_status


def test_a_status_that_arrives_after_its_until_has_passed_pauses_only_until_then():
    late = line("mon 10:00", "status", to="pending", until="mon 11:00")
    lines = [*created(), line("mon 12:00", "note"), late]
    assert shown(played(lines, level(resolution=4 * HOUR), "mon 13:00")) == {
        "resolution 1": ("running", 180, "mon 14:00")
    }


def test_a_fraction_of_a_second_before_its_until_a_ticket_is_still_pending():
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending", until="2026-03-02T12:00:00.5Z"),
        line("2026-03-02T12:00:00.25Z", REPLY),
    ]
    found = played(lines, level(resolution=4 * HOUR), "mon 13:00")
    assert found.ticket.status == "open"  # the reply left it pending, the until opened it
