"""`Calendar.add` beside pandas' CustomBusinessHour."""

import numpy as np
import pandas as pd

from benchmarks.claims import Race, Result
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import TIME_ZONE, free_dates, our_calendar, starts

HOW = """Peer: [pandas](https://pandas.pydata.org), `stamp + CustomBusinessHour(8, ...)`, the offset
made once over a `numpy.busdaycalendar`, the `Timestamp` made beforehand in the zone of the office,
because the offset reads the wall clock. Ours gets the same {count:,} instants as aware datetimes in
UTC. What is used up at closing time pandas calls due at the next opening, so its answers are held
against our `last_moment`: {equal:,} of {count:,} are equal."""
COUNT = 1_000
HOURS = 8
ROUNDS, PASSES = 41, 20


def run() -> Result:
    """Races both, a round each in turn, after all answers were compared."""
    calendar, instants = our_calendar(), starts(COUNT)
    stamps = [pd.Timestamp(start).tz_convert(TIME_ZONE) for start in instants]
    working = np.busdaycalendar(weekmask="1111100", holidays=free_dates())
    offset = pd.offsets.CustomBusinessHour(HOURS, start="09:00", end="17:00", calendar=working)
    equal = sum(
        (stamp + offset).timestamp() == calendar.last_moment(int(start.timestamp()), HOURS * 3600)
        for stamp, start in zip(stamps, instants, strict=True)
    )
    race = Race(
        "add 8 h",
        "pandas",
        *seconds_each(
            [
                Calls(lambda: [stamp + offset for stamp in stamps], COUNT),
                Calls(lambda: [calendar.add(start, 28_800) for start in instants], COUNT, PASSES),
            ],
            ROUNDS,
        ),
    )
    return Result(
        "`add` against pandas",
        HOW.format(count=COUNT, equal=equal),
        (race.claim("`add` of 8 h, against pandas' CustomBusinessHour", 40),),
        (race,),
    )
