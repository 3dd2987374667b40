"""Turns at writing, played with threads that wait for each other and never for the clock."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from bot.store.turns import Turns

FOREVER_S = 3600.0


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def writes(turns, name, written, hurried=nullcontext):
    with hurried(), turns.taken():
        written.append(name)


def test_there_is_one_writer_at_a_time(threads):
    turns, inside = Turns(quiet_s=0), []

    def work(_):
        for _ in range(50):
            with turns.taken():
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    assert list(threads.map(work, range(8))) == [None] * 8


def test_who_is_in_a_hurry_goes_before_those_who_came_earlier(threads):
    turns, written = Turns(quiet_s=0, patience_s=FOREVER_S), []
    with turns.hurried():
        patient = threads.submit(writes, turns, "patient", written)
        threads.submit(writes, turns, "hurried", written, turns.hurried).result(10)
        assert not patient.done()
    patient.result(10)
    assert written == ["hurried", "patient"]


def test_nobody_waits_where_nobody_hurries(threads):
    turns, written = Turns(quiet_s=FOREVER_S, patience_s=FOREVER_S), []
    threads.submit(writes, turns, "patient", written).result(10)
    assert written == ["patient"]


def test_after_the_last_hurry_a_moment_is_left_for_the_next(threads):
    turns, written = Turns(quiet_s=FOREVER_S, patience_s=1.0), []
    with turns.hurried():
        pass
    patient = threads.submit(writes, turns, "patient", written)
    threads.submit(writes, turns, "hurried", written, turns.hurried).result(10)
    patient.result(10)
    assert written == ["hurried", "patient"]


def test_who_is_in_no_hurry_is_let_in_in_the_end(threads):
    turns, written = Turns(patience_s=0.01), []
    with turns.hurried():
        threads.submit(writes, turns, "patient", written).result(10)
    assert written == ["patient"]


def test_a_writer_that_fails_gives_the_turn_back(threads):
    turns, written = Turns(), []

    def interrupted():
        with turns.taken():
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    threads.submit(writes, turns, "next", written).result(10)
    assert written == ["next"]


def test_a_hurry_ends_with_its_block(threads):
    turns, written = Turns(quiet_s=0, patience_s=FOREVER_S), []

    def hurried_once_and_writes():
        with turns.hurried():
            pass
        writes(turns, "no longer in a hurry", written)

    with turns.hurried():
        later = threads.submit(hurried_once_and_writes)
        threads.submit(writes, turns, "hurried", written, turns.hurried).result(10)
    later.result(10)
    assert written == ["hurried", "no longer in a hurry"]
