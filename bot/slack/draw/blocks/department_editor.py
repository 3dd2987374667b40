"""The forms of a department, of its fields, of a customer and of a group of customers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.editors import add_button, buttons, part_lines, press_button
from bot.slack.draw.blocks.elements import Block, escaped, section
from bot.slack.draw.blocks.inputs import TEXT, boxes, field, select, text_input
from bot.slack.draw.blocks.menus import named, searched_several
from bot.slack.draw.blocks.name_fields import NameFields, channel_blocks, people_blocks
from bot.views.administration import FieldView
from bot.wording import words

NAME: Final = 150
FIELDS_SHOWN: Final = 50
_OPTIONS: Final = 200
"""Characters of a field's choices in its line."""


@dataclass(frozen=True, slots=True)
class DepartmentFields:
    """What stands in the form of a department."""

    name: str
    is_new: bool
    intake: NameFields
    alerts: NameFields
    leads: NameFields
    managers: NameFields
    agents: NameFields
    level: str | None
    is_private: bool
    fields: Sequence[FieldView]
    more: bool


def department_blocks(department: DepartmentFields) -> Iterator[Block]:
    """The fields and lines of the first view."""
    texts = wording.departments
    yield from name_block(department.name, is_new=department.is_new)
    yield from channel_blocks(department.intake, hint=texts.channels_hint())
    yield from channel_blocks(department.alerts, hint=texts.alert_channel_hint())
    yield from people_blocks(department.leads)
    yield from people_blocks(department.agents)
    yield one_of_many("level", texts.level(), department.level, texts.level_hint())
    if not department.more:
        yield buttons(press_button("more", wording.editors.more()))
        return
    yield from people_blocks(department.managers)
    ticked = ["private"] if department.is_private else []
    box = boxes({"private": texts.private_box()}, ticked)
    yield field("private", texts.private(), box, optional=True)
    yield section(texts.fields_head())
    lines = [field_sentence(each) for each in department.fields]
    yield from part_lines("fields", lines, FIELDS_SHOWN)
    yield buttons(add_button("fields", texts.add_field()))


def name_block(name: str, *, is_new: bool) -> Iterator[Block]:
    """The name of an item; of one that is there with what a new one means."""
    hint = None if is_new else wording.editors.rename_hint()
    yield field("name", wording.departments.name(), text_input(name, most=NAME), hint=hint)


def one_of_many(block_id: str, label: str, name: str | None, hint: str | None = None) -> Block:
    """A searched menu that can be emptied again, as Slack's menus of several can."""
    return field(block_id, label, searched_several(named(name), 1), optional=True, hint=hint)


def field_sentence(asked: FieldView) -> str:
    """A field in a line, of text that is escaped here."""
    texts = wording.departments
    kind = texts.TYPES[asked.type]() if asked.type in texts.TYPES else escaped(asked.type)
    options = escaped(", ".join(asked.options), _OPTIONS)
    return texts.field_line(escaped(asked.name, NAME), kind, options, required=asked.required)


def field_blocks(entry: Mapping[str, Any]) -> list[Block]:
    """The form of a field of a department."""
    texts = wording.departments
    options = "\n".join(map(str, entry.get("options", ())))
    required = ["required"] if entry.get("required") else []
    return [
        field("name", texts.name(), text_input(str(entry.get("name", "")), most=NAME)),
        field(
            "type",
            texts.field_type(),
            select(words.choices(texts.TYPES), str(entry.get("type", "text"))),
        ),
        field(
            "options",
            texts.field_options(),
            text_input(options, most=TEXT, many_lines=True),
            optional=True,
            hint=texts.field_options_hint(),
        ),
        field(
            "required",
            texts.field_required(),
            boxes({"required": texts.field_required_box()}, required),
            optional=True,
        ),
    ]


# --- customers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CustomerFields:
    """What stands in the form of a customer."""

    name: str
    is_new: bool
    group: str | None
    channels: NameFields
    users: NameFields
    domains: NameFields
    level: str | None


def customer_blocks(customer: CustomerFields) -> Iterator[Block]:
    """The fields of a customer."""
    texts = wording.departments
    yield from name_block(customer.name, is_new=customer.is_new)
    group, level = customer.group, customer.level
    yield one_of_many("group", texts.customer_group(), group, texts.customer_group_hint())
    yield from channel_blocks(customer.channels)
    yield from people_blocks(customer.users)
    yield from customer.domains.rest(texts.domains(), texts.domains_hint())
    yield one_of_many("level", texts.level(), level, texts.customer_level_hint())


def group_blocks(name: str, level: str | None, *, is_new: bool) -> Iterator[Block]:
    """The fields of a group of customers."""
    texts = wording.departments
    yield from name_block(name, is_new=is_new)
    yield one_of_many("level", texts.level(), level, texts.customer_group_hint())
