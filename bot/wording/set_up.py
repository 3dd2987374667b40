"""The set-up of a desk in Slack, step by step: titles, labels, hints, what is told at the end."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

title: Final = later("Set up your desk")
begin: Final = later("Set up, step by step")
go_on: Final = later("Next")
back: Final = later("Back")
use_it: Final = later("Use it")
try_it: Final = later("Open a test ticket")
finish: Final = later("Erase it, and finish")

STEPS: Final[Mapping[str, Sentence]] = {
    "hours": later("When do you work?"),
    "department": later("Who answers, and where do requests come in?"),
    "level": later("What do you promise?"),
    "rule": later("What is promised to urgent requests?"),
}
"""What each step asks."""

MISSING: Final[Mapping[str, Sentence]] = {
    "hours": later("the hours in which you work"),
    "department": later("who answers, and where requests come in"),
    "level": later("what you promise"),
    "rule": later("what is promised to urgent requests"),
}
"""What each step is about, inside a sentence."""

# --- hours ----------------------------------------------------------------------------------------

calendar_name: Final = later("Office hours")
hours: Final = later("Hours")
hours_hint: Final = later(
    "A line for each kind of day, such as mon-thu 09:00-12:00 13:00-17:00; 24x7 for always"
)
time_zone: Final = later("Time zone")
country: Final = later("Public holidays of")
country_hint: Final = later("No promise runs on them. Empty: none are kept")

# --- a department ---------------------------------------------------------------------------------

department_name: Final = later("Support")
private_hint: Final = later(
    "A message there opens a ticket. In a private channel type /invite @punctual first"
)
leads: Final = later("Who leads")
agents: Final = later("Who answers")
no_people: Final = later("Choose at least one person who answers.")

# --- a level --------------------------------------------------------------------------------------

level_name: Final = later("Standard")

# --- a rule ---------------------------------------------------------------------------------------

urgent_level: Final = later("Urgent")
tag: Final = later("Requests with the tag")
tag_hint: Final = later("Who asks writes it as a hashtag. Empty: no such rule")
urgent_reply: Final = later("have a first reply within")
ready_made: Final = later("Also step in when a ticket is")

# --- the test -------------------------------------------------------------------------------------

test_subject: Final = later("A test: does the desk work?")
in_force: Final = later("*It is in force: your desk works.*")
works_already: Final = later("*Your desk works: hours, a department and a promise are there.*")
offer_test: Final = later(
    "A test ticket shows it: it is opened like any other, its messages stand in your channels, and "
    "then it is erased. No report has it."
)
erased: Final = later(
    "The test ticket is erased, and its messages are gone. The next request is a real one: anybody "
    "can write it into your channel."
)
no_test: Final = later("The test ticket is gone already.")
forgotten: Final = later("Close this, and it is erased within an hour or two.")


def step_of(number: int, count: int, question: str) -> str:
    """Which step this is, and what it asks."""
    return _("*Step {number} of {count}.* {question}").format(
        number=number, count=count, question=question
    )


def lacks(steps: Sequence[str]) -> str:
    """What the desk still needs."""
    return _("*Your desk does not work yet.* It lacks: {steps}.").format(steps="; ".join(steps))


def tested(number: int) -> str:
    """That the test ticket is there."""
    return _("*Ticket #{number} is open.* This is what happens to a request:").format(number=number)


def stands_in(channel: str) -> str:
    """Where its card is; the channel is a mention already."""
    return _("Its card stands in {channel}.").format(channel=channel)


def no_card() -> str:
    """That the department has no channel for alerts."""
    return _("Its department has no channel for alerts, so it has no card: leads are told alone.")


def rule_name(tag: str) -> str:
    """What the rule is called that looks at a tag."""
    return _("Tag {tag}").format(tag=tag)


def promised(level: str) -> str:
    """What is promised on it; the name is escaped already."""
    return _("Promised: *{level}*.").format(level=level)
