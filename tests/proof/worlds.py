"""Random configurations and edits, in plain values: levels are dictionaries, calendars plans.

Calendars are drawn from a small set for each era, so that both sides tabulate them only once.
"""

import random
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES
from tests.oracle import Plan

DAY_S = 86_400
ERAS = ("2026-03-26", "2026-10-22", "2024-03-08", "2011-12-27")
"""Thursdays and the like shortly before clocks are changed somewhere, or a day is left out."""
LEVELS = ("Standard", "Urgent", "Odd")
CALENDARS = ("office", "nights", "weekend")
BEGINNING_S = -(10**12)
_NINE_TO_FIVE = ((540, 1020),)
_SPLIT = (*[((540, 720), (780, 1020))] * 4, ((540, 900),), (), ())
_WHOLE = (((0, 1440),),) * 7
_ODD = (*[_NINE_TO_FIVE] * 4, ((540, 1440),), ((0, 1440),), ((0, 120), (600, 1440)))
_TARGETS = (1, 59, 60, 61, 300, 1800, 3600, 5400, 7201, 10_800, 14_400, 28_800, 36_000)


@lru_cache(maxsize=len(ERAS))
def plans_of(era: str) -> tuple[Plan, ...]:
    """Calendars of many zones, some with holidays, with dates closed or opened in that era."""
    days = [date.fromisoformat(era) + timedelta(days=number) for number in range(12)]
    at = [datetime(day.year, day.month, day.day) for day in days]  # noqa: DTZ001 wall times
    incident = at[1] + timedelta(hours=10), at[1] + timedelta(hours=15, minutes=30)
    long_one = at[3] + timedelta(hours=1, minutes=30), at[5] + timedelta(hours=2, minutes=30)
    return (
        Plan("Europe/Ljubljana", _SPLIT),
        Plan("Europe/Ljubljana", _SPLIT, None, (incident,)),
        Plan("Europe/Ljubljana", _SPLIT, "SI", (days[4],), ((days[2], _NINE_TO_FIVE),)),
        Plan("Europe/Ljubljana", (((1320, 360),),) * 7),
        Plan("UTC", _WHOLE),
        Plan("UTC", _WHOLE, None, (incident, long_one)),
        Plan("America/Havana", _ODD, None, (days[4],), ((days[5], ((480, 720),)),)),
        Plan("Australia/Lord_Howe", (((90, 130), (1410, 150)),) * 7, "AU"),
        Plan("Pacific/Apia", _WHOLE, None, (incident,)),
        Plan("Antarctica/Troll", _WHOLE, None, (long_one,)),
        Plan("Asia/Kathmandu", (_NINE_TO_FIVE,) * 6 + (((0, 1),),)),
        Plan("Europe/Dublin", (_NINE_TO_FIVE,) * 5 + ((), ()), "IE"),
        Plan("America/New_York", (((1380, 180), (600, 601)),) * 7, "US"),
    )


def start_of(era: str) -> int:
    """The beginning of an era in seconds since 1970."""
    return int(datetime.fromisoformat(era).replace(tzinfo=UTC).timestamp())


# --- levels ---------------------------------------------------------------------------------


def random_level(dice: random.Random) -> dict:
    """A level in plain values; targets in seconds, some only for some priorities."""
    metrics = [each for each in METRICS if dice.random() < 0.75] or ["resolution"]
    return {
        "calendar": dice.choice((*CALENDARS, *CALENDARS, "24x7")),
        "targets": {metric: _random_target(dice) for metric in metrics},
        "pause_on": _random_pauses(dice),
        "reopen": dice.choice(("resume", "resume", "new_cycle", "ignore")),
        "on_change": dice.choice(("carry", "carry", "restart")),
    }


def _random_pauses(dice: random.Random) -> dict:
    if dice.random() < 0.6:
        return {
            "resolution": ("answered", "pending", "on_hold"),
            "periodic_update": ("pending", "on_hold"),
        }
    return {
        metric: tuple(dice.sample(STATUSES[:-1], dice.randrange(1, 4)))
        for metric in dice.sample(METRICS, 3)
    }


def _random_target(dice: random.Random) -> int | dict[str, int]:
    if dice.random() < 0.6:
        return dice.choice(_TARGETS)
    given = {priority: dice.choice(_TARGETS) for priority in dice.sample(PRIORITIES, 2)}
    return given | ({"default": dice.choice(_TARGETS)} if dice.random() < 0.5 else {})


_THINGS = ("target", "target", "turn", "drop", "add", "pause_on", "calendar", "reopen", "all")


def _altered(dice: random.Random, level: dict) -> dict:
    """A level after an edit of one thing, or of everything."""
    targets = dict(level["targets"])
    fresh = random_level(dice)
    what = dice.choice(_THINGS)
    if what == "target":
        for metric in dice.sample(tuple(targets), dice.randrange(1, len(targets) + 1)):
            targets[metric] = _random_target(dice)
    elif what == "turn":
        targets = dict.fromkeys(targets, dice.choice((1, 36_000)))
    elif what == "drop" and len(targets) > 1:
        del targets[dice.choice(tuple(targets))]
    elif what == "add":
        targets[dice.choice(METRICS)] = _random_target(dice)
    elif what in ("pause_on", "calendar"):
        return level | {what: fresh[what]}
    elif what == "reopen":
        return level | {what: fresh[what], "on_change": fresh["on_change"]}
    elif what == "all":
        return fresh
    return level | {"targets": targets}


# --- edits ----------------------------------------------------------------------------------


def first_edits(dice: random.Random, era: str, at_s: int = BEGINNING_S) -> list[dict]:
    """What was configured first: every level and every calendar but 24x7."""
    found = [_edit("calendar", name, dice.choice(plans_of(era))) for name in CALENDARS]
    found += [_edit("level", name, random_level(dice)) for name in LEVELS]
    return [edit | {"number": number, "at_s": at_s} for number, edit in enumerate(found, 1)]


def next_edit(dice: random.Random, era: str, edits: list[dict], at_s: int) -> dict:
    """One more edit: of a level, of a calendar, a level removed or there again."""
    moves = dice.random() < 0.65
    if dice.random() < 0.35:
        plan = dice.choice(plans_of(era))
        edit = _edit("calendar", dice.choice((*CALENDARS, *CALENDARS, "24x7")), plan, moves)
    else:
        name = dice.choice(LEVELS)
        told = [each["value"] for each in edits if each["name"] == name]
        gone = told[-1] is None
        value = random_level(dice) if gone else _altered(dice, told[-1])
        edit = _edit("level", name, None if dice.random() < 0.12 else value, moves)
    return edit | {"number": len(edits) + 1, "at_s": at_s}


def _edit(kind: str, name: str, value: object, moves: bool = False) -> dict:
    return {"kind": kind, "name": name, "value": value, "moves": moves, "by": "adm"}


def random_edits(
    dice: random.Random, era: str, instants: list[int], judged_as_of: list[int]
) -> list[dict]:
    """A history: the beginning, then edits between, at and next to the instants given.

    Where clocks are judged anew as of an instant, all targets often become very short or very long
    by then, so that the judgement turns.
    """
    first_s = dice.choice(instants) if dice.random() < 0.05 else BEGINNING_S
    edits = first_edits(dice, era, first_s)
    turns = [(at_s, True) for at_s in judged_as_of if dice.random() < 0.4]
    others = [(at_s, False) for at_s in _random_instants(dice, instants)]
    for at_s, turn in sorted(turns + others):
        if at_s > first_s and turn:
            edits += _in_order(edits[-1], _turned(dice, edits, at_s))
        elif at_s > first_s:
            edits += _in_order(edits[-1], [next_edit(dice, era, edits, at_s) | _fraction(dice)])
    return edits


def _fraction(dice: random.Random) -> dict[str, int]:
    """Now and then an edit is made in the midst of a second."""
    return {"fraction_us": dice.choice((1, 250_000, 500_000))} if dice.random() < 0.3 else {}


def _in_order(before: dict, edits: list[dict]) -> list[dict]:
    """Edits of one second, none dated before the one they follow, as the bot's store dates them."""
    if any(each["at_s"] > before["at_s"] for each in edits):
        return edits
    least_us = before.get("fraction_us", 0)
    return [each | {"fraction_us": max(each.get("fraction_us", 0), least_us)} for each in edits]


def _turned(dice: random.Random, edits: list[dict], at_s: int) -> list[dict]:
    target_s, found = dice.choice((1, 36_000)), []
    for name in LEVELS:
        level = [each["value"] for each in edits if each["name"] == name][-1]
        if level is not None:
            value = level | {"targets": dict.fromkeys(level["targets"], target_s)}
            number = len(edits) + len(found) + 1
            found.append(_edit("level", name, value) | {"number": number, "at_s": at_s})
    return found


def _random_instants(dice: random.Random, instants: list[int]) -> list[int]:
    found: list[int] = []
    for _ in range(dice.choice((0, 0, 1, 2, 3, 5, 8))):
        if found and dice.random() < 0.25:
            found.append(found[-1])
        elif dice.random() < 0.5:
            found.append(dice.choice(instants) + dice.choice((0, 0, 0, -1, 1)))
        else:
            found.append(dice.randrange(instants[0], instants[-1] + 3600))
    return found
