"""The form of a level, and those of its alerts and of its targets by priority."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.editors import add_button, buttons, part_line, press_button
from bot.slack.draw.blocks.elements import Block, context, escaped, section
from bot.slack.draw.blocks.inputs import TEXT, boxes, people, select, several, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.menus import named, searched
from bot.wording import words
from sla_core.durations import parse_duration
from sla_core.tickets.vocabulary import METRICS, TO_SOLVE

FIRST: Final = ("first_reply", "next_reply")
"""What most levels promise: the rest stands behind More."""
REST: Final = (*(metric for metric in METRICS if metric not in FIRST),)
AFTER: Final = ("resolve_after", "close_after")
NAME: Final = 150
MOST_ALERTS: Final = 20


@dataclass(frozen=True, slots=True)
class LevelFields:
    """What stands in the form of a level."""

    values: Mapping[str, Any]
    alerts: Sequence[Mapping[str, Any]]
    priorities: Sequence[Mapping[str, Any]]
    more: bool
    is_new: bool


def level_blocks(level: LevelFields) -> list[Block]:
    """The fields and lines of the first view."""
    text = level.values
    first = [
        *([_name(str(text.get("name") or ""))] if level.is_new else []),
        input_field(
            "calendar",
            wording.editors.hours(),
            searched(named(text.get("calendar") or None)),
            optional=True,
            hint=wording.editors.hours_hint(),
        ),
        *(_target(metric, text, hint=metric == FIRST[0]) for metric in FIRST),
    ]
    if not level.more:
        return [*first, buttons(press_button("more", wording.editors.more()))]
    return [*first, *_rest(level)]


def _name(typed: str) -> Block:
    return input_field("name", wording.forms.level_name(), text_input(typed, most=NAME))


def _target(metric: str, values: Mapping[str, Any], *, hint: bool = False) -> Block:
    return input_field(
        metric,
        wording.forms.within(words.metric(metric)),
        text_input(str(values.get(metric) or "")),
        optional=True,
        hint=wording.editors.time_hint() if hint else None,
    )


def _rest(level: LevelFields) -> Iterator[Block]:
    values = level.values
    yield from (_target(metric, values) for metric in REST)
    for index, entry in enumerate(level.priorities):
        yield part_line("priorities", index, priority_sentence(entry))
    yield buttons(add_button("priorities", wording.editors.add_priority()))
    yield input_field("pause_on", wording.forms.pause_on(), _statuses(values), optional=True)
    yield _choice("reopen", wording.forms.reopen(), wording.forms.REOPEN, values)
    yield _choice("on_change", wording.forms.on_change(), wording.forms.ON_CHANGE, values)
    yield _optional("resolve_after", wording.editors.resolve_after(), values)
    yield _optional("close_after", wording.editors.close_after(), values)
    yield _optional("quiet", wording.editors.quiet(), values, wording.editors.quiet_hint())
    yield section(wording.editors.alerts_head()) | {"block_id": "alerts"}
    for index, entry in enumerate(level.alerts[:MOST_ALERTS]):
        yield part_line("alerts", index, alert_sentence(entry))
    if len(level.alerts) > MOST_ALERTS:
        yield context(wording.editors.more_in_the_file(len(level.alerts) - MOST_ALERTS))
    yield buttons(add_button("alerts", wording.editors.add_alert()))


def _statuses(values: Mapping[str, Any]) -> Block:
    return boxes(
        {status: words.status(status) for status in TO_SOLVE}, values.get("pause_on") or []
    )


def _choice(name: str, label: str, table: Mapping[str, Any], values: Mapping[str, Any]) -> Block:
    return input_field(name, label, select(words.choices(table), values.get(name)))


def _optional(name: str, label: str, values: Mapping[str, Any], hint: str | None = None) -> Block:
    element = text_input(str(values.get(name) or ""))
    return input_field(name, label, element, optional=True, hint=hint)


def priority_sentence(entry: Mapping[str, Any]) -> str:
    """A target of one priority in a line."""
    return wording.editors.priority_line(
        words.metric(entry["metric"]),
        words.priority_inside(entry["priority"]),
        words.in_full(parse_duration(entry["time"])),
    )


def priority_blocks(values: Mapping[str, Any]) -> list[Block]:
    """The form of a target of one priority."""
    metrics = {metric: words.metric(metric) for metric in METRICS}
    return [
        input_field(
            "metric", wording.editors.promise(), select(metrics, values.get("metric", "resolution"))
        ),
        input_field(
            "priority",
            wording.forms.priority(),
            select(words.choices(words.PRIORITIES), values.get("priority", "urgent")),
        ),
        input_field(
            "time",
            wording.editors.time(),
            text_input(str(values.get("time") or "")),
            hint=wording.editors.only_time_hint(),
        ),
    ]


# --- alerts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AlertFields:
    """What stands in the form of an alert."""

    when: str
    amount: str = ""
    metrics: Sequence[str] = ()
    roles: Sequence[str] = ()
    people: Sequence[str] = ()
    others: str = ""
    repeat: str = ""
    escalate: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


def alert_blocks(alert: AlertFields) -> list[Block]:
    """The form of an alert."""
    texts = wording.editors
    amount = text_input(alert.amount)
    return [
        input_field("when", texts.when(), select(words.choices(texts.POINTS), alert.when)),
        input_field("amount", texts.amount(), amount, optional=True, hint=texts.amount_hint()),
        input_field(
            "metrics",
            texts.of_promises(),
            several({metric: words.metric(metric) for metric in METRICS}, alert.metrics),
            optional=True,
            hint=texts.of_promises_hint(),
        ),
        input_field(
            "roles",
            texts.whom(),
            boxes(words.choices(texts.ROLES), alert.roles),
            optional=True,
        ),
        input_field("people", texts.people(), people(alert.people), optional=True),
        input_field(
            "others",
            texts.channels_and_groups(),
            text_input(alert.others, most=TEXT),
            optional=True,
            hint=texts.channels_hint(),
        ),
        input_field(
            "repeat",
            texts.repeat(),
            text_input(alert.repeat),
            optional=True,
            hint=texts.repeat_hint(),
        ),
        input_field(
            "escalate",
            texts.escalation(),
            boxes({"escalate": texts.escalate()}, ["escalate"] if alert.escalate else []),
            optional=True,
        ),
    ]


def alert_sentence(entry: Mapping[str, Any]) -> str:
    """An alert as one reads it aloud, of text that is escaped here."""
    at, texts = str(entry["at"]), wording.editors
    if at == "breach":
        point = texts.at_breach()
    elif at.endswith("%"):
        point = texts.at_share(at)
    elif at[0] == "-":
        point = texts.at_before(_in_full(at))
    else:
        point = texts.at_after(_in_full(at), int(entry.get("repeat", 1)))
    whom = ", ".join(_reader(str(name)) for name in entry["to"])
    metrics = ", ".join(words.metric_inside(metric) for metric in entry.get("metrics", []))
    return texts.alert_line(point, whom, metrics, escalates=bool(entry.get("escalate")))


def _in_full(at: str) -> str:
    return words.in_full(parse_duration(at[1:]))


def _reader(name: str) -> str:
    role = wording.editors.ROLES.get(name)
    if role is not None:
        return role()
    return f"<@{name}>" if name[:1] in "UW" and name.isalnum() and name.isupper() else escaped(name)
