"""Arrivals are worked off in order, once, with their effects; people are told what failed."""

import pytest

from bot.config.history import HistoryReader
from bot.errors import BrokenTimeline, NotYet, UserFacingError
from bot.jobs.inbox_worker import LONGEST_WAIT, RETRY_AFTER, InboxWorker
from bot.store import audit, inbox
from bot.store.audit import AuditEntry
from bot.store.inbox import Arrival
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.wording.language import speaking
from sla_core.errors import LevelError
from tests.wording.conftest import pseudo_folder
from tests.wording.pseudo import TAG, known_everywhere

__all__ = ["pseudo_folder"]

FAILURES = {
    "kindly": UserFacingError,
    "core": lambda text: LevelError("level_taken", name=text),
    "badly": ZeroDivisionError,
    "early": NotYet,
    "on a broken ticket": lambda text: BrokenTimeline(7, "KeyError: 'x'", text),
}


class Ears:
    """Writes every arrival into the audit log; fails where the payload says so."""

    def __init__(self):
        self.prepared, self.answers, self.refusals = [], [], []

    def prepare(self, row):
        self.prepared.append(row.payload["n"])

    def process(self, work, row):
        n = row.payload["n"]
        entry = AuditEntry(work.now, "someone", "heard", str(n), None, None)
        audit.append(work.connection, work.workspace_id, [entry])
        failure = row.payload.get("fails")
        if failure is not None:
            raise FAILURES[failure](f"{n} cannot be")
        return row.payload.get("answer")

    def fault_of(self, row):
        return row.payload.get("fault")

    def is_waited_for(self, row):
        return row.kind == "command"

    def answer(self, row, answer):
        self.answers.append(answer)

    def refuse(self, row, why):
        self.refusals.append(why())


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def program(db, clock):
    return Program(db, clock, "T1", "UBOT", None, HistoryReader(), lambda: None, IN_ORDER)


@pytest.fixture
def worker(program, ears):
    return InboxWorker(program, ears)


def arrives(program, n, **payload):
    with program.work() as work:
        arrival = Arrival("command", f"k{n}", {"n": n, **payload}, program.clock.move(seconds=1))
        return inbox.accept(work.connection, "T1", arrival)


def heard(program):
    with program.look() as work:
        return [entry.subject for entry in reversed(audit.listing(work.connection, "T1"))]


def test_arrivals_are_worked_off_in_order_and_once(program, worker, ears):
    for n in (1, 2, 3):
        arrives(program, n, answer=f"done {n}")
    assert worker.run_once() is None
    assert worker.run_once() is None
    assert heard(program) == ["1", "2", "3"]
    assert ears.answers == ["done 1", "done 2", "done 3"]


def test_nothing_is_answered_where_there_is_nothing_to_say(program, worker, ears):
    arrives(program, 1)
    worker.run_once()
    assert ears.answers == []


@pytest.mark.parametrize(
    ("how", "told"),
    [("kindly", "1 cannot be"), ("core", "there is a level '1 cannot be' already")],
)
def test_a_refusal_undoes_the_effects_and_is_told(program, worker, ears, how, told):
    arrives(program, 1, fails=how)
    assert worker.run_once() is None
    assert heard(program) == []
    assert ears.refusals == [told]


def test_what_the_core_refuses_is_told_in_the_language_that_is_spoken_then(
    program, worker, ears, pseudo_folder
):
    arrives(program, 1, fails="core")
    with known_everywhere(pseudo_folder), speaking(TAG):
        worker.run_once()
    assert ears.refusals == ["ţĥéŕé îš å ļéṽéļ '1 cannot be' åļŕéåðý"]


def test_a_failure_of_ours_is_tried_again_then_given_up_and_told(program, worker, ears):
    arrives(program, 1, fails="badly")
    for pause in RETRY_AFTER:
        assert worker.run_once() == pytest.approx(pause.total_seconds())
        program.clock.move(seconds=pause.total_seconds())
    assert worker.run_once() is None
    assert len(ears.prepared) == len(RETRY_AFTER) + 1
    assert heard(program) == []
    [told] = ears.refusals
    assert "nothing was changed (reference" in told


def test_one_that_fails_does_not_hold_up_the_others(program, worker, ears):
    arrives(program, 1, fails="badly")
    arrives(program, 2, answer="done 2")
    worker.run_once()
    assert ears.answers == ["done 2"]


def test_one_that_somebody_else_did_meanwhile_is_left_alone(program, worker, ears):
    number = arrives(program, 1, answer="done")

    def overtaken(row):
        with program.work() as work:
            inbox.mark_done(work.connection, "T1", number, work.now)

    ears.prepare = overtaken
    worker.run_once()
    assert heard(program) == []
    assert ears.answers == []


def test_one_that_comes_too_early_is_looked_at_again_soon_and_nobody_is_told(program, worker, ears):
    arrives(program, 1, fails="early")
    for _ in range(len(RETRY_AFTER) + 2):
        assert worker.run_once() == pytest.approx(1)
        program.clock.move(seconds=1)
    assert heard(program) == []
    assert ears.refusals == []


def test_one_that_comes_too_early_does_not_hold_up_the_others(program, worker, ears):
    arrives(program, 1, fails="early")
    arrives(program, 2, answer="done 2")
    worker.run_once()
    assert ears.answers == ["done 2"]


def test_what_never_comes_is_not_waited_for_longer_than_a_minute(program, worker, ears):
    arrives(program, 1, fails="early")
    worker.run_once()
    program.clock.move(seconds=LONGEST_WAIT.total_seconds())
    assert worker.run_once() is None
    assert heard(program) == []
    assert ears.refusals == []
