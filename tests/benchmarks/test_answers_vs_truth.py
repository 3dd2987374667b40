import pytest

from benchmarks.answers_vs_truth import Ours, tally
from benchmarks.asking import CannotBeAsked, Silent, patience
from benchmarks.cases import CHANGES, SCHEDULES, at, cases

QUESTIONS = list(cases(600))


class Constant:
    """A library that always says the same."""

    def __init__(self, schedule, zone):
        if schedule.name == "nights":
            raise CannotBeAsked("no nights")

    def add(self, start, hours):
        return start

    def between(self, start, end):
        raise CannotBeAsked("not offered")


class Raising(Constant):
    def add(self, start, hours):
        raise ZeroDivisionError

    def between(self, start, end):
        return -1


def test_we_answer_every_question_as_the_truth_does():
    assert tally(Ours, QUESTIONS, "Punctual").counts == {"asked": 600} | dict.fromkeys(
        ("wrong add", "wrong between"), 0
    )


def test_every_schedule_is_asked_about_in_every_zone_in_both_ways():
    asked = {(case.schedule, case.zone, case.hours is None) for case in cases(2_000)}
    assert len(asked) == len(SCHEDULES) * len(CHANGES) * 2


def test_what_cannot_be_asked_is_neither_right_nor_wrong():
    counts = tally(Constant, QUESTIONS, "constant").counts
    adds = [case for case in QUESTIONS if case.hours and case.schedule.name != "nights"]
    assert counts["asked"] == counts["wrong add"] == len(adds)
    assert counts["not asked"] == len(QUESTIONS) - len(adds)


def test_an_exception_is_a_wrong_answer():
    counts = tally(Raising, QUESTIONS, "raising").counts
    assert counts["wrong add"] + counts["wrong between"] == counts["asked"]


def walk_in_circles():
    while True:
        pass


def test_patience_ends():
    with pytest.raises(Silent), patience():
        walk_in_circles()


def test_instants_are_told_in_utc():
    assert at(0).isoformat() == "1970-01-01T00:00:00+00:00"
