"""The form of a rule: a section for each group of conditions, what it does, and all read aloud."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.condition_editor import dispatching
from bot.slack.draw.blocks.editors import add_button, buttons, press_button
from bot.slack.draw.blocks.elements import (
    BUTTON,
    PLACEHOLDER,
    Block,
    context,
    cut,
    escaped,
    plain,
    section,
)
from bot.slack.draw.blocks.inputs import TEXT, boxes, option, select, several, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.menus import searched_several
from bot.slack.draw.blocks.name_fields import CHANNELS, GROUPS, PEOPLE, NameFields
from bot.wording import words
from bot.wording.conditions import both

NAME: Final = 150
LEAVE: Final = "leave"
ACTIVE, STOP, ESCALATE = "active", "stop", "escalate"
_CONDITION: Final = 260
"""Characters of a condition in its group's sentence: ten of them fit into a section."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of conditions: its number, each condition with its place in the list, as said.

    Those of no place can only be removed with the group, or not at all where it is read-only.
    """

    number: int
    conditions: Sequence[str]
    places: Sequence[int]
    editable: Sequence[bool]
    is_full: bool
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class RuleFields:
    """What stands in the form of a rule; `sentence` is all of it, `notes` what to know of it."""

    values: Mapping[str, Any]
    groups: Sequence[GroupLine]
    most_groups: int
    next_group: int
    assignee: NameFields
    notify: NameFields
    more: bool
    is_new: bool
    is_later: bool
    has_long_texts: bool
    sentence: str
    notes: Sequence[str]


def rule_blocks(rule: RuleFields) -> list[Block]:
    """The fields and lines of the first view."""
    return [*_head(rule), *_groups(rule), *_actions(rule), *_flags(rule), *_read_back(rule)]


def _head(rule: RuleFields) -> Iterator[Block]:
    texts = wording.rule_editors
    name = text_input(str(rule.values.get("name") or ""), most=NAME)
    hint = texts.name_hint() if rule.is_new else wording.editors.rename_hint()
    yield input_field("name", wording.forms.level_name(), name, optional=rule.is_new, hint=hint)
    occasions = boxes(words.choices(texts.OCCASIONS), rule.values.get("when") or ())
    yield dispatching(input_field("when", texts.when(), occasions))


# --- groups ---------------------------------------------------------------------------------------


def _groups(rule: RuleFields) -> Iterator[Block]:
    texts = wording.rule_editors
    if not rule.groups:
        yield section(texts.every_ticket())
    for place, group in enumerate(rule.groups):
        sentence = both(escaped(text, _CONDITION) for text in group.conditions)
        say = texts.other_group if place else texts.first_group
        block = section(cut(say(sentence)))
        if group.is_read_only:
            yield block
            yield context(texts.only_in_file())
        else:
            yield {**block, "accessory": _group_menu(group)}
    if len(rule.groups) < rule.most_groups:
        argument = str(rule.next_group)
        yield buttons(add_button("conditions", texts.add_group(), argument))
    else:
        yield context(texts.most_groups(rule.most_groups))


def _group_menu(group: GroupLine) -> Block:
    """One menu for all that can be done with a group and its conditions."""
    texts = wording.rule_editors
    rows = list(zip(group.places, group.conditions, group.editable, strict=True))
    changes = {
        f"edit:conditions:{place}": texts.change(text)
        for place, text, is_editable in rows
        if is_editable
    }
    removals = {f"remove:conditions:{place}": texts.remove(text) for place, text, _ in rows}
    of_group = {f"remove_group:{group.number}": texts.remove_group()}
    if not group.is_full:
        of_group = {f"add:conditions:{group.number}": texts.add_condition(), **of_group}
    groups = ((texts.conditions(), {**changes, **removals}), (texts.of_group(), of_group))
    return {
        "type": "static_select",
        "action_id": ids.EDITOR_LINE,
        "placeholder": plain(wording.editors.change(), PLACEHOLDER),
        "option_groups": [
            {
                "label": plain(label, BUTTON),
                "options": [option(value, text) for value, text in choices.items()],
            }
            for label, choices in groups
        ],
    }


# --- actions --------------------------------------------------------------------------------------


def _actions(rule: RuleFields) -> Iterator[Block]:
    texts, values = wording.rule_editors, rule.values
    yield dispatching(_searched("level", texts.level(), values))
    priorities = words.choices(words.PRIORITIES)
    yield _choice("priority", texts.priority(), priorities, values)
    if rule.is_later:
        yield from _later(rule)
    if not rule.more:
        yield buttons(press_button("more", wording.editors.more()))
        return
    yield dispatching(_searched("department", texts.department(), values))
    yield dispatching(rule.assignee.block(PEOPLE, texts.assignee()))
    yield from rule.assignee.rest()
    yield dispatching(_searched("add_tags", texts.add_tags(), values, most=None))
    yield dispatching(_searched("remove_tags", texts.remove_tags(), values, most=None))


def _later(rule: RuleFields) -> Iterator[Block]:
    """What can be done to a ticket that is there already."""
    texts, values = wording.rule_editors, rule.values
    yield _choice("status", texts.status(), words.choices(words.STATUSES), values)
    roles = several(words.choices(wording.level_editors.ROLES), values.get("roles") or ())
    yield dispatching(input_field("roles", texts.roles(), roles, optional=True))
    labels = {PEOPLE: texts.people(), GROUPS: texts.groups(), CHANNELS: texts.channels()}
    for menu, label in labels.items():
        yield dispatching(rule.notify.block(menu, label))
    yield from rule.notify.rest()
    if rule.has_long_texts:
        yield context(texts.too_long())
        return
    yield _text("notice", texts.notice(), values, texts.notice_hint())
    yield _text("note", texts.note(), values)


def _searched(name: str, label: str, values: Mapping[str, Any], most: int | None = 1) -> Block:
    chosen = values.get(name) or []
    menu = searched_several({each: each for each in chosen}, most=most)
    return input_field(name, label, menu, optional=True)


def _choice(name: str, label: str, choices: Mapping[str, str], values: Mapping[str, Any]) -> Block:
    all_choices = {LEAVE: wording.rule_editors.leave(), **choices}
    menu = select(all_choices, values.get(name) or LEAVE)
    return dispatching(input_field(name, label, menu, optional=True))


def _text(name: str, label: str, values: Mapping[str, Any], hint: str | None = None) -> Block:
    element = text_input(str(values.get(name) or ""), most=TEXT, many_lines=True)
    return input_field(name, label, element, optional=True, hint=hint)


def _flags(rule: RuleFields) -> Iterator[Block]:
    texts = wording.rule_editors
    escalation = {ESCALATE: texts.escalate()} if rule.is_later else {}
    choices = {STOP: texts.stop(), **escalation, ACTIVE: texts.active()}
    flags = boxes(choices, rule.values.get("flags") or ())
    yield dispatching(input_field("flags", texts.flags(), flags, optional=True))


def _read_back(rule: RuleFields) -> Iterator[Block]:
    if rule.sentence:
        yield section(cut(wording.rule_editors.read_back(escaped(rule.sentence, 2800))))
    if rule.notes:
        yield context(cut("\n".join(escaped(note, 600) for note in rule.notes)))
