"""Levels, as people read them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.config.levels import DEFAULT_ALERTS_WRITTEN, write_level
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.alert_editor import alert_sentence
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    escaped,
    joined,
    listed_groups,
    message,
    section,
)
from bot.slack.draw.blocks.offers import form_button, item_buttons
from bot.wording import words
from bot.wording.conditions import Naming
from sla_core.configuration import ALWAYS, Level, Target
from sla_core.tickets.vocabulary import METRICS, STATUSES

REPLIES: Final = ("first_reply", "next_reply")


def levels_shown(
    levels: Sequence[Level], naming: Naming = str, *, to_admin: bool = False
) -> Payload:
    """Every level as one reads it aloud; for an admin with what can be done with it."""
    if not levels:
        return message(wording.promises.no_levels(), _none(to_admin=to_admin))
    head = wording.promises.levels(len(levels))
    groups = [
        [section(_level(level, naming)), *_level_buttons(level, to_admin)] for level in levels
    ]
    new = [actions(form_button(wording.home.new_level(), ids.LEVEL_FORM))] if to_admin else []
    return message(head, listed_groups([section(f"*{head}*"), *new], groups))


def _none(*, to_admin: bool) -> list[Block]:
    text = section(wording.promises.no_levels())
    button = actions(form_button(wording.home.new_level(), ids.LEVEL_FORM))
    return [text, button] if to_admin else [text]


def _level_buttons(level: Level, to_admin: bool) -> list[Block]:  # noqa: FBT001
    forms = (ids.LEVEL_EDIT_FORM, ids.LEVEL_COPY_FORM, ids.LEVEL_ARCHIVE_FORM)
    return [item_buttons(*forms, level.name)] if to_admin else []


def _level(level: Level, naming: Naming) -> str:
    keys = write_level(level)
    lines = [
        f"*{escaped(level.name, 300)}*",
        *_promises(level),
        *(_pauses(level) or [wording.promises.never_pauses()]),
        *_by_itself(level, keys),
        *(f"• {alert_sentence(entry, naming)}" for entry in _alerts(keys)),
    ]
    return joined(lines)


def _alerts(keys: Plain) -> Sequence[Mapping[str, Any]]:
    alerts: Sequence[Mapping[str, Any]] = keys.get("alerts", DEFAULT_ALERTS_WRITTEN)
    return alerts


def _promises(level: Level) -> Iterator[str]:
    """What it promises, a sentence for each promise; the two replies are told together."""
    hours = _hours(level)
    first, after = (_only(level.targets.get(metric)) for metric in REPLIES)
    told = REPLIES if first and after else ()
    if first and after:
        yield wording.promises.replies(first, hours, after)
    for metric in METRICS:
        if metric in level.targets and metric not in told:
            head, *others = _times(level.targets[metric])
            yield wording.promises.promise(words.metric(metric), head, hours, others)


def _only(target: Target | None) -> str | None:
    """The time of what has the same at every priority."""
    if target is None or target.default_s is None or target.by_priority:
        return None
    return words.in_full(target.default_s)


def _times(target: Target) -> Iterator[str]:
    if target.default_s is not None:
        yield wording.promises.within(words.in_full(target.default_s))
    for priority, seconds in target.by_priority:
        time = words.in_full(seconds)
        yield wording.promises.at_priority(words.priority_inside(priority), time)


def _hours(level: Level) -> str:
    if level.calendar.casefold() == ALWAYS:
        return wording.promises.around_the_clock()
    return wording.promises.of_hours(escaped(level.calendar, 150))


def _pauses(level: Level) -> list[str]:
    """When clocks pause, those together that pause alike."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for metric in METRICS:
        statuses = tuple(status for status in STATUSES if level.pauses(metric, status))
        if metric in level.targets and statuses:
            alike.setdefault(statuses, []).append(words.metric_inside(metric))
    return [
        wording.promises.pauses_while(metrics, [words.status_inside(each) for each in statuses])
        for statuses, metrics in alike.items()
    ]


def _by_itself(level: Level, keys: Plain) -> Iterator[str]:
    """What becomes of silent tickets, and when nothing but a breach is told."""
    if level.resolve_after_s is not None:
        yield wording.promises.resolved_after(words.in_full(level.resolve_after_s))
    if level.close_after_s is not None:
        yield wording.promises.closed_after(words.in_full(level.close_after_s))
    if "quiet" in keys:
        yield wording.promises.quiet_hours(str(keys["quiet"]))
