"""What a change would do to clocks, before it is made."""

from dataclasses import replace
from datetime import date

import pytest

from sla_core.calendars import Closure
from sla_core.configuration import Revision
from sla_core.preview import ClockChange, OutdatedClock, corrections, moved, reprocessed, trailing
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    OFFICE,
    REPLY,
    created,
    definition,
    history,
    level,
    line,
    status,
    timeline,
    told,
    when,
)

PROMISED = level(first_reply=4 * HOUR, resolution=8 * HOUR)


def after(*values, at="mon 12:00", moves=True, under=PROMISED):
    """The history as it is, and as it would be with some edits at an instant."""
    now = history(under)
    first = len(now.revisions) + 1
    kinds = ("calendar" if hasattr(each, "week") else "level" for each in values)
    edits = [
        Revision(number, when(at), kind, each.name, each, "lea", moves)
        for number, (kind, each) in enumerate(zip(kinds, values, strict=True), first)
    ]
    return now, now.extended(edits)


def would_move(value, lines=None, under=PROMISED):
    """What each open clock would come to, by its metric."""
    now, wanted = after(value, under=under)
    changes = moved(timeline(lines or created()), now, wanted, when("mon 12:00"))
    return {each.metric: each for each in changes}


def verdict(change):
    """What is asked of a change: moves, breaches, fits again, ends."""
    return change.moves_due, change.breaches, change.fits_again, change.ends


def test_a_due_time_moves_with_a_shorter_target():
    found = would_move(level(first_reply=4 * HOUR, resolution=6 * HOUR))
    assert set(found) == {"resolution"}
    change = found["resolution"]
    assert verdict(change) == (True, False, False, False)
    assert (told(change.before.due_at_s), told(change.after.due_at_s)) == ("mon 17:00", "mon 15:00")
    assert (change.before.target_seconds, change.after.target_seconds) == (8 * HOUR, 6 * HOUR)
    assert (change.ticket, change.cycle, change.after.elapsed_seconds) == ("T1", 1, 3 * HOUR)


def test_a_clock_that_used_more_than_it_would_have_breaches_at_once():
    change = would_move(level(first_reply=2 * HOUR, resolution=8 * HOUR))["first_reply"]
    assert verdict(change) == (True, True, False, False)
    assert (change.after.state, told(change.after.breached_at_s)) == ("missed", "mon 12:00")


def test_a_miss_is_taken_back_by_a_longer_target():
    short = level(first_reply=HOUR, resolution=8 * HOUR)
    change = would_move(PROMISED, under=short)["first_reply"]
    assert verdict(change) == (True, False, True, False)


def test_a_clock_ends_when_its_metric_is_promised_no_longer():
    change = would_move(level(first_reply=4 * HOUR))["resolution"]
    assert verdict(change)[3]
    assert change.after.state == "cancelled"


def test_a_clock_gets_a_target_when_its_metric_comes_to_be_promised():
    longer = level(first_reply=4 * HOUR, resolution=8 * HOUR, first_assign=9 * HOUR)
    change = would_move(longer)["first_assign"]
    assert change.before is None
    assert verdict(change) == (True, False, False, False)


def test_a_removed_level_leaves_no_standing_of_a_clock_that_never_was():
    gone = ClockChange("T1", "resolution", 1, None, None)
    assert verdict(gone) == (False, False, False, False)


def test_stopped_clocks_move_with_nothing():
    lines = [*created(), line("mon 10:00", REPLY)]
    assert set(would_move(level(first_reply=HOUR, resolution=8 * HOUR), lines)) == set()


def test_a_closure_moves_every_clock_of_its_calendar():
    closed = definition(closures=[Closure.of_date(date(2026, 3, 2))])
    found = would_move(closed)
    assert {each: told(found[each].after.due_at_s) for each in found} == {
        "first_reply": "tue 13:00",
        "resolution": "tue 17:00",
    }


def trails(*values, lines=None, under=PROMISED):
    """The kinds each open clock waits for to move, most first."""
    now, wanted = after(*values, under=under)
    found = trailing(timeline(lines or created()), now, wanted, when("mon 12:00"))
    return [each.kinds for each in found]


CLOSED = definition(closures=[Closure.of_date(date(2026, 3, 4))])
SHORTER = level(first_reply=HOUR, resolution=8 * HOUR)


@pytest.mark.parametrize(
    ("edits", "kinds"),
    [
        pytest.param([SHORTER], [("level",)] * 2, id="its level"),
        pytest.param([CLOSED], [("calendar",)] * 2, id="its calendar"),
        pytest.param([SHORTER, CLOSED], [("level", "calendar")] * 2, id="both"),
        pytest.param([PROMISED, OFFICE], [], id="the same once more"),
        pytest.param(
            [definition(name="night"), replace(PROMISED, calendar="night")],
            [("level",)] * 2,
            id="a level that goes over to another calendar",
        ),
        pytest.param([level(first_reply=4 * HOUR)], [("level",)] * 2, id="a clock that ends"),
        pytest.param(
            [level(first_reply=4 * HOUR, resolution=8 * HOUR, first_assign=HOUR)],
            [("level",)] * 3,
            id="a clock that gets a target",
        ),
    ],
)
def test_an_open_clock_trails_behind_what_it_would_run_under(edits, kinds):
    assert trails(*edits) == kinds


def test_a_stopped_clock_trails_behind_nothing():
    assert len(trails(SHORTER, lines=[*created(), line("mon 10:00", REPLY)])) == 1


def test_a_trailing_clock_says_what_it_is_under():
    now, wanted = after(SHORTER)
    found = list(trailing(timeline(created()), now, wanted, when("mon 12:00")))
    assert found == [OutdatedClock("Standard", "office", ("level",))] * 2


def corrected(value, lines, as_of="mon 16:00", at="mon 17:00"):
    _, wanted = after(value, at="mon 16:00", moves=False)
    changes = corrections(timeline(lines), wanted, when(as_of), when(at))
    return {each.metric: each for each in changes}


ANSWERED = [*created(), line("mon 14:00", REPLY)]


def test_a_stopped_miss_would_become_met_by_what_is_promised_now():
    longer = level(first_reply=6 * HOUR, resolution=8 * HOUR)
    change = corrected(longer, ANSWERED)["first_reply"]
    assert verdict(change) == (True, False, True, False)
    assert (change.before.state, change.after.state) == ("missed", "met")


def test_by_what_was_promised_before_the_edit_nothing_is_judged_otherwise():
    longer = level(first_reply=6 * HOUR, resolution=8 * HOUR)
    assert corrected(longer, ANSWERED, as_of="mon 15:00") == {}


def test_open_and_cancelled_clocks_are_not_judged_anew():
    longer = level(first_reply=6 * HOUR, resolution=80 * HOUR)
    kind, own = status("resolved")
    open_ones = [*created(), line("mon 09:30", MESSAGE)]
    assert corrected(longer, open_ones) == {}
    cancelled = [*created(), line("mon 10:00", kind, **own)]
    assert set(corrected(longer, cancelled)) == {"resolution"}


def test_the_events_of_judging_anew_name_clock_instant_and_who():
    [event] = reprocessed([("resolution", 2)], when("mon 10:00"), 5, "lea")
    assert (event.metric, event.cycle, event.actor, event.at_us) == ("resolution", 2, "lea", 5)
    assert event.as_of_us == when("mon 10:00") * 1_000_000


def test_a_calendar_in_force_at_the_instant_is_the_one_that_judges():
    closed = definition(closures=[Closure.of_date(date(2026, 3, 2))])
    assert corrected(closed, ANSWERED)["first_reply"].fits_again
    assert corrected(OFFICE, ANSWERED) == {}
