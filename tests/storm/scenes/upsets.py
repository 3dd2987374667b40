"""Scenes in which the clock is set, and rows become unreadable."""

import time

from tests.storm.clocks import Move
from tests.storm.poison import poison
from tests.storm.team import TARGET_S, WARNING_S
from tests.storm.trouble import HOUR_S, POST, Trouble

MORE_S = 36
"""What is promised for a while instead."""


def set_back(trouble: Trouble) -> None:
    """The clock on the wall is an hour slow for a while."""
    trouble.step_clock(-HOUR_S, trouble.dice.uniform(4, 7))


def set_ahead(trouble: Trouble) -> None:
    """It is an hour fast, and set right: back by an hour."""
    trouble.people.ask()
    trouble.step_clock(HOUR_S, trouble.dice.uniform(4, 7))


def set_ahead_while_a_breach_waits(trouble: Trouble) -> None:
    """It is set an hour ahead while a breach waits to be sent, and set right: back by an hour."""
    request = trouble.ask_due_in(0)
    trouble.rest(TARGET_S - WARNING_S - 1)
    trouble.fault("ratelimited", POST, channel=request.alerts, retry_after_s=2, for_s=5)
    trouble.counts["rate limits"] += 1
    trouble.rest(3)
    trouble.step_clock(HOUR_S, trouble.dice.uniform(4, 7))


def started_an_hour_ahead(trouble: Trouble) -> None:
    """A machine begins with a wrong clock, which is set right once the network is up."""
    began_at = time.time()
    trouble.kill_all()
    trouble.people.clock_is_wrong.set()
    trouble.stage.set_clock(HOUR_S)
    trouble.start_all()
    trouble.people.ask()
    trouble.rest(4)
    trouble.stage.set_clock(0)
    trouble.bad.append((began_at, time.time() + 1))
    trouble.counts["clock steps"] += 2
    trouble.rest(3)
    trouble.people.clock_is_wrong.clear()


def moved(trouble: Trouble) -> None:
    """More is promised for a while, clocks that run are moved there and back, and bots die."""
    trouble.ask_due_in(3)
    began_at = time.time()
    trouble.promise(MORE_S)
    trouble.people.ask()
    trouble.kill()
    trouble.rest(2, 12)
    trouble.promise(TARGET_S)
    trouble.moves.append(Move(began_at, time.time(), MORE_S))


def poisoned(trouble: Trouble) -> None:
    """Rows of inbox, outbox and timeline become unreadable under the running bot."""
    request = trouble.people.ask(later=True)
    number = None
    for _ in range(100):
        number = trouble.log.number_of(request.channel, request.ts)
        if number is not None or trouble.over.wait(0.2):
            break
    trouble.counts["poisoned rows"] += poison(trouble.stage.database_url, number)
    for _ in range(2):
        trouble.people.ask()
    trouble.rest(5)
