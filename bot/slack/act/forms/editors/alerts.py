"""An alert of a level: when, for which promises, to whom, how often, and whether it escalates."""

import re
from typing import Any, Final

from bot import wording
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.editors.named import NameList, groups_offered
from bot.slack.act.forms.editors.times import duration_at, shown_duration
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.alert_editor import (
    AFTER,
    BEFORE,
    BREACH,
    MOST_ALERTS,
    SHARE,
    AlertFields,
    alert_blocks,
    amount_field,
)
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.name_fields import CHANNELS, GROUPS, PEOPLE
from bot.usecases.ground.transaction import Transaction
from bot.words.spelling import number_in
from sla_core.configuration import MOST_REPEATS
from sla_core.tickets.vocabulary import METRICS

LIST: Final = "alerts"
TO: Final = NameList("to", (PEOPLE, GROUPS, CHANNELS))
ROLES: Final = tuple(wording.level_editors.ROLES)
_NEW: Final[Entry] = {"at": "75%", "to": ["channel"]}
_PERCENT: Final = re.compile(r"(\d{1,3})\s*%?", re.ASCII)


# --- drawn ----------------------------------------------------------------------------------------


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    shown = entry or _NEW
    when, amount = _when(str(shown["at"]))
    to = _readers_of(shown)
    others = TO.fields_of([name for name in to if name not in ROLES])
    fields = AlertFields(
        when=when,
        others=TO.shown(work, Content(others)),
        amount=amount,
        metrics=list(shown.get("metrics", [])),
        roles=[name for name in to if name in ROLES],
        repeat=str(shown.get("repeat", "")),
        escalate=bool(shown.get("escalate")),
    )
    return alert_blocks(fields)


def _readers_of(entry: Entry) -> list[str]:
    return [str(name) for name in entry["to"]]


def _when(at: str) -> tuple[str, str]:
    """The kind of a point as the file has it, and how much of it."""
    if at == BREACH:
        return BREACH, ""
    if at.endswith("%"):
        return SHARE, at
    return (BEFORE if at[0] == "-" else AFTER), shown_duration(at[1:])


def _redrawn(
    work: Transaction, submitted: Submission, content: Content, argument: str
) -> list[Block]:
    """The fields that the chosen point needs, with what stands in them."""
    when = _kind(submitted)
    fields = AlertFields(
        when=when,
        others=TO.shown(work, Content(submitted.values)),
        amount=submitted.text(amount_field(when)),
        metrics=submitted.choices("metrics"),
        roles=submitted.choices("roles"),
        repeat=submitted.words("repeat"),
        escalate="escalate" in submitted.choices("escalate"),
    )
    return alert_blocks(fields)


# --- read -----------------------------------------------------------------------------------------


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    entry: dict[str, Any] = {"at": _point(submitted), "to": _readers(submitted, before)}
    metrics = [metric for metric in METRICS if metric in submitted.choices("metrics")]
    if metrics:
        entry["metrics"] = metrics
    repeat = _repeat(submitted)
    if repeat > 1:
        entry["repeat"] = repeat
    if "escalate" in submitted.choices("escalate"):
        entry["escalate"] = True
    return entry


def _kind(submitted: Submission) -> str:
    when = submitted.choice("when")
    if when not in (BREACH, SHARE, BEFORE, AFTER):
        raise FieldErrors({"when": wording.forms.unreadable()})
    return when


def _point(submitted: Submission) -> str:
    when = _kind(submitted)
    amount = submitted.words(amount_field(when))
    if when == BREACH:
        return BREACH
    if when == SHARE:
        match = _PERCENT.fullmatch(number_in(amount.rstrip("%").strip()))
        if match is None or not 0 < int(match[1]) < 100:  # noqa: PLR2004 a percentage
            raise FieldErrors({"share": wording.level_editors.no_share()})
        return f"{int(match[1])}%"
    time = duration_at("amount", amount)
    if time is None or time == "0s":
        raise FieldErrors({"amount": wording.level_editors.no_time()})
    return f"{'-' if when == BEFORE else '+'}{time}"


def _readers(submitted: Submission, entry: Entry | None) -> list[str]:
    """Who hears of it, those in their order who heard of it before."""
    before = _readers_of(entry) if entry else []
    others = TO.fields_of([name for name in before if name not in ROLES])
    names = TO.names_in(Content({**others, **submitted.values}))
    chosen = [*(role for role in ROLES if role in submitted.choices("roles")), *names]
    if not chosen:
        raise FieldErrors({"roles": wording.level_editors.no_readers()})
    return list(dict.fromkeys([*(name for name in before if name in chosen), *chosen]))


def _repeat(submitted: Submission) -> int:
    """How often it is said: more than once only after the breach."""
    if submitted.choice("when") != AFTER:
        return 1
    text = number_in(submitted.words("repeat")) or "1"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_REPEATS):
        raise FieldErrors({"repeat": wording.level_editors.no_repeat(MOST_REPEATS)})
    return int(text)


def _field_of(key: str) -> str | None:
    """The field of a key such as `alerts[2].to` or `alerts.to`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] != LIST:
        return None
    named = {"to": TO.field, "metrics": "metrics", "repeat": "repeat"}
    return next((named[step] for step in steps if step in named), "when")


ALERT: Final = PartEditor(
    callback_id=ids.LEVEL_ALERT_FORM,
    first_field="when",
    title=wording.level_editors.alert_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=MOST_ALERTS,
    menus={f"{GROUPS}_{TO.key}": groups_offered},
    redrawn=_redrawn,
    field_of=_field_of,
)
