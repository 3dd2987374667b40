"""Tickets and the rules that decide on them, with defaults, and the decisions told in words."""

from dataclasses import replace

from sla_core.configuration import ConfigurationHistory, Department, WorkspaceOptions, named
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Rule
from sla_core.instants import MICROSECONDS
from sla_core.rules.observation import RecordedFacts
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import Setting, decided_since
from sla_core.rules.walk import decide_new
from sla_core.tickets.event_lines import mapping_of
from tests.sla_core.builders import (
    HOUR,
    configuration,
    created,
    events,
    level,
    line,
    told,
    when,
)

FAR = "fri+3 00:00"
LEVELS = (
    level("Slow", first_reply=8 * HOUR, next_reply=8 * HOUR, resolution=40 * HOUR),
    level("Fast", first_reply=HOUR, resolution=8 * HOUR),
    level("All day", on="24x7", first_reply=4 * HOUR),
)


def rule(name, *groups, at="time", active=True, **then):
    made = tuple(tuple(Condition(*each) for each in group) for group in groups)
    occasions = (at,) if isinstance(at, str) else at
    return Rule(name, Actions(**then), made, occasions, active)


def under(*rules, default="Slow", **more):
    options = WorkspaceOptions(default_level=default)
    departments = named([Department("Support", level="All day"), Department("Sales")])
    given = {"departments": departments, "options": options, **more}
    return ConfigurationHistory.of(configuration(*LEVELS, rules=rules, **given))


def lines_of(*happened, at="mon 09:00", **own):
    """A creation and what people did then: ``("mon 10:00", "agent_reply", {...})``."""
    lines = created(at, level=None, **own)
    for each_at, kind, *keys in happened:
        lines.append(line(each_at, kind, **({"actor": "ana"} | (keys[0] if keys else {}))))
    return lines


def settled(history, until, **more):
    return Setting(Rulebooks(history, **more), RecordedFacts(), when(until) * MICROSECONDS)


def decided(history, *happened, until=FAR, at="mon 09:00", **own):
    """What is decided after the creation, when every event is recorded as it happens."""
    first, *later = events(lines_of(*happened, at=at, **own))
    kept = [first, *decide_new(first, history.latest)]
    made = []
    for each in [*later, None]:
        until_us = when(until) * MICROSECONDS if each is None else each.at_us
        news = [] if each is None else [replace(each, seq=100 * len(kept))]
        found = decided_since(
            "T1", kept, news, Setting(Rulebooks(history), RecordedFacts(), until_us)
        )
        numbered = [replace(one, seq=100 * len(kept) + n) for n, one in enumerate(found)]
        made += [one for one, old in zip(numbered, found, strict=True) if old not in news]
        kept = sorted([*kept, *numbered], key=lambda event: event.order)
    return made


def shown(made):
    """Decisions as ``"mon 10:00:01 R: priority urgent"``."""
    return [f"{told(each.at_us // MICROSECONDS)} {each.rule}: {_what(each)}" for each in made]


def _what(event):
    own = mapping_of("T1", event)
    for key in ("ticket", "at", "type", "rule"):
        own.pop(key, None)
    return " ".join([event.type, *(str(each) for each in own.values())])
