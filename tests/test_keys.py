"""Keys of messages: how each is written for ever, what it answers, and that no one else knows."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from sla_core.alarms import Announcement, Point

ROOT = Path(__file__).parent.parent
of, parse = MessageKey.of, MessageKey.parse
CARD, CONVERSATION, EVENT = MessageKey.card(4), MessageKey.conversation(4), MessageKey.event(4, 7)
ALARM = of(KeyKind.ALARM, 4, "first_reply", 1, "75%", 2)
BREACH = of(KeyKind.ALARM, 4, "first_reply", 1, "breach", 2)

WRITTEN = [
    (CARD, "card:4"),
    (CARD.moved(2), "card:4@2"),
    (CARD.derived(17, 1_700_000_000_000_000), "card:4:17:1700000000000000"),
    (CARD.derived(17, 170, "undelivered", 3), "card:4:17:170:undelivered:3"),
    (
        CARD.derived("private:2026-03-02T10:00:00", "moved"),
        "card:4:private:2026-03-02T10:00:00:moved",
    ),
    (CONVERSATION, "conversation:4"),
    (CONVERSATION.moved(1), "conversation:4@1"),
    (CONVERSATION.moved(1).derived(17), "conversation:4@1:17"),
    (CONVERSATION.moved(1).derived(17).piece(2), "conversation:4@1:17:part:2"),
    (CONVERSATION.piece(3), "conversation:4:part:3"),
    (MessageKey.direct(4), "dm:4"),
    (of(KeyKind.RELAY, 4, "C1:1.5"), "relay:4:C1:1.5"),
    (of(KeyKind.RELAY, 4, "C1:1.5", "dm"), "relay:4:C1:1.5:dm"),
    (of(KeyKind.RELAY, 4, "event:7", 12), "relay:4:event:7:12"),
    (of(KeyKind.RELAY, 4, "C1:1.5").repeated(1).piece(2), "relay:4:C1:1.5:again:1:part:2"),
    (of(KeyKind.HEARD, 4, "C1:1.5"), "heard:4:C1:1.5"),
    (of(KeyKind.HEARD, 4, "unsolved", 170), "heard:4:unsolved:170"),
    (of(KeyKind.AWAY, "U1", 170), "away:U1:170"),
    (of(KeyKind.REMINDER, 4, 170), "reminder:4:170"),
    (MessageKey.solved(4, 7), "solved:4:7"),
    (MessageKey.solved(4, 7).derived(170), "solved:4:7:170"),
    (of(KeyKind.RATING, 4), "rating:4"),
    (of(KeyKind.CONFIRMATION, 4), "confirmation:4"),
    (of(KeyKind.HOME, "U1", 170), "home:U1:170"),
    (EVENT, "event:4:7"),
    (EVENT.piece(1), "event:4:7"),
    (EVENT.piece(2), "event:4:7:part:2"),
    (EVENT.piece(2).repeated(0), "event:4:7:part:2"),
    (EVENT.piece(2).repeated(1), "event:4:7:part:2:again:1"),
    (EVENT.piece(2).deletion, "event:4:7:part:2:gone"),
    (EVENT.piece(2).derived(170), "event:4:7:part:2:170"),
    (of(KeyKind.ASSIGNED, 4, 7), "assigned:4:7"),
    (of(KeyKind.ASSIGNED, 4, 7).derived("told"), "assigned:4:7:told"),
    (of(KeyKind.MERGED, 4), "merged:4"),
    (of(KeyKind.MERGED, 4).derived(9), "merged:4:9"),
    (of(KeyKind.MERGED, 4).derived("joined", 9), "merged:4:joined:9"),
    (of(KeyKind.NOTICE, 4, "Late: VIPs", "note #7"), "notice:4:Late: VIPs:note #7"),
    (
        of(KeyKind.OUT_OF_REACH, "Help", "#a", "private", 3, "U1"),
        "out_of_reach:Help:#a:private:3:U1",
    ),
    (of(KeyKind.FORM, "ticket_reply", "1.2.a"), "form:ticket_reply:1.2.a"),
    (of(KeyKind.LOST_NAMES, 3, "U1"), "lost_names:3:U1"),
    (of(KeyKind.AUDIT_FILE, "U1", 170, "by=a b"), "audit_file:U1:170:by=a b"),
    (of(KeyKind.CONFIG_FILE, "U1", 170), "config_file:U1:170"),
    (of(KeyKind.SHARED_NAME, "a@b.example", "U1"), "shared_name:a@b.example:U1"),
    (of(KeyKind.DEPARTMENT, "D1", "1.5"), "department:D1:1.5"),
    (of(KeyKind.DEPARTMENT, "D1", "1.5").derived("chosen"), "department:D1:1.5:chosen"),
    (of(KeyKind.FOLLOWS, 4), "follows:4"),
    (of(KeyKind.CORRECTION, 4, "C1", "1.5", "1.7"), "correction:4:C1:1.5:1.7"),
    (ALARM, "alarm:4:first_reply:1:75%:2"),
    (ALARM.elsewhere("C1"), "alarm:4:first_reply:1:75%:2@C1"),
    (of(KeyKind.CORRECTED, ALARM, 170), "corrected:alarm:4:first_reply:1:75%:2:170"),
    (of(KeyKind.HEEDED, ALARM.elsewhere("C1"), 9), "heeded:alarm:4:first_reply:1:75%:2@C1:9"),
    (of(KeyKind.LINKED, ALARM), "linked:alarm:4:first_reply:1:75%:2"),
    (ALARM.digest(0), "digest:alarm:4:first_reply:1:75%:2"),
    (ALARM.elsewhere("C1").digest(2), "digest:alarm:4:first_reply:1:75%:2@C1@2"),
    (
        of(KeyKind.CLOSING, "office", "C1", "2026-03-02T17:00:00Z"),
        "closing:office:C1:2026-03-02T17:00:00Z",
    ),
    (of(KeyKind.REPORT, "week", "2026-03-02", "*", "C1"), "report:week:2026-03-02:*:C1"),
    (of(KeyKind.ESCALATED, 4, 7), "escalated:4:7"),
    (of(KeyKind.UNDELIVERED, EVENT), "undelivered:event:4:7"),
    (of(KeyKind.UNDELIVERED, EVENT, 170), "undelivered:event:4:7:170"),
    (of(KeyKind.UNDELIVERED, EVENT, 170, "card"), "undelivered:event:4:7:170:card"),
    (of(KeyKind.WAITING, EVENT), "waiting:event:4:7"),
    (of(KeyKind.GONE, CARD, 17), "gone:card:4:17"),
    (of(KeyKind.ALONE, 4), "alone:4"),
    (of(KeyKind.STALLED, 3, "gold: plus", "C1"), "stalled:3:gold: plus:C1"),
    (of(KeyKind.UNREADABLE, 4), "unreadable:4"),
    (
        of(KeyKind.EXCLUSION, 4, "first_reply", 1, 170, "decided"),
        "exclusion:4:first_reply:1:170:decided",
    ),
    (of(KeyKind.MISSES, "U1", "2026-03-02"), "misses:U1:2026-03-02"),
    (of(KeyKind.FOLLOW_UP, 5, "given"), "follow_up:5:given"),
    (of(KeyKind.FOLLOW_UP, 5, "2026-03-02").derived("done"), "follow_up:5:2026-03-02:done"),
]
OLD_OR_UNKNOWN = [
    "",
    ":",
    "card",
    "alarm:4",
    "solved:4",
    "relay:4",
    "hello",
    "hello:4:part:2",
    ":x",
]
KINDS = [kind for kind in KeyKind if kind is not KeyKind.UNKNOWN]

texts = st.text(st.sampled_from("ab7%#@: .-*"), max_size=8)
steps = st.lists(
    st.sampled_from(
        [
            lambda key: key.piece(2),
            lambda key: key.repeated(3),
            lambda key: key.deletion,
            lambda key: key.derived(170),
            lambda key: key.derived("told", "a:part:b"),
            lambda key: key.digest(0),
            lambda key: key.digest(2),
            lambda key: of(KeyKind.UNDELIVERED, key, 170),
            lambda key: of(KeyKind.CORRECTED, key, 170),
            lambda key: key.whole,
        ]
    ),
    max_size=4,
)


@st.composite
def keys(draw, kind):
    values = [
        draw(texts) for name in kind.names if not (kind.has_addition and name == kind.names[-1])
    ]
    key = of(kind, *values)
    if kind.has_addition and key.kind is kind:
        added = st.sampled_from([key.moved(0), key.moved(2), key.elsewhere("C1")])
        key = key if key.tail or key.addition else draw(added)
    for step in draw(steps):
        key = step(key)
    return key


# --- how keys are written ---------------------------------------------------------------------


@pytest.mark.parametrize(("key", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_a_key_is_written_for_ever_as_it_is_now(key, text):
    assert str(key) == text
    assert parse(text) == key


def test_every_kind_is_among_them():
    assert {key.kind for key, _ in WRITTEN} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_written_is_read_as_the_same_key(kind, data):
    key = data.draw(keys(kind))
    assert parse(str(key)) == key


@given(st.one_of(st.text(), st.tuples(st.sampled_from(KINDS), texts)))
def test_any_text_is_the_text_of_its_key(text):
    text = text if isinstance(text, str) else text[0].prefix(text[1])
    assert str(parse(text)) == text


@pytest.mark.parametrize("text", OLD_OR_UNKNOWN)
def test_a_text_that_no_kind_is_written_like_is_of_an_unknown_kind(text):
    assert parse(text).kind is KeyKind.UNKNOWN
    assert str(parse(text)) == text


@pytest.mark.parametrize("values", [(), (4,), (4, 7, "told")])
def test_a_key_of_too_few_or_too_many_parts_is_refused(values):
    with pytest.raises(ValueError, match="number, seq"):
        of(KeyKind.EVENT, *values)


def test_a_prefix_is_what_the_keys_begin_with_that_it_is_for():
    prefix = KeyKind.ALARM.prefix(4, "first_reply", 1, "breach")
    assert prefix == BREACH.breach_prefix == ALARM.elsewhere("C1").breach_prefix
    assert str(BREACH.elsewhere("C1")).startswith(prefix)
    assert not str(ALARM).startswith(prefix)


# --- what keys answer -------------------------------------------------------------------------


def test_an_alarm_says_of_which_point_it_is():
    alarm = ALARM.elsewhere("C1")
    assert (alarm.number, alarm.part("metric"), alarm.clock_number) == (4, "first_reply", 1)
    assert (alarm.point, alarm.due_version, alarm.part("channel_id")) == ("75%", 2, "C1")
    assert alarm.is_alarm_of(4, "first_reply", 1)
    assert not any(alarm.is_alarm_of(*clock) for clock in [(5, "first_reply", 1), (4, "x", 1)])


@pytest.mark.parametrize(("point", "is_breach"), [("75%", False), ("breach", True), ("+1h", True)])
def test_a_breach_is_one_also_long_after_it(point, is_breach):
    assert of(KeyKind.ALARM, 4, "first_reply", 1, point, 2).is_breach is is_breach


@pytest.mark.parametrize("key", [CARD, CARD.moved(1), CARD.moved(12)], ids=str)
def test_a_card_is_one_wherever_it_moved(key):
    assert key.is_card_of(4)
    assert not key.is_card_of(1)


@pytest.mark.parametrize(
    "key", [CARD.derived(7, 170), CONVERSATION, EVENT, parse("card:42")], ids=str
)
def test_an_edit_of_a_card_is_no_card_and_nothing_else_is(key):
    assert not key.is_card_of(4)


def test_a_conversation_is_its_root_and_not_what_is_said_in_it():
    assert CONVERSATION.moved(1).is_conversation_of(4)
    assert not CONVERSATION.moved(1).derived(17).is_conversation_of(4)


@pytest.mark.parametrize(
    ("key", "is_unasked"),
    [
        ("reminder:4:170", True),
        ("solved:4:7", True),
        ("notice:4:Late:notified waiting_for 7", True),
        ("notice:4:Late:notified #7", False),
        ("event:4:7", False),
    ],
)
def test_unasked_is_what_only_time_asks_for(key, is_unasked):
    assert parse(key).may_be_unasked is is_unasked


@pytest.mark.parametrize(("key", "whole"), [(EVENT.piece(2), EVENT), (EVENT, EVENT)], ids=str)
def test_a_piece_knows_the_message_it_is_of(key, whole):
    assert key.whole == whole


def test_a_key_without_a_ticket_has_no_number():
    assert of(KeyKind.MISSES, "U1", "2026-03-02").number is None


def test_an_alarm_of_the_core_is_one_of_its_clock():
    point = Point(at_s=9, reached_s=9, name="75%", used_s=9, to=())
    said = Announcement("first_reply", 1, 2, point, ("75%",), ("75%",))
    assert parse(said.key("4")) == ALARM


# --- nobody else knows it ---------------------------------------------------------------------

WORDS = tuple(kind.prefix() for kind in KINDS)
NO_KEYS = {
    ("bot/slack/hear/arrival_rows.py", "event:"),  # an arrival, by the id of Slack's event
    ("bot/usecases/reviews/followups.py", "follow_up:"),  # what an entry of the audit log is about
}
APART = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"}
APART |= {"split", "rsplit"}
COLUMNS = {"key", "thread_key", "target_key", "after_key", "digest_key"}


def modules():
    for file in sorted((ROOT / "bot").rglob("*.py")):
        if not file.is_relative_to(ROOT / "bot" / "keys"):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def written_by_hand(tree):
    """The literals of a module that begin as keys do, but for prose: in that a blank follows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = next((each for each in WORDS if node.value.startswith(each)), None)
            if word is not None and not node.value.removeprefix(word)[:1].isspace():
                yield word, node.lineno


def taken_apart(tree):
    """The lines of a module that cut a key of a row; a column of a table is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            is_row = isinstance(value, ast.Attribute) and not isinstance(value.value, ast.Attribute)
            if node.func.attr in APART and is_row and value.attr in COLUMNS:
                yield node.lineno


def test_keys_are_written_in_one_place():
    found = {(path, word): line for path, tree in modules() for word, line in written_by_hand(tree)}
    assert {place: line for place, line in found.items() if place not in NO_KEYS} == {}
    assert set(found) >= NO_KEYS


def test_keys_are_taken_apart_in_one_place():
    assert {path: lines for path, tree in modules() if (lines := list(taken_apart(tree)))} == {}


def test_a_key_that_is_written_or_cut_by_hand_would_be_seen():
    tree = ast.parse('key = f"card:{number}"\nrow.key.startswith("x")\nsaid = "card: gone"')
    assert list(written_by_hand(tree)) == [("card:", 1)]
    assert list(taken_apart(tree)) == [2]
