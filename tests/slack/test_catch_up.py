"""What was written while nobody listened is read once the connection stands again."""

from dataclasses import replace

import pytest

from bot.delivery.ports import Answer
from bot.slack.catch_up import catch_up
from bot.store import events, tickets
from bot.usecases.recording import load, record
from sla_core.instants import to_s, to_us
from sla_core.tickets.events import StatusSet


class Memory:
    """What Slack remembers of channels and threads, and what it was asked."""

    def __init__(self):
        self.channels, self.threads, self.asked, self.refusal = {}, {}, [], None
        self.oldest = {}

    def call(self, method, payload, *, timeout_s):
        self.asked.append((method, payload["channel"]))
        if self.refusal is not None:
            return Answer(ok=False, error=self.refusal)
        if method == "conversations.history":
            said = self.channels.get(payload["channel"], [])
        else:
            said = self.threads[payload["ts"]]
        oldest = self.oldest[payload["channel"]] = float(payload["oldest"])
        found = [each for each in said if float(each["ts"]) >= oldest]
        return Answer(ok=True, data={"messages": found, "has_more": False})


@pytest.fixture
def memory(bot):
    remembered = Memory()
    object.__setattr__(bot.deps, "slack", remembered)
    return remembered


def told(bot, ts, user="UCARLA", **more):
    return {"type": "message", "user": user, "text": f"said at {ts}", "ts": ts, **more}


def caught_up(bot):
    looked_at = catch_up(bot.deps, sleep=lambda _: None)
    bot.worker.run_once()
    return looked_at


def kinds(bot, number):
    with bot.desk.look() as work:
        return [each.type for each in events.of(work.connection, "T1", number)]


def numbers(bot):
    with bot.desk.look() as work:
        return sorted(each.number for each in tickets.listing(work.connection, "T1").tickets)


def later(bot, **by):
    bot.clock.move(**by)
    return f"{to_s(bot.clock.now())}.000100"


def test_nothing_was_missed_before_the_first_start(bot, memory):
    memory.channels["CSUPPORT"] = [told(bot, later(bot, hours=1))]
    assert caught_up(bot) == 0
    assert memory.asked == []
    assert numbers(bot) == []


def test_a_request_that_was_missed_opens_its_ticket_once(bot, memory):
    bot.writes("UCARLA", "known")
    missed = later(bot, hours=1)
    memory.channels["CSUPPORT"] = [told(bot, missed)]
    caught_up(bot)
    caught_up(bot)
    bot.writes("UCARLA", "said again by Slack, late", ts=missed)
    assert numbers(bot) == [1, 2]


def test_a_reply_that_was_missed_stops_the_clock_of_an_old_ticket(bot, memory):
    root = bot.writes("UCARLA", "a question")
    later(bot, days=3)
    bot.writes("UCARLA", "something else")
    reply = later(bot, minutes=30)
    memory.channels["CSUPPORT"] = [told(bot, root, latest_reply=reply)]
    memory.threads[root] = [
        told(bot, root),
        told(bot, reply, "UANA", thread_ts=root),
    ]
    later(bot, hours=2)
    caught_up(bot)
    assert kinds(bot, 1)[-1] == "agent_reply"


def test_the_answers_to_a_request_that_was_missed_are_read_as_well(bot, memory):
    bot.writes("UCARLA", "known")
    root, reply = later(bot, hours=1), later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [told(bot, root, latest_reply=reply)]
    memory.threads[root] = [told(bot, root), told(bot, reply, "UANA", thread_ts=root)]
    caught_up(bot)
    assert kinds(bot, 2) == ["created", "level", "agent_reply"]


def test_threads_without_news_are_not_asked_for(bot, memory):
    root = bot.writes("UCARLA", "a question")
    reply = later(bot, minutes=1)
    later(bot, hours=2)
    bot.writes("UCARLA", "something else")
    memory.channels["CSUPPORT"] = [told(bot, root, latest_reply=reply)]
    caught_up(bot)
    assert ("conversations.replies", "CSUPPORT") not in memory.asked


@pytest.mark.parametrize(("status", "is_read_back"), [("resolved", True), ("closed", False)])
def test_history_is_read_back_to_the_oldest_ticket_that_may_go_on(
    bot, memory, status, is_read_back
):
    root = bot.writes("UCARLA", "a question")
    with bot.desk.work() as work:
        done = StatusSet(at_us=to_us(bot.clock.now()), to=status, actor="UANA")
        record(work, load(work, 1, lock=True), [done])
    later(bot, hours=1)
    bot.writes("UCARLA", "in another channel", channel="CBILLING")
    later(bot, hours=1)
    caught_up(bot)
    assert (memory.oldest["CSUPPORT"] == float(root)) is is_read_back


@pytest.mark.parametrize("author", ["UBOT", "USLACKBOT"])
def test_what_programs_wrote_meanwhile_is_no_message(bot, memory, author):
    bot.writes("UCARLA", "known")
    memory.channels["CSUPPORT"] = [told(bot, later(bot, hours=1), author)]
    assert caught_up(bot) == 1
    assert numbers(bot) == [1]


def test_a_channel_slack_will_not_show_does_not_keep_the_others_unread(bot, memory):
    bot.writes("UCARLA", "known")
    later(bot, hours=1)
    memory.refusal = "not_in_channel"
    assert caught_up(bot) == 0
    asked = {channel for _, channel in memory.asked}
    assert asked == {"CSUPPORT", "CBILLING"}


def test_what_was_written_to_the_bot_alone_is_read_for_open_tickets(bot, memory):
    department = {"department": ("Support",), "priority": ("urgent",)}
    bot.submits("UCARLA", "ticket_new", subject="Printer", **department)
    with bot.desk.work() as work:
        row = tickets.get(work.connection, "T1", 1)
        tickets.save(
            work.connection,
            "T1",
            replace(row, requester_channel_id="D1", requester_thread_ts=(root := bot.ts())),
        )
    bot.clock.move(minutes=10)
    missed = bot.ts()
    memory.channels["D1"] = [told(bot, root, reply_count=1, latest_reply=missed)]
    memory.threads[root] = [told(bot, missed, thread_ts=root)]
    caught_up(bot)
    assert kinds(bot, 1)[-1] == "requester_message"
