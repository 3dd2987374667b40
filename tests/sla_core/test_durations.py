"""Durations as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.durations import format_duration, parse_duration
from tests.sla_core.builders import LAW


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("45m", 2700), ("1h30m", 5400), ("8h", 28_800), ("1h0m1s", 3601), ("90m", 5400)],
)
def test_hours_minutes_and_seconds_add_up(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "h", "1", "1x", "30m1h", "-5m", "1.5h", "1h 30m"])
def test_anything_else_is_refused_with_examples(text):
    with pytest.raises(ValueError, match="give a duration such as"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["1d", "2 days", "3day"])
def test_days_are_refused_because_a_day_has_no_fixed_number_of_hours(text):
    with pytest.raises(ValueError, match="a day has no fixed number of business hours"):
        parse_duration(text)


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (3661, "1h1m1s"), (7200, "2h")])
def test_a_duration_is_written_as_short_as_it_goes(seconds, text):
    assert format_duration(seconds) == text


@LAW
@given(st.integers(0, 10**9))
def test_what_is_written_is_read_back(seconds):
    assert parse_duration(format_duration(seconds)) == seconds
