"""One storm on one database: people and trouble side by side, then calm, then the verdict."""

import itertools
import math
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.storm.diary import Diary
from tests.storm.judge import Verdict, judged
from tests.storm.outcome import Outcome
from tests.storm.people import People
from tests.storm.protections import PROTECTIONS
from tests.storm.scenes import slack, upsets
from tests.storm.scenes.deck import DECK, LAST, scene_named
from tests.storm.slack_log import SlackLog, count
from tests.storm.stage import NotReady, Stage
from tests.storm.team import TARGET_S
from tests.storm.trouble import Scene, Trouble
from tests.storm.weather import weather

BEGINS_WITHIN_S = 30.0
REPAIRED_AFTER_S = 32.0
"""Doubles are looked for 10 and 30 s after a message was said."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is played: for how long, by which dice, how busily, without which protection."""

    seed: int
    minutes: float
    without: str | None = None
    calm_s: float = 240.0
    least_calm_s: float = REPAIRED_AFTER_S + TARGET_S
    request_every_s: float = 4.0
    scenes: Sequence[Scene] | None = None
    """These in turn rather than the deck and what comes last; once each without `minutes`."""
    least: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often each trouble must have been played for the run to say anything."""


def play(
    database: str, database_url: str, folder: Path, plan: Plan, over: threading.Event
) -> Outcome:
    """Play a storm and judge it, at once when it is over; everything that was started is ended."""
    began_s = time.monotonic()
    bots = 2 if database == "postgres" else 1
    stage = Stage(folder, database_url, bots, plan.without)
    try:
        stage.begin()
    except NotReady as problem:
        stage.end()
        return Outcome(database, plan.seed, Counter(), Verdict(), [str(problem)])
    try:
        return _played(database, stage, plan, over, began_s)
    finally:
        stage.end()


def _played(
    database: str, stage: Stage, plan: Plan, over: threading.Event, began_s: float
) -> Outcome:
    log, diary = SlackLog(stage.slack), Diary()
    people = People(stage, log, diary, random.Random(f"people {plan.seed} {database}"))
    people.request_every_s = plan.request_every_s
    dice = random.Random(f"trouble {plan.seed} {database}")
    ordered = Trouble(stage, log, people, dice, over)
    log.start()
    people.start()
    _wait_for_work(log, over)
    until_s = time.monotonic() + plan.minutes * 60
    _storm(ordered, plan, until_s)
    verdict = _calm(ordered, plan, diary)
    people.stop()
    log.stop()
    ordered.counts += _seen(log)
    found = [*ordered.wrongs, *people.trouble, *_too_little(ordered.counts, plan.least)]
    minutes = (time.monotonic() - began_s) / 60
    log.write(stage.folder / "slack.jsonl")
    return Outcome(database, plan.seed, ordered.counts, verdict, found, minutes)


def _wait_for_work(log: SlackLog, over: threading.Event) -> None:
    """Return once the first ticket is confirmed: what is written before the desk is set up is not
    read.
    """
    ends_s = time.monotonic() + BEGINS_WITHIN_S
    while time.monotonic() < ends_s and log.find("confirmation:1") is None:
        over.wait(0.2)


def _storm(ordered: Trouble, plan: Plan, until_s: float) -> None:
    if plan.scenes is not None:
        if plan.minutes:
            _play(ordered, itertools.cycle(plan.scenes), until_s)
        else:
            _play(ordered, plan.scenes, math.inf)
        return
    _play(ordered, _drawn(ordered), until_s)
    for scene in LAST:
        scene(ordered)
        ordered.rest(2)


def _play(ordered: Trouble, scenes: Iterable[Scene], until_s: float) -> None:
    for scene in scenes:
        if time.monotonic() >= until_s or ordered.over.is_set():
            return
        ordered.play(scene)
        ordered.rest(0.5, 2.5)


def _drawn(ordered: Trouble) -> Iterator[Scene]:
    yield from (upsets.poisoned, slack.heard_late, upsets.moved)
    while True:
        deck = [scene for scene, times in DECK for _ in range(times)]
        ordered.dice.shuffle(deck)
        yield from deck


def _calm(ordered: Trouble, plan: Plan, diary: Diary) -> Verdict:
    """Let everybody finish and everything be said, for a while at the most; then judge."""
    ordered.mend()
    ordered.people.asks_nothing_new.set()
    began_s = time.monotonic()
    while True:
        ordered.rest(2)
        calm_s = time.monotonic() - began_s
        if calm_s < plan.least_calm_s and not ordered.over.is_set():
            continue
        ordered.log.read()
        is_over = calm_s > plan.calm_s or ordered.over.is_set()
        if ordered.people.are_done() or is_over:
            seen = weather(ordered.log.entries, ordered.bad, ordered.blind)
            verdict = judged(diary, ordered.log, seen, time.time(), ordered.moves)
            if (verdict.is_complete and not verdict.doubled) or is_over:
                return verdict


def _seen(log: SlackLog) -> Counter[str]:
    """What the log alone can tell."""
    return Counter(
        {
            "events Slack gave up": count(log.entries, kind="dropped"),
            "messages": len(log.messages),
            "doubles taken back": sum(m.deleted_at is not None for m in log.messages.values()),
        }
    )


def _too_little(counts: Counter[str], least: Mapping[str, int]) -> list[str]:
    return [
        f"too little was played: {counts[name]} {name}, at least {number} are asked"
        for name, number in least.items()
        if counts[name] < number
    ]


def scenes_of(without: str) -> list[Scene]:
    """The scenes that show a protection."""
    return [scene_named(name) for name in PROTECTIONS[without].scenes]
