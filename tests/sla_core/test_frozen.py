"""A calendar keeps what it was compiled from, so that it compiles to the same for ever."""

from dataclasses import replace
from datetime import date

import pytest

from sla_core.calendars import Calendar
from sla_core.calendars.definition import FrozenData, frozen_now
from sla_core.calendars.holiday_library import holiday_data_version
from sla_core.calendars.zones import zone_data_version, zone_file
from tests.sla_core.builders import definition, told, when

SLOVENIAN = definition(zone="Europe/Ljubljana", country="SI")
YEARS = range(2025, 2028)
EASTER_MONDAY = date(2026, 4, 6)


def with_data(zone="Europe/Ljubljana", holidays=(), years=YEARS):
    """The Slovenian calendar, compiled from other data than this program has."""
    data = FrozenData("Europe/Ljubljana", zone_file(zone), years, dict(holidays))
    return replace(SLOVENIAN, frozen=data)


def seconds_on(calendar, day):
    start = when(f"{day}T00:00:00+00:00")
    return Calendar(calendar).business_seconds(start, start + 86_400)


def test_frozen_now_it_counts_as_it_does_live_and_knows_its_versions():
    frozen = frozen_now(SLOVENIAN, YEARS)
    assert frozen.data_versions == (zone_data_version(), holiday_data_version())
    assert frozen.frozen.holidays[EASTER_MONDAY] == SLOVENIAN.holidays_in(2026)[EASTER_MONDAY]
    for day in ("2026-04-03", "2026-04-06", "2026-12-25", "2026-07-01"):
        assert seconds_on(frozen, day) == seconds_on(SLOVENIAN, day)


def test_holidays_are_those_it_was_frozen_with():
    frozen = with_data(holidays={date(2026, 4, 7): "Another day"})
    assert seconds_on(frozen, "2026-04-06") == 8 * 3600
    assert seconds_on(frozen, "2026-04-07") == 0
    assert frozen.holidays_in(2026) == {date(2026, 4, 7): "Another day"}


def test_years_that_were_not_frozen_have_the_holidays_of_this_program():
    frozen = with_data()
    assert frozen.holidays_in(2027) == {}
    assert frozen.holidays_in(2028) == SLOVENIAN.holidays_in(2028)


def test_its_zone_is_the_one_it_was_frozen_with():
    frozen = with_data(zone="Asia/Tokyo")
    due_s = Calendar(frozen).due(when("sun 12:00"), 3600)
    assert told(due_s) == "mon+1 01:00"  # 10:00 by the clocks of Tokyo


def test_what_says_the_same_is_equal_and_compiles_to_the_same_object():
    one, other = with_data(), with_data()
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    "other",
    [
        with_data(zone="Asia/Tokyo"),
        with_data(holidays={EASTER_MONDAY: "x"}),
        with_data(years=range(2025, 2027)),
        SLOVENIAN,
    ],
)
def test_other_data_makes_another_calendar(other):
    assert with_data() != other
