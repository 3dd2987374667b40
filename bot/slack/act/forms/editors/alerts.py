"""An alert of a level: when, for which promises, to whom, how often, and whether it escalates."""

import re
from typing import Any, Final

from bot import wording
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.editors.times import duration_at, shown_duration
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.level_editor import MOST_ALERTS, AlertFields, alert_blocks
from bot.usecases.ground.transaction import Transaction
from bot.words.spelling import number_in
from sla_core.configuration import MOST_REPEATS
from sla_core.tickets.vocabulary import METRICS

LIST: Final = "alerts"
BREACH, SHARE, BEFORE, AFTER = "breach", "share", "before", "after"
ROLES: Final = ("channel", "assignee", "leads", "managers", "agents")
_PERCENT: Final = re.compile(r"(\d{1,3})\s*%?", re.ASCII)
_PERSON: Final = re.compile(r"[UW][A-Z0-9]+")


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    return alert_blocks(_fields(entry or {"at": "75%", "to": ["channel"]}))


def _fields(entry: Entry) -> AlertFields:
    at, to = str(entry["at"]), [str(name) for name in entry["to"]]
    when, amount = BREACH, ""
    if at.endswith("%"):
        when, amount = SHARE, at
    elif at != BREACH:
        when, amount = (BEFORE if at[0] == "-" else AFTER), shown_duration(at[1:])
    people = [name for name in to if _PERSON.fullmatch(name)]
    return AlertFields(
        when=when,
        amount=amount,
        metrics=list(entry.get("metrics", [])),
        roles=[name for name in to if name in ROLES],
        people=people,
        others=", ".join(name for name in to if name not in (*ROLES, *people)),
        repeat=str(entry.get("repeat", "")),
        escalate=bool(entry.get("escalate")),
    )


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    entry: dict[str, Any] = {"at": _point(submitted), "to": _readers(submitted)}
    metrics = [metric for metric in METRICS if metric in submitted.choices("metrics")]
    if metrics:
        entry["metrics"] = metrics
    repeat = _repeat(submitted)
    if repeat > 1:
        entry["repeat"] = repeat
    if "escalate" in submitted.choices("escalate"):
        entry["escalate"] = True
    return entry


def _point(submitted: Submission) -> str:
    when, amount = submitted.choice("when"), submitted.words("amount")
    if when == BREACH:
        return BREACH
    if when == SHARE:
        match = _PERCENT.fullmatch(number_in(amount.rstrip("%").strip()))
        if match is None or not 0 < int(match[1]) < 100:  # noqa: PLR2004 a percentage
            raise FieldErrors({"amount": wording.editors.no_share()})
        return f"{int(match[1])}%"
    if when not in (BEFORE, AFTER):
        raise FieldErrors({"when": wording.forms.unreadable()})
    time = duration_at("amount", amount)
    if time is None or time == "0s":
        raise FieldErrors({"amount": wording.editors.no_time()})
    return f"{'-' if when == BEFORE else '+'}{time}"


def _readers(submitted: Submission) -> list[str]:
    roles = [role for role in ROLES if role in submitted.choices("roles")]
    others = [name.strip() for name in submitted.words("others").split(",") if name.strip()]
    readers = [*roles, *submitted.choices("people"), *others]
    if not readers:
        raise FieldErrors({"roles": wording.editors.no_readers()})
    return list(dict.fromkeys(readers))


def _field_of(key: str) -> str | None:
    """The field of a key such as `alerts[2].to` or `alerts.to`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] != LIST:
        return None
    named = {"to": "others", "metrics": "metrics", "repeat": "repeat"}
    return next((named[step] for step in steps if step in named), "amount")


def _repeat(submitted: Submission) -> int:
    text = number_in(submitted.words("repeat")) or "1"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_REPEATS):
        raise FieldErrors({"repeat": wording.editors.no_repeat(MOST_REPEATS)})
    if int(text) > 1 and submitted.choice("when") != AFTER:
        raise FieldErrors({"repeat": wording.editors.repeats_late()})
    return int(text)


ALERT: Final = PartEditor(
    callback_id=ids.LEVEL_ALERT_FORM,
    first_field="amount",
    title=wording.editors.alert_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=MOST_ALERTS,
    field_of=_field_of,
)
