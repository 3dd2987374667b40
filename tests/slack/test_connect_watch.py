"""What the watchdog makes of signs of life, by a clock that only the test moves."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.slack.connect.watch import SILENCE_S, Watch
from bot.usecases.hearing import reasons


@pytest.fixture
def changes():
    return []


@pytest.fixture
def watch(clock, changes):
    return Watch(clock, 2, lambda: changes.append("changed"))


@pytest.fixture
def both(watch):
    """Two sockets, open and reported."""
    watch.opened(0)
    watch.opened(1)
    watch.report()
    return watch


def test_before_the_first_connection_nothing_is_heard(watch, clock):
    report = watch.report()
    assert (report.alive_at, report.lost_at, report.doubt) == (None, clock.now(), None)


def test_the_first_connection_is_a_gap_and_the_second_is_none(watch, changes):
    watch.opened(0)
    assert watch.report().doubt == reasons.OPENED
    watch.opened(1)
    assert watch.report().doubt is None
    assert changes == ["changed"]


def test_a_doubt_is_handed_over_once_and_may_be_given_back(watch):
    watch.opened(0)
    doubt = watch.report().doubt
    assert watch.report().doubt is None
    watch.owe(doubt)
    assert watch.report().doubt == reasons.OPENED


def test_alive_is_what_every_socket_was(both, clock):
    began_at = clock.now()
    clock.move(seconds=4)
    both.answered(0)
    assert both.report().alive_at == began_at
    both.heard(1)
    clock.move(seconds=1)
    assert both.report().alive_at == began_at + timedelta(seconds=4)


def test_thirty_seconds_without_a_word_of_slacks_are_silence(both, clock):
    clock.move(seconds=SILENCE_S - 1)
    both.heard(0)
    assert both.silent() == []
    clock.move(seconds=1)
    assert both.silent() == [1]


def test_answers_to_our_own_pings_end_no_silence(both, clock):
    clock.move(seconds=SILENCE_S)
    both.answered(0)
    both.answered(1)
    assert both.silent() == [0, 1]


def test_a_socket_that_breaks_is_a_gap_though_another_lives(both, clock, changes):
    changes.clear()
    clock.move(seconds=3)
    both.heard(1)
    both.broke(0, reasons.BROKE)
    report = both.report()
    assert (report.doubt, report.alive_at, report.lost_at) == (reasons.BROKE, clock.now(), None)
    assert changes == ["changed"]
    both.opened(0)
    assert both.report().doubt == reasons.OPENED


def test_without_any_socket_it_is_lost_since_the_last_sign(both, clock):
    clock.move(seconds=5)
    both.heard(0)
    both.heard(1)
    heard_at = clock.now()
    clock.move(seconds=9)
    both.broke(0, reasons.SILENT)
    both.broke(1, reasons.SILENT)
    report = both.report()
    assert (report.alive_at, report.lost_at) == (heard_at, heard_at)
    assert both.silent() == []
    both.opened(1)
    report = both.report()
    assert (report.doubt, report.alive_at, report.lost_at) == (reasons.OPENED, clock.now(), None)


def test_what_broke_breaks_once(both, changes):
    changes.clear()
    both.broke(0, reasons.SILENT)
    both.broke(0, reasons.BROKE)
    assert (both.report().doubt, changes) == (reasons.SILENT, ["changed"])


def test_a_relief_that_slack_asked_for_is_no_gap_while_another_lives(both, clock):
    clock.move(seconds=2)
    both.heard(1)
    both.relieved(0)
    clock.move(seconds=1)
    both.opened(0)
    assert both.report().doubt is None


def test_a_relief_is_a_gap_where_no_other_lives(both):
    both.broke(1, reasons.BROKE)
    both.report()
    both.relieved(0)
    report = both.report()
    assert report.doubt == reasons.BROKE
    assert report.lost_at is not None
    both.opened(0)
    assert both.report().doubt == reasons.OPENED


def test_a_relief_is_a_gap_when_the_other_breaks_meanwhile(both):
    both.relieved(0)
    both.broke(1, reasons.BROKE)
    both.report()
    both.opened(0)
    assert both.report().doubt == reasons.OPENED
    both.opened(1)
    assert both.report().doubt == reasons.OPENED


def test_a_socket_under_relief_holds_back_no_sign_of_the_other(both, clock):
    both.relieved(0)
    clock.move(seconds=8)
    both.heard(1)
    assert both.report().alive_at == clock.now()
    assert both.silent() == []


def test_a_loss_and_the_way_back_are_said_in_a_line_each(both):
    with capture_logs() as logged:
        both.broke(0, reasons.BROKE)
        both.broke(1, reasons.BROKE)
        both.opened(0)
        both.back(3)
        both.back(0)
        both.back(1)
    assert [entry["event"] for entry in logged] == [
        "one of the connections was lost",
        "lost since 2026-03-02T08:00:00Z",
        "connected",
        "back, 3 messages read",
        "back, 1 message read",
    ]
