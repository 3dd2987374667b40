"""What the bot tells one person by itself: a drawing for each kind of `bot.views.notices`."""

from datetime import date

from bot import wording
from bot.slack.draw.blocks.card import SUBJECT
from bot.slack.draw.blocks.elements import Payload, actions, escaped, message, section
from bot.slack.draw.blocks.review import NAME, WHAT, exclusion_buttons, follow_up_button
from bot.slack.draw.names import Names
from bot.views.notices import (
    ExclusionAsked,
    ExclusionDecided,
    FollowUpDone,
    FollowUpDue,
    FollowUpGiven,
    MissesWait,
)
from bot.wording.times import day


def misses_wait(waiting: MissesWait, names: Names, domain: str | None) -> Payload:
    """How many misses wait, and of which departments."""
    departments = escaped(", ".join(waiting.departments))
    return message(wording.reviews.misses_wait(waiting.count, departments))


def exclusion_asked(asked: ExclusionAsked, names: Names, domain: str | None) -> Payload:
    """Who wishes to leave which miss out and why, with the two answers."""
    row, subject = asked.review, escaped(asked.subject, SUBJECT)
    name = escaped(names.of(row.exclusion_by), NAME)
    text = wording.reviews.asked_to_decide(row.ticket_number, subject, row.metric, name)
    why = wording.reviews.because(escaped(row.exclusion_reason or ""))
    return message(f"{text} {why}", [section(text), section(why), exclusion_buttons(row)])


def exclusion_decided(decision: ExclusionDecided, names: Names, domain: str | None) -> Payload:
    """Whether the wish was granted, and by whom."""
    row, subject = decision.review, escaped(decision.subject, SUBJECT)
    sentence = (
        wording.reviews.granted_to_asker
        if decision.is_granted
        else wording.reviews.refused_to_asker
    )
    name = escaped(names.of(decision.by), NAME)
    return message(sentence(row.ticket_number, subject, row.metric, name))


def follow_up_given(given: FollowUpGiven, names: Names, domain: str | None) -> Payload:
    """What is to be done by when, and the button that says it is done."""
    row = given.follow_up
    text = wording.reviews.follow_up_given(
        escaped(names.of(row.created_by), NAME),
        escaped(row.what, WHAT),
        day(date.fromisoformat(row.due_on)),
        row.ticket_number,
        escaped(given.subject, SUBJECT),
    )
    return message(text, [section(text), actions(follow_up_button(row))])


def follow_up_due(due: FollowUpDue, names: Names, domain: str | None) -> Payload:
    """The same, and how many days are left."""
    row = due.follow_up
    text = wording.reviews.follow_up_due(
        due.days_left,
        escaped(row.what, WHAT),
        day(date.fromisoformat(row.due_on)),
        row.ticket_number,
        escaped(due.subject, SUBJECT),
    )
    return message(text, [section(text), actions(follow_up_button(row))])


def follow_up_done(done: FollowUpDone, names: Names, domain: str | None) -> Payload:
    """What was done, without a button."""
    row, subject = done.follow_up, escaped(done.subject, SUBJECT)
    task = escaped(row.what, WHAT)
    return message(wording.reviews.follow_up_done(task, row.ticket_number, subject))
