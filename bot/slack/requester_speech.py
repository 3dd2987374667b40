"""What Slack shows to one who asked: the `Telling` of `bot.usecases`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot import wording
from bot.slack.blocks import solved
from bot.slack.blocks.card import SUBJECT
from bot.slack.blocks.elements import Payload, escaped, message
from bot.views.requester_messages import is_answer_due, promised_by
from bot.views.tickets import TicketView
from bot.wording.language import speaking
from bot.wording.times import moment, read_by


@dataclass(frozen=True, slots=True)
class SlackTelling:
    """In the reader's language; in their zone where they read alone. ``name_of`` knows people."""

    name_of: Callable[[str | None], str]
    language: str | None
    zone_name: str | None

    def confirmation(self, ticket: TicketView, back_at: datetime | None = None) -> Payload:
        """That a ticket was opened, by when it is answered, and from when on somebody is there."""
        with self._for_reader(ticket):
            return message(" ".join([_thanks(ticket), *_absence(back_at)]))

    def opened(
        self, ticket: TicketView, *, by: str | None, back_at: datetime | None = None
    ) -> Payload:
        """The same as the first message of a direct thread; ``by`` names another who opened it."""
        with self._for_reader(ticket):
            subject = escaped(ticket.subject, SUBJECT)
            text = (
                wording.requesters.opened(ticket.number, subject)
                if by is None
                else wording.requesters.opened_by(escaped(self.name_of(by)), ticket.number, subject)
            )
            write_here = wording.requesters.write_here()
            return message(" ".join([text, *_promise(ticket), *_absence(back_at), write_here]))

    def away(self, ticket: TicketView, back_at: datetime) -> Payload:
        """That nobody is there until an instant, and by when the ticket is answered."""
        with self._for_reader(ticket):
            return message(" ".join([*_absence(back_at), *_promise(ticket)]))

    def reminder(self, ticket: TicketView, resolve_at: datetime) -> Payload:
        """That an answer is waited for, and when the ticket is resolved without one."""
        with self._for_reader(ticket):
            return message(wording.requesters.reminder(ticket.number, moment(resolve_at)))

    def solved(self, ticket: TicketView, *, in_silence: bool) -> Payload:
        """That a ticket is resolved, with the question whether it is."""
        with self._for_reader(ticket):
            return solved.solved(ticket.number, in_silence=in_silence)

    def reopened(self, ticket: TicketView) -> Payload:
        """What that question becomes once the ticket is open again."""
        with self._for_reader(ticket):
            return message(wording.requesters.reopened(ticket.number))

    def rate(self, ticket: TicketView) -> Payload:
        """What that question becomes once it is answered: the question how it was."""
        with self._for_reader(ticket):
            return solved.rate(ticket.number)

    def rated(self, ticket: TicketView, *, may_comment: bool) -> Payload:
        """What it becomes in the end; the score is not told to all who read there."""
        with self._for_reader(ticket):
            return solved.rated(ticket.number, may_comment=may_comment)

    @contextmanager
    def _for_reader(self, ticket: TicketView) -> Iterator[None]:
        with speaking(self.language), read_by(self.zone_name, ticket.now):
            yield


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
