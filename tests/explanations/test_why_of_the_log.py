"""`why` of every clock of a real help desk's log sums to its row of the log, to the second."""

from pathlib import Path

import pytest

from bot.commands.options import configuration_of
from bot.simulation.timelines import TimelineFile
from sla_core.clocks.replay import replay
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.log import log_rows
from sla_core.rules.walk import decide_new
from sla_core.why import PAUSED, STOPPED, choices, explain, folded

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def explained():
    """Every clock of the log, explained, beside its row."""
    configuration = configuration_of(str(EXAMPLES / "sla.yml"), 0).configuration
    history = ConfigurationHistory.of(configuration)
    found = []
    with TimelineFile.open(str(EXAMPLES / "servicenow_timelines.jsonl")) as log:
        for timeline in log.timelines(log.tickets()):
            decided = timeline.decided_anew(decide_new(timeline.created, configuration))
            replayed = replay(decided, history, log.last_instant_s)
            rows = {(row.metric, row.cycle): row for row in log_rows(replayed)}
            statuses, made = replayed.ticket.statuses, choices(decided.events)
            for clock in replayed.clocks:
                why = explain(clock, replayed.at_s, statuses, made)
                found.append((why, rows[clock.metric, clock.cycle]))
    return found


def test_every_row_of_the_log_is_explained(explained):
    assert len(explained) == 1_780


def test_what_is_counted_is_the_elapsed_time_and_what_is_paused_the_paused(explained):
    for why, row in explained:
        assert why.counted_seconds == row.elapsed_seconds
        assert why.paused_seconds == row.paused_seconds


def test_the_spans_lie_end_to_end_from_the_start_to_the_stop(explained):
    for why, row in explained:
        for spans in (why.spans, folded(why.spans)):
            edges = [row.started_at_s, *(span.end_s for span in spans)]
            assert [span.start_s for span in spans] == edges[:-1]
            assert edges[-1] == row.stopped_at_s


def test_every_pause_has_its_status_and_every_promise_what_chose_it(explained):
    for why, row in explained:
        names = {span.name for span in why.spans if span.kind == PAUSED}
        assert names <= {"answered", "pending", "on_hold", "resolved", "closed"}
        assert STOPPED not in names
        assert all(terms.choice is not None for terms in why.terms)
        now = why.terms[-1]
        assert (now.promise.level.name, now.target_seconds) == (row.level, row.target_seconds)


def test_no_explanation_is_longer_than_a_page(explained):
    assert max(len(folded(why.spans)) for why, _ in explained) <= 40
