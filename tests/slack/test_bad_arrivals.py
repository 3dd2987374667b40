"""What Slack signed and cannot be: acknowledged, set aside at once, in one line of the log."""

import json

import pytest
from structlog.testing import capture_logs

from bot.slack.draw.blocks import actions as ids
from bot.store import channels, people, set_aside
from bot.store.set_aside import ARRIVAL, REQUEST
from bot.wording.faults import why
from tests.slack.fakes import TEAM
from tests.slack.forwards import forward
from tests.slack.test_intake_events import changed, reacts

LONE = "\ud800"
"""One half of a pair: JSON can carry it, and no database takes it."""
NO_INSTANTS = [
    "abc",
    "1700000000",
    "99999999999999.000001",
    "1000000000.000001",
    "4102444800.000001",
    "-1700000000.1",
    "1_700_000_0.1",
    "١٧٠٠٠٠٠٠٠٠.1",
    1.5,
]


def items(bot):
    with bot.program.look() as work:
        return set_aside.listing(work.connection, TEAM, bot.clock.now().replace(year=2000))


def states(bot):
    with bot.program.look() as work:
        asked = "SELECT state FROM inbox ORDER BY id"
        return list(work.connection.exec_driver_sql(asked).scalars())


def message(ts, **more):
    return {
        "type": "message",
        "channel": "CSUPPORT",
        "user": "UCARLA",
        "text": "Help",
        "ts": ts,
        "event_ts": ts,
        **more,
    }


@pytest.mark.parametrize("ts", NO_INSTANTS, ids=str)
def test_a_message_whose_ts_is_no_instant_is_set_aside_at_once(bot, ts):
    with capture_logs() as lines:
        assert bot.event(message(ts)).status == 200
    assert states(bot) == ["failed"]
    (item,) = items(bot)
    assert (item.kind, item.reason) == (ARRIVAL, f"its ts is no instant: {str(ts)!r}")
    assert [line["event"] for line in lines] == ["an arrival is set aside"]
    assert bot.ticket() is None


def test_a_reply_to_a_thread_that_cannot_be_is_set_aside(bot):
    bot.event(message(bot.ts(), thread_ts="abc"))
    assert [item.reason for item in items(bot)] == ["its thread_ts is no instant: 'abc'"]


def test_a_click_at_no_instant_is_set_aside(bot):
    bot.ts = lambda: "abc"
    assert bot.clicks("UANA", ids.RESOLVE, "1").status == 200
    assert [item.reason for item in items(bot)] == ["its action_ts is no instant: 'abc'"]


def test_a_reaction_that_was_set_aside_does_not_stand_in_the_way_of_the_next(bot):
    ts = bot.writes("UCARLA", "Printer")
    now = bot.ts
    bot.ts = lambda: "abc"
    reacts(bot, "white_check_mark", ts)
    assert [item.reason for item in items(bot)] == ["its event_ts is no instant: 'abc'"]
    bot.ts = now
    reacts(bot, "white_check_mark", ts)
    assert bot.ticket().status == "resolved"


def test_others_are_worked_off_beside_it(bot):
    bot.event(message("abc"))
    bot.writes("UCARLA", "Printer")
    assert bot.ticket().subject == "Printer"


def test_who_reads_the_status_is_told_in_plain_words():
    assert why("its thread_ts is no instant: 'abc'") == (
        "the instant in its thread_ts cannot be: “abc”"
    )


ODD = pytest.mark.parametrize("odd", [LONE, "\x00", "\x1b"], ids=["half", "NUL", "control"])
"""What people paste and no database takes, PostgreSQL least of all."""


def deep(levels=900):
    """Something nested as deep as JSON is still read."""
    return json.loads("[" * levels + "]" * levels)


def test_of_a_message_whose_blocks_never_end_the_text_counts(bot):
    with capture_logs() as lines:
        assert bot.event(message(bot.ts(), blocks=deep())).status == 200
    assert bot.ticket().subject == "Help"
    assert lines == []


def test_a_click_that_is_nested_too_deep_is_acknowledged(bot):
    endless = {"action_id": ids.RESOLVE, "value": {"selected": deep()}}
    with capture_logs() as lines:
        assert bot.interact("block_actions", "UANA", actions=[endless]).status == 200
    assert [line["log_level"] for line in lines] == ["warning"]


@ODD
def test_a_message_with_an_odd_character_is_not_lost(bot, odd):
    with capture_logs() as lines:
        bot.writes("UCARLA", f"Printer {odd} burns \U0001f525")
    assert bot.ticket().subject == "Printer � burns \U0001f525"
    assert lines == []


@ODD
def test_an_odd_character_in_a_files_name_loses_nothing(bot, odd):
    bot.writes("UCARLA", "", subtype="file_share", files=[{"name": f"{odd}.png"}])
    assert bot.ticket().subject == "[�.png]"


@ODD
def test_an_odd_character_in_a_forward_or_in_blocks_loses_nothing(bot, odd):
    bot.writes("UCARLA", "", attachments=[forward(f"Printer {odd}", message_blocks=[])])
    assert bot.ticket().subject == "Printer �"
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": f"Screen {odd}"}}]
    bot.writes("UDAN", "", blocks=blocks)
    assert bot.ticket(2).subject == "Screen �"


@ODD
def test_an_odd_character_in_an_edit_loses_nothing(bot, odd):
    ts = bot.writes("UCARLA", "Printer")
    changed(bot, ts, f"Printer {odd}")
    assert "Printer �" in bot.outgoing("correction:1")[0].payload["text"]


@ODD
def test_an_odd_character_in_a_form_loses_nothing(bot, odd):
    bot.writes("UCARLA", "Printer")
    assert bot.submits("UANA", ids.REPLY_FORM, "1", text=f"Known {odd}").status == 200
    assert states(bot) == ["done", "done"]
    assert items(bot) == []


@ODD
def test_an_odd_character_in_a_command_loses_nothing(bot, odd):
    bot.writes("UCARLA", "Printer")
    text = "note 1 Known " + odd
    assert bot.command("UANA", "/ticket", text.encode("utf-8", "surrogatepass")).status == 200
    assert bot.timeline()[-1] == "note"
    assert "Known �" in bot.texts_of()[-1]


@ODD
def test_an_odd_character_in_what_was_clicked_is_no_trouble(bot, odd):
    bot.writes("UCARLA", "Printer")
    assert bot.clicks("UANA", ids.RESOLVE, f"1{odd}").status == 200
    assert bot.ticket().status == "new"


@ODD
def test_an_odd_character_in_the_name_of_a_person_or_a_channel_is_replaced(bot, odd):
    user = {"id": "UNEW", "name": f"n{odd}w", "profile": {"real_name": f"N{odd}w"}, "team_id": TEAM}
    channel = {"id": "CSUPPORT", "name": f"sup{odd}port"}
    with capture_logs() as lines:
        assert bot.event({"type": "user_change", "user": user}).status == 200
        assert bot.event({"type": "channel_rename", "channel": channel}).status == 200
    with bot.program.look() as work:
        person = people.get(work.connection, TEAM, "UNEW")
        room = channels.get(work.connection, TEAM, "CSUPPORT")
    assert (person.real_name, room.name) == ("N�w", "sup�port")
    assert lines == []


@ODD
def test_an_odd_character_in_what_cannot_be_used_is_set_aside_with_it(bot, odd):
    with capture_logs():
        bot.interact("block_actions", "UANA", actions=[{"action_id": ids.RESOLVE, "x": odd}])
        bot.interact(f"block{odd}", "UANA")
    assert {item.kind for item in items(bot)} == {REQUEST}
