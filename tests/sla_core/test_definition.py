"""Calendars as they are written down: what is refused, and what the words mean."""

from datetime import date, datetime

import pytest

from sla_core.calendars import CalendarDefinition, Closure, HolidaySet, Opening, Window, always
from sla_core.calendars.definition import DAYS, week_of
from sla_core.calendars.holiday_library import holiday_data_version
from sla_core.errors import CalendarError
from tests.sla_core.builders import HOUR, OFFICE, definition, windows


@pytest.mark.parametrize(
    ("start", "end"),
    [(-1, 10), (0, 86_401), (86_400, 86_400), (10, -1)],
    ids=["before midnight", "after 24:00", "begins at 24:00", "ends before midnight"],
)
def test_a_window_lies_between_midnight_and_midnight(start, end):
    with pytest.raises(CalendarError, match="between 00:00 and 24:00") as refused:
        Window(start, end)
    assert refused.value.field == "hours"


def test_an_empty_window_is_refused_with_the_way_to_write_a_whole_day():
    with pytest.raises(CalendarError, match="write 00:00-24:00"):
        Window(9 * HOUR, 9 * HOUR)


@pytest.mark.parametrize(
    ("span", "crosses", "ends_with_date"),
    [
        ("09:00-17:00", False, False),
        ("22:00-06:00", True, False),
        ("22:00-24:00", False, True),
        ("22:00-00:00", False, True),
        ("00:00-24:00", False, True),
    ],
)
def test_a_window_that_ends_before_it_starts_ends_on_the_next_date(span, crosses, ends_with_date):
    (window,) = windows(span)
    assert (window.crosses_midnight, window.ends_with_the_date) == (crosses, ends_with_date)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"country": "Slovenia"}, "use an ISO code such as SI", id="no such country"),
        pytest.param({"country": ""}, "unknown country", id="no country"),
        pytest.param(
            {"country": "US", "subdivision": "ZZ"}, "US has no subdivision 'ZZ'", id="no such state"
        ),
        pytest.param(
            {"country": "SI", "subdivision": "LJ"}, "use one of none", id="a country without states"
        ),
        pytest.param(
            {"country": "SI", "categories": ("school",)},
            "SI has no holiday category 'school'",
            id="no such category",
        ),
    ],
)
def test_holidays_nobody_knows_are_refused(given, says):
    with pytest.raises(CalendarError, match=says) as refused:
        HolidaySet(**given)
    assert refused.value.field == "holidays"


def test_holidays_have_the_names_of_their_country():
    assert HolidaySet("SI").in_year(2026)[date(2026, 2, 8)].startswith("Prešernov dan")


def test_holidays_differ_by_subdivision_and_category():
    texas = HolidaySet("US", "TX").in_year(2026).keys()
    assert texas != HolidaySet("US", "CA").in_year(2026).keys()
    banks = HolidaySet("NL", categories=("public", "optional")).in_year(2026)
    assert banks.keys() > HolidaySet("NL").in_year(2026).keys()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9)),  # noqa: DTZ001 wall times
        (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 8)),  # noqa: DTZ001 wall times
        (datetime(2026, 3, 2, 9), date(2026, 3, 1)),  # noqa: DTZ001 wall times
    ],
    ids=["empty", "backwards", "until a date before"],
)
def test_a_closure_that_does_not_end_after_it_starts_is_refused(start, end):
    with pytest.raises(CalendarError, match="ends after it starts") as refused:
        Closure(start, end)
    assert refused.value.field == "closures"


def test_a_closure_of_a_date_lasts_to_its_end():
    closed = Closure.of_date(date(2026, 12, 24), "Christmas Eve")
    assert (closed.starts_local.hour, closed.ends_local) == (0, date(2026, 12, 24))
    assert closed.name == "Christmas Eve"


def test_an_opening_without_hours_is_refused_because_it_would_be_a_closure():
    with pytest.raises(CalendarError, match="give hours, or declare a closure"):
        Opening(date(2026, 5, 2), ())


def test_a_date_has_one_opening():
    with pytest.raises(CalendarError, match="2026-05-02 has two openings"):
        definition(openings=[("2026-05-02", "09:00-10:00"), ("2026-05-02", "11:00-12:00")])


def test_a_calendar_without_weekly_hours_is_refused():
    with pytest.raises(CalendarError, match="never opens: give weekly hours"):
        CalendarDefinition("shut", "UTC", week_of({}))


def test_a_week_has_seven_days():
    with pytest.raises(CalendarError, match="seven days"):
        CalendarDefinition("short", "UTC", OFFICE.week[:5])


def test_a_calendar_in_an_unknown_zone_is_refused():
    with pytest.raises(CalendarError, match="unknown time zone"):
        definition(zone="Europe/Atlantis")


def test_days_left_out_are_closed_and_windows_sorted():
    later, earlier = windows("13:00-17:00 09:00-12:00")
    assert week_of({"tue": [later, earlier]}) == ((), (earlier, later), (), (), (), (), ())
    assert DAYS[0] == "mon"


def test_always_counts_every_day_of_the_week():
    assert always().name == "24x7"
    assert all(day == (Window(0, 86_400),) for day in always().week)


def test_holidays_come_with_a_version():
    assert holiday_data_version()[0].isdigit()
