"""Why a clock stands where it stands."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Closure
from sla_core.why import COUNTED, PAUSED, explain
from tests.sla_core.builders import (
    DAY,
    HOUR,
    LAW,
    clock,
    created,
    definition,
    level,
    line,
    only,
    pause,
    played,
    told,
    when,
)


def spans(of, at):
    return [
        (told(each.start_s), told(each.end_s), each.kind, each.counted_seconds / HOUR)
        for each in explain(of, when(at)).spans
    ]


def test_every_span_is_told_counted_or_skipped():
    party = Closure.of_date(date(2026, 3, 3), "Party")
    of = clock(pauses=[pause("mon 10:00", "mon 11:00")], on=definition(closures=[party]))
    assert spans(of, "wed 10:00") == [
        ("mon 09:00", "mon 10:00", COUNTED, 1),
        ("mon 10:00", "mon 11:00", PAUSED, 0),
        ("mon 11:00", "mon 17:00", COUNTED, 6),
        ("mon 17:00", "tue 00:00", "outside hours", 0),
        ("tue 00:00", "wed 00:00", "closure", 0),
        ("wed 00:00", "wed 09:00", "outside hours", 0),
        ("wed 09:00", "wed 10:00", COUNTED, 1),
    ]
    assert [each.name for each in explain(of, when("wed 10:00")).spans][4] == "Party"


def test_a_stopped_clock_is_told_until_it_stopped():
    of = clock(stopped_at_s=when("mon 10:00"))
    assert spans(of, "tue 12:00") == [("mon 09:00", "mon 10:00", COUNTED, 1)]


def test_a_pause_that_lasts_is_told_until_now():
    of = clock(pauses=[pause("mon 10:00")])
    assert spans(of, "mon 12:00")[-1] == ("mon 10:00", "mon 12:00", PAUSED, 0)


def test_a_pause_after_the_instant_is_not_told():
    of = clock(pauses=[pause("mon 10:00", "mon 11:00")])
    assert spans(of, "mon 10:00") == [("mon 09:00", "mon 10:00", COUNTED, 1)]


def test_a_pause_from_the_start_comes_first():
    of = clock(pauses=[pause("mon 09:00", "mon 10:00")])
    assert spans(of, "mon 11:00")[0] == ("mon 09:00", "mon 10:00", PAUSED, 0)


def test_a_clock_that_just_started_has_nothing_to_tell():
    assert spans(clock(), "mon 09:00") == []


SLOVENIA = definition("mon-fri 08:00-12:00 13:00-16:00", "Europe/Ljubljana", country="SI")


@LAW
@given(
    st.lists(st.integers(0, 40 * DAY), max_size=8, unique=True).map(sorted),
    st.integers(0, 45 * DAY),
)
def test_the_counted_seconds_sum_to_what_has_elapsed_and_no_second_is_left_out(edges, length):
    start_s = when("2026-12-20T10:00Z")
    pauses = [(start_s + a, start_s + b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    of = clock("2026-12-20T10:00Z", pauses=pauses, on=SLOVENIA)
    at_s = start_s + length
    told_of = explain(of, at_s)
    assert told_of.counted_seconds == of.elapsed(at_s)
    assert (told_of.clock, told_of.at_s) == (of, at_s)
    ends = [start_s, *(each.end_s for each in told_of.spans)]
    assert [each.start_s for each in told_of.spans] == ends[:-1]
    assert ends[-1] == at_s


def test_a_reopened_clock_tells_the_time_between_as_a_pause():
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("mon 12:00", "requester_message"),
    ]
    of = only(played(lines, level(resolution=4 * HOUR), "mon 13:00"))
    assert spans(of, "mon 13:00") == [
        ("mon 09:00", "mon 10:00", COUNTED, 1),
        ("mon 10:00", "mon 12:00", PAUSED, 0),
        ("mon 12:00", "mon 13:00", COUNTED, 1),
    ]
