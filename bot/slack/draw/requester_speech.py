"""What Slack shows to who asked: a drawing for each kind of `bot.views.requester_messages`."""

from datetime import datetime

from bot import wording
from bot.slack.draw.blocks import solution
from bot.slack.draw.blocks.card import SUBJECT
from bot.slack.draw.blocks.elements import Payload, escaped, message
from bot.slack.draw.names import Names
from bot.views.requester_messages import (
    AnswerAwaited,
    Confirmation,
    DirectConfirmation,
    NobodyThere,
    RatingQuestion,
    RatingThanks,
    SolvedQuestion,
    TicketReopened,
    is_answer_due,
    promised_by,
)
from bot.views.tickets import TicketView
from bot.wording.times import moment


def confirmation(opened: Confirmation, names: Names, domain: str | None) -> Payload:
    """Thanks, by when it is answered, and from when on somebody is there."""
    return message(" ".join([_thanks(opened.ticket), *_absence(opened.back_at)]))


def direct_confirmation(opened: DirectConfirmation, names: Names, domain: str | None) -> Payload:
    """What was opened by whom, the same promises, and where to write more."""
    ticket, subject = opened.ticket, escaped(opened.ticket.subject, SUBJECT)
    text = (
        wording.requesters.opened(ticket.number, subject)
        if opened.by is None
        else wording.requesters.opened_by(escaped(names.of(opened.by)), ticket.number, subject)
    )
    write_here = wording.requesters.write_here()
    return message(" ".join([text, *_promise(ticket), *_absence(opened.back_at), write_here]))


def nobody_there(absence: NobodyThere, names: Names, domain: str | None) -> Payload:
    """From when on somebody is there, and by when the ticket is answered."""
    return message(" ".join([*_absence(absence.back_at), *_promise(absence.ticket)]))


def answer_awaited(awaited: AnswerAwaited, names: Names, domain: str | None) -> Payload:
    """That an answer is waited for, and until when."""
    number, resolve_at = awaited.ticket.number, moment(awaited.resolve_at)
    return message(wording.requesters.reminder(number, resolve_at))


def solved_question(question: SolvedQuestion, names: Names, domain: str | None) -> Payload:
    """That it is resolved, and two buttons that ask whether it is."""
    return solution.solved(question.ticket.number, in_silence=question.in_silence)


def ticket_reopened(reopened: TicketReopened, names: Names, domain: str | None) -> Payload:
    """That it is open again, without a button."""
    return message(wording.requesters.reopened(reopened.ticket.number))


def rating_question(question: RatingQuestion, names: Names, domain: str | None) -> Payload:
    """The question how it was, a button for each answer."""
    return solution.rate(question.ticket.number)


def rating_thanks(thanks: RatingThanks, names: Names, domain: str | None) -> Payload:
    """Thanks; with a way to add a comment where a score was given."""
    return solution.rated(thanks.ticket.number, may_comment=thanks.may_comment)


def _thanks(ticket: TicketView) -> str:
    """What is said first; a promise is none any more that is broken or kept."""
    due_at = promised_by(ticket)
    if due_at is None and is_answer_due(ticket):
        return wording.requesters.received(ticket.number)
    return wording.requesters.confirmation(
        ticket.number, None if due_at is None else moment(due_at)
    )


def _promise(ticket: TicketView) -> list[str]:
    due_at = promised_by(ticket)
    return [] if due_at is None else [wording.requesters.answer_by(moment(due_at))]


def _absence(back_at: datetime | None) -> list[str]:
    return [] if back_at is None else [wording.requesters.away(moment(back_at))]
