"""Business time: a week in UTC, edges, laws, and what is refused. See also known_answers.csv."""

import math
import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Calendar, Closure, Period, compiled
from sla_core.errors import CalendarError
from sla_core.instants import iso
from tests.sla_core.builders import (
    ALWAYS,
    DAY,
    HOUR,
    LAW,
    MINUTE,
    calendar,
    definition,
    told,
    when,
)

LUNCH = "mon-thu 09:00-12:00 13:00-17:00; fri 09:00-15:00"
NIGHTS = "mon-fri 22:00-06:00"
NON_STOP = "mon-sun 00:00-24:00"
OFFICE = calendar(LUNCH, "Europe/Ljubljana", country="SI")


def of_date(day, name=""):
    return Closure.of_date(date.fromisoformat(day), name)


def from_to(start, end, name=""):
    return Closure(datetime.fromisoformat(start), datetime.fromisoformat(end), name)


# --- how long, until when ---------------------------------------------------------------------

KNOWN = [
    # id, calendar, start, seconds, due, last moment
    ("within a day: 09:00 + 2 h", {}, "mon 09:00", 2 * HOUR, "mon 11:00", "mon 11:00"),
    (
        "used up at closing time: due then, overdue only after the next opening",
        {}, "mon 09:00", 8 * HOUR, "mon 17:00", "tue 09:00",
    ),
    (
        "used up at closing time on Friday: the last moment is Monday's opening",
        {}, "fri 13:00", 4 * HOUR, "fri 17:00", "mon+1 09:00",
    ),
    ("a second more than is left today", {}, "mon 16:00", HOUR + 1, "tue 09:00:01", "tue 09:00:01"),
    ("from Saturday: Monday 09:00 + 1 h", {}, "sat 12:00", HOUR, "mon+1 10:00", "mon+1 10:00"),
    ("from closing time", {}, "mon 17:00", MINUTE, "tue 09:01", "tue 09:01"),
    ("from opening time", {}, "tue 09:00", 1, "tue 09:00:01", "tue 09:00:01"),
    (
        "over lunch: 1 h until 12:00, 1 h from 13:00",
        {"hours": LUNCH}, "mon 11:00", 2 * HOUR, "mon 14:00", "mon 14:00",
    ),
    (
        "used up when lunch begins",
        {"hours": LUNCH}, "mon 11:00", HOUR, "mon 12:00", "mon 13:00",
    ),
    (
        "from inside lunch",
        {"hours": LUNCH}, "mon 12:30", HOUR, "mon 14:00", "mon 14:00",
    ),
    (
        "three windows and a short Friday: 7 h Thursday, 6 h Friday, 1 h Monday",
        {"hours": LUNCH}, "thu 09:00", 14 * HOUR, "mon+1 10:00", "mon+1 10:00",
    ),
    (
        "a night shift counts over midnight: 22:00 to 06:00",
        {"hours": NIGHTS}, "mon 20:00", 6 * HOUR, "tue 04:00", "tue 04:00",
    ),
    (
        "Friday's night shift reaches into Saturday: 2 h + 6 h, then Monday night",
        {"hours": NIGHTS}, "fri 22:00", 8 * HOUR, "sat 06:00", "mon+1 22:00",
    ),
    (
        "Sunday night is nobody's: the shift of Monday begins on Monday",
        {"hours": NIGHTS}, "sun 12:00", HOUR, "mon+1 23:00", "mon+1 23:00",
    ),
    (
        "22:00-24:00 ends with the date",
        {"hours": "mon 22:00-24:00"}, "mon 23:00", 2 * HOUR, "mon+1 23:00", "mon+1 23:00",
    ),
    (
        "22:00-00:00 ends with the date too",
        {"hours": "mon 22:00-00:00"}, "mon 23:00", 2 * HOUR, "mon+1 23:00", "mon+1 23:00",
    ),
    (
        "overlapping windows are merged: 09:00-13:00 and 12:00-17:00 are 8 h",
        {"hours": "mon-fri 09:00-13:00 12:00-17:00"},
        "mon 09:00", 8 * HOUR, "mon 17:00", "tue 09:00",
    ),
    (
        "a window over midnight and the one it meets are one",
        {"hours": "mon-fri 22:00-06:00 06:00-08:00"},
        "mon 22:00", 10 * HOUR, "tue 08:00", "tue 22:00",
    ),
    (
        "24x7 counts every second",
        {"hours": NON_STOP}, "fri 12:00", 3 * DAY, "mon+1 12:00", "mon+1 12:00",
    ),
    (
        "a closed date is skipped",
        {"closures": [of_date("2026-03-03")]}, "mon 16:00", 2 * HOUR, "wed 10:00", "wed 10:00",
    ),
    (
        "a closure takes part of a day: 10:00-11:30 is gone",
        {"closures": [from_to("2026-03-02T10:00", "2026-03-02T11:30")]},
        "mon 09:00", 2 * HOUR, "mon 12:30", "mon 12:30",
    ),
    (
        "a closure over two openings",
        {"closures": [from_to("2026-03-02T16:00", "2026-03-04T10:00")]},
        "mon 15:00", 2 * HOUR, "wed 11:00", "wed 11:00",
    ),
    (
        "an opening stands instead of the weekly hours: 10:00-11:00 only",
        {"openings": [("2026-03-03", "10:00-11:00")]},
        "mon 16:00", 3 * HOUR, "wed 10:00", "wed 10:00",
    ),
    (
        "an opening on a Saturday",
        {"openings": [("2026-03-07", "08:00-10:00")]},
        "fri 16:00", 2 * HOUR, "sat 09:00", "sat 09:00",
    ),
    (
        "a closure is taken away even from an opening",
        {
            "openings": [("2026-03-07", "08:00-10:00")],
            "closures": [from_to("2026-03-07T08:30", "2026-03-07T12:00")],
        },
        "fri 16:00", 2 * HOUR, "mon+1 09:30", "mon+1 09:30",
    ),
    (
        "a night shift is cut off where the next date has an opening",
        {"hours": NIGHTS, "openings": [("2026-03-03", "12:00-13:00")]},
        "mon 22:00", 3 * HOUR, "tue 13:00", "wed 22:00",
    ),
    (
        "the night shift of an opening itself reaches into the next date",
        {"hours": "mon-fri 09:00-17:00", "openings": [("2026-03-03", "22:00-02:00")]},
        "tue 00:00", 4 * HOUR, "wed 02:00", "wed 09:00",
    ),
    (
        "and is cut off where that date has an opening as well",
        {"openings": [("2026-03-03", "22:00-02:00"), ("2026-03-04", "08:00-09:00")]},
        "tue 00:00", 3 * HOUR, "wed 09:00", "thu 09:00",
    ),
    (
        "a window 09:00-24:00 is not cut short by the date after it",
        {"hours": "mon-fri 09:00-24:00", "openings": [("2026-03-03", "12:00-13:00")]},
        "mon 22:00", 2 * HOUR, "tue 00:00", "tue 12:00",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "start", "seconds", "due", "last"),
    [row[1:] for row in KNOWN],
    ids=[r[0] for r in KNOWN],
)
def test_business_time_added(spec, start, seconds, due, last):
    office = calendar(**spec)
    assert told(office.due(when(start), seconds)) == due
    assert told(office.last_moment(when(start), seconds)) == last
    assert office.business_seconds(when(start), when(due)) == seconds
    assert office.business_seconds(when(start), when(last)) == seconds
    assert office.business_seconds(when(start), when(last) + 1) == seconds + 1


# --- edges ------------------------------------------------------------------------------------


def test_no_time_added_is_due_at_once_open_or_closed():
    office = calendar()
    assert office.due(when("mon 10:00"), 0) == when("mon 10:00")
    assert office.due(when("sat 10:00"), 0) == when("sat 10:00")


def test_the_last_moment_of_no_time_is_the_next_opening():
    assert told(calendar().last_moment(when("sat 10:00"), 0)) == "mon+1 09:00"
    assert told(calendar().last_moment(when("mon 10:00"), 0)) == "mon 10:00"


def test_time_is_not_added_backwards():
    with pytest.raises(CalendarError, match="added forwards"):
        calendar().due(when("mon 10:00"), -1)


def test_nothing_lies_between_an_instant_and_itself():
    assert calendar().business_seconds(when("mon 10:00"), when("mon 10:00")) == 0


def test_time_between_is_negative_when_the_end_comes_first():
    assert calendar().business_seconds(when("mon 12:00"), when("mon 10:00")) == -2 * HOUR


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("mon 08:59:59", False),
        ("mon 09:00", True),
        ("mon 16:59:59", True),
        ("mon 17:00", False),
        ("sat 12:00", False),
    ],
)
def test_hours_are_half_open(at, is_open):
    assert calendar().is_open(when(at)) is is_open


def test_open_periods_are_cut_to_what_was_asked():
    found = calendar(LUNCH).open_periods(when("mon 11:00"), when("tue 10:00"))
    assert [(told(each.start_s), told(each.end_s)) for each in found] == [
        ("mon 11:00", "mon 12:00"),
        ("mon 13:00", "mon 17:00"),
        ("tue 09:00", "tue 10:00"),
    ]


def test_no_period_is_open_on_a_weekend_or_where_only_an_edge_is_touched():
    office = calendar()
    assert list(office.open_periods(when("sat 00:00"), when("mon+1 09:00"))) == []
    assert list(office.open_periods(when("mon 17:00"), when("tue 09:00"))) == []


def test_the_last_periods_compiled_are_found():
    only_day = calendar("mon 09:00-17:00", openings=[])
    found = list(only_day.open_periods(when("2026-12-01T00:00Z"), when("2026-12-31T00:00Z")))
    assert len(found) == 4  # the Mondays 7, 14, 21, 28
    assert found[-1] == Period(when("2026-12-28T09:00Z"), when("2026-12-28T17:00Z"))


# --- aware datetimes --------------------------------------------------------------------------


def test_datetimes_come_back_in_utc():
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert calendar().add(start, HOUR) == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert calendar().seconds_between(start, start + timedelta(days=1)) == 8 * HOUR


@LAW
@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.integers(0, 500 * HOUR))  # noqa: DTZ001 zone follows
def test_datetimes_are_answered_as_their_seconds_are(wall, seconds):
    start = wall.replace(tzinfo=ZoneInfo("America/Havana"))
    due_s = OFFICE.due(math.floor(start.timestamp()), seconds)
    assert OFFICE.add(start, seconds) == datetime.fromtimestamp(due_s, UTC)
    assert OFFICE.add(start, seconds).tzinfo is UTC


def test_fractions_of_a_second_do_not_count():
    start = datetime(2026, 3, 2, 9, 0, 0, 999_999, tzinfo=UTC)
    assert calendar().add(start, HOUR) == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_naive_datetime_is_refused():
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 that is the claim
    with pytest.raises(ValueError, match="needs an offset"):
        calendar().add(naive, HOUR)
    with pytest.raises(ValueError, match="needs an offset"):
        calendar().seconds_between(naive, naive)


# --- how far ----------------------------------------------------------------------------------

HOURS_OF_FIVE_YEARS = 5 * 365 * 24 + 24  # from March 2026 to March 2031, with 29 February 2028


def test_five_years_ahead_is_known_and_a_second_more_is_not():
    start_s = when("2026-03-02T09:00Z")
    non_stop = Calendar(ALWAYS)
    assert iso(non_stop.due(start_s, HOURS_OF_FIVE_YEARS * HOUR)) == "2031-03-02T09:00:00Z"
    assert non_stop.due(start_s, HOURS_OF_FIVE_YEARS * HOUR + 1) is None
    assert non_stop.add(datetime(2026, 3, 2, 9, tzinfo=UTC), HOURS_OF_FIVE_YEARS * HOUR + 1) is None


def test_five_years_from_a_leap_day_end_on_the_first_of_march():
    start_s, days = when("2028-02-29T00:00Z"), (date(2033, 3, 1) - date(2028, 2, 29)).days
    non_stop = Calendar(ALWAYS)
    assert iso(non_stop.due(start_s, days * DAY)) == "2033-03-01T00:00:00Z"
    assert non_stop.due(start_s, days * DAY + 1) is None


def test_time_between_has_no_bound():
    days = (date(2500, 1, 1) - date(2000, 1, 1)).days
    between = Calendar(ALWAYS).business_seconds(
        when("2000-01-01T00:00Z"), when("2500-01-01T00:00Z")
    )
    assert between == days * DAY


def test_a_calendar_closed_for_years_has_no_due_time_within_five():
    shut = calendar(closures=[from_to("2026-03-03T00:00", "2040-01-01T00:00")])
    assert shut.due(when("mon 16:00"), 2 * HOUR) is None
    assert shut.last_moment(when("mon 16:00"), HOUR) is None


def test_a_calendar_that_opens_again_within_five_years_is_looked_through():
    shut = calendar(closures=[from_to("2026-03-03T00:00", "2031-01-01T00:00")])
    # 1 January 2031 is a Wednesday
    assert iso(shut.due(when("mon 16:00"), 2 * HOUR)) == "2031-01-01T10:00:00Z"


def test_a_calendar_closed_in_the_year_asked_still_counts_from_the_next():
    shut = calendar(closures=[from_to("2025-12-01T00:00", "2027-01-01T00:00")])
    assert shut.business_seconds(when("2026-01-10T00:00Z"), when("2026-12-20T00:00Z")) == 0
    assert iso(shut.due(when("2026-06-01T00:00Z"), HOUR)) == "2027-01-01T10:00:00Z"


def test_the_last_moment_is_looked_for_beyond_a_year_without_hours():
    shut = calendar(closures=[from_to("2025-12-01T00:00", "2027-01-01T00:00")])
    assert iso(shut.last_moment(when("2026-06-01T00:00Z"), 0)) == "2027-01-01T09:00:00Z"


@pytest.mark.parametrize("text", ["0001-06-01T00:00+00:00", "9999-06-01T00:00+00:00"])
def test_an_instant_at_the_end_of_the_calendar_of_dates_is_refused(text):
    with pytest.raises(CalendarError, match="between the years 2 and 9998"):
        calendar().due(when(text), HOUR)


def test_an_instant_beyond_all_dates_is_refused():
    with pytest.raises(CalendarError, match="between the years 2 and 9998"):
        calendar().business_seconds(10**15, 10**15 + 1)


def test_a_due_time_beyond_all_dates_is_refused():
    with pytest.raises(CalendarError, match="between the years 2 and 9998"):
        calendar(closures=[from_to("9998-01-01T00:00", "9999-01-01T00:00")]).due(
            when("9998-06-01T00:00+00:00"), HOUR
        )


# --- the same for ever ------------------------------------------------------------------------


def test_equal_definitions_share_one_compiled_calendar():
    assert compiled(definition()) is compiled(definition())
    assert compiled(definition()) is not compiled(definition(zone="Europe/Ljubljana"))


def test_what_was_asked_before_changes_no_answer():
    asked_before, fresh = calendar(country="SI"), calendar(country="SI")
    for year in (2030, 2021, 2026, 1999):
        asked_before.due(when(f"{year}-12-31T12:00Z"), 100 * HOUR)
    start_s = when("2026-12-31T12:00Z")
    assert asked_before.due(start_s, 100 * HOUR) == fresh.due(start_s, 100 * HOUR)


def test_threads_may_share_a_calendar():
    shared = calendar(country="SI", zone="Europe/Ljubljana")
    years = range(2001, 2041)
    expected = {}
    for year in years:
        alone = calendar(country="SI", zone="Europe/Ljubljana")
        expected[year] = alone.due(when(f"{year}-06-01T12:00Z"), 40 * HOUR)
    found, begin = {}, threading.Barrier(4)

    def ask(mine):
        begin.wait()
        for year in mine:
            found[year] = shared.due(when(f"{year}-06-01T12:00Z"), 40 * HOUR)

    threads = [threading.Thread(target=ask, args=(years[part::4],)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


# --- laws -------------------------------------------------------------------------------------

CALENDARS = [
    calendar(LUNCH, "Europe/Ljubljana", country="SI"),
    calendar("mon-sun 22:00-06:00", "America/Havana"),
    calendar("mon-sat 23:30-00:30 08:00-20:00", "America/St_Johns", country="CA"),
    calendar(NON_STOP, "Australia/Lord_Howe", closures=[of_date("2026-04-05")]),
    calendar("tue 09:00-17:00", "Pacific/Apia", openings=[("2026-10-25", "00:00-24:00")]),
]
IN_THREE_YEARS = st.integers(when("2025-01-01T00:00Z"), when("2028-01-01T00:00Z"))
ANY = st.sampled_from(CALENDARS)


@LAW
@given(ANY, IN_THREE_YEARS, st.integers(0, 500 * HOUR))
def test_as_much_lies_between_as_was_added(office, start_s, seconds):
    due_s = office.due(start_s, seconds)
    assert office.business_seconds(start_s, due_s) == seconds


@LAW
@given(ANY, IN_THREE_YEARS, st.integers(1, 500 * HOUR))
def test_the_due_time_is_the_earliest_and_the_last_moment_the_latest(office, start_s, seconds):
    due_s, last_s = office.due(start_s, seconds), office.last_moment(start_s, seconds)
    assert office.business_seconds(start_s, due_s - 1) == seconds - 1
    assert due_s <= last_s
    assert office.business_seconds(start_s, last_s) == seconds
    assert office.business_seconds(start_s, last_s + 1) == seconds + 1


@LAW
@given(ANY, st.tuples(IN_THREE_YEARS, IN_THREE_YEARS, IN_THREE_YEARS))
def test_time_between_is_additive(office, instants):
    first_s, second_s, third_s = sorted(instants)
    whole = office.business_seconds(first_s, third_s)
    parts = office.business_seconds(first_s, second_s), office.business_seconds(second_s, third_s)
    assert sum(parts) == whole
    assert min(parts) >= 0
    assert whole <= third_s - first_s


@LAW
@given(ANY, IN_THREE_YEARS, st.integers(0, 400 * HOUR), st.integers(1, 100 * HOUR))
def test_adding_in_two_steps_is_adding_at_once(office, start_s, one, other):
    assert office.due(office.due(start_s, one), other) == office.due(start_s, one + other)


@LAW
@given(ANY, IN_THREE_YEARS, st.integers(0, DAY * 30), st.integers(1, 200 * HOUR))
def test_starting_later_is_never_due_earlier(office, start_s, later, seconds):
    assert office.due(start_s, seconds) <= office.due(start_s + later, seconds)


@LAW
@given(ANY, IN_THREE_YEARS, st.integers(0, 20 * DAY))
def test_open_periods_hold_just_the_time_between(office, start_s, length):
    periods = list(office.open_periods(start_s, start_s + length))
    assert sum(end_s - begin_s for begin_s, end_s in periods) == office.business_seconds(
        start_s, start_s + length
    )
