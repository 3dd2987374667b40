"""The form of a rule: its groups of conditions, what it does, what is asked of a condition."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

title: Final = later("Rule")
new_title: Final = later("New rule")
condition_title: Final = later("Condition")
name_hint: Final = later("Left out: it is called by what it looks at")
when: Final = later("When it is looked at")
no_when: Final = later("Choose at least one.")
OCCASIONS: Final[Mapping[str, Sentence]] = {
    "created": later("When a ticket is created"),
    "changed": later("On each change of a ticket"),
    "time": later("As soon as its conditions hold"),
}

every_ticket: Final = later("*For every ticket.* Add a group of conditions to choose some.")
add_group: Final = later("Add a group")
add_condition: Final = later("Add a condition")
remove_group: Final = later("Remove the group")
conditions: Final = later("Conditions")
of_group: Final = later("Group")
only_in_file: Final = later("Edit this group in the file: a form does not hold it.")

level: Final = later("Promise the level")
priority: Final = later("Set the priority to")
department: Final = later("Move it to the department")
assignee: Final = later("Give it to")
add_tags: Final = later("Add the tags")
remove_tags: Final = later("Remove the tags")
status: Final = later("Set the status to")
note: Final = later("Write a note")
roles: Final = later("Tell")
people: Final = later("Tell people")
groups: Final = later("Tell user groups")
channels: Final = later("Tell channels")
notice: Final = later("Tell them this")
notice_hint: Final = later("Left out: the rule's name says it")
flags: Final = later("And")
leave: Final = later("Leave it as it is")
stop: Final = later("Stop here: the rules below are not looked at")
escalate: Final = later("Escalate: on top of the queue until it is answered")
active: Final = later("The rule is switched on")
too_long: Final = later("Edit the note and what is told in the file: a form does not hold them.")

no_action: Final = later("Choose what the rule does: a level, for example.")
nobody_told: Final = later("Choose at least one who is told this.")
one_person: Final = later("Give it to one person.")

field: Final = later("What to look at")
field_hint: Final = later(
    "What has lasted or happened since is there for rules that are not looked at when a ticket is "
    "created."
)
operator: Final = later("How to compare")
value: Final = later("With")
any_value: Final = later("With any of these")
text_hint: Final = later("Upper and lower case are the same")
lines_hint: Final = later("One on each line: any of them")
pattern_hint: Final = later("A pattern such as (refund|invoice) [0-9]+, found anywhere in the text")
number_hint: Final = later("A whole number")
numbers_hint: Final = later("Whole numbers, with commas between them")
duration_hint: Final = later("Business time, such as 30m, 4h or 1.5 hours")
date: Final = later("The day")
moment: Final = later("Or a moment of a day")
first_day: Final = later("From this day")
last_day: Final = later("To this day")
season_hint: Final = later("Of every year: only the month and the day count")

no_value: Final = later("Say what to compare with.")
one_date: Final = later("Choose a day or a moment, not both.")
no_number: Final = later("Give a whole number from 0.")
not_this_operator: Final = later("Choose how to compare.")

GROUPS: Final[Mapping[str, Sentence]] = {
    "ticket": later("The ticket"),
    "people": later("Whose it is"),
    "times": later("When"),
    "later": later("What has lasted or happened since"),
    "fields": later("Fields of departments"),
}
"""What fields are grouped under in a menu."""


def change(text: str) -> str:
    """Changes one condition."""
    return _("Change: {condition}").format(condition=text)


def remove(text: str) -> str:
    """Removes one condition."""
    return _("Remove: {condition}").format(condition=text)


def first_group(text: str) -> str:
    """A group of conditions, the first of a rule; escaped already."""
    return _("*If* {conditions}").format(conditions=text)


def other_group(text: str) -> str:
    """A group of conditions below another; escaped already."""
    return _("*Or if* {conditions}").format(conditions=text)


def most_groups(most: int) -> str:
    """No more groups fit."""
    return _("A form holds {most} groups. What is more is edited in the file.").format(most=most)


def most_conditions(most: int) -> str:
    """No more conditions fit into a group."""
    return _(
        "A group of a form holds {most} conditions. What is more is edited in the file."
    ).format(most=most)


def read_back(text: str) -> str:
    """The rule as a sentence; escaped already."""
    return _("*Read aloud:* {rule}").format(rule=text)


def named_by(conditions: str) -> str:
    """The name of a rule by what it looks at: "the tags contain URGENT" with a capital."""
    return conditions[:1].upper() + conditions[1:]


def mark(text: str) -> str:
    """What is to be known of the rule, such as that it never decides."""
    return f"⚠️ {text[:1].upper()}{text[1:]}."


def mark_of(rule: str, text: str) -> str:
    """What is to be known of another rule, because of this one."""
    return mark(_("{rule}: {text}").format(rule=rule, text=text))
