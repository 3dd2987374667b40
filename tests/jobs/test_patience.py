"""Waits grow and end; complaints are said at once and then once a minute."""

import pytest
from structlog.testing import capture_logs

from bot.jobs.patience import Complaint, wait_s


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (6, 10), (10_000, 10)],
)
def test_waits_double_up_to_ten_seconds(failures, seconds):
    assert wait_s(failures) == seconds


def test_the_longest_wait_may_be_another():
    assert wait_s(20, longest_s=60) == 60


@pytest.fixture
def said(clock):
    """What a complaint logs when it is told a problem after some seconds."""
    complaint = Complaint("slack is away", clock.monotonic)

    def tell(problem, seconds=0, *, is_over=False):
        clock.move(seconds=seconds)
        if is_over:
            complaint.over()
        with capture_logs() as logged:
            complaint.say(problem)
        return [entry["problem"] for entry in logged]

    return tell


def test_the_same_problem_is_said_once_a_minute(said):
    assert said("invalid_auth") == ["invalid_auth"]
    assert said("invalid_auth", 59) == []
    assert said("invalid_auth", 1) == ["invalid_auth"]


def test_another_problem_is_said_at_once(said):
    said("invalid_auth")
    assert said("unreachable", 1) == ["unreachable"]


def test_a_problem_that_was_over_is_said_at_once(said):
    said("invalid_auth")
    assert said("invalid_auth", 1, is_over=True) == ["invalid_auth"]
