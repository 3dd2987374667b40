"""The long comparison on every core: batches of seeds in order, until enough was compared."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.alarms import lived, random_life
from tests.proof.calendars import calendar_differences
from tests.proof.comparing import compared, least, random_case, told
from tests.proof.machine import TicketLife

CASES_IN_A_BATCH = 500
CALENDARS_IN_A_BATCH = 100
QUESTIONS = 20
LIVES_IN_A_BATCH = 10
ALARMS_IN_A_BATCH = 100
STEPS_OF_A_LIFE = 40
SHOWN_FAILURES = 3


@dataclass
class Tally:
    """What was compared so far; ``failures`` tells each difference by its seed."""

    units: int = 0
    cases: int = 0
    events: int = 0
    paths: Counter = field(default_factory=Counter)
    failures: dict[int, list[str]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.units += other.units
        self.cases += other.cases
        self.events += other.events
        self.paths += other.paths
        self.failures |= other.failures

    def first_failures(self) -> list[tuple[int, list[str]]]:
        """The differences of the smallest seeds."""
        return sorted(self.failures.items())[:SHOWN_FAILURES]


Batch = Callable[[int, int], Tally]
"""Compares so many cases from a seed on."""


def clocks(first: int, count: int) -> Tally:
    """A unit is a clock that core and oracle judged alike, or did not."""
    tally = Tally()
    for seed in range(first, first + count):
        case = random_case(seed)
        try:
            outcome = compared(case)
        except Exception as error:  # noqa: BLE001 what breaks is a difference, with its seed
            tally.failures[seed] = [repr(error)]
            continue
        tally.units += outcome.clocks
        tally.cases += 1
        tally.events += len(case.lines) + sum(edit["at_s"] > 0 for edit in case.edits)
        tally.paths.update(set(outcome.paths))
        if outcome.differences:
            tally.failures[seed] = outcome.differences
    return tally


def calendars(first: int, count: int) -> Tally:
    """A unit is a calendar; each is asked twenty questions of four kinds."""
    tally = Tally(units=count, cases=count * QUESTIONS)
    for seed in range(first, first + count):
        wrong = calendar_differences(seed, QUESTIONS)
        if wrong:
            tally.failures[seed] = wrong
    return tally


def alarms(first: int, count: int) -> Tally:
    """A unit is an announcement, judged together with all that was not said."""
    tally = Tally(cases=count)
    for seed in range(first, first + count):
        life = random_life(seed)
        try:
            court = lived(life)
        except Exception as error:  # noqa: BLE001 what breaks is a difference, with its seed
            tally.failures[seed] = [repr(error)]
            continue
        tally.units += court.points
        tally.events += len(life.lines)
        tally.paths += court.paths
        if court.broken:
            tally.failures[seed] = court.broken
    return tally


def lives(seed: int, count: int) -> Tally:
    """A unit is a step of a ticket's life after which everything was compared."""
    TicketLife.steps = 0
    machine = hypothesis.seed(seed)(TicketLife)
    try:
        run_state_machine_as_test(machine, settings=_long(count))
    except Exception as error:  # noqa: BLE001 its text holds the steps that lead to it
        notes = getattr(error, "__notes__", [])
        return Tally(TicketLife.steps, count, failures={seed: [str(error), *notes]})
    return Tally(TicketLife.steps, count)


def _long(count: int) -> settings:
    return settings(
        database=None,
        deadline=None,
        max_examples=count,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        stateful_step_count=STEPS_OF_A_LIFE,
        suppress_health_check=tuple(HealthCheck),
    )


@contextmanager
def workers(processes: int) -> Iterator[Executor]:
    """So many processes; nothing is left running when the block is left."""
    executor = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def run(
    executor: Executor,
    processes: int,
    batch: Batch,
    *,
    first: int,
    size: int,
    enough: int,
    progress: Callable[[Tally], None],
) -> Tally:
    """Batches in the order of their seeds until there are units enough, so always the same ones."""
    tally, seed = Tally(), first
    waiting: deque[Future[Tally]] = deque()
    while tally.units < enough and len(tally.failures) < SHOWN_FAILURES:
        while len(waiting) < processes * 2:
            waiting.append(executor.submit(batch, seed, size))
            seed += size
        tally.add(waiting.popleft().result())
        progress(tally)
    for future in waiting:
        future.cancel()
    return tally


def told_least(seed: int) -> list[str]:
    """The case of a seed with all left out that its difference does not need."""
    return told(least(random_case(seed)))
