"""The peers, built for a schedule as their documentation says, and asked alike."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import businesstimedelta
import exchange_calendars
import pandas as pd
import pytz

from benchmarks.asking import CannotBeAsked
from benchmarks.cases import Schedule


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


class BusinessTimeDelta:
    """A `WorkDayRule` for each window; a night is an end before its start, says its docstring."""

    name = "businesstimedelta"

    def __init__(self, schedule: Schedule, zone: str) -> None:
        if (0, 1440) in schedule.windows:
            raise CannotBeAsked("its day has no 24:00")
        place = pytz.timezone(zone)
        self.rules = businesstimedelta.Rules(
            [
                businesstimedelta.WorkDayRule(
                    _time(start), _time(end), list(schedule.days), tz=place
                )
                for start, end in schedule.windows
            ]
        )

    def add(self, start: datetime, hours: int) -> datetime:
        """`start + BusinessTimeDelta`."""
        found: datetime = start + businesstimedelta.BusinessTimeDelta(self.rules, hours=hours)
        return found

    def between(self, start: datetime, end: datetime) -> int:
        """`Rules.difference`."""
        difference = self.rules.difference(start, end)
        return int(difference.timedelta.total_seconds())


class CustomBusinessHour:
    """Lists of starts and ends over a weekmask; it only adds, and only whole hours."""

    name = "pandas"

    def __init__(self, schedule: Schedule, zone: str) -> None:
        if (0, 1440) in schedule.windows:
            raise CannotBeAsked("its day has no 24:00")
        self.zone = zone
        self.hours = {
            "start": [_time(start) for start, _ in schedule.windows],
            "end": [_time(end) for _, end in schedule.windows],
            "weekmask": "".join("1" if day in schedule.days else "0" for day in range(7)),
        }

    def add(self, start: datetime, hours: int) -> datetime:
        """A `Timestamp` in the zone plus the offset, which reads the wall clock."""
        stamp = pd.Timestamp(start).tz_convert(self.zone)
        found: datetime = stamp + pd.offsets.CustomBusinessHour(hours, **self.hours)
        return found

    def between(self, start: datetime, end: datetime) -> int:
        """Not offered."""
        raise CannotBeAsked("it does not count the time between")


class ExchangeCalendar:
    """A subclass with one session a day, perhaps with a break, in minutes."""

    name = "exchange_calendars"
    years: ClassVar = ("2024-01-02", "2025-12-30")

    def __init__(self, schedule: Schedule, zone: str) -> None:
        calendar = _exchange(schedule, zone)
        try:
            self.calendar = calendar(start=self.years[0], end=self.years[1], side="left")
        except Exception as error:  # whatever it is: the calendar cannot be made
            raise CannotBeAsked(f"its calendar cannot be made: {error}") from error

    def add(self, start: datetime, hours: int) -> datetime:
        """The next trading minute, and so many minutes on."""
        minute = self.calendar.minute_to_trading_minute(start, "next")
        found: datetime = self.calendar.minute_offset(minute, hours * 60)
        return found

    def between(self, start: datetime, end: datetime) -> int:
        """Trading minutes from the start to the minute before the end, both included."""
        before_end = pd.Timestamp(end) - pd.Timedelta(minutes=1)
        return 60 * int(self.calendar.minutes_distance(start, before_end)) if start < end else 0


def _exchange(schedule: Schedule, zone: str) -> Callable[..., Any]:
    first, last = schedule.windows[0], schedule.windows[-1]
    has_break = len(schedule.windows) > 1

    class Exchange(exchange_calendars.ExchangeCalendar):  # type: ignore[misc]
        name = schedule.name
        tz = ZoneInfo(zone)
        open_times = ((None, _time(first[0])),)
        close_times = ((None, _time(last[1] % 1440)),)
        break_start_times = ((None, _time(first[1])),) if has_break else None
        break_end_times = ((None, _time(last[0])),) if has_break else None
        weekmask = "".join("1" if day in schedule.days else "0" for day in range(7))
        close_offset = 1 if last[1] in range(last[0]) or last[1] == 1440 else 0  # noqa: PLR2004 24:00

    return Exchange


PEERS = (BusinessTimeDelta, CustomBusinessHour, ExchangeCalendar)
