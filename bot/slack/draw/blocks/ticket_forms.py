"""The forms of an agent's work on a ticket, and nothing about what becomes of them."""

from collections.abc import Sequence

from bot import wording
from bot.slack.draw.blocks.elements import Block, Payload, escaped, section
from bot.slack.draw.blocks.inputs import TEXT, field, modal, select, text_input
from bot.slack.draw.blocks.menus import named, searched
from bot.wording import words
from bot.wording.language import Sentence
from sla_core.tickets.vocabulary import PRIORITIES

SUBJECT = 300
LINE = 500


def work_form(
    callback_id: str, title: Sentence, number: int, subject: str, inputs: Sequence[Block]
) -> Payload:
    """A form about a ticket, which its `private_metadata` names."""
    about = section(wording.work.head(number, escaped(subject, SUBJECT)))
    form = modal(callback_id, title(), wording.work.submit(), [about, *inputs])
    return {**form, "private_metadata": str(number)}


def note_input() -> list[Block]:
    """The field for a note, which the requester does not read."""
    element = text_input(most=TEXT, many_lines=True)
    return [field("text", wording.work.text(), element, hint=wording.work.note_hint())]


def until_input() -> list[Block]:
    """A day and a time, or none."""
    element = {"type": "datetimepicker"}
    hint = wording.work.until_hint()
    return [field("until", wording.work.until(), element, optional=True, hint=hint)]


def agent_input() -> list[Block]:
    """Somebody of the workspace; who it may be is checked."""
    element = {"type": "users_select"}
    return [field("to", wording.work.agent(), element, hint=wording.work.agent_hint())]


def answer_input() -> list[Block]:
    """A last answer, or none."""
    element = text_input(most=TEXT, many_lines=True)
    return [field("text", wording.work.last_answer(), element, optional=True)]


def priority_input(present: str) -> list[Block]:
    """One of the priorities."""
    choices = {name: words.priority(name) for name in PRIORITIES}
    return [field("to", wording.work.priority(), select(choices, present))]


def department_input(present: str | None, private: Sequence[str] = ()) -> list[Block]:
    """One of the departments, with what it means that some are private."""
    hint = wording.work.private_hint(private) if private else None
    return [field("to", wording.work.department(), searched(named(present)), hint=hint)]


def level_input(present: str | None) -> list[Block]:
    """One of the levels, or that rules choose."""
    return [field("to", wording.work.level(), searched(named(present)))]


def customer_input(present: str | None) -> list[Block]:
    """A customer, or none."""
    hint = wording.work.customer_hint()
    menu = searched(named(present))
    return [field("to", wording.work.customer(), menu, optional=True, hint=hint)]


def tags_input(present: Sequence[str]) -> list[Block]:
    """All tags, as they are."""
    element = text_input(", ".join(present), most=TEXT)
    hint = wording.work.tags_hint()
    return [field("tags", wording.work.tags(), element, optional=True, hint=hint)]


def field_inputs(*, are_declared: bool) -> list[Block]:
    """A field, one of those declared if there are any, and its value."""
    element = searched({}) if are_declared else text_input()
    return [
        field("name", wording.work.field(), element),
        field(
            "value",
            wording.work.value(),
            text_input(most=LINE),
            optional=True,
            hint=wording.work.value_hint(),
        ),
    ]


def into_input() -> list[Block]:
    """Another ticket's number."""
    hint = wording.work.into_hint()
    return [field("into", wording.work.into(), text_input(most=20), hint=hint)]
