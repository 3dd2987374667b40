"""The set-up of a desk as it is filled in: a view for each step, and those of the test."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import clock_lines
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    section,
)
from bot.slack.draw.blocks.inputs import TEXT, boxes, channels, field, modal, people, text_input
from bot.slack.draw.blocks.menus import Choices, named, searched, searched_several
from bot.views.tickets import TicketView
from bot.wording import words

NAME: Final = 150


def step_form(
    step: str,
    values: Mapping[str, Any],
    place: tuple[int, int],
    metadata: str,
    countries: Choices,
    offered: Sequence[str],
) -> Payload:
    """A step with what stands in its fields; `place` is its number, and how many there are.

    The step behind the first has a way back, the last one puts all in force.
    """
    number, count = place
    head = section(wording.set_up.step_of(number, count + 1, wording.set_up.STEPS[step]()))
    back = button(ids.SETUP_BACK, wording.set_up.back(), ids.SETUP_BACK)
    blocks = [
        head,
        *_FIELDS[step](values, countries, offered),
        *([actions(back)] if number > 1 else []),
    ]
    is_last = number == count
    submit = wording.set_up.use_it() if is_last else wording.set_up.go_on()
    form = modal(ids.SETUP_FORM, wording.set_up.title(), submit, blocks)
    return {**form, "private_metadata": metadata}


def _hours(values: Mapping[str, Any], countries: Choices, _: Sequence[str]) -> Iterator[Block]:
    texts = wording.set_up
    lines = text_input(_text(values, "hours"), most=TEXT, many_lines=True)
    yield field("hours", texts.hours(), lines, hint=texts.hours_hint())
    zone = searched(named(_text(values, "time_zone") or None))
    yield field("time_zone", texts.time_zone(), zone)
    country = searched_several(countries, 1)
    yield field("country", texts.country(), country, optional=True, hint=texts.country_hint())


def _department(values: Mapping[str, Any], *_: object) -> Iterator[Block]:
    texts, labels = wording.set_up, wording.departments
    yield field("department", labels.name(), text_input(_text(values, "department"), most=NAME))
    intake, alerts = channels(values["intake_channels"]), channels(values["alert_channel"], 1)
    hint = texts.private_hint()
    yield field("intake_channels", labels.intake_channels(), intake, optional=True, hint=hint)
    hint = labels.alert_channel_hint()
    yield field("alert_channel", labels.alert_channel(), alerts, optional=True, hint=hint)
    yield field("leads", texts.leads(), people(values["leads"]), optional=True)
    yield field("agents", texts.agents(), people(values["agents"]), optional=True)


def _level(values: Mapping[str, Any], *_: object) -> Iterator[Block]:
    yield field("level", wording.forms.level_name(), text_input(_text(values, "level"), most=NAME))
    hint = wording.level_editors.time_hint()
    for metric in ("first_reply", "next_reply"):
        label = wording.forms.within(words.metric(metric))
        yield field(metric, label, text_input(_text(values, metric)), optional=True, hint=hint)


def _rule(values: Mapping[str, Any], _: Choices, offered: Sequence[str]) -> Iterator[Block]:
    texts = wording.set_up
    tag, reply = text_input(_text(values, "tag")), text_input(_text(values, "urgent_reply"))
    yield field("tag", texts.tag(), tag, optional=True, hint=texts.tag_hint())
    yield field("urgent_reply", texts.urgent_reply(), reply, optional=True)
    choices = {name: name for name in offered}
    ticked = boxes(choices, values["ready_made"])
    yield field("ready_made", texts.ready_made(), ticked, optional=True)


_FIELDS: Final[Mapping[str, Callable[..., Iterator[Block]]]] = {
    "hours": _hours,
    "department": _department,
    "level": _level,
    "rule": _rule,
}


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name) or "")


# --- the test -------------------------------------------------------------------------------------


def trial_offer(texts: Sequence[str], metadata: str) -> Payload:
    """That all is in force, what there is to know besides, and that it can be tried."""
    blocks = [*(section(text) for text in texts), section(wording.set_up.offer_test())]
    submit = wording.set_up.try_it()
    form = modal(ids.SETUP_TEST_FORM, wording.set_up.title(), submit, blocks)
    return {**form, "private_metadata": metadata}


def trial_shown(ticket: TicketView, channel_id: str | None, metadata: str) -> Payload:
    """The test ticket as it stands, and the button that erases it."""
    texts = wording.set_up
    level = ticket.level or words.none()
    card = texts.no_card() if channel_id is None else texts.stands_in(f"<#{channel_id}>")
    lines = [texts.promised(escaped(level, NAME)), *clock_lines(ticket), card]
    blocks = [
        section(texts.tested(ticket.number)),
        section("\n".join(lines)),
        context(texts.forgotten()),
    ]
    form = modal(ids.SETUP_ERASE_FORM, texts.title(), texts.finish(), blocks)
    return {**form, "private_metadata": metadata}
