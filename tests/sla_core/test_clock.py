"""The arithmetic of one clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Period
from sla_core.clocks.clock import FOREVER_S, due_instant, elapsed_seconds, last_instant
from tests.sla_core.builders import (
    ALWAYS,
    DAY,
    HOUR,
    LAW,
    calendar,
    clock,
    definition,
    pause,
    told,
    when,
)

# a clock from Monday 09:00 with 4 h on mon-fri 09:00-17:00
TABLE = [
    # id, pauses, at, elapsed, paused, remaining, due, breach
    ("runs: 2 h of 4", [], "mon 11:00", 2, 0, 2, "mon 13:00", "mon 13:00"),
    ("not before it started", [], "mon 09:00", 0, 0, 4, "mon 13:00", "mon 13:00"),
    ("overdue by 1 h", [], "mon 14:00", 5, 0, -1, "mon 13:00", "mon 13:00"),
    ("over a weekend: 5 days of 8 h", [], "mon+1 08:00", 40, 0, -36, "mon 13:00", "mon 13:00"),
    (
        "a pause of 1 h moves the due time by 1 h: 1 + 2 h by 13:00",
        [("mon 10:00", "mon 11:00")], "mon 13:00", 3, 1, 1, "mon 14:00", "mon 14:00",
    ),
    (
        "a pause over the night counts no hour: 16:00-17:00 and 09:00-10:00",
        [("mon 12:00", "tue 10:00")], "tue 10:30", 3.5, 6, 0.5, "tue 11:00", "tue 11:00",
    ),
    (
        "a pause outside hours moves nothing",
        [("mon 17:00", "tue 09:00")], "mon 11:00", 2, 0, 2, "mon 13:00", "mon 13:00",
    ),
    (
        "a pause over a weekend does not move the deadline",
        [("fri 17:00", "mon+1 09:00")], "mon 12:00", 3, 0, 1, "mon 13:00", "mon 13:00",
    ),
    (
        "a pause that lasts, with time left: nothing is due",
        [("mon 11:00", None)], "tue 12:00", 2, 9, 2, None, None,
    ),
    (
        "a pause that begins when the target is used up: due, but never breached",
        [("mon 13:00", None)], "tue 12:00", 4, 7, 0, "mon 13:00", None,
    ),
    (
        "a pause that begins a second later: overdue by that second",
        [("mon 13:00:01", None)], "mon 13:00:01", 4 + 1 / 3600, 0, -1 / 3600,
        "mon 13:00", "mon 13:00",
    ),
    (
        "a pause of 1 h when the target is used up: the last moment lies behind it",
        [("mon 13:00", "mon 14:00")], "mon 14:00", 4, 1, 0, "mon 13:00", "mon 14:00",
    ),
    (
        "two pauses: 1 h, 2 h paused, 2 h, then 1 h left",
        [("mon 10:00", "mon 11:00"), ("mon 13:00", "mon 14:00")], "mon 14:00", 3, 2, 1,
        "mon 15:00", "mon 15:00",
    ),
    (
        "a pause beyond the due time moves nothing",
        [("mon 15:00", "mon 16:00")], "mon 16:00", 6, 1, -2, "mon 13:00", "mon 13:00",
    ),
    (
        "a pause from the start",
        [("mon 09:00", "mon 10:00")], "mon 10:00", 0, 1, 4, "mon 14:00", "mon 14:00",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pauses", "at", "elapsed", "paused", "remaining", "due", "breach"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_a_clock_shows(pauses, at, elapsed, paused, remaining, due, breach):
    of = clock(pauses=[pause(*each) for each in pauses])
    at_s = when(at)
    assert of.elapsed(at_s) == elapsed * HOUR
    assert of.paused(at_s) == paused * HOUR
    assert of.remaining(at_s) == pytest.approx(remaining * HOUR)
    assert (told(of.due_at_s), told(of.breach_at_s)) == (due, breach)


def test_overdue_begins_with_the_first_second_after_the_breach():
    of = clock()
    assert not of.is_overdue(when("mon 13:00"))
    assert of.is_overdue(when("mon 13:00:01"))


def test_a_target_used_up_at_closing_time_is_breached_after_the_next_opening():
    of = clock(started="fri 13:00")
    assert told(of.due_at_s) == "fri 17:00"
    assert told(of.breach_at_s) == "mon+1 09:00"
    assert of.state(when("sun 12:00")) == "running"
    assert of.state(when("mon+1 09:00:01")) == "missed"


def test_a_reply_on_saturday_to_a_clock_due_on_friday_is_met():
    of = clock(started="fri 13:00", stopped_at_s=when("sat 12:00"))
    assert of.state(when("tue+1 12:00")) == "met"
    assert of.elapsed(when("tue+1 12:00")) == 4 * HOUR
    assert of.breached_at(when("tue+1 12:00")) is None


@pytest.mark.parametrize(
    ("more", "at", "state", "breached", "decided"),
    [
        pytest.param({}, "mon 10:00", "running", None, None, id="running"),
        pytest.param(
            {"pauses": [pause("mon 10:00")]}, "mon 11:00", "paused", None, None, id="paused"
        ),
        pytest.param({}, "mon 14:00", "missed", "mon 13:00", "mon 13:00", id="open and overdue"),
        pytest.param(
            {"pauses": [pause("mon 14:00")]}, "tue 10:00", "missed", "mon 13:00", "mon 13:00",
            id="overdue and paused",
        ),
        pytest.param(
            {"stopped_at_s": when("mon 13:00")}, "tue 10:00", "met", None, "mon 13:00",
            id="met to the second",
        ),
        pytest.param(
            {"stopped_at_s": when("mon 13:00:01")}, "tue 10:00", "missed", "mon 13:00", "mon 13:00",
            id="missed by a second, on the day it was missed",
        ),
        pytest.param(
            {"stopped_at_s": when("mon 10:00"), "cancel_reason": "resolved_unanswered"},
            "tue 10:00", "cancelled", None, "mon 10:00", id="cancelled",
        ),
        pytest.param(
            {"breach_fixed_at_s": when("mon 15:00")}, "mon 16:00", "missed", "mon 15:00",
            "mon 15:00", id="made overdue by a change",
        ),
    ],
)  # fmt: skip
def test_the_state_of_a_clock(more, at, state, breached, decided):
    of, at_s = clock(**more), when(at)
    assert of.state(at_s) == state
    assert told(of.breached_at(at_s)) == breached
    assert told(of.decided_at(at_s)) == decided


def test_a_stopped_clock_stands_still():
    of = clock(pauses=[pause("mon 10:00", "mon 11:00")], stopped_at_s=when("mon 12:00"))
    for later in ("mon 12:00", "tue 12:00", "mon+9 12:00"):
        assert (of.elapsed(when(later)), of.paused(when(later))) == (2 * HOUR, HOUR)
    assert not of.is_open
    assert told(of.due_at_s) == "mon 14:00"


def test_points_before_the_due_time_are_found_with_the_same_arithmetic():
    of = clock(pauses=[pause("mon 11:00", "tue 11:00")])
    assert told(of.point(2 * HOUR)) == "mon 11:00"
    assert told(of.point(2 * HOUR + 1)) == "tue 11:00:01"


def test_an_open_clock_knows_whether_a_pause_holds_it():
    assert clock().is_open
    assert clock(pauses=[pause("mon 10:00")]).is_paused
    assert not clock(pauses=[pause("mon 10:00", "mon 11:00")]).is_paused


def test_beyond_five_years_the_due_time_is_unknown():
    of = clock(on=definition("mon 09:00-09:01"), target_s=400 * HOUR)
    assert of.due_at_s is None
    assert of.state(when("tue 09:00")) == "running"


def test_without_pauses_elapsed_is_the_time_between():
    assert elapsed_seconds(calendar(), when("mon 09:00"), (), when("mon 11:00")) == 2 * HOUR


# --- laws -------------------------------------------------------------------------------------

NIGHTS = calendar("mon-fri 22:00-06:00 09:00-12:00", "Europe/Ljubljana")
START_S = when("2026-03-20T08:00Z")


@st.composite
def spans(draw):
    """Pauses in order and apart, the last perhaps without end."""
    edges = sorted(draw(st.lists(st.integers(0, 20 * DAY), max_size=6, unique=True)))
    found = [
        Period(START_S + a, START_S + b) for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    if len(edges) % 2 and draw(st.booleans()):
        found.append(Period(START_S + edges[-1], FOREVER_S))
    return found


@LAW
@given(spans(), st.integers(1, 100 * HOUR))
def test_as_much_has_elapsed_at_the_due_time_as_was_allowed(pauses, seconds):
    due_s, last_s = (each(NIGHTS, START_S, pauses, seconds) for each in (due_instant, last_instant))
    if due_s is not None:
        assert elapsed_seconds(NIGHTS, START_S, pauses, due_s) == seconds
        assert elapsed_seconds(NIGHTS, START_S, pauses, due_s - 1) == seconds - 1
    if last_s is not None:
        assert elapsed_seconds(NIGHTS, START_S, pauses, last_s) == seconds
        assert elapsed_seconds(NIGHTS, START_S, pauses, last_s + 1) == seconds + 1
        assert due_s <= last_s


@LAW
@given(spans(), st.integers(1, 100 * HOUR))
def test_a_pause_never_brings_a_deadline_forward(pauses, seconds):
    before_s = due_instant(NIGHTS, START_S, pauses[:-1], seconds)
    after_s = due_instant(NIGHTS, START_S, pauses, seconds)
    if before_s is None or after_s is None:
        assert after_s is None
    else:
        assert after_s >= before_s


@LAW
@given(spans(), st.integers(0, 30 * DAY), st.integers(0, DAY))
def test_elapsed_never_runs_backwards_nor_faster_than_time(pauses, at, later):
    one = elapsed_seconds(NIGHTS, START_S, pauses, START_S + at)
    other = elapsed_seconds(NIGHTS, START_S, pauses, START_S + at + later)
    assert 0 <= other - one <= later


@LAW
@given(spans(), st.integers(0, 30 * DAY))
def test_what_elapsed_and_what_was_paused_are_all_business_time(pauses, at):
    of = clock("mon 09:00", on=ALWAYS, pauses=pauses)
    at_s = START_S + at
    assert of.elapsed(at_s) + of.paused(at_s) == at_s - of.started_at_s
