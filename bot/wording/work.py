"""The forms of an agent's work on a ticket: their titles, labels, hints, field errors.

A title holds 24 characters.
"""

from collections.abc import Sequence
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later

solve: Final = later("Resolve with an answer")

note_title: Final = later("Note")
pending_title: Final = later("Wait for requester")
hold_title: Final = later("Put on hold")
assign_title: Final = later("Give the ticket to")
resolve_title: Final = later("Resolve")
priority_title: Final = later("Priority")
department_title: Final = later("Department")
level_title: Final = later("Level")
customer_title: Final = later("Customer")
tags_title: Final = later("Tags")
field_title: Final = later("Field")
merge_title: Final = later("Merge")

submit: Final = later("Do it")
text: Final = later("Text")
note_hint: Final = later("It goes into the thread of the card. The requester does not see it.")
until: Final = later("Until")
until_hint: Final = later(
    "Then it opens again. Without a time it waits until somebody writes or opens it."
)
agent: Final = later("Agent")
agent_hint: Final = later("An agent of the department. They are told.")
last_answer: Final = later("Last answer to the requester")
priority: Final = later("Priority")
department: Final = later("Department")
level: Final = later("Level")
auto: Final = later("Leave it to the rules")
customer: Final = later("Customer")
customer_hint: Final = later("Leave it empty for no customer.")
tags: Final = later("Tags")
tags_hint: Final = later("With commas between them. What is not listed is taken off.")
field: Final = later("Field")
value: Final = later("Value")
value_hint: Final = later("Leave it empty to take the value away.")
into: Final = later("Into the ticket")
into_hint: Final = later(
    "Its number, such as #17. What is written in the threads of this one belongs there then."
)

choose_agent: Final = later("Choose an agent.")
choose_one: Final = later("Choose one.")
bad_time: Final = later("Choose a time that is still to come.")


def head(number: int, subject: str) -> str:
    """What a form is about."""
    return _("*#{number} · {subject}*").format(number=number, subject=subject)


def private_hint(names: Sequence[str]) -> str:
    """What moving a ticket to a private department means for who is not of it."""
    return _(
        "Private: {names}. Only its own people read what is with a private department: if you are "
        "not one of them, you do not see the ticket any more."
    ).format(names=", ".join(names))
