"""Random questions around clock changes, and the true answers, worked out second by second.

The truth is the oracle of the tests, which tabulates every second of a calendar and shares no code
with Punctual or a peer. All instants are whole minutes and all additions whole hours, so that every
peer can be asked.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from tests.oracle import Business, Plan

MINUTE, HOUR, DAY = 60, 3600, 86_400
_WORKDAYS, _ALL_WEEK = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)
_DAYS_OF_TRUTH = 40

CHANGES = {
    "Europe/Ljubljana": ("2025-03-30", "2025-10-26"),
    "America/New_York": ("2025-03-09", "2025-11-02"),
    "America/Havana": ("2024-03-10", "2024-11-03"),
    "Australia/Lord_Howe": ("2025-04-06", "2025-10-05"),
    "Africa/Casablanca": ("2025-02-23", "2025-04-06"),
    "Antarctica/Troll": ("2025-03-30", "2025-10-26"),
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Windows in minutes after midnight, the same on each of its weekdays; Monday is 0."""

    name: str
    days: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]


SCHEDULES = (
    Schedule("office", _WORKDAYS, ((540, 1020),)),
    Schedule("with a lunch break", (*_WORKDAYS, 5), ((480, 720), (780, 1080))),
    Schedule("nights", _ALL_WEEK, ((1320, 360),)),
    Schedule("small hours", _ALL_WEEK, ((30, 210),)),
    Schedule("around the clock", _ALL_WEEK, ((0, 1440),)),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `hours` are added to the start, or counted until `end_s`: one of the two."""

    schedule: Schedule
    zone: str
    start_s: int
    hours: int | None
    end_s: int | None
    earliest_s: int | None
    latest_s: int | None
    between_s: int


def cases(count: int, seed: int = 27) -> Iterator[Case]:
    """So many questions, half of each kind, with their answers."""
    dice = random.Random(seed)  # noqa: S311 no secrets
    for number in range(count):
        schedule, zone = dice.choice(SCHEDULES), dice.choice(list(CHANGES))
        change_s = int(datetime.fromisoformat(f"{dice.choice(CHANGES[zone])}T00Z").timestamp())
        start_s = change_s + dice.randrange(-3 * DAY, 2 * DAY) // MINUTE * MINUTE
        truth = _truth(schedule, zone, change_s)
        if number % 2:
            end_s = start_s + dice.randrange(6 * DAY) // MINUTE * MINUTE
            between_s = truth.between(start_s, end_s)
            yield Case(schedule, zone, start_s, None, end_s, None, None, between_s)
        else:
            hours = dice.randrange(1, 25)
            earliest_s = truth.due(start_s, hours * HOUR)
            latest_s = truth.last_moment(start_s, hours * HOUR)
            yield Case(schedule, zone, start_s, hours, None, earliest_s, latest_s, 0)


@lru_cache(maxsize=len(SCHEDULES) * len(CHANGES) * 2)
def _truth(schedule: Schedule, zone: str, change_s: int) -> Business:
    week = tuple(schedule.windows if day in schedule.days else () for day in range(7))
    from_s = change_s - 4 * DAY
    return Business(Plan(zone, week), from_s, from_s + _DAYS_OF_TRUTH * DAY)


def at(instant_s: int) -> datetime:
    """The aware UTC datetime of an instant."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant_s)
