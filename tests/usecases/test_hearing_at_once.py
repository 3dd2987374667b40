"""Several processes doubt and read at once: none waits for another that waits for it."""

from datetime import timedelta
from threading import Thread

import pytest

from bot.store import hearing, reading_requests, readings
from bot.store.readings import Reading
from bot.usecases.hearing.state import doubt

THREAD = ("CSUPPORT", "100.000000")


@pytest.fixture
def beside(team):
    """A channel and a thread of it that are to be read; only PostgreSQL has two who write."""
    if team.program.database.path is not None:
        pytest.skip("whoever writes is alone on SQLite")
    at = team.clock.now() - timedelta(hours=1)
    doubt(team.program, "started")
    with team.program.work() as work:
        row = Reading(*THREAD, "1.0", at, at, read_at=at, asked_at=at, attempts=3)
        readings.save(work.connection, "T1", row)


def ends(act):
    """Whether something comes to its end in time; the thread that did it."""
    thread = Thread(target=act)
    thread.start()
    thread.join(timeout=3)
    return not thread.is_alive(), thread


def test_a_doubt_does_not_wait_for_who_writes_a_thread(team, beside):
    """Who writes a thread goes on to its channel, which the doubt has by then."""
    with team.program.database.writing() as reading:
        assert readings.lock(reading, "T1", THREAD)
        is_over, thread = ends(lambda: doubt(team.program, "reconnected"))
        assert readings.lock(reading, "T1", ("CSUPPORT", ""))
    thread.join()
    assert is_over


def test_who_reads_a_channel_has_its_threads_before_anybody_asks_for_one(team, beside):
    def ask():
        with team.program.database.writing() as asking:
            reading_requests.hurry(asking, "T1", THREAD, team.clock.now())

    with team.program.database.writing() as reading:
        readings.lock_channel(reading, "T1", "CSUPPORT")
        is_over, thread = ends(ask)
        row = readings.get(reading, "T1", THREAD)
        readings.save(reading, "T1", row)
    thread.join()
    assert not is_over
    with team.program.look() as work:
        assert readings.get(work.connection, "T1", THREAD).is_urgent


def test_doubts_follow_each_other(team, beside):
    with team.program.database.writing() as doubting:
        hearing.lock(doubting, "T1")
        is_over, thread = ends(lambda: doubt(team.program, "reconnected"))
    thread.join()
    assert not is_over
