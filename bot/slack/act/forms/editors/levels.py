"""The form of a level: name, hours and replies first, everything else behind More."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.config.levels import DEFAULT_ALERTS_WRITTEN
from bot.slack.act.forms.editors.alerts import ALERT
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.priorities import PRIORITY
from bot.slack.act.forms.editors.times import durations_at, shown_duration
from bot.slack.act.forms.kind import FieldErrors, MenuSearch
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.level_editor import AFTER, LevelFields, level_blocks
from bot.slack.draw.blocks.menus import Choices, named_each
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import overviews, suggestions
from bot.usecases.promises.rule_names import naming
from sla_core.configuration import DEFAULT_PAUSES
from sla_core.tickets.vocabulary import METRICS, TO_SOLVE

ALERTS, TARGETS = "alerts", "priorities"
_HANDLED: Final = {
    *("calendar", "targets", "pause_on", "reopen", "on_change", "quiet", "alerts"),
    *AFTER,
}
_DEFAULT: Final = "default"


def _content_of(keys: Plain) -> Content:
    targets = keys.get("targets", {})
    pauses = keys.get("pause_on", sorted(DEFAULT_PAUSES["resolution"]))
    statuses = pauses.get("resolution", []) if isinstance(pauses, dict) else pauses
    fields: dict[str, Any] = {
        "calendar": keys.get("calendar", ""),
        **{metric: shown_duration(_plain_time(targets.get(metric))) for metric in METRICS},
        "pause_on": [status for status in statuses if status in TO_SOLVE],
        "other_pauses": [status for status in statuses if status not in TO_SOLVE],
        "reopen": keys.get("reopen", "resume"),
        "on_change": keys.get("on_change", "carry"),
        "quiet": keys.get("quiet", ""),
        **{name: shown_duration(keys.get(name)) for name in AFTER},
        "pauses_of_others": pauses if isinstance(pauses, dict) else None,
        "others": {name: value for name, value in keys.items() if name not in _HANDLED},
    }
    alerts = keys.get("alerts", DEFAULT_ALERTS_WRITTEN)
    return Content(fields, {ALERTS: tuple(alerts), TARGETS: tuple(_by_priority(targets))})


def _plain_time(target: object) -> object:
    return target.get(_DEFAULT) if isinstance(target, dict) else target


def _by_priority(targets: Mapping[str, Any]) -> Iterator[Entry]:
    for metric, target in targets.items():
        for priority, time in target.items() if isinstance(target, dict) else ():
            if priority != _DEFAULT:
                yield {"metric": metric, "priority": priority, "time": time}


def _keys_of(content: Content) -> Plain:
    times = durations_at(content, (*METRICS, *AFTER))
    targets = _targets(times, content.entries(TARGETS))
    if not targets:
        raise FieldErrors({"first_reply": wording.forms.no_target()})
    keys: Plain = {
        **(content.fields.get("others") or {}),
        "targets": targets,
        "pause_on": _pauses(content),
        "reopen": content.text("reopen") or "resume",
        "on_change": content.text("on_change") or "carry",
        "alerts": [dict(entry) for entry in content.entries(ALERTS)],
        **{name: times[name] for name in AFTER if name in times},
    }
    if content.text("calendar"):
        keys["calendar"] = content.text("calendar")
    if content.text("quiet").strip():
        keys["quiet"] = content.text("quiet").strip()
    return keys


def _targets(times: Mapping[str, str], entries: tuple[Entry, ...]) -> Plain:
    """What is promised, each metric with its time or with those of its priorities."""
    targets: Plain = {}
    for metric in METRICS:
        by_priority = {
            entry["priority"]: entry["time"] for entry in entries if entry["metric"] == metric
        }
        default = times.get(metric)
        if by_priority:
            targets[metric] = by_priority | ({_DEFAULT: default} if default else {})
        elif default:
            targets[metric] = default
    return targets


def _pauses(content: Content) -> Any:
    """The statuses of the resolution, with those that the form does not offer; those of others."""
    chosen = [*content.list("pause_on"), *content.list("other_pauses")]
    others = content.fields.get("pauses_of_others")
    if not isinstance(others, dict):
        return chosen
    own = {"resolution": chosen} if chosen or "resolution" in others else {}
    return {**others, **own}


def _blocks(work: Transaction, content: Content) -> list[Block]:
    fields = LevelFields(
        values=content.fields,
        alerts=content.entries(ALERTS),
        priorities=content.entries(TARGETS),
        more=content.more,
        is_new=content.is_new,
        naming=naming(work.directory),
    )
    return level_blocks(fields)


def _field_of(key: str) -> str:
    """The field of a key such as `targets.first_reply` or `alerts[2].at`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] == "targets":
        return steps[1] if len(steps) > 1 and steps[1] in METRICS else "first_reply"
    return steps[0] or "name"


def _calendars_offered(work: Transaction, search: MenuSearch) -> Choices:
    return named_each(suggestions.calendars(work, search.user_id))


def _first_guess(work: Transaction, by: str) -> dict[str, str]:
    return {"calendar": suggestions.first_calendar(work, by)}


def _keeps_name(work: Transaction, name: str) -> str | None:
    """Tickets under a level are that by its name: none of theirs would start a clock any more."""
    open_tickets = overviews.tickets_under(work, name)
    return wording.editors.keeps_name("level", open_tickets) if open_tickets else None


LEVEL: Final = Editor(
    kind="level",
    callback_id=ids.LEVEL_EDIT_FORM,
    first_field="first_reply",
    title=wording.level_editors.level_title,
    new_title=wording.forms.level_title,
    content_of=_content_of,
    keys_of=_keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="level form",
    new_callback_id=ids.LEVEL_FORM,
    copy_callback_id=ids.LEVEL_COPY_FORM,
    archive_callback_id=ids.LEVEL_ARCHIVE_FORM,
    parts={ALERTS: ALERT, TARGETS: PRIORITY},
    menus={"calendar": _calendars_offered},
    first_guess=_first_guess,
    keeps_name=_keeps_name,
)
