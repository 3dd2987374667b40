"""Defects of others in business time: windows, zones, clock changes, edges, endless walks.

Where a table could share a mistake with the calendar it tests, the oracle answers instead: it
tabulates open minutes of wall time and knows nothing of ours.
"""

import datetime as dt
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.config import ConfigRefused
from bot.config.document import read
from sla_core.calendars import Calendar, CalendarDefinition, Closure
from sla_core.calendars.definition import week_of
from sla_core.configuration import Configuration
from sla_core.errors import CalendarError, LevelError
from sla_core.instants import iso
from tests.defects.naming import defect
from tests.oracle import Business, Plan
from tests.sla_core.builders import (
    ALWAYS,
    DAY,
    HOUR,
    MINUTE,
    calendar,
    created,
    definition,
    history,
    level,
    only,
    played,
    shown,
    told,
    when,
)

LUNCH = "mon-thu 09:00-12:00 13:00-17:00; fri 09:00-15:00"
NIGHTS = "mon-fri 22:00-06:00"
NON_STOP = "mon-sun 00:00-24:00"
YEARS = "2026-01-05T00:00Z", "2031-01-05T00:00Z"
"""Five years, with ten clock changes where there are any."""


def oracle(hours, zone, start_s, end_s, country=None):
    """The same calendar, worked out minute by minute."""
    week = tuple(
        tuple((each.start_local_s // 60, each.end_local_s // 60) for each in day)
        for day in definition(hours, zone).week
    )
    return Business(Plan(zone, week, country), start_s, end_s)


# --- windows and edges -----------------------------------------------------------------------


@defect(14, "chatwoot 14009, frappe 2212")
@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("mon 11:00", 2, "mon 14:00", id="over lunch"),
        pytest.param("mon 12:30", 1, "mon 14:00", id="from within lunch"),
        pytest.param("mon 11:00", 1, "mon 12:00", id="used up when lunch begins"),
        pytest.param("thu 16:00", 8, "mon+1 10:00", id="a short Friday: 1 h + 6 h + 1 h"),
    ],
)
def test_a_day_has_as_many_windows_as_it_needs(start, hours, due):
    under = history(level(first_reply=hours * HOUR), calendars=[definition(LUNCH)])
    assert told(only(played(created(start), under, start)).due_at_s) == due


@defect(14, "frappe 2212")
def test_shifts_that_touch_or_overlap_count_once():
    shifts = calendar("mon-fri 06:00-14:00 13:30-22:00 22:00-23:00")
    assert shifts.business_seconds(when("mon 00:00"), when("tue 00:00")) == 17 * HOUR
    assert [
        (told(a), told(b)) for a, b in shifts.open_periods(when("mon 00:00"), when("tue 00:00"))
    ] == [("mon 06:00", "mon 23:00")]


@defect(23, "OTRS PR 1732")
@pytest.mark.parametrize(
    ("start", "seconds", "due", "overdue"),
    [
        ("mon 08:00", 1, "mon 09:00:01", "mon 09:00:02"),
        ("mon 09:00", 1, "mon 09:00:01", "mon 09:00:02"),
        ("mon 10:00", 30 * MINUTE, "mon 10:30", "mon 10:30:01"),
        ("mon 16:29:59", 30 * MINUTE, "mon 16:59:59", "mon 17:00"),
        ("mon 16:30", 30 * MINUTE, "mon 17:00", "tue 09:00:01"),
        ("mon 16:30:01", 30 * MINUTE, "tue 09:00:01", "tue 09:00:02"),
        ("mon 16:59:59", 1, "mon 17:00", "tue 09:00:01"),
        ("mon 17:00", 1, "tue 09:00:01", "tue 09:00:02"),
        ("fri 16:30", 30 * MINUTE, "fri 17:00", "mon+1 09:00:01"),
        ("fri 17:00", 30 * MINUTE, "mon+1 09:30", "mon+1 09:30:01"),
        ("sat 12:00", 30 * MINUTE, "mon+1 09:30", "mon+1 09:30:01"),
    ],
)
def test_a_target_shorter_than_the_rest_of_the_day_is_due_that_day(start, seconds, due, overdue):
    under = level(first_reply=seconds)
    found = only(played(created(start), under, start))
    assert told(found.due_at_s) == due
    assert not found.is_overdue(when(overdue) - 1)
    assert found.is_overdue(when(overdue))


@defect(26, "biz 1.5.2")
@pytest.mark.parametrize("start", ["mon 10:00", "mon 12:30", "mon 17:00", "sat 12:00"])
def test_no_time_added_is_due_at_once_open_or_closed(start):
    assert calendar(LUNCH).due(when(start), 0) == when(start)
    assert calendar(LUNCH).business_seconds(when(start), when(start)) == 0


@defect(26, "biz 1.6.0")
@pytest.mark.parametrize("seconds", [-1, -HOUR])
def test_time_is_never_added_backwards(seconds):
    with pytest.raises(CalendarError, match="added forwards"):
        calendar().due(when("mon 10:00"), seconds)
    with pytest.raises(LevelError, match="at least one second"):
        level(first_reply=seconds)


@defect(26, "biz 1.8.2")
def test_a_window_holds_its_first_second_and_not_its_end():
    office = calendar()
    assert [
        office.is_open(when(at))
        for at in ("mon 08:59:59", "mon 09:00", "mon 16:59:59", "mon 17:00")
    ] == [False, True, True, False]
    assert office.business_seconds(when("mon 17:00"), when("mon 09:00")) == -8 * HOUR
    assert told(office.due(when("mon 09:00"), 8 * HOUR)) == "mon 17:00"
    assert told(office.due(when("mon 17:00"), 8 * HOUR)) == "tue 17:00"


# --- calendars that never open ---------------------------------------------------------------


@defect(21, "frappe")
def test_a_calendar_that_never_opens_is_refused_when_it_is_made():
    with pytest.raises(CalendarError, match="never opens"):
        CalendarDefinition("never", "UTC", week_of({}))
    file = "version: 1\ncalendars:\n  never: {time_zone: UTC, hours: {}}\n"
    with pytest.raises(ConfigRefused, match="never opens"):
        read(file, "sla.yml", 0)


@defect(21, "frappe")
def test_a_level_that_is_not_reached_within_five_years_is_refused_when_it_is_made():
    minute_a_week = definition("mon 09:00-09:01")
    configuration = Configuration(calendars={"office": minute_a_week})
    configuration.check_promise(level(first_reply=HOUR), when("mon 09:00"))
    with pytest.raises(LevelError, match="not reached within 5 years"):
        configuration.check_promise(level(first_reply=5 * HOUR), when("mon 09:00"))


@defect(21, "frappe")
def test_a_calendar_closed_for_a_century_has_no_due_time_and_says_so_at_once():
    century = Closure(datetime(2026, 1, 1), date(2126, 1, 1), "Gone")  # noqa: DTZ001 a wall time
    under = history(level(first_reply=HOUR), calendars=[definition(closures=[century])])
    began_s = time.monotonic()
    found = only(played(created(), under, "fri+20 12:00"))
    assert (found.due_at_s, found.breach_at_s) == (None, None)
    assert shown(played(created(), under, "fri+20 12:00")) == {
        "first_reply 1": ("running", 0, None)
    }
    assert time.monotonic() - began_s < 5


# --- zones and clock changes -----------------------------------------------------------------


@pytest.fixture
def machine_in(monkeypatch):
    """Put the machine into another zone for the time of a test."""

    def move(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@defect(20, "erpnext PR 38745, frappe PR 3776")
@pytest.mark.parametrize("machine", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        pytest.param("Asia/Kolkata", "2026-03-02T09:00+05:30", id="east of us"),
        pytest.param("America/Los_Angeles", "2026-03-02T09:00-08:00", id="west of us"),
    ],
)
def test_a_promise_is_the_same_wherever_the_machine_and_the_reader_are(
    machine_in, machine, zone, opens
):
    machine_in(machine)
    under = history(level(first_reply=4 * HOUR), calendars=[definition(zone=zone)])
    as_utc = iso(when(opens))
    for at in (opens, as_utc):
        fresh = played(created(at), under, when(opens))
        assert [(each.state(fresh.at_s), each.elapsed(fresh.at_s)) for each in fresh.clocks] == [
            ("running", 0)
        ]
        assert only(fresh).due_at_s == when(opens) + 4 * HOUR
    with pytest.raises(ValueError, match="needs an offset"):
        calendar().add(datetime(2026, 3, 2, 9), HOUR)  # noqa: DTZ001 the claim


CHANGES = [
    # id, seen in, zone, hours, start, end, hours open between
    (
        "a week of office hours keeps its length when the clocks go forward",
        "dbt_zendesk 144", "Europe/Ljubljana", "mon-fri 09:00-17:00",
        "2026-03-23T00:00+01:00", "2026-04-06T00:00+02:00", 80,
    ),
    (
        "and is an hour earlier in UTC after it",
        "dbt_zendesk 86", "Europe/Ljubljana", "mon-fri 09:00-17:00",
        "2026-03-30T07:00Z", "2026-03-30T15:00Z", 8,
    ),
    (
        "two seasons are not one schedule: the week of the change has both",
        "dbt_zendesk PR 114", "America/New_York", "mon-sun 09:00-17:00",
        "2026-03-07T14:00Z", "2026-03-08T21:00Z", 16,
    ),
    (
        "a day that lasts 23 hours has 23",
        "dbt_zendesk PR 154", "Europe/Ljubljana", NON_STOP,
        "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 23,
    ),
    (
        "a day that lasts 25 hours has 25",
        "dbt_zendesk PR 154", "Europe/Ljubljana", NON_STOP,
        "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 25,
    ),
    (
        "a window that opens in the gap opens at its end: 02:30-04:00 is 03:00-04:00",
        "dbt_zendesk 144", "Europe/Ljubljana", "mon-sun 02:30-04:00",
        "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 1,
    ),
    (
        "a time that comes twice opens at the first and closes at the second: 02:00-02:30 is 1.5 h",
        "biz PR 160", "Europe/Ljubljana", "mon-sun 02:00-02:30",
        "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 1.5,
    ),
    (
        "also where it comes twice for good: 01:00-01:30 is 1.5 h in Casablanca that night",
        "biz PR 160", "Africa/Casablanca", "mon-sun 01:00-01:30",
        "2026-09-20T00:00+01:00", "2026-09-21T00:00Z", 1.5,
    ),
    (
        "and where summer was never the name of it: Almaty went back at midnight",
        "biz PR 160", "Asia/Almaty", "mon-sun 23:00-23:30",
        "2024-02-29T00:00+06:00", "2024-03-01T00:00+05:00", 1.5,
    ),
]  # fmt: skip


@defect(24, "dbt_zendesk 144, 86, PR 154, PR 114; biz PR 160")
@pytest.mark.parametrize(
    ("zone", "hours", "start", "end", "open_hours"),
    [pytest.param(*row[2:], id=f"{row[1]}: {row[0]}") for row in CHANGES],
)
def test_clock_changes_count_real_seconds(zone, hours, start, end, open_hours):
    there = calendar(hours, zone)
    start_s, end_s = when(start), when(end)
    open_s = int(open_hours * HOUR)
    assert there.business_seconds(start_s, end_s) == open_s
    slow = oracle(hours, zone, start_s - DAY, end_s + DAY)
    assert slow.between(start_s, end_s) == open_s
    for seconds in (1, HOUR // 2, open_s):
        assert there.due(start_s, seconds) == slow.due(start_s, seconds)


@defect(24, "dbt_zendesk PR 114")
def test_a_holiday_ends_at_midnight_of_its_own_zone():
    there = calendar(NON_STOP, "Europe/Ljubljana", country="SI")
    easter_monday_ends_s = when("2026-04-07T00:00+02:00")
    assert not there.is_open(easter_monday_ends_s - 1)
    assert there.is_open(easter_monday_ends_s)


def clock_changes(place, start_s, end_s):
    """The days on which a zone's offset changes, by their first second in UTC."""
    offsets = {
        at_s: datetime.fromtimestamp(at_s, place).utcoffset() for at_s in range(start_s, end_s, DAY)
    }
    return [at_s for at_s in offsets if offsets.get(at_s + DAY, offsets[at_s]) != offsets[at_s]]


@defect(25, "vue-business-hours PR 26")
@pytest.mark.parametrize("hours", ["sun 01:00-04:00", "mon-sun 23:30-01:30"])
@pytest.mark.parametrize(
    ("zone", "start"),
    [
        pytest.param("Europe/Ljubljana", YEARS[0], id="an hour"),
        pytest.param("Australia/Lord_Howe", YEARS[0], id="half an hour"),
        pytest.param("Antarctica/Troll", YEARS[0], id="two hours"),
        pytest.param("America/Sao_Paulo", "2014-01-06T00:00Z", id="at midnight"),
        pytest.param("Pacific/Apia", "2009-01-05T00:00Z", id="a date that never was"),
    ],
)
def test_a_walk_over_clock_changes_ends_and_is_right(zone, start, hours):
    there, start_s = calendar(hours, zone), when(start)
    end_s = start_s + 5 * 365 * DAY
    found = clock_changes(ZoneInfo(zone), start_s, end_s)
    assert len(found) >= 8
    for day_s in found:
        slow = oracle(hours, zone, day_s - 2 * DAY, day_s + 16 * DAY)
        assert there.business_seconds(day_s, day_s + DAY) == slow.between(day_s, day_s + DAY)
        for from_s in range(day_s, day_s + DAY, HOUR):
            assert there.due(from_s, 2 * HOUR) == slow.due(from_s, 2 * HOUR)
    total = there.business_seconds(start_s, end_s)
    assert there.due(start_s, total) <= end_s
    assert there.business_seconds(start_s, there.due(start_s, total)) == total
    assert there.due(start_s, 10**9) is None


def nights_by_hand(zone, country, start, end):
    """Every night 22:00-06:00 between two Mondays, as seconds since 1970."""
    place, day, one_day = ZoneInfo(zone), start, timedelta(days=1)
    free = holidays.country_holidays(country, years=range(2026, 2032)) if country else {}
    while day < end:
        if day not in free:
            closes = datetime.combine(day + one_day, dt.time(6), place)
            if day + one_day in free:
                closes = closes.replace(hour=0)
            begins = datetime.combine(day, dt.time(22), place)
            yield int(begins.timestamp()), int(closes.timestamp())
        day += one_day


@defect(27, "businesstimedelta")
@pytest.mark.parametrize("country", [None, "SI"], ids=["no holidays", "holidays"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Ljubljana", "America/New_York"])
def test_night_shifts_are_right_over_five_years_with_and_without_holidays(zone, country):
    nights = calendar("mon-sun 22:00-06:00", zone, country=country)
    by_hand = list(nights_by_hand(zone, country, date(2026, 1, 5), date(2031, 1, 6)))
    start_s, total = by_hand[0][0], 0
    if (zone, country) == ("UTC", None):
        assert len(by_hand) == 5 * 365 + 2  # 5 January 2026 to 5 January 2031; 2028 is a leap year
    for begins_s, closes_s in by_hand:
        assert nights.business_seconds(start_s, begins_s) == total
        total += closes_s - begins_s
        assert nights.business_seconds(start_s, closes_s) == total
        assert nights.due(start_s, total) in (closes_s, None)
    assert nights.due(start_s, total - 9 * HOUR) is not None


@defect(27, "businesstimedelta")
@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("mon 20:00", 6, "tue 04:00", id="over midnight"),
        pytest.param("tue 03:00", 4, "tue 23:00", id="from within the night: 3 h, then 1 h"),
        pytest.param("fri 22:00", 8, "sat 06:00", id="Friday's ends on Saturday"),
        pytest.param("sun 23:00", 1, "mon+1 23:00", id="Sunday has none"),
    ],
)
def test_a_night_shift_belongs_to_the_date_it_begins_on(start, hours, due):
    assert told(calendar(NIGHTS).due(when(start), hours * HOUR)) == due


@defect(27, "businesstimedelta")
def test_a_calendar_without_holidays_counts_for_five_years_on():
    always = Calendar(ALWAYS)
    in_five_years = always.add(datetime(2026, 3, 2, tzinfo=UTC), 5 * 365 * DAY)
    assert in_five_years == datetime(2031, 3, 1, tzinfo=UTC)
