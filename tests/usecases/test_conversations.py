"""A conversation whose requester reads in direct messages: both sides read all of it, once."""

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store.outbox import MessagePlace
from bot.usecases import tickets
from bot.usecases.ground.timelines import load
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.requesters import conversations
from bot.views.messages import Message
from tests.usecases.conftest import CONFIG
from tests.usecases.slack_stand_in import comes_to_stand, rows

ROOT, DIRECT = "1772438400.000900", "1772438400.000901"


@pytest.fixture
def asked(team):
    """Carla opened ticket 1 by a form; its conversation and her own thread stand in Slack."""
    team.does(open_ticket, new(team))
    comes_to_stand(team, "conversation:1", "CSUPPORT", ROOT)
    comes_to_stand(team, "dm:1", "DCARLA", DIRECT)
    comes_to_stand(team, "card:1", "CSLA", "1772438400.000902")
    return team


def new(team, **more) -> NewTicket:
    values = {
        "requester": "UCARLA",
        "by": "UCARLA",
        "at": team.clock.now(),
        "text": "It smokes",
        "subject": "Printer",
        "department": "Support",
    }
    return NewTicket(**values | more)


def timeline(team) -> list[str]:
    with team.program.look() as work:
        return [each.type for each in load(work, 1).events]


def test_a_ticket_without_a_thread_gets_a_conversation_and_a_thread_of_its_requester(team):
    team.does(open_ticket, new(team))
    assert team.said("conversation:1") == ["UCARLA asks: It smokes"]
    assert team.said("dm:1") == ["#1 opened by you"]
    assert [row.lane for row in rows(team, "dm:1")] == ["UCARLA"]
    assert team.said("confirmation:") == []


def test_who_opens_a_ticket_for_somebody_is_named_to_them(team):
    team.does(open_ticket, new(team, by="UANA"))
    assert team.said("dm:1") == ["#1 opened by UANA"]


def test_a_requester_nobody_knows_in_slack_is_not_written_to(team):
    team.does(open_ticket, new(team, requester="somebody@acme.example", by="UANA"))
    assert team.said("conversation:1") == [
        "somebody@acme.example asks: It smokes and reads nothing"
    ]
    assert team.said("dm:1") == []


def test_a_ticket_born_in_a_direct_message_is_confirmed_in_its_thread(team):
    place = {"requester_side": MessagePlace("DCARLA", DIRECT)}
    team.does(open_ticket, new(team, **place))
    [row] = rows(team, "confirmation:1")
    assert (row.lane, row.payload["thread_ts"]) == ("DCARLA", DIRECT)
    assert team.said("dm:1") == []


def test_what_an_agent_writes_in_the_conversation_reaches_the_requester_once(asked):
    ts, view = asked.writes("UANA", "Unplug it", thread_ts=ROOT)
    assert view.status == "answered"
    assert timeline(asked)[-1] == "agent_reply"
    [row] = rows(asked, "relay:1:")
    assert (row.key, row.thread_key) == (f"relay:1:CSUPPORT:{ts}", "dm:1")
    assert row.payload["text"] == "Ana says: Unplug it"


def test_what_the_requester_writes_in_their_thread_reaches_the_conversation_once(asked):
    asked.writes("UANA", "Unplug it", thread_ts=ROOT)
    asked.clock.move(minutes=5)
    ts, view = asked.writes("UCARLA", "Done", channel="DCARLA", thread_ts=DIRECT)
    assert view.status == "open"
    [row] = rows(asked, f"relay:1:DCARLA:{ts}")
    assert (row.lane, row.thread_key) == ("CSUPPORT", "conversation:1")
    assert row.payload["text"] == "Carla says: Done"


def test_the_same_message_heard_twice_is_passed_on_once(asked):
    ts, _ = asked.writes("UCARLA", "Hello?", channel="DCARLA", thread_ts=DIRECT)
    before = asked.keys()
    with asked.program.work() as work:
        again = Message("DCARLA", ts, DIRECT, "UCARLA", "Hello?", asked.clock.now())
        loaded = load(work, 1, lock=True)
        assert conversations.from_requester_side(work, loaded, again) is None
    assert asked.keys() == before


def test_a_reply_by_command_is_read_on_both_sides(asked):
    asked.does(tickets.reply, 1, "UANA", "Unplug it")
    [reply] = rows(asked, "event:1:")
    [copy] = rows(asked, "relay:1:")
    assert (reply.thread_key, copy.thread_key) == ("conversation:1", "dm:1")
    assert reply.payload == copy.payload == {"text": "ana replies: Unplug it"}


def test_the_requesters_words_in_the_conversation_are_not_said_back_to_them(asked):
    asked.writes("UCARLA", "I am here too", thread_ts=ROOT)
    assert timeline(asked)[-1] == "requester_message"
    assert rows(asked, "relay:1:") == []


def test_a_third_persons_words_reach_the_requester_and_are_no_reply(asked):
    asked.writes("UDAN", "Mine smokes as well", thread_ts=ROOT)
    assert timeline(asked)[-1] == "requester_message"
    assert asked.said("relay:1:") == ["Dan says: Mine smokes as well"]


def test_a_note_never_reaches_the_requester(asked):
    asked.writes("UANA", "She always unplugs it", channel="CSLA", thread_ts="1772438400.000902")
    asked.does(tickets.note, 1, "UANA", "Really always")
    assert timeline(asked)[-2:] == ["note", "note"]
    assert rows(asked, "relay:1:") == []


def test_an_edit_changes_the_copy_and_a_deletion_marks_it(asked):
    ts, _ = asked.writes("UCARLA", "It burns", channel="DCARLA", thread_ts=DIRECT)
    comes_to_stand(asked, f"relay:1:DCARLA:{ts}", "CSUPPORT", "1772438400.000950")
    now = Message("DCARLA", ts, DIRECT, "UCARLA", "It smokes only", asked.clock.now())
    with asked.program.work() as work:
        conversations.edited(work, load(work, 1).row, now)
    [edit] = [row for row in rows(asked) if row.method == "chat.update" and "relay" in row.key]
    assert edit.target_key == f"relay:1:DCARLA:{ts}"
    assert edit.payload["text"] == "Carla says: It smokes only"
    asked.clock.move(seconds=1)
    with asked.program.work() as work:
        conversations.deleted(work, 1, "DCARLA", ts)
    assert "deleted by who wrote it" in rows(asked, f"relay:1:DCARLA:{ts}:")[-1].payload["text"]


def test_an_edit_of_what_was_never_passed_on_says_nothing(asked):
    ts, _ = asked.writes("UCARLA", "I am here too", thread_ts=ROOT)
    before = asked.keys()
    with asked.program.work() as work:
        edited = Message("CSUPPORT", ts, ROOT, "UCARLA", "I was", asked.clock.now())
        conversations.edited(work, load(work, 1).row, edited)
    assert asked.keys() == before


def test_the_cards_thread_says_that_the_requester_wrote_again(asked):
    asked.writes("UCARLA", "Hello?", channel="DCARLA", thread_ts=DIRECT)
    [row] = rows(asked, "heard:1:")
    assert (row.lane, row.thread_key, row.payload["text"]) == (
        "CSLA",
        "card:1",
        "Carla wrote: Hello?",
    )


def test_a_requester_who_reads_the_conversation_itself_is_told_nothing_twice(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Unplug it", thread_ts=ts)
    team.does(tickets.reply, 1, "UANA", "And plug it in")
    assert rows(team, "relay:") == []
    assert rows(team, "dm:") == []


def test_where_only_the_requesters_thread_is_left_a_reply_goes_there(team):
    without = CONFIG.replace('    intake_channels: ["#support"]\n', "")
    with team.program.work() as work:
        apply_configuration(work, read(without, "sla.yml", work.now_s).configuration, "UADA")
    team.does(open_ticket, new(team))
    assert team.does(tickets.reply, 1, "UANA", "Hello").status == "answered"
    assert [row.thread_key for row in rows(team, "event:1:")] == ["dm:1"]


def test_a_reply_that_nobody_would_read_is_refused(team):
    without = CONFIG.replace('    intake_channels: ["#support"]\n', "")
    with team.program.work() as work:
        apply_configuration(work, read(without, "sla.yml", work.now_s).configuration, "UADA")
    team.does(open_ticket, new(team, requester="somebody@acme.example", by="UANA"))
    with pytest.raises(UserFacingError, match="no conversation"):
        team.does(tickets.reply, 1, "UANA", "Hello")


def test_the_agents_line_leads_to_what_was_written_wherever_it_stands(asked):
    alone, _ = asked.writes("UDAN", "Screen")
    joined, _ = asked.writes("UDAN", "It is black")
    below, _ = asked.writes("UDAN", "Now it is blue", thread_ts=alone)
    asked.writes("UCARLA", "Done", channel="DCARLA", thread_ts=DIRECT)
    assert [row.payload["at"] for row in rows(asked, "heard:")] == [
        ["CSUPPORT", joined, None],
        ["CSUPPORT", below, alone],
        ["CSUPPORT", ROOT, ROOT],
    ]
