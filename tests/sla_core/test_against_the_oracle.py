"""Random calendars and timelines against an oracle that shares no code, and the laws of replay."""

import random

import pytest

from sla_core.clocks.replay import replay
from sla_core.tickets.mapping import event_from
from sla_core.tickets.timeline import Timeline
from tests.crosscheck import (
    FROM_S,
    calendar_differences,
    clock_differences,
    core_rows,
    history_of,
    random_levels,
    random_lines,
)


def test_calendars_count_as_the_oracle_does():
    assert [each for seed in range(150) for each in calendar_differences(seed)] == []


def test_clocks_run_as_the_oracles_do():
    assert [each for seed in range(400) for each in clock_differences(seed)] == []


def test_clocks_run_as_the_oracles_do_to_the_second():
    assert [each for seed in range(12) for each in clock_differences(seed, unit_s=1)] == []


SEEDS = range(1000, 1060)


def drawn(seed):
    dice = random.Random(seed)
    return dice, random_levels(dice), random_lines(dice, unit_s=60)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_in_which_events_arrive_does_not_matter(seed):
    dice, levels, lines = drawn(seed)
    events = [event_from(line, seq) for seq, line in enumerate(lines)]
    shuffled = dice.sample(events, len(events))
    under, until_s = history_of(levels), FROM_S + 5 * 86_400
    one, other = (replay(Timeline.of("T1", each), under, until_s) for each in (events, shuffled))
    assert (one.clocks, one.ticket) == (other.clocks, other.ticket)


@pytest.mark.parametrize("seed", SEEDS)
def test_replay_until_an_instant_is_replay_of_what_happened_by_then(seed):
    _, levels, lines = drawn(seed)
    under = history_of(levels)
    events = [event_from(line, seq) for seq, line in enumerate(lines)]
    for until_s in {event.at_s for event in events}:
        prefix = [event for event in events if event.at_s <= until_s]
        known = replay(Timeline.of("T1", events), under, until_s)
        assert known == replay(Timeline.of("T1", prefix), under, until_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_due_version_never_falls_and_rises_whenever_the_due_time_moves(seed):
    _, levels, lines = drawn(seed)
    under = history_of(levels)
    events = [event_from(line, seq) for seq, line in enumerate(lines)]
    known = {}
    for number in range(1, len(events) + 1):
        timeline = Timeline.of("T1", events[:number])
        for clock in replay(timeline, under, timeline.events[-1].at_s).clocks:
            which = clock.metric, clock.cycle
            due_s, version = known.get(which, (None, 0))
            assert clock.due_version >= version
            if None not in (due_s, clock.due_at_s) and due_s != clock.due_at_s:
                assert clock.due_version > version
            known[which] = due_s if clock.due_at_s is None else clock.due_at_s, clock.due_version


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cycle_of_a_metric_is_counted_from_one_and_one_is_open_at_a_time(seed):
    _, levels, lines = drawn(seed)
    rows = core_rows(lines, levels, FROM_S + 5 * 86_400)
    for metric in {row["metric"] for row in rows}:
        mine = [row for row in rows if row["metric"] == metric]
        cycles = [row["cycle"] for row in mine]
        assert cycles == sorted(set(cycles))
        assert min(cycles) >= 1
        assert [row["stopped_at_s"] for row in mine].count(None) <= 1
