"""Commits that are shared, on a database that only counts its transactions."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from bot.store.shared_commits import SharedCommits


class Journal:
    """What each transaction wrote; the first one waits until it is told to begin."""

    def __init__(self):
        self.commits = []
        self.began, self.go_on = Event(), Event()

    @contextmanager
    def begin(self):
        self.began.set()
        assert self.go_on.wait(10)
        written = []
        yield written
        self.commits.append(written)


@pytest.fixture
def journal():
    return Journal()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def at_once(threads, journal, *writes):
    """All while the first one is being committed; return what became of each."""
    together = SharedCommits()
    first = threads.submit(together.write, lambda each: each.append("first"), journal.begin)
    assert journal.began.wait(10)
    rest = [threads.submit(together.write, write, journal.begin) for write in writes]
    while len(together._waiting) < len(rest):
        pass
    journal.go_on.set()
    first.result(10)
    return [each.exception(10) for each in rest]


def test_one_alone_is_committed_at_once(journal):
    journal.go_on.set()
    SharedCommits().write(lambda each: each.append("alone"), journal.begin)
    assert journal.commits == [["alone"]]


def test_those_who_wait_share_one_commit(threads, journal):
    writes = [lambda each, name=name: each.append(name) for name in "abc"]
    assert at_once(threads, journal, *writes) == [None] * 3
    assert [sorted(each) for each in journal.commits] == [["first"], ["a", "b", "c"]]


def test_one_that_cannot_be_written_harms_no_other(threads, journal):
    def refuse(_):
        raise ValueError("no")

    writes = [lambda each: each.append("a"), refuse, lambda each: each.append("c")]
    good, bad, other = at_once(threads, journal, *writes)
    assert (good, other) == (None, None)
    assert isinstance(bad, ValueError)
    assert sorted(map(tuple, journal.commits)) == [("a",), ("c",), ("first",)]


def test_what_cannot_be_committed_is_told_to_all(threads):
    @contextmanager
    def begin():
        yield []
        raise OSError("the disk is full")

    together = SharedCommits()
    writing = [threads.submit(together.write, lambda each: None, begin) for _ in range(4)]
    assert [type(each.exception(10)) for each in writing] == [OSError] * 4
