"""Spans of time, merged and cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars.periods import Period, merged, without
from tests.sla_core.builders import LAW

PERIODS = st.lists(st.builds(Period, st.integers(0, 40), st.integers(0, 40)), max_size=8)


def seconds_of(periods):
    return {second for period in periods for second in range(period.start_s, period.end_s)}


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(5, 9), (1, 2)], [(1, 2), (5, 9)], id="sorted"),
        pytest.param([(1, 4), (4, 9)], [(1, 9)], id="touching become one"),
        pytest.param([(1, 9), (2, 3)], [(1, 9)], id="one inside another is gone"),
        pytest.param([(1, 5), (3, 9)], [(1, 9)], id="overlapping become one"),
        pytest.param([(4, 4), (9, 7)], [], id="empty and backward ones are gone"),
    ],
)
def test_merged_periods_neither_overlap_nor_touch(periods, expected):
    assert merged(Period(*each) for each in periods) == expected


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        pytest.param([], [(10, 20), (30, 40)], id="nothing taken"),
        pytest.param([(0, 10), (20, 30), (40, 50)], [(10, 20), (30, 40)], id="only touching"),
        pytest.param([(12, 14)], [(10, 12), (14, 20), (30, 40)], id="a hole"),
        pytest.param([(11, 12), (13, 14)], [(10, 11), (12, 13), (14, 20), (30, 40)], id="holes"),
        pytest.param([(5, 12)], [(12, 20), (30, 40)], id="the beginning"),
        pytest.param([(18, 35)], [(10, 18), (35, 40)], id="over the gap between"),
        pytest.param([(0, 50)], [], id="everything"),
        pytest.param([(10, 20)], [(30, 40)], id="exactly one"),
    ],
)
def test_what_is_taken_is_cut_out(taken, left):
    periods = [Period(10, 20), Period(30, 40)]
    assert without(periods, [Period(*each) for each in taken]) == left


@LAW
@given(PERIODS)
def test_merging_keeps_every_second_and_adds_none(periods):
    result = merged(periods)
    assert seconds_of(result) == seconds_of(periods)
    assert all(one.end_s < other.start_s for one, other in pairwise(result))


@LAW
@given(PERIODS, PERIODS)
def test_cutting_takes_just_the_seconds_it_says(periods, taken):
    result = without(merged(periods), merged(taken))
    assert seconds_of(result) == seconds_of(periods) - seconds_of(taken)
