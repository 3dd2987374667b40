"""Half days and make-up working days of a country, as semantics, section 2, has them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sla_core.calendars import CalendarDefinition, HolidaySet, Opening, Window, compiled
from sla_core.calendars.days import windows_on
from sla_core.calendars.definition import frozen_now, week_of
from sla_core.calendars.reasons import HALF_DAY, HOLIDAY, stretches
from sla_core.calendars.zones import first_instant
from sla_core.instants import from_s

MORNING = Window(9 * 3600, 12 * 3600)
DAY = Window(9 * 3600, 17 * 3600)
NIGHT = Window(22 * 3600, 6 * 3600)
SPRING_FESTIVAL_WORK = date(2026, 2, 14)  # a Saturday worked for 20 February
CHRISTMAS_EVE = date(2026, 12, 24)  # a Thursday, a half day in Iceland


def office(holidays, *windows, openings=(), days=("mon", "tue", "wed", "thu", "fri")):
    week = week_of(dict.fromkeys(days, windows or (DAY,)))
    zone = "Atlantic/Reykjavik" if holidays.country == "IS" else "Asia/Shanghai"
    return CalendarDefinition("office", zone, week, holidays, openings=openings)


def spans_on(definition, day):
    zone = ZoneInfo(definition.time_zone)
    starts_s = first_instant(definition.place, day)
    periods = compiled(definition).open_periods(starts_s, starts_s + 86_400)
    return [tuple(f"{from_s(at).astimezone(zone):%H:%M}" for at in each) for each in periods]


def test_a_working_weekend_of_china_is_open_with_the_hours_of_monday():
    working = office(HolidaySet("CN", make_up_days=True))
    assert spans_on(working, SPRING_FESTIVAL_WORK) == [("09:00", "17:00")]


def test_without_make_up_days_a_working_weekend_is_a_weekend():
    assert spans_on(office(HolidaySet("CN")), SPRING_FESTIVAL_WORK) == []


def test_a_make_up_day_has_the_hours_of_the_weeks_first_day_with_any():
    late = office(HolidaySet("CN", make_up_days=True), MORNING, days=("thu", "fri"))
    assert spans_on(late, SPRING_FESTIVAL_WORK) == [("09:00", "12:00")]


def test_a_make_up_day_that_is_a_holiday_is_closed():
    frozen = frozen_now(office(HolidaySet("CN", make_up_days=True)), range(2026, 2027))
    assert date(2026, 2, 16) in frozen.frozen.holidays
    assert windows_on(frozen, date(2026, 2, 16)) == ()


def test_an_opening_comes_before_a_make_up_day():
    opened = office(
        HolidaySet("CN", make_up_days=True), openings=(Opening(SPRING_FESTIVAL_WORK, (MORNING,)),)
    )
    assert spans_on(opened, SPRING_FESTIVAL_WORK) == [("09:00", "12:00")]


@pytest.mark.parametrize(
    ("hours", "windows", "spans"),
    [
        pytest.param(MORNING, (DAY,), [("09:00", "12:00")], id="until noon"),
        pytest.param(Window(0, 43_200), (DAY,), [("09:00", "12:00")], id="from midnight"),
        pytest.param(MORNING, (Window(46_800, 61_200),), [], id="nothing lies inside"),
        pytest.param(NIGHT, (DAY,), [], id="a half day at night, an office by day"),
        pytest.param(
            Window(75_600, 10_800),
            (NIGHT,),
            [("00:00", "06:00"), ("22:00", "00:00")],
            id="both at night",
        ),
        pytest.param(
            Window(72_000, 86_400),
            (NIGHT,),
            [("00:00", "06:00"), ("22:00", "00:00")],
            id="until 24:00",
        ),
    ],
)
def test_a_half_day_keeps_what_of_its_windows_lies_inside_the_hours(hours, windows, spans):
    assert spans_on(office(HolidaySet("IS", half_days=hours), *windows), CHRISTMAS_EVE) == spans


def test_a_half_days_night_shift_keeps_what_lies_inside_hours_that_cross_midnight():
    night = office(HolidaySet("IS", half_days=Window(75_600, 10_800)), NIGHT)
    assert windows_on(night, CHRISTMAS_EVE) == (Window(79_200, 10_800),)


def test_without_hours_a_half_day_is_a_day_as_any():
    assert spans_on(office(HolidaySet("IS")), CHRISTMAS_EVE) == [("09:00", "17:00")]


def test_a_country_without_half_days_has_none():
    assert office(HolidaySet("SI", half_days=MORNING)).half_days_in(2026) == {}


def test_half_days_that_are_taken_as_holidays_are_closed():
    closed = HolidaySet("IS", categories=("public", "half_day"), half_days=MORNING)
    assert spans_on(office(closed), CHRISTMAS_EVE) == []


def test_an_opening_comes_before_a_half_day():
    opened = office(HolidaySet("IS", half_days=MORNING), openings=(Opening(CHRISTMAS_EVE, (DAY,)),))
    assert spans_on(opened, CHRISTMAS_EVE) == [("09:00", "17:00")]


def test_half_days_and_make_up_days_are_frozen_with_the_holidays():
    for definition in (
        office(HolidaySet("IS", half_days=MORNING)),
        office(HolidaySet("CN", make_up_days=True)),
    ):
        frozen = frozen_now(definition, range(2025, 2028))
        assert frozen.half_days_in(2026) == definition.half_days_in(2026)
        assert frozen.make_up_days_in(2026) == definition.make_up_days_in(2026)
        assert spans_on(frozen, CHRISTMAS_EVE) == spans_on(definition, CHRISTMAS_EVE)
        assert spans_on(frozen, SPRING_FESTIVAL_WORK) == spans_on(definition, SPRING_FESTIVAL_WORK)


def test_what_a_half_day_closes_is_said_to_be_a_half_day():
    calendar = compiled(office(HolidaySet("IS", half_days=MORNING)))
    noon_s = first_instant(calendar.definition.place, CHRISTMAS_EVE) + 12 * 3600
    kinds = [each.kind for each in stretches(calendar, noon_s, noon_s + 86_400)]
    assert kinds == [HALF_DAY, HOLIDAY]


def test_a_calendar_without_holidays_has_neither_half_days_nor_make_up_days():
    plain = CalendarDefinition("plain", "UTC", week_of({"mon": (DAY,)}))
    assert (plain.half_days_in(2026), plain.make_up_days_in(2026)) == ({}, frozenset())
    assert plain.half_day == Window(0, 86_400)
