"""The form of an alert of a level, and an alert as one reads it aloud."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.condition_editor import dispatching
from bot.slack.draw.blocks.elements import Block, escaped
from bot.slack.draw.blocks.inputs import boxes, select, several, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.name_fields import CHANNELS, GROUPS, PEOPLE, NameFields
from bot.wording import words
from bot.wording.conditions import Naming
from bot.wording.language import Sentence
from sla_core.durations import parse_duration
from sla_core.tickets.vocabulary import METRICS

MOST_ALERTS: Final = 20
BREACH, SHARE, BEFORE, AFTER = "breach", "share", "before", "after"
_AMOUNTS: Final[Mapping[str, tuple[Sentence, Sentence]]] = {
    SHARE: (wording.level_editors.share, wording.level_editors.share_hint),
    BEFORE: (wording.level_editors.before, wording.level_editors.before_hint),
    AFTER: (wording.level_editors.after, wording.level_editors.after_hint),
}
"""What is asked of each point but the breach, and how."""
_REPEATS: Final = (*range(1, 11), 12, 24)
"""How often an alert is offered to be said."""
_WHOM: Final = 600
"""Characters of those who hear of it in its line."""


@dataclass(frozen=True, slots=True)
class AlertFields:
    """What stands in the form of an alert; whom beside the roles is in `others`."""

    when: str
    others: NameFields
    amount: str = ""
    metrics: Sequence[str] = ()
    roles: Sequence[str] = ()
    repeat: str = ""
    escalate: bool = False


def alert_blocks(alert: AlertFields) -> list[Block]:
    """Its fields: those that the chosen point has no use for are not there."""
    return [*_point(alert), *_readers(alert), *_rest(alert)]


def amount_field(when: str) -> str:
    """The field of how much: a share and a time have one each, as Slack keeps what was typed."""
    return "share" if when == SHARE else "amount"


def _point(alert: AlertFields) -> Iterator[Block]:
    texts = wording.level_editors
    points = select(words.choices(texts.POINTS), alert.when)
    yield dispatching(input_field("when", texts.when(), points))
    if alert.when in _AMOUNTS:
        label, hint = _AMOUNTS[alert.when]
        field = amount_field(alert.when)
        yield input_field(field, label(), text_input(alert.amount), hint=hint())
    if alert.when == AFTER:
        choices = select(_repeats(alert.repeat), alert.repeat or "1")
        yield input_field("repeat", texts.repeat(), choices, hint=texts.repeat_hint())


def _repeats(standing: str) -> dict[str, str]:
    """How often, with what stands there though it is not offered."""
    amounts = {*_REPEATS, *([int(standing)] if standing.isdecimal() else [])}
    return {str(amount): wording.level_editors.times(amount) for amount in sorted(amounts)}


def _readers(alert: AlertFields) -> Iterator[Block]:
    texts = wording.level_editors
    roles = boxes(words.choices(texts.ROLES), alert.roles)
    yield input_field("roles", texts.whom(), roles, optional=True, hint=texts.whom_hint())
    yield alert.others.block(PEOPLE, texts.people())
    yield alert.others.block(GROUPS, texts.groups())
    yield alert.others.block(CHANNELS, texts.channels(), texts.channels_hint())
    yield from alert.others.rest()


def _rest(alert: AlertFields) -> Iterator[Block]:
    texts = wording.level_editors
    metrics = several({metric: words.metric(metric) for metric in METRICS}, alert.metrics)
    hint = texts.of_promises_hint()
    yield input_field("metrics", texts.of_promises(), metrics, optional=True, hint=hint)
    box = boxes({"escalate": texts.escalate()}, ["escalate"] if alert.escalate else [])
    yield input_field("escalate", texts.escalation(), box, optional=True)


# --- read aloud -----------------------------------------------------------------------------------


def alert_sentence(entry: Mapping[str, Any], naming: Naming = str) -> str:
    """An alert as one reads it aloud, of text that is escaped here."""
    whom = ", ".join(_reader(str(name), naming) for name in entry["to"])
    metrics = ", ".join(words.metric_inside(metric) for metric in entry.get("metrics", []))
    point, escalates = _when(entry), bool(entry.get("escalate"))
    said = escaped(whom, _WHOM)
    return wording.level_editors.alert_line(point, said, metrics, escalates=escalates)


def _when(entry: Mapping[str, Any]) -> str:
    at, texts = str(entry["at"]), wording.level_editors
    if at == BREACH:
        return texts.at_breach()
    if at.endswith("%"):
        return texts.at_share(at)
    time = words.in_full(parse_duration(at[1:]))
    return texts.at_before(time) if at[0] == "-" else texts.at_after(time, _times(entry))


def _times(entry: Mapping[str, Any]) -> int:
    return int(entry.get("repeat", 1))


def _reader(name: str, naming: Naming) -> str:
    role = wording.level_editors.ROLES.get(name)
    return naming(name) if role is None else role()
