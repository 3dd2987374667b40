"""The clocks that end differently under another configuration."""

import pytest

from sla_core.reports.flips import Flip, flips, outcome
from sla_core.reports.log import log_rows
from tests.sla_core.builders import HOUR, created, level, played, when

(ROW,) = log_rows(played(created(), level(first_reply=4 * HOUR), "mon 10:00"))


def row(state="met", started="mon 09:00", cycle=1, metric="next_reply"):
    return ROW._replace(state=state, started_at_s=when(started), cycle=cycle, metric=metric)


def told(found):
    """Flips as `(metric, cycle before, cycle after, outcome before, outcome after)`."""
    return [
        (
            flip.row.metric,
            flip.before and flip.before.cycle,
            flip.after and flip.after.cycle,
            *flip.kind,
        )
        for flip in found
    ]


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("met", "met"),
        ("missed", "missed"),
        ("cancelled", "cancelled"),
        ("running", "open"),
        ("paused", "open"),
    ],
)
def test_a_clock_that_runs_or_is_paused_is_open(state, what):
    assert outcome(row(state)) == what


def test_a_clock_that_is_not_there_is_not_promised():
    assert outcome(None) == "not promised"


def test_nothing_flips_between_the_same_rows():
    rows = [row("met"), row("missed", cycle=2, started="tue 09:00")]
    assert flips(rows, rows) == []


def test_another_level_or_time_is_no_flip():
    other = row("missed")._replace(level="Gold", elapsed_seconds=1, target_seconds=1)
    assert flips([row("missed")], [other]) == []


def test_from_running_to_paused_is_no_flip():
    assert flips([row("running")], [row("paused")]) == []


def test_a_flip_holds_both_rows():
    before, after = row("met"), row("missed")
    assert flips([before], [after]) == [Flip(before, after)]


def test_a_clock_promised_on_one_side_only_flips():
    assert told(flips([row("met")], [])) == [("next_reply", 1, None, "met", "not promised")]
    assert told(flips([], [row("running")])) == [("next_reply", None, 1, "not promised", "open")]


def test_clocks_of_another_metric_are_others():
    before, after = row("met"), row("met", metric="chat_reply")
    assert told(flips([before], [after])) == [
        ("chat_reply", None, 1, "not promised", "met"),
        ("next_reply", 1, None, "met", "not promised"),
    ]


def test_where_a_restart_shifts_the_cycles_the_same_message_is_compared():
    before = [row("met"), row("met", "tue 09:00", 2)]
    after = [row("cancelled"), row("missed", "mon 10:00", 2), row("met", "tue 09:00", 3)]
    assert told(flips(before, after)) == [
        ("next_reply", 1, 1, "met", "cancelled"),
        ("next_reply", None, 2, "not promised", "missed"),
    ]


def test_clocks_restarted_at_different_moments_are_compared_by_cycle():
    before = [row("cancelled"), row("met", "mon 11:00", 2)]
    after = [row("cancelled"), row("missed", "mon 10:00", 2)]
    assert told(flips(before, after)) == [("next_reply", 2, 2, "met", "missed")]


def test_clocks_that_start_together_are_compared_in_the_order_of_their_cycles():
    before = [row("cancelled", cycle=1), row("met", cycle=2)]
    after = [row("met", cycle=1), row("met", cycle=2)]
    assert told(flips(before, after)) == [("next_reply", 1, 1, "cancelled", "met")]


def test_flips_stand_in_the_order_of_the_log():
    before = [row("met", "tue 09:00", 2), row("met", "wed 09:00", 3)]
    after = [row("missed", "mon 09:00", 1), row("missed", "tue 09:00", 2)]
    found = flips(before, after)
    assert [flip.order for flip in found] == sorted(flip.order for flip in found)
    assert len(found) == 3
