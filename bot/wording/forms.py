"""The forms: their titles, labels, hints and choices, faults of a field, and answers.

Field errors say what to do instead.
"""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, later_as, ngettext
from bot.wording.language import gettext as _

loading: Final = later("One moment, I am looking that up.")
saving: Final = later(
    "One moment, I am writing that down. You can close this: what you typed is kept."
)
offer: Final = later("That needs a form. Press the button and it opens.")
opened_too_late: Final = later(
    "The form did not open: Slack gives me three seconds for that, and I came too late. "
    "Press the button and it opens."
)
opened_already: Final = later(
    "Slack says that this press has opened a form already. Where you do not see it, press the "
    "button and it opens."
)
not_opened: Final = later(
    "The form did not open: Slack did not take it. Press the button to try again."
)
try_again: Final = later("Try again")
close: Final = later("Close")
cancel: Final = later("Cancel")
save: Final = later("Save")

ticket_title: Final = later("Open a ticket")
ticket_submit: Final = later_as("button", "Open")
subject: Final = later("Subject")
description: Final = later("Description")
department: Final = later("Department")
priority: Final = later("Priority")
tags: Final = later("Tags")
tags_hint: Final = later("With commas between them")
requester: Final = later("Requester")
requester_hint: Final = later("If not you")
customer: Final = later("Customer")

search: Final = later("Type to search")
"""What stands in an empty menu that is searched."""

unreadable: Final = later("I cannot read what stands here: fill it in again, please.")
no_subject: Final = later("Say in a few words what it is about.")
no_department: Final = later("Choose who should take care of it.")
not_for_others: Final = later("Only agents open tickets for somebody else.")

reply_title: Final = later("Reply")
reply: Final = later("Reply")
reply_submit: Final = later("Send")

level_title: Final = later("New level")
level_name: Final = later("Name")
pause_on: Final = later("The resolution clock pauses while")
reopen: Final = later("When a ticket is reopened")
on_change: Final = later("When the level changes")
no_target: Final = later("Promise at least one thing.")

REOPEN: Final[Mapping[str, Sentence]] = {
    "resume": later("The same clock runs on"),
    "new_cycle": later("A new clock starts"),
    "ignore": later("The first resolution stands"),
}
ON_CHANGE: Final[Mapping[str, Sentence]] = {
    "carry": later("Keep the time already used"),
    "restart": later("Start the clocks anew"),
}


def not_done(why: str) -> str:
    """That a form was not carried out, and why."""
    return _("That was not done. {why}").format(why=why)


def as_typed(text: str) -> str:
    """A choice that nobody made before: what was typed."""
    return _("“{text}”, as typed").format(text=text)


def first_of(shown: int, there: int) -> str:
    """How many choices are shown of those there are, and how to come by the others."""
    return _("{shown} of {there}: type more to find the others").format(shown=shown, there=there)


def more_fields(count: int) -> str:
    """That a department has more fields than a form can show."""
    return ngettext(
        "{count} more field is not asked for here: set it with `/ticket field`.",
        "{count} more fields are not asked for here: set them with `/ticket field`.",
        count,
    ).format(count=count)


def no_priority(name: str) -> str:
    """That there is no such priority."""
    return _("There is no priority {name}.").format(name=name)


def reply_to(number: int) -> str:
    """The title of the form of a reply."""
    return _("Reply to #{number}").format(number=number)


def reply_head(number: int, subject: str) -> str:
    """What a reply is about, and who reads it."""
    return _("*#{number} · {subject}*\nThe requester reads it in your name.").format(
        number=number, subject=subject
    )


def within(metric: str) -> str:
    """The label of a target."""
    return _("{metric} within").format(metric=metric)


def problem(text: str) -> str:
    """A problem of the configuration as a sentence under a field."""
    if text.startswith(("is ", "has ", "ends ")):
        return _("This {problem}").format(problem=text)
    return text[:1].upper() + text[1:]
