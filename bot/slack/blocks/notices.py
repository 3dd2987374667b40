"""What the bot tells by itself: a table from that to the message which says it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from bot import wording
from bot.slack.blocks.card import SUBJECT
from bot.slack.blocks.elements import (
    Payload,
    actions,
    escaped,
    message,
    section,
)
from bot.slack.blocks.report_digest import digest
from bot.slack.blocks.review import NAME, WHAT, exclusion_buttons, follow_up_button
from bot.slack.names import Names
from bot.views.notices import (
    DigestTold,
    ExclusionAsked,
    ExclusionDecided,
    FollowUpDone,
    FollowUpDue,
    FollowUpGiven,
    MissesWait,
    Told,
)
from bot.wording.times import day


def told_by_itself(told: Told, names: Names, domain: str | None) -> Payload:
    """The message that tells it."""
    if isinstance(told, DigestTold):
        return digest(told, names, domain)
    return _TOLD[type(told)](told, names)


def _misses_wait(told: MissesWait, names: Names) -> Payload:
    return message(wording.reviews.misses_wait(told.count, escaped(", ".join(told.departments))))


def _exclusion_asked(told: ExclusionAsked, names: Names) -> Payload:
    row, subject = told.review, escaped(told.subject, SUBJECT)
    name = escaped(names.of(row.exclusion_by), NAME)
    said = wording.reviews.asked_to_decide(row.ticket_number, subject, row.metric, name)
    why = wording.reviews.because(escaped(row.exclusion_reason or ""))
    return message(f"{said} {why}", [section(said), section(why), exclusion_buttons(row)])


def _exclusion_decided(told: ExclusionDecided, names: Names) -> Payload:
    row, subject = told.review, escaped(told.subject, SUBJECT)
    sentence = (
        wording.reviews.granted_to_asker if told.is_granted else wording.reviews.refused_to_asker
    )
    name = escaped(names.of(told.by), NAME)
    return message(sentence(row.ticket_number, subject, row.metric, name))


def _follow_up_given(told: FollowUpGiven, names: Names) -> Payload:
    row = told.follow_up
    said = wording.reviews.follow_up_given(
        escaped(names.of(row.created_by), NAME),
        escaped(row.what, WHAT),
        day(date.fromisoformat(row.due_on)),
        row.ticket_number,
        escaped(told.subject, SUBJECT),
    )
    return message(said, [section(said), actions(follow_up_button(row))])


def _follow_up_due(told: FollowUpDue, names: Names) -> Payload:
    row = told.follow_up
    said = wording.reviews.follow_up_due(
        told.days_left,
        escaped(row.what, WHAT),
        day(date.fromisoformat(row.due_on)),
        row.ticket_number,
        escaped(told.subject, SUBJECT),
    )
    return message(said, [section(said), actions(follow_up_button(row))])


def _follow_up_done(told: FollowUpDone, names: Names) -> Payload:
    row, subject = told.follow_up, escaped(told.subject, SUBJECT)
    what = escaped(row.what, WHAT)
    return message(wording.reviews.follow_up_done(what, row.ticket_number, subject))


_TOLD: Final[Mapping[type, Callable[[Any, Names], Payload]]] = {
    MissesWait: _misses_wait,
    ExclusionAsked: _exclusion_asked,
    ExclusionDecided: _exclusion_decided,
    FollowUpGiven: _follow_up_given,
    FollowUpDue: _follow_up_due,
    FollowUpDone: _follow_up_done,
}
