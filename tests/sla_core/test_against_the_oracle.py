"""Random calendars and tickets against an oracle that shares no code, and the laws of replay."""

import random
from collections import Counter

import pytest

from sla_core.clocks.replay import replay
from sla_core.tickets.event_lines import event_from
from sla_core.tickets.timeline import Timeline
from tests.proof.__main__ import main
from tests.proof.calendars import calendar_differences
from tests.proof.comparing import compared, least, random_case, told
from tests.proof.core import history_of, timeline_of
from tests.proof.paths import PATHS

SEEDS = range(1000, 1060)


def test_calendars_count_as_the_oracle_does():
    assert [each for seed in range(150) for each in calendar_differences(seed)] == []


def test_clocks_run_as_the_oracles_do():
    differing = [seed for seed in range(1500) if compared(random_case(seed)).differences]
    assert [told(least(random_case(seed))) for seed in differing[:1]] == []


def test_made_up_tickets_take_the_rare_paths_and_no_unknown_ones():
    met = Counter(path for seed in range(1500) for path in compared(random_case(seed)).paths)
    assert met.keys() <= PATHS
    assert len(met) > 0.9 * len(PATHS)


def test_the_proof_compares_clocks_calendars_and_lives_and_writes_its_page(tmp_path, capsys):
    page = tmp_path / "proof.md"
    given = ["--clocks", "300", "--calendars", "5", "--steps", "100", "--alarms", "100"]
    status = main([*given, "--processes", "1", "--page", str(page)])
    told_of_it = capsys.readouterr().out
    assert status == 0, told_of_it
    assert "0 differences" in told_of_it
    assert "| an edit moves a running clock |" in page.read_text(encoding="utf-8")


def test_made_up_edits_are_numbered_in_the_order_of_their_instants_as_those_that_are_kept():
    histories = [history_of(random_case(seed).edits).revisions for seed in range(300)]
    numbers = [[each.number for each in revisions] for revisions in histories]
    assert [each for each in numbers if each != sorted(each)] == []
    assert any(each.fraction_us for revisions in histories for each in revisions)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_in_which_events_arrive_does_not_matter(seed):
    case = random_case(seed)
    events = _of_different_instants(case.lines)
    shuffled = random.Random(seed).sample(events, len(events))
    under = history_of(case.edits)
    one, other = (
        replay(Timeline.of("T1", each), under, case.until_s) for each in (events, shuffled)
    )
    assert one == other


def _of_different_instants(lines):
    """The events that stand alone at their instant, numbered as they arrive."""
    first = {line["at"]: line for line in reversed(lines) if "id" not in line}
    return [event_from(line, seq) for seq, line in enumerate(first.values())]


@pytest.mark.parametrize("seed", SEEDS)
def test_replay_until_an_instant_is_replay_of_what_happened_by_then(seed):
    case = random_case(seed)
    under, events = history_of(case.edits), timeline_of(case.lines).events
    for until_s in {event.at_s for event in events}:
        prefix = [event for event in events if event.at_s <= until_s]
        past = history_of([edit for edit in case.edits if edit["at_s"] <= until_s])
        known = replay(Timeline.of("T1", events), under, until_s)
        if past.revisions:
            assert known == replay(Timeline.of("T1", prefix), past, until_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_due_version_of_an_open_clock_ever_serves_two_due_times(seed):
    case = random_case(seed)
    under, events = history_of(case.edits), timeline_of(case.lines).events
    known = {}
    for number in range(1, len(events) + 1):
        timeline = Timeline.of("T1", events[:number])
        for clock in replay(timeline, under, timeline.events[-1].at_s).clocks:
            if clock.stopped_at_s is None and clock.due_at_s is not None:
                which = clock.metric, clock.cycle, clock.due_version
                assert known.setdefault(which, clock.due_at_s) == clock.due_at_s
