"""What distance costs: `Calendar.add` of 400 hours beside one of 1 hour."""

from benchmarks.claims import Claim, Promise, Result, duration
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import our_calendar, starts

HOW = """No peer: the same {count:,} aware datetimes, 1 h and 400 h added in turn."""
COUNT, ROUNDS, PASSES = 2_000, 101, 5


def run() -> Result:
    """Times both, a round each in turn."""
    calendar, instants = our_calendar(), starts(COUNT)
    near, far = seconds_each(
        [
            Calls(lambda: [calendar.add(start, 3_600) for start in instants], COUNT, PASSES),
            Calls(lambda: [calendar.add(start, 1_440_000) for start in instants], COUNT, PASSES),
        ],
        ROUNDS,
    )
    claim = Claim(
        *("cost of `add` of 400 h, against 1 h", Promise.AT_MOST, 1.3, far / near, "times"),
        *(duration(near), duration(far)),
    )
    return Result("What distance costs", HOW.format(count=COUNT), (claim,))
