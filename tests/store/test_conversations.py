"""Where conversations stand: also those that went from one channel to another."""

from dataclasses import replace

from bot.store import conversations, delivery_rows, outbox, tickets
from bot.store.outbox import POST, Outgoing
from tests.store.builders import AT, ticket

WS, HERE = "T1", "C0HERE"


def stands(connection, key, ts):
    """A message of ours as it stands in Slack."""
    outbox.put(connection, WS, Outgoing(key, HERE, POST, {"text": key}, AT))
    row = outbox.get(connection, WS, key)
    times = {"intent_at": AT, "settled_at": AT, "sent_at": AT}
    after = replace(row, state="sent", channel_id=HERE, ts=ts, attempts=1, **times)
    assert delivery_rows.settle(connection, row, after)


def test_a_talk_that_moved_is_found_where_it_may_move(db):
    with db.writing() as connection:
        tickets.open(connection, WS, ticket(channel_id="C0THERE", thread_ts="9.0"))
        for number, key in enumerate(
            ("card:1", "card:1@1", "card:1@2", "conversation:1", "conversation:1@1", "card:12@1"), 1
        ):
            stands(connection, key, f"{number}.0")
    with db.reading() as connection:
        here = connection, WS, HERE, AT
        assert conversations.roots(*here) == {"1.0"}
        moved = conversations.roots(*here, may_move=True)
        assert moved == {"1.0", "2.0", "3.0", "4.0", "5.0"}
        assert conversations.oldest_root(*here, may_move=True) == "1.0"
        assert conversations.channels(connection, WS, AT, may_move=True) == {HERE, "C0THERE"}
