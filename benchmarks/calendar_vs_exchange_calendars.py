"""`Calendar.add` and `Calendar.seconds_between` beside exchange_calendars."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import exchange_calendars
import pandas as pd

from benchmarks.claims import Race, Result
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import TIME_ZONE, YEARS, free_dates, our_calendar, starts
from sla_core.calendars import Calendar

HOW = """Peer: [exchange_calendars](https://github.com/gerrymanoim/exchange_calendars), with a
subclass of `ExchangeCalendar` for our office, as its tutorial shows; it keeps every open minute of
its years in one array. Of its documented ways the fastest are `minute_offset(minute, 480)`, which
takes a trading minute only, and `minutes_distance(start, end)`; `side="right"` makes a target that
is used up at closing time due at closing time, as ours. Both sides are given the same {count:,}
aware datetimes in UTC, trading minutes of 2026. Given `pandas.Timestamp` made beforehand instead,
which it takes faster, the peer needs {add_stamps} the time of ours for `add` and {between_stamps}
for `between`. Equal answers: `add` {add_equal:,}, `between` {between_equal:,} of {count:,}."""
COUNT = 2_000
MINUTES = 8 * 60
ROUNDS, PASSES = 101, 5


class Office(exchange_calendars.ExchangeCalendar):  # type: ignore[misc]
    """The peer's office."""

    name = "OFFICE"
    tz = ZoneInfo(TIME_ZONE)
    open_times = ((None, time(9)),)
    close_times = ((None, time(17)),)

    @property
    def adhoc_holidays(self) -> list[pd.Timestamp]:
        """The dates without a session."""
        return [pd.Timestamp(day) for day in free_dates()]


def trading_minutes(office: Any) -> list[pd.Timestamp]:
    """Open minutes at or after random instants of the year."""
    minutes = (pd.Timestamp(start).floor("min") for start in starts(COUNT))
    return [office.minute_to_trading_minute(minute, "next") for minute in minutes]


def equal_answers(
    office: Any, calendar: Calendar, instants: list[datetime], spans: list[list[datetime]]
) -> dict[str, int]:
    """How many sums and how many differences the two agree on."""
    return {
        "add_equal": sum(
            office.minute_offset(start, MINUTES) == calendar.add(start, MINUTES * 60)
            for start in instants
        ),
        "between_equal": sum(
            (office.minutes_distance(*span) - 1) * 60 == calendar.seconds_between(*span)
            for span in spans
        ),
    }


def run() -> Result:
    """Races both, a round each in turn, after all answers were compared."""
    calendar = our_calendar()
    office = Office(start=f"{YEARS[0]}-07-01", end=f"{YEARS[-1]}-07-01", side="right")
    stamps = trading_minutes(office)
    instants = [datetime.fromtimestamp(stamp.timestamp(), UTC) for stamp in stamps]
    spans = [sorted(pair) for pair in zip(instants, instants[::-1], strict=True)]
    stamp_spans = [sorted(pair) for pair in zip(stamps, stamps[::-1], strict=True)]
    *add_seconds, add_stamps = seconds_each(
        [
            Calls(lambda: [office.minute_offset(start, MINUTES) for start in instants], COUNT),
            Calls(lambda: [calendar.add(start, MINUTES * 60) for start in instants], COUNT, PASSES),
            Calls(lambda: [office.minute_offset(stamp, MINUTES) for stamp in stamps], COUNT),
        ],
        ROUNDS,
    )
    *between_seconds, between_stamps = seconds_each(
        [
            Calls(lambda: [office.minutes_distance(*span) for span in spans], COUNT),
            Calls(lambda: [calendar.seconds_between(*span) for span in spans], COUNT, PASSES),
            Calls(lambda: [office.minutes_distance(*span) for span in stamp_spans], COUNT),
        ],
        ROUNDS,
    )
    add = Race("add 8 h", "exchange_calendars", *add_seconds)
    between = Race("time between", "exchange_calendars", *between_seconds)
    how = HOW.format(
        count=COUNT,
        add_stamps=f"{add_stamps / add.our_seconds:.1f} times",
        between_stamps=f"{between_stamps / between.our_seconds:.1f} times",
        **equal_answers(office, calendar, instants, spans),
    )
    claims = (
        add.claim("`add` of 8 h, against exchange_calendars", 8),
        between.claim("`between`, against exchange_calendars", 3),
    )
    return Result("`add` and `between` against exchange_calendars", how, claims, (add, between))
