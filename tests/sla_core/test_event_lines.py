"""JSON lines and events, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.errors import IllegalEvent
from sla_core.tickets.event_fields import CHECKS, REQUIRED
from sla_core.tickets.event_kinds import EVENT_CLASSES
from sla_core.tickets.event_lines import body_of, checked, event_from, mapping_of, requester_of
from sla_core.tickets.events import Created, LevelSet, StatusSet
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES
from tests.sla_core.builders import LAW, line

AT = "2026-03-02T08:55:00Z"
LATER = "2026-03-03T08:00:00.5Z"
EXAMPLE = {
    "ticket": "T1", "at": AT, "type": "created", "by": "requester", "actor": "carla",
    "source": "email", "department": "Support", "priority": "high", "subject": "Printer",
    "customer": "Acme", "customer_group": "VIP", "tags": ["URGENT"], "fields": {"plan": "gold"},
    "referrer_url": "https://example.com/p", "from_invitation": False,
}  # fmt: skip
FULL = {
    "created": EXAMPLE | {
        "text": "It smokes", "links": ["https://a.example"], "reference": "r1", "follows": "T0",
        "requester": "carla", "id": "e1", "rule": "R",
    },
    "requester_message": line(AT, "requester_message", text="Hello?", actor="carla"),
    "agent_reply": line(AT, "agent_reply", text="Hello!", actor="ana", id="x"),
    "note": line(AT, "note", text="hm"),
    "no_reply_needed": line(AT, "no_reply_needed", text="Thanks"),
    "status": line(AT, "status", to="pending", until=LATER),
    "priority": line(AT, "priority", to="urgent"),
    "department": line(AT, "department", to=None),
    "customer": line(AT, "customer", to="Acme", group="VIP"),
    "level": line(AT, "level", to=None, chosen_by="none"),
    "assigned": line(AT, "assigned", to="ana"),
    "tags": line(AT, "tags", add=["a"], remove=["b", "c"]),
    "field": line(AT, "field", name="plan", value={"a": [1, None]}),
    "call_ringing": line(AT, "call_ringing"),
    "call_answered": line(AT, "call_answered", actor="ana"),
    "call_abandoned": line(AT, "call_abandoned"),
    "call_ended": line(AT, "call_ended"),
    "merged": line(AT, "merged", into="T2"),
    "absorbed": line(AT, "absorbed", **{"from": "T2", "message_at": "2026-03-01T08:00:00Z"}),
    "deleted": line(AT, "deleted"),
    "restored": line(AT, "restored"),
    "acknowledged": line(AT, "acknowledged", metric="resolution", cycle=2, until=LATER),
    "snoozed": line(AT, "snoozed", metric="first_reply", cycle=1, until=LATER),
    "excluded": line(AT, "excluded", metric="first_reply", cycle=1, reason="outage"),
    "reprocessed": line(AT, "reprocessed", metric="first_reply", cycle=1, as_of=AT),
    "cause": line(AT, "cause", metric="first_reply", cycle=1, reason="outage"),
    "rated": line(AT, "rated", score=-1, text="meh"),
    "ruled": line(AT, "ruled", rule="R", cause="ticket", saw={"assignee_status": "away"}),
    "escalated": line(AT, "escalated", rule="R"),
    "notified": line(AT, "notified", to=["leads", "ana"], text="Look"),
}  # fmt: skip


def test_every_type_has_a_check_and_an_example_here():
    assert set(FULL) == set(EVENT_CLASSES) == set(CHECKS)
    assert set(REQUIRED) <= set(CHECKS)


@pytest.mark.parametrize("kind", FULL)
def test_a_line_with_every_key_comes_back_without_loss(kind):
    checked(FULL[kind])
    event = event_from(FULL[kind], seq=7)
    assert (event.type, event.seq) == (kind, 7)
    assert mapping_of("T1", event) == FULL[kind]


@pytest.mark.parametrize("kind", FULL)
def test_a_line_with_only_its_required_keys_comes_back_equal(kind):
    keys = {"ticket", "at", "type", *REQUIRED.get(kind, ())}
    least = {key: value for key, value in FULL[kind].items() if key in keys}
    checked(least)
    event = event_from(least, seq=1)
    assert event_from(mapping_of("T1", event), seq=1) == event


def test_what_is_left_out_of_a_creation_is_by_the_requester_by_email_of_normal_priority():
    event = event_from(line(AT, "created"), seq=1)
    assert isinstance(event, Created)
    assert (event.by, event.source, event.priority) == ("requester", "email", "normal")
    assert (event.tags, event.fields, event.links) == ((), (), ())


def test_nothing_left_out_is_written_but_a_null_target_is():
    assert body_of(StatusSet(at_us=0, to="open")) == {"to": "open"}
    assert body_of(LevelSet(at_us=0, to=None)) == {"to": None}


def test_instants_keep_their_fraction_and_lose_their_offset():
    event = event_from(line("2026-03-02T09:55:00.25+01:00", "note"), seq=1)
    assert event.at_s == 1772441700
    assert mapping_of("T1", event)["at"] == "2026-03-02T08:55:00.25Z"


def test_events_stand_in_order_of_their_instant_then_of_arrival():
    later = event_from(line("2026-03-02T08:55:00.000001Z", "note"), seq=1)
    earlier = event_from(line("2026-03-02T08:55:00Z", "note"), seq=2)
    assert sorted([later, earlier], key=lambda each: each.order) == [earlier, later]


@pytest.mark.parametrize(
    ("wrong", "says", "field"),
    [
        pytest.param({"type": "exploded"}, "one of created, requester_message", "type", id="type"),
        pytest.param({"type": ["note"]}, "one of created", "type", id="type of the wrong kind"),
        pytest.param({"type": None}, "one of created", "type", id="no type"),
        pytest.param({"colour": "red"}, "`colour` is no key of a `note`", "colour", id="key"),
        pytest.param({"type": "call_ended", "text": "x"}, "keys are none", "text", id="none"),
        pytest.param({"at": "2026-03-02 09:00"}, "an instant such as", "at", id="no offset"),
        pytest.param({"at": "yesterday"}, "an instant such as", "at", id="no instant"),
        pytest.param({"at": 1772441700}, "an instant such as", "at", id="a number for an instant"),
        pytest.param({"at": "0001-01-01T00:00:00+23:00"}, "the years 3 to 9997", "at", id="early"),
        pytest.param({"at": "9999-12-31T00:00:00Z"}, "the years 3 to 9997", "at", id="late"),
        pytest.param({"ticket": ""}, "give a name", "ticket", id="empty ticket"),
        pytest.param({"ticket": 5}, "give a name", "ticket", id="a number for a ticket"),
        pytest.param({"actor": 5}, "text or null", "actor", id="a number for an actor"),
        pytest.param({"text": ["a"]}, "text or null", "text", id="a list for a text"),
        pytest.param({"type": "status", "to": "asleep"}, "one of new, open", "to", id="status"),
        pytest.param({"type": "status", "to": "deleted"}, "one of new, open", "to", id="deleted"),
        pytest.param({"type": "priority", "to": "Urgent"}, "one of low", "to", id="priority"),
        pytest.param({"type": "priority", "to": None}, "one of low", "to", id="no priority"),
        pytest.param({"type": "created", "by": "bot"}, "requester, agent", "by", id="by"),
        pytest.param({"type": "created", "source": "Email"}, "lower-case", "source", id="source"),
        pytest.param({"type": "created", "source": ""}, "lower-case", "source", id="no source"),
        pytest.param({"type": "created", "tags": "a"}, "a list of texts", "tags", id="tags"),
        pytest.param({"type": "created", "tags": [1]}, "a list of texts", "tags", id="tag"),
        pytest.param({"type": "created", "fields": []}, "an object", "fields", id="fields"),
        pytest.param(
            {"type": "created", "from_invitation": 1}, "true or false", "from_invitation", id="flag"
        ),
        pytest.param({"type": "merged", "into": ""}, "give a name", "into", id="into nothing"),
        pytest.param(
            {"type": "snoozed", "metric": "first", "cycle": 1}, "one of first_reply", "metric",
            id="metric",
        ),
        pytest.param(
            {"type": "snoozed", "metric": "resolution", "cycle": 0}, "a whole number from 1",
            "cycle", id="cycle",
        ),
        pytest.param(
            {"type": "snoozed", "metric": "resolution", "cycle": True}, "a whole number from 1",
            "cycle", id="a flag for a cycle",
        ),
        pytest.param({"type": "rated", "score": "5"}, "a whole number", "score", id="score"),
        pytest.param({"type": "rated", "score": True}, "a whole number", "score", id="flag score"),
        pytest.param(
            {"type": "absorbed", "from": "T2", "message_at": "soon"}, "an instant", "message_at",
            id="message_at",
        ),
        pytest.param(
            {"type": "status", "to": "open", "until": "2026-03-03T00:00:00Z"},
            "only `pending` and `on_hold`", "until", id="until of an open ticket",
        ),
        pytest.param(
            {"type": "status", "to": "pending", "until": AT}, "lies after `at`", "until",
            id="until at once",
        ),
        pytest.param(
            {"type": "snoozed", "metric": "resolution", "cycle": 1, "until": AT}, "lies after `at`",
            "until", id="snoozed until now",
        ),
        pytest.param(
            {"type": "absorbed", "from": "T2", "message_at": LATER}, "not lie after `at`",
            "message_at", id="a message from the future",
        ),
    ],
)  # fmt: skip
def test_a_wrong_line_is_refused_with_the_key_and_what_to_give(wrong, says, field):
    with pytest.raises(IllegalEvent, match=says) as refused:
        checked({"ticket": "T1", "at": AT, "type": "note"} | wrong)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind in REQUIRED for key in REQUIRED[kind]]
)
def test_a_required_key_left_out_is_named(kind, key):
    given = {name: value for name, value in FULL[kind].items() if name != key}
    with pytest.raises(IllegalEvent, match=f"`{key}` is missing in a `{kind}` event"):
        checked(given)


@pytest.mark.parametrize("key", ["ticket", "at"])
def test_every_event_names_its_ticket_and_its_instant(key):
    given = {name: value for name, value in FULL["note"].items() if name != key}
    with pytest.raises(IllegalEvent, match=f"`{key}` is missing"):
        checked(given)


def test_a_long_wrong_value_is_shown_in_part():
    with pytest.raises(IllegalEvent) as refused:
        checked({"ticket": "T1", "at": AT, "type": "note", "text": ["x" * 500]})
    assert len(str(refused.value)) < 120


def test_a_null_until_is_none():
    given = line(AT, "status", to="pending", until=None)
    checked(given)
    assert event_from(given, 1) == StatusSet(at_us=1772441700_000_000, seq=1, to="pending")


@pytest.mark.parametrize(
    ("own", "requester"),
    [
        ({"actor": "carla"}, "carla"),
        ({"actor": "carla", "requester": "dora"}, "dora"),
        ({"actor": "ana", "by": "agent", "requester": "dora"}, "dora"),
        ({"actor": "ana", "by": "agent"}, None),
        ({}, None),
    ],
)
def test_the_requester_is_the_one_named_else_the_one_who_wrote(own, requester):
    assert requester_of(event_from(line(AT, "created", **own), 1)) == requester


TEXT = st.none() | st.text(max_size=20)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3)


@LAW
@given(
    st.fixed_dictionaries(
        {"ticket": st.text(min_size=1), "at": st.just(AT), "type": st.just("created")},
        optional={
            "by": st.sampled_from(("requester", "agent")),
            "source": st.sampled_from(("email", "pigeon")),
            "priority": st.sampled_from(PRIORITIES),
            "tags": st.lists(st.text()),
            "links": st.lists(st.text()),
            "fields": st.dictionaries(st.text(), JSON),
            "subject": TEXT,
            "actor": TEXT,
            "from_invitation": st.none() | st.booleans(),
        },
    )
)
def test_any_creation_comes_back_equal(given_line):
    checked(given_line)
    event = event_from(given_line, 1)
    again = mapping_of(given_line["ticket"], event)
    checked(again)
    assert event_from(again, 1) == event


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(AT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
KEYS = st.sampled_from(sorted({key for checks in CHECKS.values() for key in checks}))


@LAW
@given(st.sampled_from(sorted(CHECKS)), st.dictionaries(KEYS, ANYTHING, max_size=5))
def test_any_line_is_taken_in_and_comes_back_or_is_refused_as_wrong(kind, own):
    given_line = {"ticket": "T1", "at": AT} | own | {"type": kind}
    try:
        checked(given_line)
    except IllegalEvent:
        return
    event = event_from(given_line, 1)
    assert event_from(mapping_of("T1", event), 1) == event


def test_the_words_are_those_of_the_contract():
    assert METRICS == (
        "first_reply", "next_reply", "chat_reply", "call_answer", "first_assign", "resolution",
        "periodic_update",
    )  # fmt: skip
    assert STATUSES[-1] == "spam"
