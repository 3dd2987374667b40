"""Events of every kind are stored and loaded again without loss."""

from dataclasses import MISSING

import pytest

from bot.store import events, tickets
from bot.usecases.ground.timelines import event_of, stored_of
from sla_core.tickets.event_kinds import EVENT_CLASSES
from tests.store.builders import ticket

AT_US = 1_772_438_400_123_456
GIVEN = {
    str: "ž <@U1> 'x'",
    str | None: "ž <@U1> 'x'",
    int: 3,
    int | None: AT_US + 7,
    bool | None: True,
    object: {"a": [1, None, "b"]},
    tuple[str, ...]: ("one", "two"),
    tuple[tuple[str, object], ...]: (("plan", "gold"), ("seats", 4)),
    tuple[tuple[str, str], ...]: (("assignee_status", "away"),),
}
WORDS = {
    "by": "agent",
    "source": "chat",
    "priority": "high",
    "metric": "next_reply",
    "as_of_us": AT_US - 5,
}
ANY_WORD = {"status": "pending", "priority": "urgent"}


def full(kind):
    """An event with something in each of its fields."""
    cls = EVENT_CLASSES[kind]
    values = {}
    for field in cls.__dataclass_fields__.values():
        if field.name in WORDS:
            values[field.name] = WORDS[field.name]
        elif field.name == "to" and kind in ANY_WORD:
            values["to"] = ANY_WORD[kind]
        elif field.name not in ("type", "at_us", "seq"):
            values[field.name] = GIVEN[field.type]
    return cls(at_us=AT_US, seq=1, **values)


def bare(kind):
    """An event with no more than it must have."""
    cls = EVENT_CLASSES[kind]
    needed = {
        name: getattr(full(kind), name)
        for name, field in cls.__dataclass_fields__.items()
        if name not in ("type", "at_us", "seq") and field.default is MISSING
    }
    return cls(at_us=AT_US, seq=1, **needed)


@pytest.mark.parametrize("make", [full, bare])
@pytest.mark.parametrize("kind", EVENT_CLASSES)
def test_an_event_comes_back_as_it_went_in(db, kind, make):
    event = make(kind)
    with db.writing() as connection:
        tickets.open(connection, "T1", ticket())
        events.append(connection, "T1", 1, [stored_of(event)])
    with db.reading() as connection:
        [kept] = events.of(connection, "T1", 1)
    assert event_of(kept) == event
