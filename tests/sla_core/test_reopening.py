"""Stories of resolving and reopening.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

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
    status,
    tell,
    told,
    when,
)


def test_resolving_cancels_what_nobody_answered():
    tell(
        STANDARD,
        [
            ("mon 10:00", status("resolved"), {
                "first_reply 1": ("cancelled", 60, "mon 13:00"),
                "resolution 1": ("met", 60, "tue 17:00"),
            }),
        ],
    )  # fmt: skip
    lines = [*created(), line("mon 10:00", "status", to="closed")]
    found = only(played(lines, STANDARD), "first_reply")
    assert found.cancel_reason == "resolved_unanswered"


def test_resolving_leaves_an_overdue_clock_missed():
    lines = [*created(), line("mon 14:00", "status", to="resolved")]
    found = only(played(lines, STANDARD, "tue 09:00"), "first_reply")
    assert (found.state(when("tue 09:00")), found.cancel_reason) == ("missed", None)
    assert told(found.breached_at(when("tue 09:00"))) == "mon 13:00"


def test_nothing_starts_on_a_resolved_ticket_not_even_by_a_reply():
    under = level(next_reply=HOUR, periodic_update=HOUR, resolution=4 * HOUR)
    lines = [*created(), line("mon 10:00", "status", to="closed"), line("mon 11:00", MESSAGE)]
    lines.append(line("mon 12:00", REPLY))
    assert shown(played(lines, under, "mon 13:00")) == {
        "periodic_update 1": ("cancelled", 60, "mon 10:00"),
        "resolution 1": ("met", 60, "mon 13:00"),
    }


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        pytest.param(
            "resume", {"resolution 1": ("running", 60, "tue 15:00")},
            id="the same clock runs on, 3 h from Tuesday 12:00",
        ),
        pytest.param(
            "new_cycle",
            {"resolution 1": ("met", 60, "mon 13:00"), "resolution 2": ("running", 0, "tue 16:00")},
            id="a new clock",
        ),
        pytest.param("ignore", {"resolution 1": ("met", 60, "mon 13:00")}, id="the first stands"),
    ],
)  # fmt: skip
def test_a_message_reopens_by_the_levels_mode(mode, expected):
    lines = [*created(), line("mon 10:00", "status", to="resolved"), line("tue 12:00", MESSAGE)]
    assert shown(played(lines, level(resolution=4 * HOUR, reopen=mode), "tue 12:00")) == expected


def test_what_was_ignored_once_stays_when_it_is_resolved_again():
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("tue 12:00", MESSAGE),
        line("wed 12:00", "status", to="resolved"),
    ]
    under = level(resolution=4 * HOUR, reopen="ignore")
    assert shown(played(lines, under, "wed 12:00")) == {"resolution 1": ("met", 60, "mon 13:00")}


def test_reopening_by_hand_into_a_pausing_status_makes_one_pause_of_both():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    lines.append(line("tue 10:00", "status", to="pending"))
    found = played(lines, level(resolution=4 * HOUR), "wed 10:00")
    assert shown(found) == {"resolution 1": ("paused", 60, None)}
    assert [told(each.start_s) for each in only(found).pauses] == ["mon 10:00"]


def test_a_new_cycle_may_start_paused():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    lines.append(line("tue 10:00", "status", to="pending"))
    found = played(lines, level(resolution=4 * HOUR, reopen="new_cycle"), "wed 10:00")
    assert shown(found)["resolution 2"] == ("paused", 0, None)


def test_reopening_in_the_second_of_resolving_is_no_pause():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    lines.append(line("mon 10:00", "status", to="open"))
    found = played(lines, level(resolution=4 * HOUR), "mon 11:00")
    assert shown(found) == {"resolution 1": ("running", 120, "mon 13:00")}
    assert only(found).pauses == ()


def test_a_reopened_clock_that_was_missed_keeps_its_breach():
    lines = [*created(), line("mon 14:00", "status", to="resolved"), line("tue 10:00", MESSAGE)]
    found = only(played(lines, level(resolution=4 * HOUR), "tue 11:00"))
    assert told(found.breached_at(when("tue 11:00"))) == "mon 13:00"
    assert found.elapsed(when("tue 11:00")) == 6 * HOUR


def test_a_ticket_without_a_level_reopens_as_by_default_and_shows_no_clock():
    lines = [
        *created(level=None),
        line("mon 10:00", "status", to="resolved"),
        line("mon 12:00", MESSAGE),
        line("mon 13:00", "level", to="Standard"),
    ]
    assert shown(played(lines, STANDARD, "mon 13:00")) == {
        "resolution 1": ("running", 120, "wed 11:00"),  # 16 h, 2 h of them paused
        "next_reply 1": ("running", 60, "mon 14:00"),
    }
