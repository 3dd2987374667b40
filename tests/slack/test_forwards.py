"""Whatever a message contains counts wherever messages come in, and goes wherever they go."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config.document import read
from bot.delivery.ports import Answer
from bot.slack.hear.reader.old_threads import old_threads
from bot.store import events
from bot.usecases.intake.adoption import adopt, waits
from bot.usecases.promises.configuration import apply_configuration
from tests.slack.conftest import CONFIG
from tests.slack.fakes import TEAM, text_of
from tests.slack.forwards import SOURCE, WORDS, forward, preview
from tests.slack.test_intake_events import OLD, changed, chosen, lounge, reacts  # noqa: F401
from tests.slack.test_intake_forms import asking, uses_shortcut  # noqa: F401
from tests.slack.test_messages import put
from tests.slack.test_reader import (  # noqa: F401
    Memory,
    Port,
    caught_up,
    later,
    memory,
    reader,
    shown,
)

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "It burns #URGENT <@UDAN>"}}]


def body_of(bot, number=1):
    """What the event says that opened a ticket."""
    with bot.program.look() as work:
        return events.of(work.connection, TEAM, number)[0].body


def relayed(bot, number=1):
    """What was said on the other side of a conversation."""
    return [row.payload["text"] for row in bot.outgoing(f"relay:{number}:")]


@pytest.fixture
def direct(bot):
    """Ticket 1, that Carla asked for in a direct message: agents read it in a channel."""
    ts = bot.writes("UCARLA", "Invoice", channel="D1", channel_type="im")
    chosen(bot, ts, "Support")
    bot.root = ts
    return bot


def conversation(bot):
    """The root of the conversation of ticket 1 in the channel of its department."""
    root, now = bot.ts(), bot.clock.now()
    put(bot, "conversation:1", state="sent", sent_at=now, channel_id="CSUPPORT", ts=root)
    return root


def test_a_forward_without_a_word_opens_a_ticket(bot):
    bot.writes("UCARLA", "", attachments=[forward()])
    assert bot.ticket().subject == WORDS
    body = body_of(bot)
    assert body["text"] == f"Dan: {SOURCE}\n> {WORDS}"
    assert body["links"] == [SOURCE]


def test_a_ticket_holds_its_comment_and_what_was_forwarded(bot):
    bot.writes("UCARLA", "can you look at this?", attachments=[forward()])
    assert bot.ticket().subject == "can you look at this?"
    assert WORDS in body_of(bot)["text"]


def test_what_stands_in_blocks_alone_opens_a_ticket(bot):
    bot.writes("UCARLA", "", blocks=BLOCKS)
    assert bot.ticket().subject == "It burns #URGENT @Dan"


def test_tags_and_rules_look_at_what_was_forwarded(bot):
    bot.writes("UCARLA", "please", attachments=[forward("Down #URGENT", message_blocks=[])])
    assert (bot.ticket().tags, bot.ticket().level) == (("URGENT",), "Urgent SLA")


def test_tags_and_rules_look_at_blocks(bot):
    bot.writes("UCARLA", "", blocks=BLOCKS)
    assert (bot.ticket().tags, bot.ticket().level) == (("URGENT",), "Urgent SLA")


def test_a_command_that_was_forwarded_is_no_command(bot):
    bot.writes("UCARLA", "", attachments=[forward("<@UBOT> list", message_blocks=[])])
    assert bot.ticket().subject == "@UBOT list"
    assert bot.slack.of("chat.postEphemeral") == []


def test_a_command_in_blocks_is_one(bot):
    bot.writes(
        "UANA", "", blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "<@UBOT> help"}}]
    )
    assert "/ticket claim" in text_of(bot.whispered())


@pytest.mark.parametrize("written", ["reply 1 See", "reply 1"])
def test_what_is_forwarded_with_a_command_that_takes_a_text_is_part_of_it(bot, written):
    bot.writes("UCARLA", "Printer")
    command = {"channel": "CRANDOM", "attachments": [forward()]}
    bot.writes("UANA", f"<@UBOT> {written}", **command)
    text = bot.outgoing("event:1")[0].payload["text"]
    assert text.startswith("See\nDan: " if "See" in written else "Dan: ")
    assert WORDS in text
    assert bot.timeline()[-1] == "agent_reply"


def test_what_is_forwarded_with_another_command_does_not_confuse_it(bot):
    bot.writes("UCARLA", "Printer")
    bot.writes("UANA", "<@UBOT> claim 1", channel="CRANDOM", attachments=[forward()])
    assert bot.ticket().assignee == "UANA"


def test_a_forward_joins_what_was_written_just_before(bot):
    bot.writes("UCARLA", "Please see this:")
    bot.clock.move(seconds=30)
    bot.writes("UCARLA", "", attachments=[forward()])
    assert bot.ticket(2) is None
    assert WORDS in bot.texts_of()[1]


def test_a_forward_alone_with_the_bot_is_asked_about(bot):
    ts = bot.writes("UCARLA", "", channel="D1", channel_type="im", attachments=[forward()])
    chosen(bot, ts, "Support")
    assert bot.ticket().subject == WORDS


def test_a_listed_bot_may_say_all_in_attachments(bot):
    with bot.program.work() as work:
        promises = f"{CONFIG}\nintake_bots: [B0FORMS]\n"
        apply_configuration(work, read(promises, "sla.yml", work.now_s).configuration, "UADA")
    form = {"bot_id": "B0FORMS", "subtype": "bot_message"}
    bot.writes("U0FORMBOT", "", attachments=[{"text": "A printer for <@UCARLA>"}], **form)
    assert (bot.ticket().requester, bot.ticket().subject) == ("UCARLA", "A printer for @Carla")


def test_an_agents_forward_stops_the_clock_and_reaches_the_requester(direct):
    thread = conversation(direct)
    direct.writes("UANA", "", thread_ts=thread, attachments=[forward()])
    assert direct.timeline()[-1] == "agent_reply"
    assert direct.ticket().status == "answered"
    (text,) = relayed(direct)
    assert WORDS in text
    assert SOURCE in text


def test_a_requesters_forward_reaches_the_agents(direct):
    conversation(direct)
    place = {"channel": "D1", "channel_type": "im", "thread_ts": direct.root}
    direct.writes("UCARLA", "", attachments=[forward()], **place)
    assert WORDS in relayed(direct)[0]


def test_a_forward_pings_nobody_where_it_is_read_again(direct):
    thread = conversation(direct)
    evil = forward("<!channel> <@UANA> &lt;!here&gt;", message_blocks=[])
    direct.writes("UANA", "", thread_ts=thread, attachments=[evil | {"author_name": "<!channel>"}])
    assert not {"<!channel", "<@UANA", "<!here"} & set(relayed(direct)[0].split(">"))
    assert "<" not in relayed(direct)[0]


def test_a_note_holds_what_was_forwarded(bot):
    bot.writes("UCARLA", "Printer")
    root, now = bot.ts(), bot.clock.now()
    put(bot, "card:1", state="sent", sent_at=now, channel_id="CSLA", ts=root)
    bot.writes("UANA", "", channel="CSLA", thread_ts=root, attachments=[forward()])
    assert bot.timeline()[-1] == "note"
    assert WORDS in bot.texts_of()[-1]


def test_the_preview_of_a_link_is_no_edit(bot):
    url = "https://printers.example"
    ts = bot.writes("UCARLA", f"before <{url}>")
    before = {"type": "message", "user": "UCARLA", "text": f"before <{url}>", "ts": ts}
    edit(bot, before, {**before, "attachments": [preview(url)]})
    assert bot.outgoing("correction:") == []


def test_an_edit_of_the_comment_keeps_what_was_forwarded(bot):
    ts = bot.writes("UCARLA", "before", attachments=[forward()])
    changed(bot, ts, "after", attachments=[forward()])
    text = bot.outgoing("correction:1")[0].payload["text"]
    assert "after" in text
    assert "export of invoices" in text


def test_a_forward_that_is_taken_out_is_an_edit(bot):
    ts = bot.writes("UCARLA", "See", attachments=[forward()])
    before = {"type": "message", "user": "UCARLA", "text": "See", "ts": ts}
    edit(bot, {**before, "attachments": [forward()]}, before)
    text = bot.outgoing("correction:1")[0].payload["text"]
    assert "See" in text
    assert "export of invoices" not in text


def test_an_edit_while_it_waits_is_judged_with_all_it_contains(bot):
    ts = bot.ts()
    bot.worker.run_once = lambda: None
    bot.writes("UCARLA", "See", ts=ts)
    changed(bot, ts, "See this", attachments=[forward()])
    del bot.worker.run_once
    bot.worker.run_once()
    assert bot.ticket().subject == "See this"
    assert WORDS in body_of(bot)["text"]


def edit(bot, before, now):
    at = bot.ts()
    bot.event(
        {
            "type": "message",
            "subtype": "message_changed",
            "channel": "CSUPPORT",
            "message": {**now, "edited": {"user": before["user"], "ts": at}},
            "previous_message": before,
            "ts": at,
            "event_ts": at,
        }
    )


def test_an_emoji_at_a_forward_nobody_heard_opens_its_ticket(lounge):  # noqa: F811
    message = {**OLD, "text": "", "attachments": [forward()]}
    lounge.slack.answers["conversations.replies"] = Answer(ok=True, data={"messages": [message]})
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UCID")
    assert lounge.ticket().subject == WORDS
    assert body_of(lounge)["links"] == [SOURCE]


def test_an_emoji_at_a_forward_that_was_heard_opens_its_ticket(lounge):  # noqa: F811
    ts = lounge.writes("UDAN", "", channel="CLOUNGE", attachments=[forward()])
    reacts(lounge, "ticket", ts, channel="CLOUNGE", user="UCID")
    assert lounge.ticket().subject == WORDS


def test_a_shortcut_on_a_forward_fills_its_form_with_it(asking):  # noqa: F811
    view = uses_shortcut(asking, text="", attachments=[forward()])
    shown_values = [
        block["element"].get("initial_value") for block in view["blocks"] if "element" in block
    ]
    assert WORDS in shown_values[0]
    assert f"Dan: {SOURCE}\n> {WORDS}" in shown_values


def test_a_forward_that_was_missed_opens_its_ticket(bot, memory, reader):  # noqa: F811
    memory.channels["CSUPPORT"] = [shown(later(bot, minutes=5), text="", attachments=[forward()])]
    caught_up(bot, reader)
    assert bot.ticket().subject == WORDS


def test_a_forward_that_was_heard_is_no_edit_when_it_is_read_again(bot, memory, reader):  # noqa: F811
    ts = later(bot, minutes=5)
    bot.writes("UCARLA", "See", ts=ts, attachments=[forward()])
    again = shown(ts, text="See", attachments=[forward()], edited={"user": "UCARLA", "ts": ts})
    memory.channels["CSUPPORT"] = [again]
    caught_up(bot, reader)
    assert bot.outgoing("correction:") == []


def test_a_missed_edit_of_what_was_forwarded_is_told(bot, memory, reader):  # noqa: F811
    ts = later(bot, minutes=5)
    bot.writes("UCARLA", "See", ts=ts, attachments=[forward()])
    now = later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [shown(ts, text="See", edited={"user": "UCARLA", "ts": now})]
    caught_up(bot, reader)
    assert "export of invoices" not in bot.outgoing("correction:1")[0].payload["text"]


class OldChannel:
    """Slack with a channel in which one message stands."""

    def __init__(self, message):
        self.message = message

    def call(self, method, payload, *, timeout_s):
        return Answer(ok=True, data={"messages": [self.message]})


def test_an_old_thread_that_begins_with_a_forward_is_adopted(bot):
    slack = OldChannel({**OLD, "text": "", "attachments": [forward()]})
    since = datetime.fromtimestamp(float(OLD["ts"]), UTC) - timedelta(days=1)
    threads = list(old_threads(bot.program, slack, "CSUPPORT", since))
    with bot.program.work() as work:
        support = work.configuration.department("Support")
        assert waits(work, support, threads[0])
        assert [item.subject for item in adopt(work, support, threads, "UADA")] == [WORDS]
    assert body_of(bot)["links"] == [SOURCE]
