"""Why time is skipped."""

from datetime import date, datetime

import pytest

from sla_core.calendars import Closure
from sla_core.calendars.reasons import CLOSURE, HOLIDAY, OPEN, OUTSIDE_HOURS, stretches
from tests.sla_core.builders import calendar, told, when


def reasons(office, start, end):
    return [
        (told(each.start_s), told(each.end_s), each.kind, each.name)
        for each in stretches(office, when(start), when(end))
    ]


def test_nights_and_weekends_are_outside_hours():
    assert reasons(calendar(), "fri 16:00", "mon+1 10:00") == [
        ("fri 16:00", "fri 17:00", OPEN, ""),
        ("fri 17:00", "mon+1 09:00", OUTSIDE_HOURS, ""),
        ("mon+1 09:00", "mon+1 10:00", OPEN, ""),
    ]


def test_a_closure_has_its_name_and_what_surrounds_it_has_none():
    party = Closure(datetime(2026, 3, 2, 12), datetime(2026, 3, 2, 18), "Party")  # noqa: DTZ001 wall times
    assert reasons(calendar(closures=[party]), "mon 11:00", "tue 09:00") == [
        ("mon 11:00", "mon 12:00", OPEN, ""),
        ("mon 12:00", "mon 18:00", CLOSURE, "Party"),
        ("mon 18:00", "tue 09:00", OUTSIDE_HOURS, ""),
    ]


def test_a_holiday_has_its_name_for_the_whole_date():
    office = calendar(zone="Europe/Ljubljana", country="SI")
    found = [
        (each.kind, each.name, each.end_s - each.start_s)
        for each in stretches(
            office, when("2026-04-27T00:00+02:00"), when("2026-04-27T23:00+02:00")
        )
    ]
    assert found == [(HOLIDAY, "dan upora proti okupatorju", 23 * 3600)]


def test_a_holiday_with_an_opening_is_a_day_like_others():
    office = calendar(
        zone="Europe/Ljubljana", country="SI", openings=[("2026-04-27", "10:00-11:00")]
    )
    kinds = [
        each.kind
        for each in stretches(
            office, when("2026-04-27T00:00+02:00"), when("2026-04-28T00:00+02:00")
        )
    ]
    assert kinds == [OUTSIDE_HOURS, OPEN, OUTSIDE_HOURS]


def test_two_holidays_in_a_row_are_two_reasons():
    office = calendar(zone="Europe/Ljubljana", country="SI")
    names = [
        each.name
        for each in stretches(
            office, when("2026-12-25T00:00+01:00"), when("2026-12-27T00:00+01:00")
        )
        if each.kind == HOLIDAY
    ]
    assert names == ["božič", "dan samostojnosti in enotnosti"]


def test_a_closed_date_that_bounds_nothing_else_is_one_stretch():
    shut = Closure.of_date(date(2026, 3, 3), "Move")
    assert reasons(calendar(closures=[shut]), "tue 08:00", "tue 18:00") == [
        ("tue 08:00", "tue 18:00", CLOSURE, "Move")
    ]


@pytest.mark.parametrize("at", ["mon 10:00", "sat 10:00"])
def test_no_time_has_no_reasons(at):
    assert reasons(calendar(), at, at) == []
