"""The judge of the stories is itself judged: everything that went wrong is named, nothing else."""

import pytest

from bot.demo.verdict import kind_of, wrongs

EXPECTED = {"card:1": 1, "event:1": 2}


def post(key, **more):
    args = {"metadata": {"event_type": "punctual_message", "event_payload": {"key": key}}}
    entry = {"kind": "api", "method": "chat.postMessage", "args": args, "committed": True}
    return {**entry, "ok": True, "error": None, **more}


GOOD = [post("card:1"), post("event:1:4"), post("event:1:7"), {"kind": "ack", "ok": True}]


def test_nothing_is_wrong_when_every_message_is_there_once():
    assert wrongs(GOOD, EXPECTED) == []


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        (GOOD[1:], "1 of card:1 missing"),
        ([*GOOD, post("card:1")], "card:1 was posted 2 times"),
        ([*GOOD, post("event:1:9")], "1 of event:1 too many"),
        ([*GOOD, post("card:2")], "1 of card:2 too many"),
        (
            [*GOOD, post("x", committed=False, ok=False, error="no_text")],
            "chat.postMessage was answered with no_text",
        ),
        (
            [*GOOD, {"kind": "response_url", "ok": False, "error": "used_url"}],
            "an answer to a command was refused with used_url",
        ),
        (
            [*GOOD, {"kind": "ack", "ok": False, "type": "interactive", "error": "timeout"}],
            "a delivery of interactive came to timeout",
        ),
        ([*GOOD, {"kind": "dropped"}], "an event was never taken"),
        ([*GOOD, {"kind": "bad_ack"}], "an acknowledgement Slack cannot use"),
        ([*GOOD, {"kind": "ignored_body"}], "an answer in an acknowledgement that takes none"),
    ],
    ids=[
        *("lost", "doubled", "one event too many", "a card nobody asked for", "refused call"),
        *("refused answer", "late ack", "dropped", "bad ack", "ignored answer"),
    ],
)
def test_what_went_wrong_is_named(entries, named):
    assert wrongs(entries, EXPECTED) == [named]


def test_a_message_in_pieces_is_one_message_and_a_piece_said_twice_is_wrong():
    pieces = [*GOOD, post("event:1:7:part:2"), post("event:1:7:part:3")]
    assert wrongs(pieces, EXPECTED) == []
    assert wrongs([*pieces, pieces[-1]], EXPECTED) == ["event:1:7:part:3 was posted 2 times"]


def test_message_committed_though_unanswered_counts():
    unheard = post("card:1", ok=True, answered=False)
    assert wrongs([unheard, *GOOD[1:]], EXPECTED) == []


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("card:1", "card:1"),
        ("event:12:7", "event:12"),
        ("alarm:1:first_reply:1:75%:0", "alarm:1:first_reply:1:75%"),
        ("alarm:1:resolution:2:+1h:3", "alarm:1:resolution:2:+1h"),
    ],
)
def test_kind_of_a_key_leaves_out_what_counts_up(key, kind):
    assert kind_of(key) == kind
