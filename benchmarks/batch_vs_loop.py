"""A million due times in one batch, beside a loop that asks for one after the other."""

import numpy as np

from benchmarks.claims import Race, Result
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import our_calendar, starts
from sla_core.calendars import batch

HOW = """Peer: our own `calendar.due(start_s, seconds)` in a list comprehension over ints, without
any datetime. Ours: one call of `batch.due(calendar, starts_s, seconds)` over the same {count:,}
instants and targets as arrays. Equal answers: {equal:,} of {count:,}."""
COUNT, ROUNDS = 1_000_000, 5


def run() -> Result:
    """Races both, a round each in turn, after all answers were compared."""
    calendar = our_calendar()
    starts_s = np.array([int(start.timestamp()) for start in starts(COUNT)])
    seconds = np.random.default_rng(26).integers(1, 400 * 3600, COUNT)
    pairs = list(zip(starts_s.tolist(), seconds.tolist(), strict=True))
    one_by_one = np.array([calendar.due(*pair) for pair in pairs])
    equal = int((one_by_one == batch.due(calendar, starts_s, seconds)).sum())
    race = Race(
        "add, one of a million,",
        "a loop over due",
        *seconds_each(
            [
                Calls(lambda: [calendar.due(start, left) for start, left in pairs], COUNT),
                Calls(lambda: batch.due(calendar, starts_s, seconds), COUNT),
            ],
            ROUNDS,
        ),
    )
    return Result(
        "A million at once",
        HOW.format(count=COUNT, equal=equal),
        (race.claim("a million `add`s in one batch, against a loop", 5),),
        (race,),
    )
