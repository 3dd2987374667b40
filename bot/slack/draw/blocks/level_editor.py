"""The form of a level, and that of a target by priority."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.alert_editor import MOST_ALERTS, alert_sentence
from bot.slack.draw.blocks.editors import add_button, buttons, part_line, press_button
from bot.slack.draw.blocks.elements import Block, context, section
from bot.slack.draw.blocks.inputs import boxes, select, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.menus import named, searched
from bot.wording import words
from bot.wording.conditions import Naming
from sla_core.durations import parse_duration
from sla_core.tickets.vocabulary import METRICS, TO_SOLVE

FIRST: Final = ("first_reply", "next_reply")
"""What most levels promise: the rest stands behind More."""
REST: Final = (*(metric for metric in METRICS if metric not in FIRST),)
AFTER: Final = ("resolve_after", "close_after")
NAME: Final = 150


@dataclass(frozen=True, slots=True)
class LevelFields:
    """What stands in the form of a level."""

    values: Mapping[str, Any]
    alerts: Sequence[Mapping[str, Any]]
    priorities: Sequence[Mapping[str, Any]]
    more: bool
    is_new: bool
    naming: Naming = str


def level_blocks(level: LevelFields) -> list[Block]:
    """The fields and lines of the first view."""
    text = level.values
    first = [
        _name(str(text.get("name") or ""), is_new=level.is_new),
        input_field(
            "calendar",
            wording.level_editors.hours(),
            searched(named(text.get("calendar") or None)),
            optional=True,
            hint=wording.level_editors.hours_hint(),
        ),
        *(_target(metric, text, hint=metric == FIRST[0]) for metric in FIRST),
    ]
    if not level.more:
        return [*first, buttons(press_button("more", wording.editors.more()))]
    return [*first, *_rest(level)]


def _name(typed: str, *, is_new: bool) -> Block:
    hint = None if is_new else wording.editors.rename_hint()
    return input_field("name", wording.forms.level_name(), text_input(typed, most=NAME), hint=hint)


def _target(metric: str, values: Mapping[str, Any], *, hint: bool = False) -> Block:
    return input_field(
        metric,
        wording.forms.within(words.metric(metric)),
        text_input(str(values.get(metric) or "")),
        optional=True,
        hint=wording.level_editors.time_hint() if hint else None,
    )


def _rest(level: LevelFields) -> Iterator[Block]:
    values = level.values
    yield from (_target(metric, values) for metric in REST)
    for index, entry in enumerate(level.priorities):
        yield part_line("priorities", index, priority_sentence(entry))
    yield buttons(add_button("priorities", wording.level_editors.add_priority()))
    yield input_field("pause_on", wording.forms.pause_on(), _statuses(values), optional=True)
    yield _choice("reopen", wording.forms.reopen(), wording.forms.REOPEN, values)
    yield _choice("on_change", wording.forms.on_change(), wording.forms.ON_CHANGE, values)
    yield _optional("resolve_after", wording.level_editors.resolve_after(), values)
    yield _optional("close_after", wording.level_editors.close_after(), values)
    yield _optional(
        "quiet", wording.level_editors.quiet(), values, wording.level_editors.quiet_hint()
    )
    yield section(wording.level_editors.alerts_head()) | {"block_id": "alerts"}
    for index, entry in enumerate(level.alerts[:MOST_ALERTS]):
        yield part_line("alerts", index, alert_sentence(entry, level.naming))
    if len(level.alerts) > MOST_ALERTS:
        yield context(wording.editors.more_in_the_file(len(level.alerts) - MOST_ALERTS))
    yield buttons(add_button("alerts", wording.level_editors.add_alert()))


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
    return wording.level_editors.priority_line(
        words.metric(entry["metric"]),
        words.priority_inside(entry["priority"]),
        words.in_full(parse_duration(entry["time"])),
    )


def priority_blocks(values: Mapping[str, Any]) -> list[Block]:
    """The form of a target of one priority."""
    metrics = {metric: words.metric(metric) for metric in METRICS}
    return [
        input_field(
            "metric",
            wording.level_editors.promise(),
            select(metrics, values.get("metric", "resolution")),
        ),
        input_field(
            "priority",
            wording.forms.priority(),
            select(words.choices(words.PRIORITIES), values.get("priority", "urgent")),
        ),
        input_field(
            "time",
            wording.level_editors.time(),
            text_input(str(values.get("time") or "")),
            hint=wording.level_editors.only_time_hint(),
        ),
    ]
