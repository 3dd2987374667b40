"""Whole timelines with what rules decide in them: anew from the start, or on from the end."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.instants import MICROSECONDS
from sla_core.rules.decision import Decider
from sla_core.rules.observation import Outside, RecordedFacts
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.walk import decide_new
from sla_core.tickets.event import Event
from sla_core.tickets.events import LevelSet, Ruled
from sla_core.tickets.timeline import Timeline, is_decision


class Setting(NamedTuple):
    """What decisions are made with, and until when."""

    books: Rulebooks
    outside: Outside
    until_us: int


def replay_anew(timeline: Timeline, books: Rulebooks, until_s: int) -> ReplayedTicket:
    """The ticket and its clocks, everything decided anew; what the timeline decided is left out.

    Of presence and groups there is to see as much as its decisions recorded.
    """
    book = books.at((until_s + 1) * MICROSECONDS - 1)
    if not book and not _hands_back(timeline):
        decisions = decide_new(timeline.created, book.configuration)
        return replay(timeline.decided_anew(decisions), books.history, until_s)
    return _walked_anew(timeline, books, until_s)


def _hands_back(timeline: Timeline) -> bool:
    """Whether somebody hands the choice of the level back to the rules."""
    return any(type(event) is LevelSet and event.to == "auto" for event in timeline.events)


def _walked_anew(timeline: Timeline, books: Rulebooks, until_s: int) -> ReplayedTicket:
    created, end_us = timeline.created, (until_s + 1) * MICROSECONDS
    decider = Decider(timeline.ticket, books, RecordedFacts(timeline.events))
    for event in (created, *decide_new(created, books.at(created.at_us).configuration)):
        decider.take(event)
    decider.decide_in_time()
    for event in timeline.events[1:]:
        if event.at_us >= end_us:
            break
        if not is_decision(event):
            decider.pass_to(event.at_us)
            decider.take(event)
            decider.decide_changed(event)
            decider.decide_in_time()
    decider.pass_to(end_us)
    return decider.replay.standing(until_s)


def decided_since(
    name: str, kept: Sequence[Event], happened: Sequence[Event], setting: Setting
) -> list[Event]:
    """The events, with the rules' decisions on them and on the time until an instant, in order.

    ``kept`` was decided on before, and stays as it is: only the time since its last event is looked
    at, or since an event that came late. A creation is looked at when it is kept.
    """
    if not kept:
        return list(happened)
    decider = _walked_on(name, kept, happened, setting)
    return _new_in(decider, kept)


def next_look_us(name: str, kept: Sequence[Event], setting: Setting) -> int | None:
    """When the ``time`` rules are to be looked at next on a ticket, if nothing happens to it.

    That has passed already if there is something they did not decide yet.
    """
    decider = _walked_on(name, kept, (), setting)
    undecided = _new_in(decider, kept)
    return undecided[0].at_us if undecided else decider.next_us()


def _walked_on(
    name: str, kept: Sequence[Event], happened: Sequence[Event], setting: Setting
) -> Decider:
    ordered = sorted((*kept, *happened), key=lambda event: event.order)
    since_us = kept[0].at_us - 1 if _is_new(kept) else kept[-1].at_us
    since_us = min([since_us, *(event.at_us - 1 for event in happened)])
    new = {id(event) for event in happened}
    decider = Decider(name, setting.books, setting.outside)
    for event, following in pairwise([*ordered, None]):
        assert event is not None  # noqa: S101 only the last of all is
        is_looked_at = event.at_us > since_us
        if is_looked_at and decider.log:
            decider.pass_to(event.at_us)
        decider.take(event)
        if id(event) in new and not is_decision(event):
            decider.decide_changed(event)
        if is_looked_at and not _belongs_to(following, event):
            decider.decide_in_time()
    decider.pass_to(setting.until_us + 1)
    return decider


def _new_in(decider: Decider, kept: Iterable[Event]) -> list[Event]:
    before = {id(event) for event in kept}
    return [event for event in decider.log if id(event) not in before]


def _is_new(events: Sequence[Event]) -> bool:
    """Whether a ticket was created and nothing else, and no ``time`` rule decided on that yet."""
    created, *others = events
    return all(_belongs_to(event, created) and type(event) is not Ruled for event in others)


def _belongs_to(event: Event | None, before: Event) -> bool:
    """Whether an event is a decision that was made behind another."""
    return event is not None and event.at_us == before.at_us and is_decision(event)
