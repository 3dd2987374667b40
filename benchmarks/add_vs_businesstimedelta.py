"""`Calendar.add` beside businesstimedelta, over one working day and over ten weeks."""

from datetime import time
from typing import Any

import businesstimedelta
import holidays
import pytz

from benchmarks.claims import Race, Result
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import COUNTRY, TIME_ZONE, YEARS, our_calendar, starts

HOW = """Peer: [businesstimedelta](https://github.com/seppemans/businesstimedelta), by the example
in its README: `Rules` of a `WorkDayRule` and a `HolidayRule` over an object of the `holidays`
library, made once and filled with all years in question beforehand; the `BusinessTimeDelta` is made
once too, so that what is timed is `start + delta` alone. Ours: `calendar.add(start, seconds)`. Both
are given the same {count:,} aware datetimes, random seconds of 2026. Equal answers: {equal}."""
COUNT = 500
SHARES = {8: (150, 41, 20), 400: (4_000, 11, 50)}  # hours: at least, rounds, passes of ours


def rules() -> Any:
    """The peer's office."""
    zone = pytz.timezone(TIME_ZONE)
    free = holidays.country_holidays(COUNTRY, years=YEARS)
    workday = businesstimedelta.WorkDayRule(time(9), time(17), [0, 1, 2, 3, 4], tz=zone)
    return businesstimedelta.Rules([workday, businesstimedelta.HolidayRule(free, tz=zone)])


def run() -> Result:
    """Races both, a round each in turn, after all answers were compared."""
    calendar, office, instants = our_calendar(), rules(), starts(COUNT)
    claims, races, equal = [], [], []
    for hours, (at_least, rounds, passes) in SHARES.items():
        delta, seconds = businesstimedelta.BusinessTimeDelta(office, hours=hours), hours * 3600
        same = sum(start + delta == calendar.add(start, seconds) for start in instants)
        equal.append(f"{same:,} of {COUNT:,} at {hours} h")

        def peer(delta: Any = delta) -> object:
            return [start + delta for start in instants]

        def ours(seconds: int = seconds) -> object:
            return [calendar.add(start, seconds) for start in instants]

        seconds_taken = seconds_each([Calls(peer, COUNT), Calls(ours, COUNT, passes)], rounds)
        race = Race(f"add {hours} h", "businesstimedelta", *seconds_taken)
        races.append(race)
        claims.append(race.claim(f"`add` of {hours} h, against businesstimedelta", at_least))
    how = HOW.format(count=COUNT, equal=", ".join(equal))
    return Result("`add` against businesstimedelta", how, tuple(claims), tuple(races))
