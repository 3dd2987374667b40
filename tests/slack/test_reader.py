"""What was written while nobody listened is read: kept work, repeated until it succeeds."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.config.document import read
from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.act.commands_in_text import is_command
from bot.slack.hear.reader.history import History, HistoryRefused
from bot.slack.hear.reader.plan import LIGHT_CALLS
from bot.slack.hear.reader.reader import Reader
from bot.store import (
    events,
    inbox,
    inbox_messages,
    outages,
    reading_requests,
    readings,
    tables,
    ticket_lists,
    tickets,
)
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.hearing import places
from bot.usecases.hearing.reading_queue import LONGEST_REFUSED_S
from bot.usecases.hearing.state import doubt, joined
from bot.usecases.promises.configuration import apply_configuration
from sla_core.instants import to_s, to_us
from sla_core.tickets.events import StatusSet
from tests.slack.conftest import CONFIG


class Memory:
    """What Slack remembers of channels and threads, and what it was asked."""

    def __init__(self):
        self.channels, self.threads, self.directs = {}, {}, []
        self.asked, self.oldest, self.refusals = [], {}, {}
        self.is_there = True

    def call(self, method, payload, *, timeout_s):
        place = payload.get("channel")
        self.asked.append((method, place))
        if method == "auth.test":
            return Answer(ok=self.is_there)
        refusal = self.refusals.get(place) or self.refusals.get(method)
        if refusal is not None:
            raise refusal if isinstance(refusal, UnclearAnswer) else Refusing(refusal)
        return Answer(ok=True, data=self._data(method, payload))

    def _data(self, method, payload):
        if method == "conversations.list":
            return {"channels": self.directs}
        if method == "conversations.replies":
            if payload["ts"] not in self.threads:
                raise Refusing("thread_not_found")
            return {"messages": self.threads[payload["ts"]]}
        oldest = self.oldest[payload["channel"]] = float(payload["oldest"])
        shown = self.channels.get(payload["channel"], [])
        return {"messages": [each for each in shown if float(each["ts"]) >= oldest]}


class Refusing(Exception):
    def __init__(self, error):
        self.error = error


class Port:
    """Slack's side of `Memory`: refusals are answers."""

    def __init__(self, memory):
        self.memory = memory

    def call(self, method, payload, *, timeout_s):
        try:
            return self.memory.call(method, payload, timeout_s=timeout_s)
        except Refusing as refusal:
            return Answer(ok=False, error=refusal.error, retry_after_s=0.0)


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def reader(bot, memory):
    """A reader after its first start, who knows since when each place is read."""
    made = Reader(bot.program, Port(memory), is_command, lambda: None)
    doubt(bot.program, "started")
    made.run_once()
    memory.asked.clear()
    return made


def shown(ts, user="UCARLA", **more):
    return {"type": "message", "user": user, "text": f"said at {ts}", "ts": ts, **more}


def caught_up(bot, reader):
    doubt(bot.program, "reconnected")
    reader.run_once()
    bot.worker.run_once()


def kinds(bot, number):
    with bot.program.look() as work:
        return [each.type for each in events.of(work.connection, "T1", number)]


def numbers(bot):
    with bot.program.look() as work:
        return sorted(each.number for each in ticket_lists.listing(work.connection, "T1").tickets)


def later(bot, **by):
    bot.clock.move(**by)
    return f"{to_s(bot.clock.now())}.000100"


def wanted(bot):
    with bot.program.look() as work:
        return {each.spot: each for each in reading_requests.wanted(work.connection, "T1")}


def test_nothing_was_missed_before_the_first_start(bot, memory):
    memory.channels["CSUPPORT"] = [shown(later(bot, hours=1))]
    bot.clock.move(hours=1)
    caught_up(bot, Reader(bot.program, Port(memory), is_command, lambda: None))
    assert numbers(bot) == []


def test_an_earlier_version_of_the_database_is_read_since_it_last_heard(bot, memory):
    bot.writes("UCARLA", "known")
    memory.channels["CSUPPORT"] = [shown(later(bot, hours=1))]
    bot.clock.move(hours=1)
    caught_up(bot, Reader(bot.program, Port(memory), is_command, lambda: None))
    assert numbers(bot) == [1, 2]


def test_a_channel_that_is_named_later_is_not_read_back_to_what_was_heard_elsewhere(
    bot, memory, monkeypatch
):
    """Somebody looked at the App Home long before there was any department."""
    somewhere = bot.writes("UADA", "hello", channel="CELSEWHERE")
    with monkeypatch.context() as before:
        before.setattr(places, "named_channels", lambda _: ())
        doubt(bot.program, "started")
    memory.channels["CSUPPORT"] = [shown(later(bot, days=1))]
    bot.clock.move(days=1)
    caught_up(bot, Reader(bot.program, Port(memory), is_command, lambda: None))
    assert numbers(bot) == []
    assert float(somewhere) < float(memory.channels["CSUPPORT"][0]["ts"])


def test_a_request_that_was_missed_opens_its_ticket_once(bot, memory, reader):
    missed = later(bot, hours=1)
    memory.channels["CSUPPORT"] = [shown(missed)]
    caught_up(bot, reader)
    caught_up(bot, reader)
    bot.writes("UCARLA", "said again by Slack, late", ts=missed)
    assert numbers(bot) == [1]


def test_a_reply_that_was_missed_stops_the_clock_of_an_old_ticket(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    later(bot, days=3)
    reply = later(bot, minutes=30)
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=reply)]
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    later(bot, hours=2)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "agent_reply"


def test_the_answers_to_a_request_that_was_missed_are_read_as_well(bot, memory, reader):
    root, reply = later(bot, hours=1), later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=reply)]
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    caught_up(bot, reader)
    assert kinds(bot, 1) == ["created", "level", "agent_reply"]


def test_a_command_that_was_missed_below_an_old_card_is_done(bot, memory, reader):
    bot.writes("UCARLA", "a question")
    card_ts = later(bot, seconds=1)
    sent = {"state": "sent", "channel_id": "CSLA", "ts": card_ts, "sent_at": bot.clock.now()}
    with bot.program.work() as work:
        card = tables.outbox.c.key == "card:1"
        work.connection.execute(update(tables.outbox).where(card).values(**sent))
    memory.channels["CSLA"] = [shown(later(bot, hours=1), "UANA")]
    caught_up(bot, reader)
    command = later(bot, days=1)
    memory.channels["CSLA"] = [shown(card_ts, "UBOT", latest_reply=command)]
    asked = shown(command, "UANA", thread_ts=card_ts, text="<@UBOT> resolve 1")
    memory.threads[card_ts] = [shown(card_ts, "UBOT"), asked]
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "status"


def test_threads_without_news_are_not_asked_for(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    reply = later(bot, minutes=1)
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=reply)]
    memory.threads[root] = [shown(reply, "UANA", thread_ts=root)]
    caught_up(bot, reader)
    memory.asked.clear()
    later(bot, hours=2)
    caught_up(bot, reader)
    assert [method for method, _ in memory.asked if method.endswith("replies")] == []


@pytest.mark.parametrize(
    ("repliers", "is_read"),
    [(["UBOT"], False), (["UBOT", "UANA"], True), (["UANA"], True)],
    ids=["the bot alone", "the bot and another", "another"],
)
def test_threads_in_which_only_the_bot_replied_are_not_read(bot, memory, reader, repliers, is_read):
    root = bot.writes("UCARLA", "a question")
    newest = later(bot, minutes=1)
    told = {"reply_users": repliers, "reply_users_count": len(repliers)}
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=newest, **told)]
    memory.threads[root] = [shown(root)]
    caught_up(bot, reader)
    assert (("conversations.replies", "CSUPPORT") in memory.asked) == is_read


@pytest.mark.parametrize(
    ("status", "after_days", "is_read_back"),
    [("resolved", 29, True), ("resolved", 31, False), ("closed", 3, True), ("closed", 8, False)],
)
def test_history_is_read_back_to_the_oldest_ticket_of_a_month_that_may_go_on(
    bot, memory, reader, status, after_days, is_read_back
):
    root = bot.writes("UCARLA", "a question")
    with bot.program.work() as work:
        done = StatusSet(at_us=to_us(bot.clock.now()), to=status, actor="UANA")
        record(work, load(work, 1, lock=True), [done])
    memory.channels["CSUPPORT"] = [shown(later(bot, hours=1), "UANA")]
    caught_up(bot, reader)
    later(bot, days=after_days)
    caught_up(bot, reader)
    assert (memory.oldest["CSUPPORT"] == float(root)) is is_read_back


@pytest.mark.parametrize("author", ["UBOT", "USLACKBOT"])
def test_what_programs_wrote_meanwhile_is_no_message(bot, memory, reader, author):
    memory.channels["CSUPPORT"] = [shown(later(bot, hours=1), author)]
    caught_up(bot, reader)
    assert numbers(bot) == []


def test_a_channel_that_fails_is_read_later_and_holds_up_no_other(bot, memory, reader):
    missed = later(bot, hours=1)
    memory.channels["CSUPPORT"] = [shown(missed)]
    memory.channels["CBILLING"] = [shown(missed, "UDAN")]
    memory.refusals["CSUPPORT"] = "internal_error"
    caught_up(bot, reader)
    assert numbers(bot) == [1]
    del memory.refusals["CSUPPORT"]
    bot.clock.move(seconds=LONGEST_REFUSED_S)
    reader.run_once()
    bot.worker.run_once()
    assert numbers(bot) == [1, 2]


def test_what_is_not_understood_of_one_channel_holds_up_no_other(bot, memory, reader):
    missed = later(bot, hours=1)
    memory.channels["CBILLING"] = [shown(missed, "UDAN", reactions=[{"users": ["UANA"]}])]
    memory.channels["CSUPPORT"] = [shown(missed)]
    caught_up(bot, reader)
    assert numbers(bot) == [1]
    assert wanted(bot)["CBILLING", ""].refused_at == bot.clock.now()


def test_a_lost_answer_is_asked_for_again(bot, memory, reader):
    memory.refusals["CSUPPORT"] = UnclearAnswer("timed out")
    memory.is_there = False
    caught_up(bot, reader)
    reading = wanted(bot)["CSUPPORT", ""]
    assert (reading.attempts, reading.refused_at) == (1, None)


def test_a_lost_answer_leaves_alone_what_another_process_could_read(bot, memory, reader):
    class Slow(Port):
        def call(self, method, payload, *, timeout_s):
            if (method, payload.get("channel")) == ("conversations.history", "CSUPPORT"):
                bot.clock.move(seconds=61)
                Reader(bot.program, Port(memory), is_command, lambda: None).run_for_now()
                raise UnclearAnswer("timed out")
            return super().call(method, payload, timeout_s=timeout_s)

    doubt(bot.program, "reconnected")
    Reader(bot.program, Slow(memory), is_command, lambda: None).run_for_now()
    assert wanted(bot) == {}


def test_slack_refuses_where_it_answers_all_but_this(bot, memory, reader):
    memory.refusals["CSUPPORT"] = UnclearAnswer("http status 500")
    caught_up(bot, reader)
    assert wanted(bot)["CSUPPORT", ""].refused_at == bot.clock.now()


@pytest.mark.parametrize("error", ["enterprise_is_restricted", "access_denied"])
def test_what_slack_takes_no_call_of_is_refused_while_it_takes_others(bot, memory, reader, error):
    memory.refusals["CSUPPORT"] = error
    caught_up(bot, reader)
    assert wanted(bot)["CSUPPORT", ""].refused_at == bot.clock.now()


@pytest.mark.parametrize(
    ("answered", "is_sparse"),
    [
        ({"conversations.replies": 50, "conversations.history": 1}, False),
        ({"conversations.replies": 1, "conversations.history": 1}, True),
        ({"conversations.history": 50}, False),
        ({"conversations.history": 1}, True),
        ({}, False),
    ],
)
def test_slack_is_sparse_where_few_calls_of_a_method_are_too_many(clock, answered, is_sparse):
    """A first call that is refused tells nothing: a process before may have used the minute up.

    Here Slack does not say for how long: what a wait tells is in `test_reader_limits`.
    """
    left = dict(answered)

    class Limited:
        def call(self, method, payload, *, timeout_s):
            left[method] = left.get(method, 0) - 1
            if method == "auth.test" or left[method] >= 0:
                return Answer(ok=True, data={"messages": []})
            return Answer(ok=False, error="ratelimited")

    history = History(Limited(), clock.monotonic)
    asked = {
        "conversations.history": lambda: history.of_channel("C1", "0"),
        "conversations.replies": lambda: history.of_thread("C1", "1.0"),
    }
    for method, times in answered.items() or [("conversations.history", 0)]:
        for _ in range(times):
            asked[method]()
    with pytest.raises(HistoryRefused):
        asked[next(iter(answered), "conversations.history")]()
    assert history.is_sparse is is_sparse


def test_reconnecting_tries_again_at_once_what_had_failed(bot, memory, reader):
    memory.refusals["CSUPPORT"] = UnclearAnswer("timed out")
    memory.is_there = False
    for _ in range(4):
        caught_up(bot, reader)
    memory.refusals.clear()
    memory.channels["CSUPPORT"] = [shown(later(bot, seconds=1))]
    caught_up(bot, reader)
    assert numbers(bot) == [1]


def test_what_is_written_while_a_channel_is_read_is_read_again(bot, memory, reader):
    """The doubt is newer than the look, so the look does not end it."""

    class Busy(Port):
        def call(self, method, payload, *, timeout_s):
            answer = super().call(method, payload, timeout_s=timeout_s)
            if method == "conversations.history" and payload["channel"] == "CSUPPORT":
                bot.clock.move(seconds=1)
                doubt(bot.program, "lost again")
            return answer

    doubt(bot.program, "lost")
    Reader(bot.program, Busy(memory), is_command, lambda: None).run_for_now()
    assert ("CSUPPORT", "") in wanted(bot)


def test_what_was_written_to_the_bot_alone_is_read_for_open_tickets(bot, memory, reader):
    department = {"department": ("Support",), "priority": ("urgent",)}
    bot.submits("UCARLA", "ticket_new", subject="Printer", **department)
    with bot.program.work() as work:
        row = tickets.get(work.connection, "T1", 1)
        tickets.save(
            work.connection,
            "T1",
            replace(row, requester_channel_id="D1", requester_thread_ts=(root := bot.ts())),
        )
    bot.clock.move(minutes=1)
    caught_up(bot, reader)
    bot.clock.move(minutes=10)
    missed = bot.ts()
    memory.channels["D1"] = [shown(root, reply_count=1, latest_reply=missed)]
    memory.threads[root] = [shown(missed, thread_ts=root)]
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "requester_message"


def test_a_direct_conversation_that_was_opened_meanwhile_is_read(bot, memory, reader):
    opened = later(bot, hours=1)
    memory.directs = [{"id": "D7", "user": "UCARLA", "created": int(float(opened))}]
    memory.channels["D7"] = [shown(opened)]
    caught_up(bot, reader)
    with bot.program.look() as work:
        assert inbox_messages.find(work.connection, "T1", "D7", opened) is not None


def test_the_first_words_to_the_bot_are_read_where_only_the_next_were_heard(bot, memory, reader):
    opened, missed = later(bot, hours=1), later(bot, seconds=30)
    memory.directs = [{"id": "D7", "user": "UCARLA", "created": int(float(opened))}]
    later(bot, minutes=5)
    doubt(bot.program, "reconnected")
    memory.channels["D7"] = [shown(missed), shown(bot.writes("UCARLA", "hello?", channel="D7"))]
    reader.run_once()
    with bot.program.look() as work:
        assert inbox_messages.find(work.connection, "T1", "D7", missed) is not None


def test_a_direct_conversation_of_long_ago_is_not_read(bot, memory, reader):
    memory.directs = [{"id": "D7", "user": "UCARLA", "created": 1_500_000_000}]
    later(bot, hours=1)
    caught_up(bot, reader)
    assert "D7" not in memory.oldest


def test_direct_conversations_are_left_out_without_the_scope(bot, memory, reader):
    memory.refusals["conversations.list"] = "missing_scope"
    missed = later(bot, hours=1)
    memory.channels["CSUPPORT"] = [shown(missed)]
    caught_up(bot, reader)
    assert numbers(bot) == [1]


def test_an_emoji_that_was_missed_resolves_once(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    resolve = {"name": "white_check_mark", "users": ["UANA"], "count": 1}
    memory.channels["CSUPPORT"] = [shown(root, text="a question", reactions=[resolve])]
    later(bot, hours=1)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-1] == "status"
    with bot.program.work() as work:
        again = StatusSet(at_us=to_us(bot.clock.now()), to="open", actor="UANA")
        record(work, load(work, 1, lock=True), [again])
    later(bot, hours=1)
    caught_up(bot, reader)
    assert kinds(bot, 1)[-2:] == ["status", "status"]


def configured(bot, text):
    with bot.program.work() as work:
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")


def test_an_emoji_that_got_its_purpose_later_counts_at_messages_written_since(bot, memory, reader):
    """Slack does not tell whether it was put before it meant anything."""
    tada = [{"name": "tada", "users": ["UANA"], "count": 1}]
    old = bot.writes("UCARLA", "a question")
    later(bot, hours=1)
    configured(bot, f"{CONFIG}\nemoji: {{resolve: tada}}\n")
    later(bot, minutes=30)
    configured(bot, f"{CONFIG}\nemoji: {{resolve: tada, open: ticket}}\n")
    new = later(bot, hours=1)
    memory.channels["CSUPPORT"] = [
        shown(old, text="a question", reactions=tada),
        shown(new, "UDAN", reactions=tada),
    ]
    for _ in range(2):
        later(bot, hours=1)
        caught_up(bot, reader)
    assert "status" not in kinds(bot, 1)
    assert kinds(bot, 2)[-1] == "status"


def test_an_emoji_that_had_another_purpose_meanwhile_counts_at_messages_written_since(
    bot, memory, reader
):
    check = [{"name": "white_check_mark", "users": ["UANA"], "count": 1}]
    old = bot.writes("UCARLA", "a question")
    for emoji in ("{open: white_check_mark}", "{resolve: white_check_mark}"):
        later(bot, hours=1)
        configured(bot, f"{CONFIG}\nemoji: {emoji}\n")
    memory.channels["CSUPPORT"] = [shown(old, text="a question", reactions=check)]
    caught_up(bot, reader)
    assert "status" not in kinds(bot, 1)


def test_an_emoji_at_a_request_that_was_missed_too_waits_for_it(bot, memory, reader):
    """However long it takes to work off what came before."""
    first, second = later(bot, hours=1), later(bot, minutes=5)
    resolve = {"name": "white_check_mark", "users": ["UANA"], "count": 1}
    memory.channels["CSUPPORT"] = [shown(first, "UDAN"), shown(second, reactions=[resolve])]
    doubt(bot.program, "reconnected")
    reader.run_once()
    while (row := bot.worker._next()) is not None:
        bot.worker._work_off(row)
        bot.clock.move(minutes=2)
    assert kinds(bot, 2)[-1] == "status"


def test_an_emoji_that_comes_before_its_message_waits_for_it(bot, reader):
    ts = later(bot, minutes=1)
    at_ts = later(bot, seconds=1)
    bot.event(
        {
            "type": "reaction_added",
            "user": "UANA",
            "reaction": "white_check_mark",
            "item": {"type": "message", "channel": "CSUPPORT", "ts": ts},
            "event_ts": at_ts,
        }
    )
    bot.writes("UCARLA", "a question", ts=ts)
    later(bot, seconds=2)
    bot.worker.run_once()
    assert kinds(bot, 1)[-1] == "status"


def test_an_edit_that_was_missed_is_told_once(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    edited = {"user": "UCARLA", "ts": later(bot, minutes=1)}
    memory.channels["CSUPPORT"] = [shown(root, text="another question", edited=edited)]
    later(bot, hours=1)
    for _ in range(2):
        caught_up(bot, reader)
    with bot.program.look() as work:
        kept = inbox_messages.find(work.connection, "T1", "CSUPPORT", root)
        told = inbox.find(work.connection, "T1", f"edit:CSUPPORT:{root}:{edited['ts']}")
    assert kept.payload["text"] == "another question"
    assert told.state == "done"


def test_who_comes_back_into_a_channel_reads_its_conversations_and_no_old_requests(
    bot, memory, reader
):
    root = bot.writes("UCARLA", "a question")
    unseen, reply = later(bot, hours=1), later(bot, minutes=1)
    joined(bot.program, "CSUPPORT", came := later(bot, hours=1))
    missed = later(bot, minutes=1)
    memory.channels["CSUPPORT"] = [
        shown(root, latest_reply=reply),
        shown(unseen, "UDAN"),
        shown(missed, "UDAN"),
    ]
    memory.threads[root] = [shown(root), shown(reply, "UANA", thread_ts=root)]
    reader.run_once()
    bot.worker.run_once()
    assert kinds(bot, 1)[-1] == "agent_reply"
    assert numbers(bot) == [1, 2]
    with bot.program.look() as work:
        assert tickets.find_by_thread(work.connection, "T1", "CSUPPORT", missed).number == 2
    assert float(unseen) < float(came) < float(missed)


def test_channels_are_looked_at_lightly_every_five_minutes(bot, memory, reader):
    missed = later(bot, minutes=6)
    memory.channels["CSUPPORT"] = [shown(missed)]
    reader.run_once()
    bot.worker.run_once()
    assert numbers(bot) == [1]
    memory.asked.clear()
    later(bot, minutes=1)
    reader.run_once()
    assert memory.asked == []


def test_light_looks_ask_only_so_often_a_minute(bot, memory, reader):
    with bot.program.work() as work:
        many = [f"D{number:02}" for number in range(LIGHT_CALLS + 10)]
        for channel_id in many:
            at = bot.clock.now()
            readings.add(
                work.connection, "T1", [readings.Reading(channel_id, "", "1.0", at, at, read_at=at)]
            )
    later(bot, minutes=6)
    reader.run_once()
    assert len([each for each in memory.asked if each[0] == "conversations.history"]) == LIGHT_CALLS


def test_a_thread_whose_first_message_was_deleted_is_given_up(bot, memory, reader):
    root = bot.writes("UCARLA", "a question")
    reply = later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [shown(root, latest_reply=reply)]
    memory.refusals["conversations.replies"] = "thread_not_found"
    caught_up(bot, reader)
    assert wanted(bot) == {}


def test_reading_ends_at_once_when_told_to(bot, memory, reader):
    reader.stop()
    doubt(bot.program, "lost")
    reader.run_once()
    assert memory.asked == []


def outages_of(bot):
    with bot.program.look() as work:
        return [(each.error, each.began_at) for each in outages.listing(work.connection, "T1")]


def test_a_cut_network_is_one_line_and_one_more_when_it_is_over(bot, memory, reader):
    later(bot, minutes=5)
    memory.refusals = {"conversations.history": UnclearAnswer("no route to host")}
    memory.is_there = False
    began_at = bot.clock.now()
    with capture_logs() as lines:
        for _ in range(3):
            caught_up(bot, reader)
            bot.clock.move(seconds=LONGEST_REFUSED_S)
    (line,) = lines
    assert (line["problem"], line["conversations"]) == ("no route to host", 3)
    assert outages_of(bot) == [("no route to host", began_at)]
    memory.refusals, memory.is_there = {}, True
    with capture_logs() as lines:
        caught_up(bot, reader)
    assert [line["event"] for line in lines] == ["slack shows what was written again"]
    assert outages_of(bot) == []


def test_channels_refused_for_one_reason_are_one_line_with_how_many(bot, memory, reader):
    later(bot, minutes=5)
    memory.refusals = dict.fromkeys(("CSUPPORT", "CBILLING"), "not_in_channel")
    with capture_logs() as lines:
        for _ in range(3):
            caught_up(bot, reader)
            bot.clock.move(seconds=LONGEST_REFUSED_S)
    (line,) = lines
    assert (line["problem"], line["conversations"]) == ("not_in_channel", 2)
    assert line["channels"] == "CBILLING CSUPPORT"
    assert outages_of(bot) == []
    memory.refusals = {}
    with capture_logs() as lines:
        caught_up(bot, reader)
    assert [line["event"] for line in lines] == ["slack shows again what it refused"]
