"""Random calendars around changes of the clocks, asked of the core and of the oracle."""

import random
from datetime import UTC, date, datetime, timedelta

from sla_core.calendars import (
    Calendar,
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Window,
)
from tests.oracle import Business, Plan

CHANGES = (
    ("Europe/Ljubljana", "2026-03-29", "SI"),
    ("Europe/Ljubljana", "2026-10-25", "SI"),
    ("Europe/Dublin", "2026-03-29", "IE"),
    ("America/Havana", "2024-03-10", None),
    ("America/Havana", "2024-11-03", "CU"),
    ("Australia/Lord_Howe", "2026-04-05", "AU"),
    ("Australia/Lord_Howe", "2026-10-04", "AU"),
    ("Asia/Kathmandu", "2026-01-01", None),
    ("Asia/Kathmandu", "1986-01-01", None),
    ("Africa/Casablanca", "2024-03-10", "MA"),
    ("Africa/Casablanca", "2024-04-14", None),
    ("Pacific/Apia", "2011-12-30", None),
    ("Antarctica/Troll", "2026-03-29", None),
    ("Antarctica/Troll", "2026-10-25", None),
    ("Atlantic/Azores", "2026-03-29", "PT"),
    ("Atlantic/Azores", "2026-10-25", "PT"),
    ("America/Sao_Paulo", "2018-11-04", "BR"),
    ("America/Sao_Paulo", "2018-02-18", "BR"),
    ("America/St_Johns", "2010-03-14", "CA"),
    ("America/St_Johns", "2010-11-07", "CA"),
    ("Asia/Gaza", "2026-03-28", None),
    ("America/Scoresbysund", "2024-03-31", None),
    ("Pacific/Chatham", "2026-04-05", "NZ"),
    ("America/New_York", "2026-12-31", "US"),
    ("UTC", "2028-02-29", None),
    ("Asia/Kolkata", "2026-01-26", "IN"),
    ("Asia/Shanghai", "2026-02-14", "CN"),
    ("Asia/Shanghai", "2026-02-28", "CN"),
    ("Europe/Budapest", "2026-12-12", "HU"),
    ("Atlantic/Reykjavik", "2026-12-24", "IS"),
    ("Europe/Tallinn", "2026-06-22", "EE"),
)
_TIMES = (0, 1, 30, 60, 90, 120, 150, 180, 540, 720, 780, 1020, 1320, 1380, 1381, 1410, 1439)

_HALVES = ((540, 720), (0, 720), (780, 1440), (1320, 120))


def random_plan(dice: random.Random) -> tuple[Plan, datetime]:
    """A calendar, and a day of its zone around which to ask."""
    zone, day, country = dice.choice(CHANGES)
    around = datetime.fromisoformat(day)
    days = [(around + timedelta(days=number)).date() for number in range(-2, 4)]
    week = tuple(_random_windows(dice) if dice.random() < 0.8 else () for _ in range(7))
    if not any(week):
        week = (((540, 1020),),) * 7
    openings = tuple((each, _random_windows(dice)) for each in days if dice.random() < 0.15)
    closures = tuple(_random_closure(dice, days) for _ in range(dice.choice((0, 0, 1, 2))))
    country = country if dice.random() < 0.7 else None
    half_days = dice.choice((None, *_HALVES)) if country else None
    worked = country is not None and dice.random() < 0.5
    return Plan(zone, week, country, closures, openings, half_days, worked), around


def _random_windows(dice: random.Random) -> tuple[tuple[int, int], ...]:
    if dice.random() < 0.15:
        return ((0, 1440),)
    found = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        start = dice.choice(_TIMES) if dice.random() < 0.8 else dice.randrange(1440)
        end = dice.choice((*_TIMES[1:], 1440)) if dice.random() < 0.8 else dice.randrange(1, 1441)
        if start != end:
            found.append((start, end))
    return tuple(found) or ((540, 1020),)


def _random_closure(dice: random.Random, days: list[date]) -> date | tuple[datetime, datetime]:
    day = dice.choice(days)
    if dice.random() < 0.4:
        return day
    begin = datetime(day.year, day.month, day.day) + timedelta(minutes=dice.choice(_TIMES))  # noqa: DTZ001
    return begin, begin + timedelta(minutes=dice.choice((1, 30, 60, 600, 1440, 2000)))


def definition_of(plan: Plan, name: str = "random") -> CalendarDefinition:
    """The core's words for a plan."""
    return CalendarDefinition(
        name,
        plan.zone,
        tuple(_windows(day) for day in plan.week),
        _holidays(plan) if plan.country else None,
        tuple(
            Closure(*each) if isinstance(each, tuple) else Closure.of_date(each)
            for each in plan.closures
        ),
        tuple(Opening(day, _windows(spans)) for day, spans in plan.openings),
    )


def _holidays(plan: Plan) -> HolidaySet:
    cut = _windows((plan.half_days,))[0] if plan.half_days else None
    return HolidaySet(plan.country, half_days=cut, make_up_days=plan.make_up_days)


def _windows(spans: tuple[tuple[int, int], ...]) -> tuple[Window, ...]:
    return tuple(Window(start * 60, end * 60) for start, end in spans)


def calendar_differences(seed: int, questions: int = 20) -> list[str]:
    """What the core answers otherwise than the oracle on one random calendar."""
    dice = random.Random(seed)
    plan, around = random_plan(dice)
    from_s = int(around.replace(tzinfo=UTC).timestamp()) - 4 * 86_400
    to_s = from_s + 16 * 86_400
    oracle, core = Business(plan, from_s, to_s), Calendar(definition_of(plan))
    wrong = []
    for _ in range(questions):
        start_s = _moment(dice, oracle, from_s + 86_400, from_s + 7 * 86_400)
        end_s = _moment(dice, oracle, start_s, from_s + 8 * 86_400)
        seconds = oracle.between(start_s, end_s)
        asked = {
            "between": (core.business_seconds(start_s, end_s), seconds),
            "open": (core.is_open(start_s), oracle.between(start_s, start_s + 1) == 1),
        }
        if (last_s := oracle.last_moment(start_s, seconds)) is not None:
            asked["last"] = (core.last_moment(start_s, seconds), last_s)
        if (due_s := oracle.due(start_s, seconds)) is not None:
            asked["due"] = (core.due(start_s, seconds), due_s)
        wrong += [
            f"seed {seed} {what}({start_s}, {end_s}, {seconds}): {core_says} != {oracle_says} "
            f"of {plan}"
            for what, (core_says, oracle_says) in asked.items()
            if core_says != oracle_says
        ]
    return wrong


def _moment(dice: random.Random, oracle: Business, low_s: int, high_s: int) -> int:
    """An instant between two, often where something opens or closes."""
    at_s = dice.randrange(low_s, high_s)
    if dice.random() < 0.5:
        edge_s = oracle.last_moment(at_s, 0) if dice.random() < 0.5 else oracle.due(at_s, 3600)
        if edge_s is not None and low_s <= edge_s < high_s:
            return max(low_s, edge_s + dice.choice((-1, 0, 0, 1)))
    return at_s
