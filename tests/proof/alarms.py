"""Random lives of tickets under a bot that sweeps when it can: what is said, and what is not.

The bot hears of events at once, late, after it rested, or out of order, each up to a day after it
happened; its sweeps come on the second, seldom, or not until something happens, and some of them
twice.
"""

import random
from dataclasses import dataclass, replace

from sla_core.configuration import Alert, AlertPoint, ConfigurationHistory, Level
from sla_core.tickets.event_lines import event_from
from sla_core.tickets.vocabulary import METRICS
from tests.proof.comparing import random_case
from tests.proof.core import history_of
from tests.proof.court import Court
from tests.proof.desk import Desk
from tests.proof.timelines import MICROSECONDS, seconds_of, text_of

HOUR = 3600
HEARING = ("at once", "after a rest", "late", "out of order", "out of order")
SHARES = (1, 10, 50, 75, 75, 90, 99)
BEFORE_S = (1, 60, 900, 900, 1800, 7200)
AFTER_S = (1, 60, 1800, HOUR, HOUR, 4 * HOUR)
LATE_S = (0, 0, 0, 0, 1, 2, 60, 1800)
OUT_OF_ORDER_S = (0, 0, 0, 1, 2, 60, 900, HOUR, 4 * HOUR, 20_000, 86_400)
REST_AT_LAST_S = 3 * 86_400
MOST_SWEEPS = 60
AGAIN = 0.1
QUIET_HOURS = ((22, 7), (18, 6), (12, 13), (5, 21))


@dataclass(frozen=True)
class Life:
    """What happens to a ticket, when the bot hears of each line, and how it sweeps."""

    seed: int
    lines: list[dict]
    heard: list[int]
    history: ConfigurationHistory
    hearing: str
    manner: str


def random_life(seed: int, hearing: str | None = None) -> Life:
    dice = random.Random(seed)
    case = random_case(dice.randrange(2**40))
    lines = sorted(case.lines, key=lambda line: (line["type"] != "created", line["at"]))
    lines = _with_marks(dice, lines)
    history = with_alerts(dice, history_of(case.edits))
    history = with_quiet_hours(random.Random(f"quiet {seed}"), history)
    hearing = hearing or dice.choice(HEARING)
    heard = _heard(dice, hearing, [seconds_of(line) for line in lines])
    manner = dice.choice(("on time", "on time", "seldom", "never between", "any"))
    return Life(seed, lines, heard, history, hearing, manner)


def _heard(dice: random.Random, hearing: str, instants: list[int]) -> list[int]:
    """When the bot hears of what happened at these instants; of the creation always at once."""
    first_s = instants[0]
    if hearing == "at once":
        return instants
    if hearing == "after a rest":
        down_s = dice.choice(instants)
        up_s = down_s + dice.choice((600, HOUR, 20_000, 86_400))
        return [first_s, *(up_s if down_s <= at_s < up_s else at_s for at_s in instants[1:])]
    if hearing == "out of order":
        return [first_s, *(at_s + _delay_s(dice) for at_s in instants[1:])]
    found = [first_s, *(at_s + dice.choice(LATE_S) for at_s in instants[1:])]
    return [max(found[: at + 1]) for at in range(len(found))]


def _delay_s(dice: random.Random) -> int:
    """How late one event is heard; now and then by any time up to a day."""
    return dice.randrange(86_400) if dice.random() < 0.2 else dice.choice(OUT_OF_ORDER_S)


def _with_marks(dice: random.Random, lines: list[dict]) -> list[dict]:
    """Acknowledged and snoozed, by people who see the clocks."""
    marked = list(lines)
    for _ in range(dice.choice((0, 1, 2, 4))):
        beside = dice.choice(lines[1:] or lines)
        at_us = seconds_of(beside) * MICROSECONDS + dice.choice((0, 1, 60, 1800)) * MICROSECONDS
        until = {}
        if dice.random() < 0.8:
            ahead_s = dice.choice((1, 60, 1800, 14_400, 86_400))
            until = {"until": text_of(at_us + ahead_s * MICROSECONDS)}
        kind, cycle = dice.choice(("snoozed", "acknowledged")), dice.choice((1, 1, 1, 2))
        for metric in METRICS if dice.random() < 0.5 else [dice.choice(METRICS)]:
            body = {"metric": metric, "cycle": cycle, "actor": "ana"} | until
            marked.append({"ticket": "T1", "at": text_of(at_us), "type": kind, **body})
    return marked[:1] + sorted(marked[1:], key=lambda line: line["at"])


def with_alerts(dice: random.Random, history: ConfigurationHistory) -> ConfigurationHistory:
    """The history with random alerts at every level, now and then others after an edit."""
    alerts: dict[str, tuple[Alert, ...]] = {}
    found = []
    for revision in history.revisions:
        if isinstance(revision.value, Level):
            name = revision.name
            if name not in alerts or dice.random() < 0.4:
                alerts[name] = random_alerts(dice)
            value = replace(revision.value, alerts=alerts[name])
            found.append(replace(revision, value=value))
        else:
            found.append(revision)
    return ConfigurationHistory(found)


def with_quiet_hours(dice: random.Random, history: ConfigurationHistory) -> ConfigurationHistory:
    """The history with quiet hours at some levels, the same as long as a level lives.

    They begin and end when no zone changes its clocks, so that the wall alone tells them.
    """
    quiet: dict[str, tuple[int, int] | None] = {}
    found = []
    for revision in history.revisions:
        if isinstance(revision.value, Level):
            if revision.name not in quiet:
                hours = dice.choice((None, None, None, *QUIET_HOURS))
                quiet[revision.name] = hours and (hours[0] * HOUR, hours[1] * HOUR)
            value = replace(revision.value, quiet_local_s=quiet[revision.name])
            found.append(replace(revision, value=value))
        else:
            found.append(revision)
    return ConfigurationHistory(found)


def random_alerts(dice: random.Random) -> tuple[Alert, ...]:
    return tuple(
        Alert(
            _random_point(dice),
            tuple(dice.sample(("channel", "leads", "assignee"), dice.randrange(1, 3))),
            frozenset(dice.sample(METRICS, 2)) if dice.random() < 0.15 else frozenset(),
            dice.random() < 0.2,
        )
        for _ in range(dice.randrange(1, 7))
    )


def _random_point(dice: random.Random) -> AlertPoint:
    kind = dice.random()
    if kind < 0.3:
        return AlertPoint(share_pct=dice.choice(SHARES))
    if kind < 0.5:
        return AlertPoint(before_s=dice.choice(BEFORE_S))
    if kind < 0.75:
        return AlertPoint(breach=True)
    return AlertPoint(after_s=dice.choice(AFTER_S), repeat=dice.choice((1, 1, 2, 3, 5)))


def lived(life: Life) -> Court:
    """Let a desk live through it, and return who judged it."""
    dice = random.Random(life.seed)
    court = Court()
    desk = Desk(life.history, court)
    now_s = life.heard[0]
    arrivals = sorted(zip(life.heard, life.lines, strict=True), key=lambda arrival: arrival[0])
    if [line for _, line in arrivals] != life.lines:
        court.paths["events are heard out of order"] += 1
    for seq, (heard_s, line) in enumerate(arrivals):
        awake_s = min(heard_s, seconds_of(line)) if life.hearing == "after a rest" else heard_s
        _sweeps(dice, life.manner, desk, now_s, awake_s)
        now_s = heard_s
        desk.record(event_from(line, seq), now_s)
        is_last = seq + 1 == len(arrivals) or arrivals[seq + 1][0] > now_s
        if is_last and dice.random() < 0.4:
            desk.sweep(now_s)
        if court.broken:
            return court
    _sweeps(dice, life.manner, desk, now_s, now_s + REST_AT_LAST_S)
    desk.sweep(now_s + REST_AT_LAST_S)
    return court


def _sweeps(dice: random.Random, manner: str, desk: Desk, from_s: int, to_s: int) -> None:
    if not desk.events or to_s <= from_s:
        return
    if manner == "any":
        manner = dice.choice(("on time", "seldom", "never between"))
    if manner == "on time":
        _sweep_on_time(dice, desk, from_s, to_s)
    elif manner == "seldom":
        for at_s in sorted(dice.randrange(from_s, to_s) for _ in range(dice.randrange(4))):
            desk.sweep(at_s)


def _sweep_on_time(dice: random.Random, desk: Desk, from_s: int, to_s: int) -> None:
    """At every second at which a row is due or the configuration moves, some of them twice."""
    moves = [each.at_s for each in desk.history.revisions if each.moves_running]
    at_s = from_s
    for _ in range(MOST_SWEEPS):
        due_s = desk.due_s()
        ahead = [each for each in moves if each > at_s] + ([] if due_s is None else [due_s])
        if not ahead or min(ahead) >= to_s:
            return
        at_s = max(min(ahead), at_s)
        desk.sweep(at_s)
        if dice.random() < AGAIN:
            desk.sweep(at_s)
