"""Threads that a channel's history does not show, old or hidden, are looked at by themselves."""

import pytest
from structlog.testing import capture_logs

from bot.slack.act.commands_in_text import is_command
from bot.slack.hear.reader.plan import LIGHT_CALLS
from bot.slack.hear.reader.reader import Reader
from bot.store import readings
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.hearing.state import doubt
from sla_core.instants import to_us
from sla_core.tickets.events import StatusSet
from tests.slack.test_reader import Port, caught_up, kinds, later, memory, reader, shown, wanted

__all__ = ["memory", "reader"]
REPLIES = ("conversations.replies", "CSUPPORT")


def answers(bot, memory, root, **by):
    """Somebody answers below a first message; nobody hears of it."""
    reply = later(bot, **by)
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]


def row_of(bot, root):
    with bot.program.look() as work:
        return readings.get(work.connection, "T1", ("CSUPPORT", root))


@pytest.fixture
def old(bot, memory, reader):
    """The first message of a ticket that is open for more than a month."""
    root = bot.writes("UCARLA", "a question")
    memory.threads[root] = [shown(root)]
    memory.channels["CSUPPORT"] = [shown(root), shown(later(bot, seconds=1), "UANA")]
    caught_up(bot, reader)
    later(bot, days=31)
    caught_up(bot, reader)
    memory.asked.clear()
    return root


def test_a_reply_below_a_first_message_that_slack_hides_is_read(bot, memory, reader):
    """Free plans hide what is older than 90 days."""
    root = bot.writes("UCARLA", "a question")
    last = shown(later(bot, seconds=1), "UANA")
    memory.channels["CSUPPORT"] = [shown(root), last]
    caught_up(bot, reader)
    memory.channels["CSUPPORT"] = [last]
    answers(bot, memory, root, minutes=5)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "agent_reply"


def test_an_alarm_waits_while_a_hidden_thread_is_not_read_yet(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    last = shown(later(bot, seconds=1), "UANA")
    memory.channels["CSUPPORT"] = [last]
    memory.refusals["conversations.replies"] = "internal_error"
    caught_up(bot, reader)
    assert ("CSUPPORT", root) in wanted(bot)


def test_a_thread_that_slack_has_no_more_is_asked_for_and_said_once(bot, memory, reader):
    bot.writes("UCARLA", "a question")
    memory.channels["CSUPPORT"] = [shown(later(bot, seconds=1), "UANA")]
    with capture_logs() as logs:
        for _ in range(3):
            later(bot, minutes=10)
            caught_up(bot, reader)
    assert memory.asked.count(REPLIES) == 1
    assert [line["event"] for line in logs if "any more" in line["event"]] == [
        "slack does not show a thread any more"
    ]
    assert wanted(bot) == {}


def test_what_is_written_while_a_channel_is_read_is_not_missing_in_it(bot, memory, reader):
    """Its first message is newer than all that Slack showed."""
    memory.channels["CSUPPORT"] = [shown(later(bot, seconds=1), "UANA")]
    bot.clock.move(seconds=1)
    bot.writes("UCARLA", "a question")
    caught_up(bot, reader)
    assert REPLIES not in memory.asked


def test_a_reply_to_an_old_ticket_is_found_after_a_gap(bot, memory, reader, old):
    answers(bot, memory, old, hours=1)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "agent_reply"
    assert memory.oldest["CSUPPORT"] > float(old)


def test_a_reply_to_an_old_ticket_is_found_without_a_cause_within_minutes(bot, memory, reader, old):
    answers(bot, memory, old, seconds=1)
    later(bot, minutes=6)
    reader.run_once()
    bot.worker.run_once()
    assert kinds(bot, 1)[-1] == "agent_reply"
    memory.asked.clear()
    later(bot, minutes=1)
    reader.run_once()
    assert memory.asked == []


def test_a_single_pass_finds_a_reply_to_an_old_ticket(bot, memory, reader, old):
    answers(bot, memory, old, hours=1)
    doubt(bot.program, "nobody listened")
    Reader(bot.program, Port(memory), is_command, lambda: None).run_for_now()
    bot.worker.run_once()
    assert kinds(bot, 1)[-1] == "agent_reply"


def test_an_emoji_at_an_old_first_message_is_read(bot, memory, reader, old):
    resolve = {"name": "white_check_mark", "users": ["UANA"], "count": 1}
    memory.threads[old] = [shown(old, text="a question", reactions=[resolve])]
    later(bot, hours=1)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "status"


def test_old_threads_are_looked_at_only_so_often_a_minute(bot, memory, reader):
    for _ in range(LIGHT_CALLS):
        bot.clock.move(minutes=4)
        root = bot.writes("UCARLA", "a question")
        memory.threads[root] = [shown(root)]
    memory.channels["CSUPPORT"] = [shown(later(bot, seconds=1), "UANA")]
    caught_up(bot, reader)
    later(bot, days=31)
    caught_up(bot, reader)
    later(bot, minutes=6)
    memory.asked.clear()
    reader.run_once()
    methods = [method for method, _ in memory.asked]
    assert methods.count("conversations.history") == 3
    assert methods.count("conversations.replies") == LIGHT_CALLS - 3


def test_an_old_thread_in_which_nothing_goes_on_is_forgotten(bot, memory, reader, old):
    assert row_of(bot, old) is not None
    with bot.program.work() as work:
        done = StatusSet(at_us=to_us(bot.clock.now()), to="closed", actor="UANA")
        record(work, load(work, 1, lock=True), [done])
    later(bot, days=8)
    caught_up(bot, reader)
    assert row_of(bot, old) is None
