"""Replay: which clocks there are at an instant, and in which version of their due time.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

import pytest

from sla_core.clocks.replay import replay
from sla_core.configuration import (
    Configuration,
    ConfigurationHistory,
    named,
)
from sla_core.errors import TimelineError
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
    timeline,
    when,
)

# --- due versions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        pytest.param([], 1, id="nothing happened"),
        pytest.param([line("mon 10:00", "status", to="pending")], 1, id="paused: not known yet"),
        pytest.param(
            [line("mon 10:00", "status", to="pending"), line("mon 11:00", "status", to="open")], 2,
            id="a pause of business time moves it",
        ),
        pytest.param(
            [line("mon 17:00", "status", to="pending"), line("tue 09:00", "status", to="open")], 1,
            id="a pause outside hours does not",
        ),
        pytest.param(
            [
                line("mon 10:00", "status", to="pending"), line("mon 11:00", "status", to="open"),
                line("mon 12:00", "status", to="pending"), line("mon 13:00", "status", to="open"),
            ], 3, id="every pause moves it",
        ),
        pytest.param([line("mon 10:00", "priority", to="urgent")], 2, id="another target"),
        pytest.param([line("mon 10:00", "priority", to="low")], 1, id="the same target"),
        pytest.param(
            [line("mon 10:00", "status", to="pending"), line("mon 11:00", "priority", to="urgent")],
            1, id="another target while paused: not known yet",
        ),
        pytest.param(
            [
                line("mon 10:00", "status", to="pending"),
                line("mon 11:00", "priority", to="urgent"),
                line("mon 12:00", "status", to="open"),
            ], 2, id="known again",
        ),
        pytest.param(
            [line("mon 10:00", "status", to="resolved"), line("mon 12:00", "status", to="open")], 2,
            id="reopened",
        ),
    ],
)  # fmt: skip
def test_the_due_version_rises_when_the_due_time_moves(lines, version):
    under = level(resolution={"urgent": 4 * HOUR, "default": 16 * HOUR})
    assert only(played([*created(), *lines], under, "tue 12:00")).due_version == version


# --- replay itself -----------------------------------------------------------------------------


def test_events_after_the_instant_are_not_yet_known():
    lines = [*created(), line("mon 10:00", REPLY)]
    assert shown(played(lines, level(first_reply=HOUR), "mon 09:59")) == {
        "first_reply 1": ("running", 59, "mon 10:00")
    }


def test_the_whole_second_of_the_instant_is_known():
    lines = [*created(), line("2026-03-02T10:00:00.9Z", REPLY)]
    assert shown(played(lines, level(first_reply=HOUR), "mon 10:00")) == {
        "first_reply 1": ("met", 60, "mon 10:00")
    }


def test_clocks_come_in_the_order_in_which_they_opened():
    lines = [*created(), line("mon 10:00", REPLY), line("mon 11:00", MESSAGE)]
    found = played(lines, STANDARD, "mon 12:00")
    assert [each.metric for each in found.clocks] == ["resolution", "first_reply", "next_reply"]
    assert [each.metric for each in found.open_clocks()] == ["resolution", "next_reply"]


def test_a_ticket_before_its_creation_has_no_clock():
    assert replay(timeline(created()), history(STANDARD), when("mon 08:00")).clocks == ()


def test_a_second_creation_is_refused():
    with pytest.raises(TimelineError, match="created once"):
        played([*created(), *created("mon 10:00")], STANDARD)


def test_a_ticket_without_a_level_event_has_no_clocks():
    assert played(created(level=None), STANDARD, "tue 09:00").clocks == ()


def test_an_empty_configuration_promises_nothing():
    nothing = ConfigurationHistory.of(Configuration(levels=named([])))
    assert played(created(), nothing, "tue 09:00").clocks == ()
