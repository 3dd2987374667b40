"""Random calendars and timelines, the same for the core and for the oracle, and their comparison.

The tests take a small sample; ``python -m tests.crosscheck SEED COUNT`` runs as many as one likes.
"""

import random
import sys
from datetime import UTC, date, datetime, timedelta

from sla_core.calendars import (
    Calendar,
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Window,
)
from sla_core.clocks.replay import replay
from sla_core.configuration import Configuration, ConfigurationHistory, Level, Target, named
from sla_core.tickets.mapping import checked, event_from
from sla_core.tickets.timeline import Timeline
from tests.oracle import Business, Plan, judged

# --- calendars ------------------------------------------------------------------------------

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
)
_TIMES = (0, 1, 30, 60, 90, 120, 150, 180, 540, 720, 780, 1020, 1320, 1380, 1381, 1410, 1439)


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
    plan = Plan(zone, week, country if dice.random() < 0.7 else None, closures, openings)
    return plan, around


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
        HolidaySet(plan.country) if plan.country else None,
        tuple(
            Closure(*each) if isinstance(each, tuple) else Closure.of_date(each)
            for each in plan.closures
        ),
        tuple(Opening(day, _windows(spans)) for day, spans in plan.openings),
    )


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


# --- clocks ---------------------------------------------------------------------------------

FROM_S = int(datetime(2026, 3, 26, tzinfo=UTC).timestamp())  # Thursday before summer time
_DAYS = 26
_DAY9 = ((540, 1020),)
PLANS = {
    "office": Plan("Europe/Ljubljana", (*[((540, 720), (780, 1020))] * 4, ((540, 900),), (), ())),
    "nights": Plan("Europe/Ljubljana", (((1320, 360),),) * 7),
    "always": Plan("UTC", (((0, 1440),),) * 7),
    "weekend": Plan(
        "America/Havana",
        (*[_DAY9] * 4, ((540, 1440),), ((0, 1440),), ((0, 120), (600, 1440))),
        closures=(date(2026, 3, 30),),
        openings=((date(2026, 3, 31), ((480, 720),)),),
    ),
}
_NAMES = ("Standard", "Urgent", "Odd")
_METRICS = (
    "first_reply",
    "next_reply",
    "resolution",
    "first_assign",
    "periodic_update",
    "chat_reply",
    "call_answer",
)
_PRIORITIES = ("low", "normal", "high", "urgent")
_STATUSES = ("new", "open", "answered", "pending", "on_hold", "resolved", "closed")


def random_levels(dice: random.Random) -> dict[str, dict]:
    return {name: _random_level(dice) for name in _NAMES}


def _random_level(dice: random.Random) -> dict:
    metrics = [each for each in _METRICS if dice.random() < 0.75] or ["resolution"]
    pause_on = {"resolution": ("answered", "pending", "on_hold")}
    if dice.random() < 0.4:
        pause_on = {
            metric: tuple(dice.sample(_STATUSES, dice.randrange(1, 4)))
            for metric in dice.sample(_METRICS, 3)
        }
    return {
        "calendar": dice.choice(tuple(PLANS)),
        "targets": {metric: _random_target(dice) for metric in metrics},
        "pause_on": pause_on,
        "reopen": dice.choice(("resume", "resume", "new_cycle", "ignore")),
        "on_change": dice.choice(("carry", "carry", "restart")),
    }


def _random_target(dice: random.Random) -> int | dict[str, int]:
    """In minutes; a target may be lacking for some priorities."""
    times = (1, 2, 5, 30, 60, 90, 180, 240, 480, 600)
    if dice.random() < 0.6:
        return dice.choice(times)
    given = {priority: dice.choice(times) for priority in dice.sample(_PRIORITIES, 2)}
    return given | ({"default": dice.choice(times)} if dice.random() < 0.5 else {})


def random_lines(dice: random.Random, unit_s: int) -> list[dict]:
    """A timeline of a few days in which much happens at the same instants."""
    start_s = FROM_S + dice.randrange(1440) * 60
    instants = [start_s]
    for _ in range(dice.randrange(1, 16)):
        step = dice.choice((0, 0, 1, 2, 5, 30, 61, 240, 500, 1440))
        instants.append(instants[-1] + step * (unit_s if dice.random() < 0.3 else 60))
    source = dice.choice(("email", "email", "slack", "chat", "call"))
    by = dice.choice(("requester", "requester", "requester", "agent"))
    opening = {"type": "created", "source": source, "by": by, "priority": dice.choice(_PRIORITIES)}
    lines = [_line(start_s, opening)]
    if dice.random() < 0.85:
        lines.append(_line(start_s, {"type": "level", "to": dice.choice(_NAMES), "rule": "R"}))
    return lines + [_line(at_s, _random_event(dice, at_s, unit_s)) for at_s in instants[1:]]


def _line(at_s: int, body: dict) -> dict:
    return {"ticket": "T1", "at": _text(at_s), **body}


def _text(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat()


def _random_event(dice: random.Random, at_s: int, unit_s: int) -> dict:
    kind = dice.choice(
        ("requester_message",) * 4
        + ("agent_reply",) * 4
        + ("status",) * 5
        + ("priority",) * 2
        + ("level", "level", "assigned", "note")
        + ("call_ringing", "call_answered", "call_abandoned")
    )
    if kind == "status":
        return _random_status(dice, at_s, unit_s)
    if kind == "priority":
        return {"type": kind, "to": dice.choice(_PRIORITIES)}
    if kind == "level":
        return {"type": kind, "to": dice.choice((*_NAMES, "urgent", "unheard of", "auto", None))}
    if kind == "assigned":
        return {"type": kind, "to": dice.choice(("ana", "bor", None))}
    return {"type": kind, "actor": "ana"}


def _random_status(dice: random.Random, at_s: int, unit_s: int) -> dict:
    to = dice.choice((*_STATUSES, "pending", "on_hold", "resolved", "open"))
    if to in ("pending", "on_hold") and dice.random() < 0.6:
        ahead = dice.choice((1, 2, 5, 30, 61, 240, 500)) * (unit_s if dice.random() < 0.3 else 60)
        return {"type": "status", "to": to, "until": _text(at_s + ahead)}
    return {"type": "status", "to": to}


def clock_differences(seed: int, unit_s: int = 60) -> list[str]:
    """What the core makes of one random timeline otherwise than the oracle."""
    dice = random.Random(seed)
    levels = random_levels(dice)
    lines = random_lines(dice, unit_s)
    if dice.random() < 0.5:
        lines = lines[:1] + dice.sample(lines[1:], len(lines) - 1)
    until_s = FROM_S + dice.randrange(1440, 6 * 1440) * 60
    oracle = judged(
        lines, _in_units(levels, unit_s), PLANS, FROM_S, until_s, FROM_S + _DAYS * 86_400, unit_s
    )
    core = core_rows(lines, levels, until_s)
    wrong = []
    if oracle != core:
        wrong.append(f"seed {seed}:")
        wrong += [f"  {level} {body}" for level, body in levels.items()]
        wrong += [f"  {line}" for line in lines]
        wrong += [
            f"  core   {one}\n  oracle {other}"
            for one, other in _pairs(core, oracle)
            if one != other
        ]
    return wrong


def _pairs(core: list[dict], oracle: list[dict]) -> list[tuple]:
    length = max(len(core), len(oracle))
    return [
        (core[at] if at < len(core) else None, oracle[at] if at < len(oracle) else None)
        for at in range(length)
    ]


def _in_units(levels: dict[str, dict], unit_s: int) -> dict[str, dict]:
    """The same levels with targets in units instead of minutes."""

    def scaled(target: int | dict[str, int]) -> int | dict[str, int]:
        if isinstance(target, dict):
            return {key: minutes * 60 // unit_s for key, minutes in target.items()}
        return target * 60 // unit_s

    return {
        name: level | {"targets": {key: scaled(each) for key, each in level["targets"].items()}}
        for name, level in levels.items()
    }


def history_of(levels: dict[str, dict]) -> ConfigurationHistory:
    """The core's words for levels told in minutes."""
    return ConfigurationHistory.of(
        Configuration(
            calendars=named(definition_of(plan, name) for name, plan in PLANS.items()),
            levels=named(_level_of(name, level) for name, level in levels.items()),
        )
    )


def _level_of(name: str, level: dict) -> Level:
    return Level(
        name,
        {metric: _target_of(target) for metric, target in level["targets"].items()},
        level["calendar"],
        {metric: frozenset(statuses) for metric, statuses in level["pause_on"].items()},
        level["reopen"],
        level["on_change"],
    )


def _target_of(target: int | dict[str, int]) -> Target:
    if isinstance(target, int):
        return Target(target * 60)
    allowed = {priority: minutes * 60 for priority, minutes in target.items()}
    return Target(allowed.pop("default", None), tuple(allowed.items()))


def core_rows(lines: list[dict], levels: dict[str, dict], until_s: int) -> list[dict]:
    for line in lines:
        checked(line)
    timeline = Timeline.of("T1", [event_from(line, seq) for seq, line in enumerate(lines)])
    if timeline.created.at_s > until_s:
        return []
    found = replay(timeline, history_of(levels), until_s)
    return [
        {
            "metric": clock.metric,
            "cycle": clock.cycle,
            "level": clock.promise.level.name.lower(),
            "priority": clock.priority,
            "target_s": clock.target_seconds,
            "started_at_s": clock.started_at_s,
            "due_at_s": clock.due_at_s,
            "stopped_at_s": clock.stopped_at_s,
            "state": clock.state(until_s),
            "elapsed_s": clock.elapsed(until_s),
            "paused_s": clock.paused(until_s),
            "breached_at_s": clock.breached_at(until_s),
            "cancel_reason": clock.cancel_reason,
            "withdrawn_at_s": clock.withdrawn_at_s,
        }
        for clock in sorted(found.clocks, key=lambda each: (each.metric, each.cycle))
    ]


def main(kind: str, first: int, count: int, unit_s: int = 60) -> None:
    """Compare many and print what differs, at most five of them."""
    differing = 0
    for seed in range(first, first + count):
        wrong = (
            calendar_differences(seed) if kind == "calendars" else clock_differences(seed, unit_s)
        )
        if wrong:
            differing += 1
            print("\n".join(wrong[:40]))  # noqa: T201 a program for the terminal
        if differing == 5:
            break
    print(f"{kind}: {count} from {first}, {differing} differ")  # noqa: T201 a program for the terminal


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:]))
