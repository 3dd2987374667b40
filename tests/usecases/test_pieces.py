"""Long texts are said in pieces, and these change along with what was written.

The plain speech of these tests begins another message at each bar.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.deliverer import Deliverer
from bot.delivery.settings import DeliverySettings
from bot.store import delivery_rows, outbox
from bot.store.outbox import MessagePlace
from bot.usecases import tickets
from bot.usecases.ground.timelines import load
from bot.usecases.intake.edits import Correction, corrected
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.intake.ticket_threads import event_at, find_message
from bot.usecases.requesters import conversations
from bot.views.messages import Message
from tests.delivery.fakes import FakeSlack, drain
from tests.usecases.slack_stand_in import rows


@pytest.fixture
def slack(team):
    """Slack, in which ticket 1 that Carla opened by a form has a conversation and her thread."""
    slack = FakeSlack(team.clock)
    new = NewTicket("UCARLA", "UCARLA", team.clock.now(), "It smokes", department="Support")
    team.does(open_ticket, new)
    deliver(team, slack)
    team.clock.move(minutes=1)
    return slack


def deliver(team, slack):
    settings = DeliverySettings(edit_gap_s=0)
    drain(Deliverer(team.program.database, slack, team.clock, settings), team.clock, 120)


def place_of(team, key):
    with team.program.look() as work:
        return outbox.message_of(work.connection, "T1", key)


def writes_long(team, slack, text):
    """Carla writes to the bot; return the ts of it once all of it was passed on."""
    thread = place_of(team, "dm:1")
    ts, _ = team.writes("UCARLA", text, channel=thread.channel_id, thread_ts=thread.ts)
    deliver(team, slack)
    return ts


def edits(team, slack, ts, text):
    team.clock.move(seconds=30)
    thread = place_of(team, "dm:1")
    now = Message(thread.channel_id, ts, thread.ts, "UCARLA", text, team.clock.now())
    with team.program.work() as work:
        conversations.edited(work, load(work, 1).row, now)


def conversation(slack):
    """What stands in the conversation's thread."""
    root, *said = slack.messages["CSUPPORT"]
    assert all(each["thread_ts"] == root["ts"] for each in said)
    return [each["text"] for each in said]


def test_a_long_message_is_passed_on_in_pieces_each_behind_the_one_before(team, slack):
    ts = writes_long(team, slack, "a|b|c")
    assert conversation(slack) == ["Carla says: a", "b", "c"]
    key = f"relay:1:DUCARLA:{ts}"
    assert [each.get("after_key") for each in told(team, key)] == [
        None,
        key,
        f"{key}:part:2",
    ]


def told(team, key):
    with team.program.look() as work:
        found = [
            outbox.get(work.connection, "T1", each)
            for each in (key, f"{key}:part:2", f"{key}:part:3")
        ]
    return [{"after_key": row.after_key, "author": row.author} for row in found]


def test_a_long_reply_is_said_whole_on_both_sides(team, slack):
    team.does(tickets.reply, 1, "UANA", "a|b")
    deliver(team, slack)
    assert conversation(slack) == ["ana replies: a", "b"]
    assert slack.said("DUCARLA")[1:] == ["ana replies: a", "b"]


def test_a_long_note_stands_whole_in_the_cards_thread(team, slack):
    team.does(tickets.note, 1, "UANA", "a|b")
    deliver(team, slack)
    card, *notes = slack.messages["CSLA"]
    assert [each["text"] for each in notes] == ["ana notes: a", "b"]
    assert {each["thread_ts"] for each in notes} == {card["ts"]}


def test_a_long_description_goes_on_in_the_conversations_thread(team, slack):
    new = NewTicket(
        "UCARLA", "UCARLA", team.clock.now(), "a|b|c", subject="Screen", department="Support"
    )
    team.does(open_ticket, new)
    deliver(team, slack)
    root, *rest = slack.messages["CSUPPORT"][1:]
    assert [each["text"] for each in (root, *rest)] == ["UCARLA asks: a", "b", "c"]
    assert {each["thread_ts"] for each in rest} == {root["ts"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a", "a|b|c"),
        ("a|b", "x|y|z"),
        ("a|b|c", "x"),
        ("a|b|c", "a|c"),
        ("a|b", "a|b"),
    ],
)
@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "unsent"])
def test_the_pieces_of_what_is_edited_say_what_it_says_now(team, slack, before, after, is_sent):
    thread = place_of(team, "dm:1")
    ts, _ = team.writes("UCARLA", before, channel=thread.channel_id, thread_ts=thread.ts)
    if is_sent:
        deliver(team, slack)
    edits(team, slack, ts, after)
    deliver(team, slack)
    assert conversation(slack) == f"Carla says: {after}".split("|")


def test_what_shrinks_and_grows_again_is_said_again(team, slack):
    ts = writes_long(team, slack, "a|b|c")
    for text in ("a", "a|d|e|f", "a|d", "a|g|h"):
        edits(team, slack, ts, text)
        deliver(team, slack)
        assert conversation(slack) == f"Carla says: {text}".split("|")


def test_it_grows_and_shrinks_before_any_of_it_is_sent(team, slack):
    thread = place_of(team, "dm:1")
    ts, _ = team.writes("UCARLA", "a|b|c", channel=thread.channel_id, thread_ts=thread.ts)
    for text in ("a", "a|d|e|f", "a|d", "a|g|h"):
        edits(team, slack, ts, text)
    deliver(team, slack)
    assert conversation(slack) == ["Carla says: a", "g", "h"]


def test_a_piece_that_says_the_same_is_not_edited(team, slack):
    ts = writes_long(team, slack, "a|b|c")
    edits(team, slack, ts, "a|x|c")
    [edit] = [row for row in rows(team) if row.method == "chat.update" and "relay" in row.key]
    assert edit.target_key.endswith(":part:2")


def test_of_what_is_deleted_one_piece_is_left_that_says_so(team, slack):
    ts = writes_long(team, slack, "a|b|c")
    team.clock.move(seconds=30)
    with team.program.work() as work:
        conversations.deleted(work, 1, "DUCARLA", ts)
    deliver(team, slack)
    [left] = conversation(slack)
    assert "deleted by who wrote it" in left


def test_each_piece_belongs_to_the_event_of_the_whole(team, slack):
    ts = writes_long(team, slack, "a|b|c")
    team.does(tickets.reply, 1, "UANA", "d|e")
    deliver(team, slack)
    with team.program.look() as work:
        loaded = load(work, 1)
        named = [
            event_at(work, loaded, "CSUPPORT", each["ts"]).type
            for each in slack.messages["CSUPPORT"]
        ]
        last = slack.messages["CSUPPORT"][-1]["ts"]
        assert find_message(work, "CSUPPORT", last, None).number == 1
        assert event_at(work, loaded, "CSUPPORT", slack.messages["CSUPPORT"][2]["ts"]).id == (
            f"DUCARLA:{ts}"
        )
    assert named == ["created", *["requester_message"] * 3, *["agent_reply"] * 2]


def asks_directly(team, text):
    """Carla writes to the bot alone, which opens ticket 2; return the ts of what she wrote."""
    ts = "1772438400.000077"
    new = NewTicket(
        "UCARLA",
        "UCARLA",
        team.clock.now(),
        text,
        department="Support",
        requester_side=MessagePlace("DCARLA", ts),
    )
    team.does(open_ticket, new)
    return ts


def edits_first(team, ts, text):
    """Carla edits what she wrote first, or deletes it."""
    team.clock.move(seconds=30)
    at = team.clock.now()
    now = Correction("DCARLA", ts, None, "UCARLA", text, at - timedelta(hours=1), at, str(at), {})
    team.does(corrected, now)


def asked(slack):
    """What stands at the beginning of the conversation of ticket 2, and below it."""
    root, *rest = slack.messages["CSUPPORT"][1:]
    assert all(each["thread_ts"] == root["ts"] for each in rest)
    return [each["text"] for each in (root, *rest)]


@pytest.mark.parametrize(
    ("before", "after"), [("55", "56"), ("a|b|c", "x"), ("a", "x|y|z"), ("a|b", "x|b|c")]
)
@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "unsent"])
def test_an_edit_of_what_was_asked_reaches_the_conversation_that_the_bot_began(
    team, slack, before, after, is_sent
):
    ts = asks_directly(team, before)
    if is_sent:
        deliver(team, slack)
    edits_first(team, ts, after)
    deliver(team, slack)
    assert asked(slack) == f"UCARLA asks: {after}".split("|")


def test_a_request_that_was_deleted_says_so_where_the_conversation_begins(team, slack):
    ts = asks_directly(team, "a|b|c")
    deliver(team, slack)
    edits_first(team, ts, None)
    deliver(team, slack)
    assert asked(slack) == ["UCARLA asks: (This message was deleted by who wrote it.)"]


def test_a_refused_beginning_says_the_edited_request_when_it_is_sent_again(team, slack):
    ts = asks_directly(team, "55")
    with team.program.work() as work:
        row = outbox.get(work.connection, "T1", "conversation:2")
        delivery_rows.settle(work.connection, row, replace(row, state="dead", error="is_archived"))
    edits_first(team, ts, "56")
    with team.program.look() as work:
        row = outbox.get(work.connection, "T1", "conversation:2")
    assert (row.state, row.payload["text"]) == ("dead", "UCARLA asks: 56")
