"""Wall times that happen once, twice or never."""

from datetime import date

import pytest

from sla_core.calendars.zones import (
    closing_instant,
    first_instant,
    opening_instant,
    zone,
    zone_data_version,
)
from sla_core.errors import CalendarError
from sla_core.instants import iso

HOUR = 3600


@pytest.mark.parametrize(
    ("name", "day", "local", "opens", "closes"),
    [
        pytest.param(
            "Europe/Ljubljana", "2026-03-02", "09:00",
            "2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z",
            id="once: one hour ahead of UTC in winter",
        ),
        pytest.param(
            "Europe/Ljubljana", "2026-03-29", "02:30",
            "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z",
            id="never: 02:00 is followed by 03:00, which is 01:00Z",
        ),
        pytest.param(
            "Europe/Ljubljana", "2026-10-25", "02:30",
            "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
            id="twice: in summer time, and an hour later in winter time",
        ),
        pytest.param(
            "Europe/Ljubljana", "2026-10-25", "02:00",
            "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z",
            id="twice: the first wall time of the hour that comes again",
        ),
        pytest.param(
            "Europe/Ljubljana", "2026-10-25", "03:00",
            "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z",
            id="once: the end of the hour that came again",
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-10-04", "02:15",
            "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z",
            id="never: half an hour is left out, 02:00 +10:30 becomes 02:30 +11",
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-05", "01:45",
            "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z",
            id="twice: half an hour comes again",
        ),
        pytest.param(
            "America/Havana", "2024-11-03", "00:00",
            "2024-11-03T04:00:00Z", "2024-11-03T05:00:00Z",
            id="twice: midnight itself",
        ),
        pytest.param(
            "America/St_Johns", "2010-11-07", "00:00",
            "2010-11-07T02:30:00Z", "2010-11-07T03:30:00Z",
            id="twice: at 00:01 the clock goes back into the day before",
        ),
        pytest.param(
            "America/Sao_Paulo", "2018-11-04", "00:00",
            "2018-11-04T03:00:00Z", "2018-11-04T03:00:00Z",
            id="never: midnight is left out, the date begins at 01:00",
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-30", "09:00",
            "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z",
            id="never: the whole date is left out",
        ),
        pytest.param(
            "Antarctica/Troll", "2026-03-29", "02:00",
            "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z",
            id="never: two hours are left out, 01:00 +0 becomes 03:00 +2",
        ),
        pytest.param(
            "Asia/Kathmandu", "2026-03-02", "09:00",
            "2026-03-02T03:15:00Z", "2026-03-02T03:15:00Z",
            id="once: 5 h 45 min ahead",
        ),
    ],
)  # fmt: skip
def test_a_wall_time_opens_at_its_first_and_closes_at_its_last(name, day, local, opens, closes):
    hours, minutes = local.split(":")
    at = zone(name), date.fromisoformat(day), int(hours) * HOUR + int(minutes) * 60
    assert (iso(opening_instant(*at)), iso(closing_instant(*at))) == (opens, closes)


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z"),
    ],
)
def test_a_date_begins_with_the_first_instant_that_bears_it(name, day, begins):
    assert iso(first_instant(zone(name), date.fromisoformat(day))) == begins


def test_seconds_of_old_local_time_are_kept():
    # New York lay 4 h 56 min 2 s west of Greenwich until 1883
    at = opening_instant(zone("America/New_York"), date(1880, 1, 1), 12 * HOUR)
    assert iso(at) == "1880-01-01T16:56:02Z"


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "europe", "../zones", "Europe", "/etc/passwd", "tzdata.zi", "a b"]
)
def test_an_unknown_zone_is_refused_with_an_example(name):
    with pytest.raises(CalendarError, match="use an IANA name") as refused:
        zone(name)
    assert refused.value.field == "time_zone"


def test_zone_data_comes_with_a_version():
    assert zone_data_version()[:2] == "20"
