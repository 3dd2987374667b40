"""The steps of the set-up: what each begins with, and which items of the configuration it makes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot import wording
from bot.config.one_item import ItemKey
from bot.config.rules import write_rules
from bot.slack.act.forms.editors.times import duration_at
from bot.slack.act.forms.kind import FieldErrors
from bot.slack.act.forms.set_up.progress import Progress
from bot.slack.act.hours_written import hours_at
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.usecases.promises.first_desk import (
    DEPARTMENT,
    HOURS,
    LEVEL,
    RULE,
    ItemRefused,
    NewItem,
    free_name,
    looked_at,
    promised_by_default,
)
from bot.usecases.promises.ready_made import ready_made
from sla_core.configuration import ALWAYS, WORKSPACE
from sla_core.configuration.rule import Rule

FIRST_FIELD: Final = "hours"


# --- what they begin with -------------------------------------------------------------------------


def first_guess(work: Transaction, by: str, channel_id: str | None) -> dict[str, Any]:
    """What stands in the fields at first: what Slack tells of who asks, and where."""
    person = work.directory.person(by)
    zone = person.time_zone if person and person.time_zone else "UTC"
    channel = None if channel_id is None else work.directory.channel(channel_id)
    return {
        "hours": "mon-fri 09:00-17:00",
        "time_zone": zone,
        "country": suggestions.country_of(zone),
        "department": wording.set_up.department_name(),
        "intake_channels": [] if channel is None else [channel.id],
        "alert_channel": [],
        "leads": [by],
        "agents": [by],
        "level": wording.set_up.level_name(),
        "first_reply": wording.words.exact(4 * 3600),
        "next_reply": wording.words.exact(8 * 3600),
        "tag": "URGENT",
        "urgent_reply": wording.words.exact(3600),
        "ready_made": [],
    }


# --- what they make -------------------------------------------------------------------------------


def items_until(work: Transaction, progress: Progress) -> list[NewItem]:
    """The items of all steps up to the one that is shown; `FieldErrors` for what is wrong in it."""
    steps = progress.steps[: progress.at + 1]
    items = [item for step in steps for item in _MAKERS[step](work, progress)]
    try:
        looked_at(work, items)
    except ItemRefused as refused:
        raise FieldErrors(_at_fields(refused)) from refused
    return items


def _hours(work: Transaction, progress: Progress) -> Iterator[NewItem]:
    keys: dict[str, Any] = {
        "time_zone": progress.text("time_zone"),
        "hours": hours_at(FIRST_FIELD, progress.text("hours"), FIRST_FIELD),
    }
    country = progress.list("country")
    if country:
        keys["holidays"] = {"country": country[0]}
    yield NewItem(ItemKey("calendar", wording.set_up.calendar_name()), keys)


def _department(work: Transaction, progress: Progress) -> Iterator[NewItem]:
    name, agents = progress.text("department"), progress.list("agents")
    if not name:
        raise FieldErrors({"department": wording.editors.no_name()})
    if not agents:
        raise FieldErrors({"agents": wording.set_up.no_people()})
    keys: dict[str, Any] = {
        "intake_channels": progress.list("intake_channels"),
        "leads": progress.list("leads"),
        "agents": agents,
    }
    alerts = progress.list("alert_channel")
    if alerts:
        keys["alert_channel"] = alerts[0]
    yield NewItem(ItemKey("department", name), {key: held for key, held in keys.items() if held})


def _level(work: Transaction, progress: Progress) -> Iterator[NewItem]:
    name, targets = progress.text("level"), _targets(progress, "first_reply", "next_reply")
    if not name:
        raise FieldErrors({"level": wording.editors.no_name()})
    if not targets:
        raise FieldErrors({"first_reply": wording.forms.no_target()})
    yield NewItem(ItemKey("level", name), {**_calendar(work, progress), "targets": targets})
    if work.configuration.options.default_level is None:
        yield promised_by_default(work, name)


def _rule(work: Transaction, progress: Progress) -> Iterator[NewItem]:
    tag = progress.text("tag").lstrip("#")
    if tag:
        yield from _urgent(work, progress, tag)
    chosen = progress.list("ready_made")
    for rule in ready_made():
        if rule.name in chosen:
            yield _ready_made(work, rule)


def _urgent(work: Transaction, progress: Progress, tag: str) -> Iterator[NewItem]:
    targets = _targets(progress, "urgent_reply")
    if not targets:
        raise FieldErrors({"urgent_reply": wording.forms.no_target()})
    level = free_name(work.configuration, "level", wording.set_up.urgent_level())
    level = level if level.casefold() != progress.text("level").casefold() else f"{level} ({tag})"
    promised = {"first_reply": targets["urgent_reply"]}
    yield NewItem(ItemKey("level", level), {**_calendar(work, progress), "targets": promised})
    keys = {"if": [{"tags": {"contains": tag}}], "then": {"level": level, "stop": True}}
    name = free_name(work.configuration, "rule", wording.set_up.rule_name(tag))
    yield NewItem(ItemKey("rule", name), keys)


def _ready_made(work: Transaction, rule: Rule) -> NewItem:
    keys = write_rules([rule])[0]
    del keys["name"]
    return NewItem(ItemKey("rule", free_name(work.configuration, "rule", rule.name)), keys)


def _targets(progress: Progress, *fields: str) -> dict[str, str]:
    times = {field: duration_at(field, progress.text(field)) for field in fields}
    return {field: time for field, time in times.items() if time is not None}


def _calendar(work: Transaction, progress: Progress) -> dict[str, str]:
    """The calendar that levels run on: the new one, else the one that is there."""
    if HOURS in progress.steps:
        return {"calendar": wording.set_up.calendar_name()}
    names = [calendar.name for calendar in work.configuration.calendars.values()]
    return {"calendar": [*names, ALWAYS][0]}


_MAKERS: Final[Mapping[str, Callable[[Transaction, Progress], Iterator[NewItem]]]] = {
    HOURS: _hours,
    DEPARTMENT: _department,
    LEVEL: _level,
    RULE: _rule,
}


# --- what is wrong with them ----------------------------------------------------------------------

_KINDS: Final[Mapping[str, str]] = {
    "calendar": "hours",
    "department": "department",
    "level": "level",
    "rule": "tag",
    WORKSPACE: "level",
}
"""Where what is wrong stands that is about no field of its own."""
_FIELDS: Final = {
    "calendar": ("time_zone", "hours"),
    "department": ("intake_channels", "alert_channel", "leads", "agents"),
    "level": (),
    "rule": (),
}


def _at_fields(refused: ItemRefused) -> dict[str, str]:
    """The problems by the field each stands at, the first of each."""
    errors: dict[str, str] = {}
    kind = refused.key.kind
    for problem in refused.problems:
        step = problem.key.replace("[", ".").split(".")
        errors.setdefault(_field(kind, step), wording.forms.problem(problem.text))
    return errors


def _field(kind: str, step: list[str]) -> str:
    if step[0] == "holidays":
        return "country"
    if step[0] == "targets":
        return "first_reply"
    return step[0] if step[0] in _FIELDS.get(kind, ()) else _KINDS[kind]
