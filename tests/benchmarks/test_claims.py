import pytest

from benchmarks.claims import Claim, Promise, Race, duration, number, table


def claim(promise=Promise.AT_LEAST, limit=8, measured=8.0):
    return Claim("`add` of 8 h", promise, limit, measured, "times", "5.4 µs", "0.65 µs")


@pytest.mark.parametrize(
    ("promise", "measured", "is_reached"),
    [
        pytest.param(Promise.AT_LEAST, 8.0, True, id="at least, just"),
        pytest.param(Promise.AT_LEAST, 7.9, False, id="at least, not quite"),
        pytest.param(Promise.AT_MOST, 8.0, True, id="at most, just"),
        pytest.param(Promise.AT_MOST, 8.1, False, id="at most, not quite"),
        pytest.param(Promise.BELOW, 7.9, True, id="below"),
        pytest.param(Promise.BELOW, 8.0, False, id="not below"),
    ],
)
def test_a_promise_is_kept_or_not(promise, measured, is_reached):
    assert claim(promise, measured=measured).is_reached is is_reached


def test_what_is_not_reached_is_said_so():
    reached, missed = table((claim(), claim(measured=5.0))).splitlines()[2:]
    assert "| at least 8 times | 8 times | reached |" in reached
    assert "| at least 8 times | 5 times | **not reached** |" in missed


def test_a_race_is_won_by_as_many_times_as_the_peer_takes_longer():
    race = Race("add 8 h", "peer", peer_seconds=115e-6, our_seconds=0.625e-6)
    assert race.times == pytest.approx(184)
    made = race.claim("`add`", at_least=150)
    assert (made.peer, made.ours, made.is_reached) == ("115 µs", "0.62 µs", True)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(13.4, "13 s"), (1.54, "1.5 s"), (4.4e-3, "4.4 ms"), (0.65e-6, "0.65 µs"), (18e-9, "18 ns")],
)
def test_durations_have_two_digits_that_matter(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"), [(6750.4, "6,750"), (8.04, "8.0"), (8.0, "8"), (1.02, "1.02"), (0, "0")]
)
def test_numbers_have_the_digits_that_matter(value, text):
    assert number(value) == text
