"""When a calendar closes for the day, and what its first hour after that is."""

from datetime import date, datetime

import pytest

from sla_core.calendars import Closure, Opening, always, compiled
from sla_core.closing_time import closing_within
from tests.sla_core.builders import HOUR, MINUTE, calendar, told, when, windows

DESK = "mon-thu 09:00-12:00 13:00-17:00; fri 09:00-15:00"


def closing(at, hours=DESK, ahead_s=30 * MINUTE, **more):
    found = closing_within(calendar(hours, **more), when(at), ahead_s)
    return found and tuple(told(each) for each in found)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("mon 16:29:59", None),
        ("mon 16:30", ("mon 17:00", "tue 09:00", "tue 10:00")),
        ("mon 16:59:59", ("mon 17:00", "tue 09:00", "tue 10:00")),
        ("mon 17:00", None),
        ("mon 11:45", None),  # it opens again after lunch
        ("fri 14:30", ("fri 15:00", "mon+1 09:00", "mon+1 10:00")),
        ("sat 14:30", None),
    ],
)
def test_a_day_ends_once_and_lunch_is_no_end(at, expected):
    assert closing(at) == expected


def test_a_night_shift_ends_on_the_date_of_its_last_second():
    found = closing("tue 05:40", "mon-fri 22:00-06:00")
    assert found == ("tue 06:00", "tue 22:00", "tue 23:00")
    midnight = closing("mon 23:40", "mon-fri 08:00-24:00")
    assert midnight == ("tue 00:00", "tue 08:00", "tue 09:00")


def test_a_first_hour_may_reach_over_a_break():
    assert closing("mon 16:40", "mon-fri 09:00-09:20 13:00-17:00") == (
        "mon 17:00",
        "tue 09:00",
        "tue 13:40",
    )


def test_a_day_shorter_than_the_warning_is_told_before_it_begins():
    assert closing("mon 09:50", "mon-fri 10:00-10:15")[0] == "mon 10:15"


def test_a_calendar_that_never_closes_has_no_closing():
    assert closing_within(compiled(always()), when("mon 23:45"), 30 * MINUTE) is None


def test_a_closing_is_that_of_the_calendars_zone():
    assert closing("mon 21:40", "mon-fri 09:00-17:00", zone="America/New_York")[0] == "mon 22:00"


def test_an_opening_on_a_free_day_closes_too():
    on_saturday = calendar("mon-fri 09:00-17:00", openings=[("2026-03-07", "10:00-12:00")])
    assert isinstance(on_saturday.definition.openings[0], Opening)
    assert windows("10:00-12:00")[0] in on_saturday.definition.openings[0].windows
    found = closing_within(on_saturday, when("sat 11:45"), HOUR // 2)
    assert tuple(told(each) for each in found) == ("sat 12:00", "mon+1 09:00", "mon+1 10:00")


def test_a_calendar_that_stays_closed_for_years_has_no_first_hour_to_tell_of():
    for_good = Closure(datetime(2026, 3, 3), date(2032, 1, 1))  # noqa: DTZ001 a wall time
    assert closing("mon 16:40", closures=[for_good]) is None
    for_a_day = Closure(datetime(2026, 3, 3), date(2026, 3, 3))  # noqa: DTZ001 a wall time
    assert closing("mon 16:40", closures=[for_a_day])[1] == "wed 09:00"
