"""Slack allows one call a minute: what it takes is planned, and nobody waits for the rest."""

from datetime import timedelta

import pytest

from bot.delivery.ports import Answer
from bot.slack.act.commands_in_text import is_command
from bot.slack.hear.reader.history import History, HistoryRefused
from bot.slack.hear.reader.plan import Plan
from bot.slack.hear.reader.reader import Reader
from bot.store import hearing, reading_requests, readings
from bot.usecases.hearing.state import doubt
from bot.usecases.hearing.watermarks import Look, settle
from tests.slack.test_reader import Memory, Port, caught_up, kinds, later, numbers, shown, wanted

__all__ = ["memory"]
PAGE = 15


class OneAMinute(Port):
    """Takes one call a minute of history and of replies, and shows 15 messages of each."""

    def __init__(self, memory, clock, *, newest_first=False):
        super().__init__(memory)
        self.clock = clock
        self.newest_first = newest_first
        self.taken_s = {}

    def call(self, method, payload, *, timeout_s):
        if method not in ("conversations.history", "conversations.replies"):
            return super().call(method, payload, timeout_s=timeout_s)
        now_s = self.clock.monotonic()
        wait_s = self.taken_s.get(method, -60.0) + 60.0 - now_s
        if wait_s > 0:
            self.memory.asked.append((method, "refused"))
            return Answer(ok=False, error="ratelimited", retry_after_s=wait_s)
        self.taken_s[method] = now_s
        answer = super().call(method, payload, timeout_s=timeout_s)
        return self._page(payload, answer) if answer.ok else answer

    def _page(self, payload, answer):
        rows = answer.data["messages"]
        if "ts" in payload and "oldest" in payload:
            root, *replies = rows
            rows = [root, *(row for row in replies if float(row["ts"]) > float(payload["oldest"]))]
        rows = rows[::-1] if self.newest_first and "ts" not in payload else rows
        at = int(payload.get("cursor") or 0)
        more = {"response_metadata": {"next_cursor": str(at + PAGE)}} if rows[at + PAGE :] else {}
        return Answer(ok=True, data={"messages": rows[at : at + PAGE], **more})


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def slack(bot, memory):
    return OneAMinute(memory, bot.clock)


@pytest.fixture
def reader(bot, memory):
    """A reader who read everything once, when Slack took as many calls as one likes."""
    made = Reader(bot.program, Port(memory), is_command, lambda: None)
    doubt(bot.program, "started")
    made.run_once()
    later(bot, minutes=10)
    memory.asked.clear()
    return made


def is_sparse(bot):
    with bot.program.look() as work:
        return hearing.get(work.connection, "T1").sparse_at is not None


def passes(bot, reader, **by):
    """Let time pass with the reader at work every five seconds."""
    ends_at = bot.clock.now() + timedelta(**by)
    while bot.clock.now() < ends_at:
        reader.run_once()
        bot.worker.run_once()
        bot.clock.move(seconds=5)


def hurry(bot, *spot):
    with bot.program.work() as work:
        reading_requests.ask(work.connection, "T1", work.now, [spot])
        reading_requests.hurry(work.connection, "T1", spot, work.now)


def methods(memory):
    return [method.partition(".")[2] for method, place in memory.asked if place != "refused"]


def test_one_call_a_minute_is_known_from_the_first_refusal(bot, reader, slack):
    caught_up(bot, Reader(bot.program, slack, is_command, lambda: None))
    assert is_sparse(bot)


def test_a_first_call_refused_for_a_minute_is_enough(clock, memory):
    slack = OneAMinute(memory, clock)
    slack.taken_s["conversations.history"] = clock.monotonic()
    history = History(slack, clock.monotonic)
    with pytest.raises(HistoryRefused):
        history.of_channel("C1", "0")
    assert history.is_sparse


class Refusing:
    """A Slack that answers once, and refuses the next call for a while."""

    def __init__(self, retry_after_s):
        self.answers = [
            Answer(ok=True, data={"messages": []}),
            Answer(ok=False, error="ratelimited", retry_after_s=retry_after_s),
        ]

    def call(self, method, payload, *, timeout_s):
        return self.answers.pop(0)


@pytest.mark.parametrize(("wait_s", "tells"), [(1.2, False), (29, False), (30, True), (None, True)])
def test_only_a_long_wait_tells_that_hardly_a_call_is_allowed(clock, wait_s, tells):
    """Who dies every few seconds finds the minute used up by those who were there before."""
    history = History(Refusing(wait_s), clock.monotonic)
    history.of_channel("C1", "0")
    with pytest.raises(HistoryRefused):
        history.of_channel("C2", "0")
    assert history.is_sparse is tells


def test_threads_are_read_while_slack_takes_no_call_for_channels(bot, memory, reader, slack):
    root = bot.writes("UCARLA", "a question")
    reply = later(bot, minutes=1)
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    slack.taken_s["conversations.history"] = bot.clock.monotonic()
    limited = Reader(bot.program, slack, is_command, lambda: None)
    doubt(bot.program, "reconnected")
    with bot.program.work() as work:
        thread = readings.Reading("CSUPPORT", root, root, work.now, work.now, asked_at=work.now)
        readings.add(work.connection, "T1", [thread])
    began_at = bot.clock.now()
    limited.run_once()
    bot.worker.run_once()
    assert kinds(bot, 1)[-1] == "agent_reply"
    assert bot.clock.now() == began_at


def test_what_an_alarm_waits_for_gets_the_next_call(bot, memory, reader, slack):
    limited = Reader(bot.program, slack, is_command, lambda: None)
    caught_up(bot, limited)
    assert {channel for channel, _ in wanted(bot)} == {"CSUPPORT", "CSLA"}
    hurry(bot, "CSUPPORT", "")
    memory.asked.clear()
    passes(bot, limited, seconds=50)
    assert memory.asked == []
    passes(bot, limited, seconds=15)
    assert memory.asked[0] == ("conversations.history", "CSUPPORT")


def test_where_doubts_follow_each_other_no_alarm_waits_for_ever(bot, memory, reader):
    """Only one place is read between two doubts, after which all are waited for again."""
    plan = Plan(bot.program, History(Port(memory), bot.clock.monotonic))
    read = set()
    for _ in range(2):
        doubt(bot.program, "reconnected")
        hurry(bot, "CSUPPORT", "")
        hurry(bot, "CSLA", "")
        spot = plan.next(set())
        with bot.program.work() as work:
            before = readings.get(work.connection, "T1", spot)
            settle(work, before, Look(work.now, before.read_to))
        bot.clock.move(seconds=1)
        read.add(spot)
    assert read == {("CSUPPORT", ""), ("CSLA", "")}


def test_a_reader_rests_until_slack_takes_a_call_again(bot, memory, reader, slack):
    limited = Reader(bot.program, slack, is_command, lambda: None)
    doubt(bot.program, "reconnected")
    assert limited.run_once() == 5.0
    bot.clock.move(seconds=58)
    memory.asked.clear()
    assert limited.run_once() == pytest.approx(2.0)
    assert memory.asked == []


def test_the_mode_outlives_the_process(bot, memory, reader, slack):
    limited = Reader(bot.program, slack, is_command, lambda: None)
    doubt(bot.program, "reconnected")
    passes(bot, limited, minutes=5)
    later(bot, minutes=10)
    memory.asked.clear()
    passes(bot, Reader(bot.program, slack, is_command, lambda: None), minutes=10)
    assert memory.asked == []


def test_the_mode_is_left_when_slack_takes_more_calls(bot, memory, reader, slack):
    limited = Reader(bot.program, slack, is_command, lambda: None)
    caught_up(bot, limited)
    later(bot, minutes=10)
    slack.call = Port(memory).call
    missed = later(bot, minutes=1)
    memory.channels["CSUPPORT"] = [shown(missed)]
    caught_up(bot, limited)
    assert not is_sparse(bot)
    limited.run_once()
    assert wanted(bot) == {}


def test_what_was_read_at_one_call_a_minute_is_read_anew_when_more_are_taken(
    bot, memory, reader, slack
):
    """Only what was new was read of the channel: replies below what is older were not shown."""
    root = bot.writes("UCARLA", "a question")
    first = bot.writes("UDAN", "another")
    memory.channels["CSUPPORT"] = [shown(root), shown(first, "UDAN")]
    caught_up(bot, reader)
    limited = Reader(bot.program, slack, is_command, lambda: None)
    later(bot, minutes=10)
    doubt(bot.program, "reconnected")
    reply = later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=reply), shown(first, "UDAN")]
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    slack.taken_s["conversations.replies"] = bot.clock.monotonic() + 6000
    passes(bot, limited, minutes=5)
    assert kinds(bot, 1)[-1] != "agent_reply"
    slack.call = Port(memory).call
    later(bot, minutes=2)
    caught_up(bot, limited)
    limited.run_once()
    bot.worker.run_once()
    assert not is_sparse(bot)
    assert kinds(bot, 1)[-1] == "agent_reply"


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_long_gap_is_read_page_by_page(bot, memory, reader, newest_first):
    slack = OneAMinute(memory, bot.clock, newest_first=newest_first)
    limited = Reader(bot.program, slack, is_command, lambda: None)
    memory.channels["CSUPPORT"] = [shown(later(bot, minutes=4)) for _ in range(40)]
    doubt(bot.program, "reconnected")
    passes(bot, limited, minutes=8)
    assert numbers(bot) == list(range(1, 41))
    assert wanted(bot) == {}


def test_a_long_gap_is_read_on_by_another_process(bot, memory, reader, slack):
    last_read = later(bot, minutes=4)
    memory.channels["CSUPPORT"] = [shown(last_read)]
    caught_up(bot, reader)
    memory.channels["CSUPPORT"] += [shown(later(bot, minutes=4)) for _ in range(40)]
    later(bot, minutes=1)
    for _ in range(12):
        doubt(bot.program, "nobody listened")
        Reader(bot.program, slack, is_command, lambda: None).run_for_now()
        bot.worker.run_once()
        bot.clock.move(seconds=61)
    assert numbers(bot) == list(range(1, 42))


def test_after_a_gap_every_thread_is_looked_at_one_a_minute(bot, memory, reader, slack):
    roots = [bot.writes("UCARLA", "a question"), bot.writes("UDAN", "another")]
    last = shown(later(bot, seconds=1), "UBOT")
    memory.channels["CSUPPORT"] = [shown(roots[0]), shown(roots[1], "UDAN"), last]
    caught_up(bot, reader)
    later(bot, minutes=10)
    for root in roots:
        reply = later(bot, minutes=1)
        memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    limited = Reader(bot.program, slack, is_command, lambda: None)
    doubt(bot.program, "reconnected")
    passes(bot, limited, minutes=8)
    assert [kinds(bot, number)[-1] for number in (1, 2)] == ["agent_reply", "agent_reply"]
    memory.asked.clear()
    passes(bot, limited, minutes=10)
    assert methods(memory) == []
