"""After an outage: a thousand requests nobody heard, and two hundred promises that ran out.

Forty of these were answered in time, unheard. With Slack's rate limits on, every other breach is
covered, alone or in a digest, within a minute of the reconnect.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.storm.diary import Diary, Request
from tests.storm.judge import Verdict, judged
from tests.storm.outcome import Outcome
from tests.storm.people import People
from tests.storm.slack_log import SlackLog
from tests.storm.stage import NotReady, Stage
from tests.storm.team import BACKLOG, INTAKE, LATER, TARGETS_S
from tests.storm.weather import weather

OLDER: Final = 200
ANSWERED: Final = 40
MISSED: Final = 1000
HANDS: Final = 6
CUT_BEFORE_S: Final = 12.0
"""So long before the first warning the network goes."""
COVERED_WITHIN_S: Final = 60.0


def play_backlog(
    database: str, url: str, folder: Path, seed: int, patience_s: float, over: threading.Event
) -> Outcome:
    """Play it, and judge it so long after the reconnect.

    What was written meanwhile goes out one a second: what is still to be said by then is counted,
    and is not wrong.
    """
    stage, began_s = Stage(folder, url), time.monotonic()
    try:
        stage.begin()
        verdict, counts = _played(stage, random.Random(f"backlog {seed}"), patience_s, over)
        found: list[str] = []
    except NotReady as problem:
        verdict, counts, found = Verdict(), Counter(), [str(problem)]
    finally:
        stage.end()
    minutes = (time.monotonic() - began_s) / 60
    return Outcome(f"{database} backlog", seed, counts, verdict, found, minutes)


def _played(
    stage: Stage, dice: random.Random, patience_s: float, over: threading.Event
) -> tuple[Verdict, Counter[str]]:
    log, diary = SlackLog(stage.slack), Diary()
    people = People(stage, log, diary, dice)
    log.start()
    try:
        older = _asked(people, [BACKLOG] * OLDER, over)
        first_at = float(older[0].ts)
        _wait_until(first_at + 0.75 * TARGETS_S[BACKLOG] - CUT_BEFORE_S, over)
        stage.slack.post("network", cut=True, calls="reset", sockets="cut")
        for request in dice.sample(older, ANSWERED):
            people.reply(request)
        _asked(people, [LATER] * MISSED, over)
        _wait_until(float(older[-1].ts) + TARGETS_S[BACKLOG] + 3, over)
        stage.slack.post("network", cut=False)
        verdict = _judged(log, diary, patience_s, over)
        counts = Counter({"network cuts": 1, "messages": len(log.messages)})
        counts["still to be said"], verdict.lost = len(verdict.lost), []
        return verdict, counts
    finally:
        people.stop()
        log.stop()


def _judged(log: SlackLog, diary: Diary, patience_s: float, over: threading.Event) -> Verdict:
    """The verdict once a minute has passed and all is complete, or patience is at its end."""
    began_s = time.monotonic()
    while True:
        over.wait(3)
        verdict = judged(diary, log, weather(log.entries), time.time())
        waited_s = time.monotonic() - began_s
        is_over = waited_s > patience_s or over.is_set()
        if is_over or (waited_s > COVERED_WITHIN_S + 5 and verdict.is_complete):
            return verdict


def _asked(people: People, words: Iterable[str], over: threading.Event) -> list[Request]:
    """Requests in all channels, each of somebody who wrote nothing there before."""
    channels = list(INTAKE)

    def ask(numbered: tuple[int, str]) -> Request | None:
        number, word = numbered
        if over.is_set():
            return None
        return people.ask_in(channels[number % len(channels)], word)

    with ThreadPoolExecutor(HANDS, "backlog") as pool:
        made = list(pool.map(ask, enumerate(words)))
    return sorted((each for each in made if each), key=lambda each: float(each.ts))


def _wait_until(at: float, over: threading.Event) -> None:
    over.wait(max(0.0, at - time.time()))
