"""Many instants at once: the same answers as one at a time, and the same refusals."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Calendar, Closure, batch
from sla_core.errors import CalendarError
from tests.sla_core.builders import ALWAYS, DAY, HOUR, LAW, calendar, when

CALENDARS = [
    calendar("mon-thu 09:00-12:00 13:00-17:00; fri 09:00-15:00", "Europe/Ljubljana", country="SI"),
    calendar("mon-sun 22:00-06:00", "America/Havana"),
    calendar("mon-sat 23:30-00:30 08:00-20:00", "America/St_Johns", country="CA"),
    calendar("mon-sun 00:00-24:00", "Australia/Lord_Howe"),
    calendar("sun 00:00-00:01", "Pacific/Apia"),
]
ANY = st.sampled_from(CALENDARS)
IN_TEN_YEARS = st.integers(when("2020-01-01T00:00Z"), when("2030-01-01T00:00Z"))
INSTANTS = st.lists(IN_TEN_YEARS, min_size=1, max_size=30)
TARGETS = st.one_of(st.integers(0, 1000 * HOUR), st.integers(0, 6 * 366 * DAY))


def as_batch(answers):
    return [batch.NEVER_S if each is None else each for each in answers]


def closed_from_to(start, end):
    first = Closure.of_date(date.fromisoformat(start)).starts_local
    return calendar(closures=[Closure(first, date.fromisoformat(end))])


@LAW
@given(ANY, INSTANTS, st.data())
def test_a_batch_of_due_times_is_each_due_time(office, starts, data):
    seconds = data.draw(st.lists(TARGETS, min_size=len(starts), max_size=len(starts)))
    one_by_one = [office.due(*pair) for pair in zip(starts, seconds, strict=True)]
    assert batch.due(office, starts, seconds).tolist() == as_batch(one_by_one)


@LAW
@given(ANY, INSTANTS, st.data())
def test_a_batch_of_times_between_is_each_time_between(office, starts, data):
    ends = data.draw(st.lists(IN_TEN_YEARS, min_size=len(starts), max_size=len(starts)))
    one_by_one = [office.business_seconds(*pair) for pair in zip(starts, ends, strict=True)]
    assert batch.business_seconds(office, starts, ends).tolist() == one_by_one


@LAW
@given(st.sampled_from(CALENDARS[:-1]), INSTANTS, st.integers(0, 500 * HOUR))
def test_as_much_lies_between_as_was_added_to_all(office, starts, seconds):
    due = batch.due(office, starts, seconds)
    assert set(batch.business_seconds(office, starts, due)) == {seconds}


def test_a_hundred_thousand_answers_are_those_of_the_scalar():
    office = calendar(country="SI", zone="Europe/Ljubljana")
    dice = np.random.default_rng(27)
    starts = dice.integers(when("2026-01-01T00:00Z"), when("2028-01-01T00:00Z"), 100_000)
    seconds = dice.integers(0, 400 * HOUR, 100_000)
    pairs = zip(starts.tolist(), seconds.tolist(), strict=True)
    assert batch.due(office, starts, seconds).tolist() == [office.due(*pair) for pair in pairs]


def test_one_target_stands_for_all():
    starts = [when("mon 09:00"), when("mon 16:00"), when("sat 12:00")]
    due = batch.due(calendar(), starts, 2 * HOUR)
    assert due.tolist() == [when("mon 11:00"), when("tue 10:00"), when("mon+1 11:00")]


def test_one_start_stands_for_all():
    due = batch.due(calendar(), when("mon 16:00"), [0, HOUR, HOUR + 1])
    assert due.tolist() == [when("mon 16:00"), when("mon 17:00"), when("tue 09:00:01")]


def test_answers_are_64_bit_ints():
    assert batch.due(calendar(), np.array([0], np.int32), 1).dtype == np.int64
    assert batch.business_seconds(calendar(), [0], [1]).dtype == np.int64


def test_nothing_asked_is_nothing_answered():
    nothing = np.empty(0, np.int64)
    assert batch.due(calendar(), nothing, HOUR).tolist() == []
    assert batch.business_seconds(calendar(), nothing, nothing).tolist() == []


def test_no_time_added_is_due_at_once_open_or_closed():
    starts = [when("mon 10:00"), when("sat 10:00")]
    assert batch.due(calendar(), starts, 0).tolist() == starts


def test_beyond_five_years_is_never_and_later_than_every_instant():
    start, hours = when("2026-03-02T09:00Z"), 5 * 365 * 24 + 24  # with 29 February 2028
    due = batch.due(Calendar(ALWAYS), start, [hours * HOUR, hours * HOUR + 1, 2**63 - 1])
    assert due.tolist() == [when("2031-03-02T09:00Z"), batch.NEVER_S, batch.NEVER_S]
    assert when("9998-12-31T23:59Z") < batch.NEVER_S


def test_a_calendar_closed_for_years_is_looked_through_for_five():
    starts = [when("mon 16:00"), when("2031-06-02T16:00Z")]
    assert batch.due(closed_from_to("2026-03-03", "2031-12-31"), starts, 2 * HOUR).tolist() == [
        batch.NEVER_S,  # Monday 2 March 2026 + 5 years is before 2032
        when("2032-01-01T11:00Z"),  # a Thursday
    ]


def test_a_calendar_closed_in_all_that_is_compiled_answers_from_the_first_year_it_opens():
    shut = closed_from_to("2020-01-01", "2026-12-31")
    assert batch.due(shut, [when("mon 16:00")], HOUR).tolist() == [when("2027-01-01T10:00Z")]
    assert batch.business_seconds(shut, [when("mon 16:00")], when("fri 16:00")).tolist() == [0]


def test_time_is_not_added_backwards():
    with pytest.raises(CalendarError, match="added forwards"):
        batch.due(calendar(), [when("mon 10:00")] * 2, [HOUR, -1])


def test_an_instant_at_the_end_of_the_calendar_of_dates_is_refused():
    with pytest.raises(CalendarError, match="between the years 2 and 9998"):
        batch.due(calendar(), [when("mon 10:00"), when("9999-06-01T00:00+00:00")], HOUR)


@pytest.mark.parametrize("ask", [batch.due, batch.business_seconds])
def test_fractions_are_refused_not_rounded(ask):
    with pytest.raises(TypeError, match="Cannot cast"):
        ask(calendar(), [1.5], [1])
