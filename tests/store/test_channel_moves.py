"""A channel goes on under another id, and nothing stays behind under the old one."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from bot.store import (
    channel_moves,
    channels,
    delivery_rows,
    inbox,
    inbox_messages,
    outbox,
    readings,
    tickets,
)
from bot.store.channels import Channel
from bot.store.inbox import Arrival
from bot.store.outbox import POST, Outgoing
from bot.store.readings import CHANNEL, Reading
from bot.store.tables import metadata
from tests.store.builders import AT, ticket

WS, OLD, NEW = "T1", "G0LEADS1", "C0LEADS1"
TS = "1772438400.000001"


@pytest.fixture
def moved(db):
    """Moves the channel, once all is written that is given."""

    def move(*writes, old=OLD, new=NEW):
        with db.writing() as connection:
            for write in writes:
                write(connection)
        with db.writing() as connection:
            return channel_moves.move(connection, WS, old, new, AT)

    return move


def put(key, lane, **given):
    payload = given.pop("payload", {"text": key})
    message = Outgoing(key, lane, POST, payload, AT, **given)
    return lambda connection: outbox.put(connection, WS, message)


def row(db, key):
    with db.reading() as connection:
        return outbox.get(connection, WS, key)


def arrival(kind, key, payload, channel_id=None, ts=None):
    kept = Arrival(kind, key, payload, AT, channel_id, ts)
    return lambda connection: inbox.accept(connection, WS, kept)


def reading(channel_id, read_to, thread_ts=CHANNEL):
    new = Reading(channel_id, thread_ts, read_to, AT, AT)
    return lambda connection: readings.add(connection, WS, [new])


def room(channel_id, name="leads"):
    new = Channel(channel_id, name, True, True, False, AT)
    return lambda connection: channels.save(connection, WS, new)


def test_the_conversations_of_tickets_go_along_and_those_that_may_go_on_are_told(db, moved):
    found = moved(
        lambda c: tickets.open(c, WS, ticket(channel_id=OLD, thread_ts=TS)),
        lambda c: tickets.open(
            c, WS, replace(ticket(), requester_channel_id=OLD, requester_thread_ts=TS)
        ),
        lambda c: tickets.open(c, WS, ticket(channel_id=OLD, thread_ts="2.0", status="closed")),
        lambda c: tickets.open(c, WS, ticket(channel_id="C0OTHER", thread_ts=TS)),
    )
    with db.reading() as connection:
        rows = [tickets.get(connection, WS, number) for number in (1, 2, 3, 4)]
    assert sorted(found) == [1, 2]
    assert [(each.channel_id, each.requester_channel_id) for each in rows] == [
        (NEW, None),
        (None, NEW),
        (NEW, None),
        ("C0OTHER", None),
    ]


def test_what_waits_and_what_stands_in_the_channel_goes_along(db, moved):
    def sent(connection):
        before = outbox.get(connection, WS, "said")
        place = {"channel_id": OLD, "ts": TS, "sent_at": AT}
        delivery_rows.settle(connection, before, replace(before, state="sent", **place))

    moved(put("card:1", OLD, fallback_lane=OLD), put("note", "C0OTHER"), put("said", OLD), sent)
    assert (row(db, "said").channel_id, row(db, "said").ts) == (NEW, TS)
    assert (row(db, "card:1").lane, row(db, "card:1").fallback_lane) == (NEW, NEW)
    assert row(db, "note").lane == "C0OTHER"


def test_an_answer_that_comes_after_the_move_tells_of_the_new_id(db, moved):
    with db.writing() as connection:
        put("card:1", OLD)(connection)
        before = outbox.get(connection, WS, "card:1")
        delivery_rows.settle(connection, before, replace(before, state="sending", intent_at=AT))
        ours = outbox.get(connection, WS, "card:1")
    moved()
    with db.writing() as connection:
        sent = replace(ours, state="sent", sent_at=AT, channel_id=OLD, ts=TS)
        assert delivery_rows.settle(connection, ours, sent)
    assert (row(db, "card:1").channel_id, row(db, "card:1").ts) == (NEW, TS)


def test_what_is_to_be_said_elsewhere_leads_to_the_new_id_and_to_no_other(db, moved):
    link = f"https://x.slack.com/archives/{OLD}/p1 and {OLD}9"
    moved(put("alarm:1", "C0OTHER", payload={"text": link, "blocks": [[link]]}, summary=link))
    found = row(db, "alarm:1")
    leads = f"https://x.slack.com/archives/{NEW}/p1 and {OLD}9"
    assert (found.payload, found.summary) == ({"text": leads, "blocks": [[leads]]}, leads)


def test_what_was_told_by_channel_is_not_told_again(db, moved):
    closing, report = f"closing:office:{OLD}:17", f"report:day:2026-03-01:*:{OLD}"
    moved(put(closing, OLD), put(report, OLD), put(f"other:{OLD}", OLD))
    with db.reading() as connection:
        keys = set(connection.execute(select(metadata.tables["outbox"].c.key)).scalars())
    assert keys == {closing.replace(OLD, NEW), report.replace(OLD, NEW), f"other:{OLD}"}


def test_nothing_is_heard_a_second_time(db, moved):
    said = {"channel_id": OLD, "ts": TS, "text": "hi"}
    emoji = {"channel_id": OLD, "ts": TS, "purpose": "open", "user_id": "UANA"}
    moved(
        arrival("message", "event:1", said, OLD, TS),
        arrival("reaction", f"reaction:{OLD}:{TS}:open:UANA", emoji),
        arrival("correction", f"edit:{OLD}:{TS}:2.0", said),
        arrival("message", "event:2", said | {"channel_id": "C0OTHER"}, "C0OTHER", TS),
    )
    with db.reading() as connection:
        heard = inbox_messages.find(connection, WS, NEW, TS)
        other = inbox_messages.find(connection, WS, "C0OTHER", TS)
        reacted = inbox.find(connection, WS, f"reaction:{NEW}:{TS}:open:UANA")
        edited = inbox.find(connection, WS, f"edit:{NEW}:{TS}:2.0")
    assert [each.payload["channel_id"] for each in (heard, other, reacted, edited)] == [
        NEW,
        "C0OTHER",
        NEW,
        NEW,
    ]


def test_a_message_that_came_under_both_ids_stays_under_both(db, moved):
    said = {"channel_id": OLD, "ts": TS}
    moved(
        arrival("message", "event:1", said, OLD, TS),
        arrival("message", "event:2", said | {"channel_id": NEW}, NEW, TS),
        lambda c: tickets.open(c, WS, ticket(channel_id=OLD, thread_ts=TS)),
        lambda c: tickets.open(c, WS, ticket(channel_id=NEW, thread_ts=TS)),
    )
    with db.reading() as connection:
        assert inbox_messages.find(connection, WS, OLD, TS).dedupe_key == "event:1"
        assert [tickets.get(connection, WS, each).channel_id for each in (1, 2)] == [OLD, NEW]


def test_a_damaged_arrival_is_passed_over(db, moved):
    if db.path is None:
        pytest.skip("only SQLite can hold it")
    moved(
        arrival("message", "event:1", {"channel_id": OLD}, OLD, TS),
        lambda c: c.execute(text("UPDATE inbox SET payload = '{'")),
    )
    with db.reading() as connection:
        kept = connection.execute(text("SELECT channel_id, payload FROM inbox")).all()
    assert kept == [(NEW, "{")]


def test_it_is_read_on_from_where_it_was_read_to_and_at_once(db, moved):
    moved(
        reading(OLD, "10.0"),
        reading(OLD, "5.0", TS),
        reading(NEW, "7.0"),
        reading("C0OTHER", "1.0"),
    )
    with db.reading() as connection:
        found = readings.channels(connection, WS)
        threads = readings.threads_of(connection, WS, NEW)
    assert {name: (each.read_to, each.asked_at) for name, each in found.items()} == {
        NEW: ("7.0", AT),
        "C0OTHER": ("1.0", None),
    }
    assert (threads[TS].read_to, threads[TS].asked_at) == ("5.0", AT)


@pytest.mark.parametrize("rooms", [[room(OLD)], [room(OLD), room(NEW, "new-leads")]])
def test_the_channel_is_known_under_its_new_id_alone(db, moved, rooms):
    moved(*rooms, room("C0OTHER", "other"))
    with db.reading() as connection:
        assert [each.id for each in channels.listing(connection, WS)] == [NEW, "C0OTHER"]


def test_the_old_id_leads_to_the_newest_and_a_move_is_made_once(db, moved):
    assert moved() == []
    assert moved() is None
    moved(old=NEW, new="C0LEADS2")
    with db.reading() as connection:
        assert channel_moves.of(connection, WS) == {OLD: "C0LEADS2", NEW: "C0LEADS2"}
    assert moved(new="C0EVIL") is None


def test_other_workspaces_keep_what_is_theirs(db, moved):
    with db.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO workspaces SELECT 'T2', name, domain, NULL, NULL, installed_at "
                "FROM workspaces WHERE id = 'T1'"
            )
        )
        message = Outgoing("card:1", OLD, POST, {"text": OLD}, AT)
        outbox.put(connection, "T2", message)
    moved()
    with db.reading() as connection:
        found = outbox.get(connection, "T2", "card:1")
    assert (found.lane, found.payload) == (OLD, {"text": OLD})
