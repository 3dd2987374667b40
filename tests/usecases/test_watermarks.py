"""Two processes read one place: neither ends what the other was asked for meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store import hearing, reading_requests, readings
from bot.store.readings import Reading
from bot.usecases.hearing.places import ts_of
from bot.usecases.hearing.watermarks import Look, ask_threads, ask_unshown, go_on_later, settle
from tests.usecases.conftest import team

__all__ = ["team"]
THREAD = ("CSUPPORT", "1772438400.000001")


@pytest.fixture
def thread(team):
    """A thread that is to be read."""
    now = team.clock.now()
    with team.program.work() as work:
        row = Reading(*THREAD, "1772438400.000001", now, now, asked_at=now)
        readings.add(work.connection, "T1", [row])
    return row


def claimed(team):
    with team.program.work() as work:
        until = work.now.replace(year=work.now.year + 1)
        return reading_requests.claim(work.connection, "T1", THREAD, work.now, until)


def settled(team, reading, seconds):
    """A look ends at what was written so many seconds after the first message."""
    with team.program.work() as work:
        look = Look(team.clock.now(), f"{1772438400 + seconds}.000001")
        settle(work, reading, look)


def now_known(team):
    with team.program.look() as work:
        return readings.get(work.connection, "T1", THREAD)


def test_what_was_read_is_not_to_be_read_any_more(team, thread):
    settled(team, claimed(team), 5)
    assert now_known(team).asked_at is None


def test_what_is_asked_for_while_another_reads_stays_to_be_read(team, thread):
    """One reads, its lease ends, another reads and is done; then an alarm asks, and one ends."""
    slow = claimed(team)
    settled(team, slow, 5)
    team.clock.move(seconds=70)
    asked_at = team.clock.now()
    with team.program.work() as work:
        reading_requests.ask(work.connection, "T1", work.now, [THREAD])
    settled(team, slow, 3)
    known = now_known(team)
    assert (known.asked_at, known.read_to) == (asked_at, "1772438405.000001")


def test_a_reply_that_comes_while_its_thread_is_read_has_it_read_again(team, thread):
    slow = claimed(team)
    team.clock.move(seconds=2)
    with team.program.work() as work:
        channel = Reading("CSUPPORT", "", "1.0", work.now, work.now)
        root = {"ts": THREAD[1], "latest_reply": ts_of(work.now)}
        ask_threads(work, channel, [root])
    settled(team, slow, 1)
    assert now_known(team).asked_at == team.clock.now()


def test_a_place_that_is_read_no_more_is_not_read_again(team, thread):
    slow = claimed(team)
    with team.program.work() as work:
        readings.remove(work.connection, "T1", [THREAD])
    settled(team, slow, 5)
    with team.program.work() as work:
        go_on_later(work, slow, "1.0")
    assert now_known(team) is None


def test_a_look_at_what_is_new_is_none_where_more_may_be_asked(team):
    """Another process found that Slack takes more calls, while this one looked."""
    now = team.clock.now()
    channel = Reading("CSUPPORT", "", "1.0", now, now, asked_at=now)
    with team.program.work() as work:
        hearing.doubt(work.connection, "T1", work.now, "started")
        readings.save(work.connection, "T1", channel)
    team.clock.move(seconds=1)
    with team.program.work() as work:
        settle(work, channel, Look(work.now, "2.0", is_new_only=True))
        assert readings.get(work.connection, "T1", channel.spot).asked_at == work.now
        hearing.note(work.connection, "T1", sparse_at=work.now)
        again = readings.get(work.connection, "T1", channel.spot)
        settle(work, again, Look(work.now, "2.0", is_new_only=True))
        assert readings.get(work.connection, "T1", channel.spot).asked_at is None


def test_what_slack_takes_no_calls_for_keeps_the_reason_it_failed_with(team, thread):
    failed = replace(thread, thread_ts="2.0", attempts=2, error="internal_error")
    with team.program.work() as work:
        readings.save(work.connection, "T1", failed)
        reading_requests.limit(work.connection, "T1", work.now, threads=True)
        rows = readings.several(work.connection, "T1", [THREAD, failed.spot])
    assert rows[failed.spot] == failed
    assert rows[THREAD].error == readings.LIMITED
    assert (rows[THREAD].attempts, rows[THREAD].refused_at) == (1, team.clock.now())


def test_threads_that_are_not_shown_are_known_from_what_is_known_of_their_channel(team):
    now = team.clock.now()
    channel = Reading("CSUPPORT", "", "30.0", now, now)
    with team.program.work() as work:
        ask_unshown(work, channel, [{"ts": "25.0"}], {"5.0", "22.0", "25.0", "40.0"}, "20.0")
        rows = readings.threads_of(work.connection, "T1", "CSUPPORT")
    assert {ts: (row.read_to, row.asked_at) for ts, row in rows.items()} == {
        "5.0": ("30.0", None),
        "22.0": ("30.0", now),
    }


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [(False, ["C2", "C4", "C1", "C3"]), (True, ["C4", "C2", "C1", "C3"])],
)
def test_what_alarms_wait_for_is_read_first_and_the_newest_before_that_if_asked(
    team, newest_first, expected
):
    at = team.clock.now()
    with team.program.work() as work:
        for number, is_urgent in ((1, False), (2, True), (3, False), (4, True)):
            asked_at = team.clock.move(seconds=1)
            row = Reading(f"C{number}", "", "1.0", at, at, asked_at=asked_at, is_urgent=is_urgent)
            readings.add(work.connection, "T1", [row])
        order = reading_requests.wanted(work.connection, "T1", newest_first=newest_first)
    assert [row.channel_id for row in order] == expected


def test_what_an_earlier_alarm_waits_for_is_read_first_though_it_was_asked_for_later(team):
    at = team.clock.now()
    with team.program.work() as work:
        for channel_id in ("C1", "C2"):
            row = Reading(channel_id, "", "1.0", at, at, asked_at=team.clock.move(seconds=1))
            readings.add(work.connection, "T1", [row])
        reading_requests.hurry(work.connection, "T1", ("C1", ""), team.clock.now())
        reading_requests.hurry(work.connection, "T1", ("C2", ""), at)
        order = [row.channel_id for row in reading_requests.wanted(work.connection, "T1")]
    assert order == ["C2", "C1"]


def test_what_is_hurried_while_it_is_read_is_not_read_again(team, thread):
    with team.program.work() as work:
        reading_requests.hurry(work.connection, "T1", THREAD, team.clock.now() - timedelta(hours=1))
        settle(work, thread, Look(work.now, "2.0"))
        assert readings.get(work.connection, "T1", THREAD).asked_at is None


def test_direct_conversations_are_read_after_channels_unless_an_alarm_waits_for_them(team):
    at = team.clock.now()
    with team.program.work() as work:
        for channel_id, is_urgent in (("D1", False), ("C1", False), ("D2", True)):
            asked_at = team.clock.move(seconds=1)
            row = Reading(channel_id, "", "1.0", at, at, asked_at=asked_at, is_urgent=is_urgent)
            readings.add(work.connection, "T1", [row])
        order = [row.channel_id for row in reading_requests.wanted(work.connection, "T1")]
    assert order == ["D2", "C1", "D1"]
