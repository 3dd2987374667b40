"""Beats tell whether this process hears Slack; what is to be doubted is written before them."""

from datetime import timedelta

import pytest

from bot.slack.connect.beats import HTTP, SOCKET, Beats
from bot.slack.connect.watch import Watch
from bot.store import hearing
from bot.usecases.hearing import reasons
from bot.usecases.hearing.state import DROPS_FOR, drops_events, is_sure


@pytest.fixture
def watch(clock):
    return Watch(clock, 2)


@pytest.fixture
def beats(program, watch):
    return Beats(program, SOCKET, watch.report, watch.owe)


@pytest.fixture
def known(program):
    """The hearers, the doubt, and whether it is sure that Slack is heard."""

    def look():
        with program.look() as work:
            hearers = hearing.hearers_of(work.connection, work.workspace_id)
            return hearers, hearing.get(work.connection, work.workspace_id), is_sure(work)

    return look


def test_before_the_first_connection_nothing_is_sure(beats, known, clock):
    beats.beat()
    ((hearer,), doubt, sure) = known()
    assert (hearer.mode, hearer.lost_at, hearer.alive_at) == (SOCKET, clock.now(), None)
    assert (doubt, sure) == (None, False)


def test_a_connection_makes_it_sure_and_doubts_what_was_before(beats, watch, known, clock):
    watch.opened(0)
    beats.beat()
    ((hearer,), doubt, sure) = known()
    assert (hearer.alive_at, hearer.beat_at, hearer.lost_at) == (clock.now(), clock.now(), None)
    assert (doubt.reason, doubt.doubted_at, sure) == (reasons.OPENED, clock.now(), True)


def test_without_a_sign_of_life_it_is_not_sure_for_long(beats, watch, known, clock):
    watch.opened(0)
    clock.move(seconds=10)
    beats.beat()
    assert known()[2] is False
    watch.answered(0)
    beats.beat()
    assert known()[2] is True


def test_a_loss_is_written_with_its_doubt(beats, watch, known, clock):
    watch.opened(0)
    beats.beat()
    clock.move(seconds=3)
    watch.broke(0, reasons.BROKE)
    beats.beat()
    ((hearer,), doubt, sure) = known()
    assert (doubt.reason, sure) == (reasons.BROKE, False)
    assert hearer.lost_at == hearer.alive_at


def test_while_slack_drops_events_nothing_is_sure_and_all_is_doubted_again_after(
    program, beats, watch, known, clock
):
    watch.opened(0)
    beats.beat()
    minute_at = clock.now().replace(second=0, microsecond=0)
    drops_events(program, minute_at)
    began_at = clock.now()
    assert known()[1].reason == reasons.DROPPED
    while clock.now() < minute_at + DROPS_FOR:
        beats.beat()
        assert known()[2] is False
        clock.move(seconds=3)
        watch.heard(0)
    assert known()[2] is False
    beats.beat()
    (_, doubt, sure) = known()
    assert (doubt.reason, doubt.doubted_at > began_at, sure) == (reasons.DROPPED, True, True)
    assert doubt.dropping_to is None


@pytest.mark.parametrize("minutes_ago", [None, 10])
def test_what_slack_dropped_long_ago_is_doubted_once(
    program, beats, watch, known, clock, minutes_ago
):
    watch.opened(0)
    told = None if minutes_ago is None else clock.now() - timedelta(minutes=minutes_ago)
    drops_events(program, told)
    beats.beat()
    (_, doubt, sure) = known()
    assert (doubt.dropping_to, sure) == (None, True)


def test_dropping_that_a_wrong_clock_dated_ahead_is_over(program, beats, watch, known, clock):
    watch.opened(0)
    drops_events(program, clock.now())
    clock.move(hours=-1)
    beats.beat()
    (_, doubt, sure) = known()
    assert (doubt.dropping_to, sure) == (None, True)


class Full:
    """A desk whose database takes nothing."""

    def __init__(self, program):
        self.clock, self.workspace_id = program.clock, program.workspace_id

    def work(self):
        raise OSError("the disk is full")


def test_a_doubt_that_cannot_be_written_is_owed(program, watch, beats, known):
    watch.opened(0)
    with pytest.raises(OSError, match="full"):
        Beats(Full(program), SOCKET, watch.report, watch.owe).beat()
    beats.beat()
    assert known()[1].reason == reasons.OPENED


def test_by_http_nobody_is_ever_sure(program, known, clock):
    Beats(program, HTTP).beat()
    ((hearer,), doubt, sure) = known()
    assert (hearer.mode, hearer.beat_at, hearer.alive_at) == (HTTP, clock.now(), None)
    assert (doubt, sure) == (None, False)


def test_who_stops_listens_no_more(beats, known):
    beats.beat()
    beats.stop()
    assert known()[0] == []
