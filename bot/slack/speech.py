"""Turns what use cases have to say into what Slack shows: the `Speech` of `bot.usecases`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Concatenate, ParamSpec

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks.alert import alert, headline, mention
from bot.slack.blocks.card import SUBJECT, card
from bot.slack.blocks.marks import Payload, escape, escaped, message, section
from bot.slack.names import Names
from bot.store.engine import Database
from bot.store.people import Person
from bot.usecases.views import ClockView, TicketView
from bot.wording.language import speaking
from bot.wording.times import moment

AUTHOR = 80
LONGEST = 39_500
"""Characters of a message; Slack takes 40,000."""
REPLY_METRICS = ("first_reply", "next_reply", "chat_reply", "call_answer")


P = ParamSpec("P")


def _in_its_language(
    say: Callable[Concatenate["SlackSpeech", P], Payload],
) -> Callable[Concatenate["SlackSpeech", P], Payload]:
    """Have a method speak the language of its speech, whoever's is spoken around it."""

    @wraps(say)
    def said(speech: "SlackSpeech", /, *args: P.args, **kwargs: P.kwargs) -> Payload:
        with speaking(speech.language):
            return say(speech, *args, **kwargs)

    return said


@dataclass(frozen=True, slots=True)
class SlackSpeech:
    """Payloads without channel and thread; `domain` is the workspace's, for links to threads.

    What is refused is told in the language of who asks, all else in that of who reads.
    """

    names: Names = field(default_factory=Names)
    domain: str | None = None
    language: str | None = None

    def in_language(self, language: str | None) -> "SlackSpeech":
        """The same speech in a language; English where there is no translation."""
        return replace(self, language=language)

    @_in_its_language
    def card(self, ticket: TicketView) -> Payload:
        """The live card of a ticket."""
        return card(ticket, self.names, self.domain)

    @_in_its_language
    def alert(
        self,
        ticket: TicketView,
        clock: ClockView,
        *,
        point: str,
        is_breach: bool,
        mentions: tuple[str, ...],
        to_channel: bool,
    ) -> Payload:
        """A warning or a breach, in the card's thread and perhaps also in the channel."""
        said = headline(clock, point, is_breach=is_breach)
        payload = alert(ticket, clock, said, mentions, self.names, self.domain)
        return payload | ({"reply_broadcast": True} if to_channel else {})

    @_in_its_language
    def confirmation(self, ticket: TicketView) -> Payload:
        """What the requester reads when a ticket was opened from a message."""
        return message(wording.requesters.confirmation(ticket.number, _answer_by(ticket)))

    @_in_its_language
    def conversation(self, ticket: TicketView, text: str) -> Payload:
        """The first message of the conversation of a ticket that no message began."""
        requester = escaped(self.names.of(ticket.requester))
        head = wording.tickets.conversation(
            ticket.number, escaped(ticket.subject, SUBJECT), requester
        )
        said = [section(escaped(text))] if text.strip() else []
        return message(head, [section(head), *said])

    def reply(self, ticket: TicketView, author: Person, text: str) -> Payload:
        """An agent's reply, in the agent's name; refused where a message cannot hold all of it."""
        return {
            "text": _whole(text),
            "username": (author.real_name or author.name)[:AUTHOR],
        }

    def note(self, ticket: TicketView, author: Person, text: str) -> Payload:
        """An agent's note, for the card's thread; refused where a message cannot hold all of it."""
        author_name = escaped(author.real_name or author.name, AUTHOR)
        whole = _whole(text)
        with speaking(self.language):
            return {"text": wording.tickets.note(author_name, whole)}

    @_in_its_language
    def notice(
        self,
        ticket: TicketView,
        *,
        rule: str,
        text: str | None,
        mentions: tuple[str, ...],
        to_channel: bool,
    ) -> Payload:
        """What a rule notes or tells people, in the card's thread and perhaps in the channel."""
        subject = escaped(ticket.subject, SUBJECT)
        told = " ".join(
            [
                wording.tickets.notice(ticket.number, subject, escaped(rule, AUTHOR)),
                *([escaped(text)] if text else []),
                *(mention(each) for each in mentions),
            ]
        )
        return message(told) | ({"reply_broadcast": True} if to_channel else {})


def _whole(text: str) -> str:
    """The text escaped, never cut: a reply that lost its end would still count as one."""
    shown = escape(text)
    if len(shown) > LONGEST:
        raise UserFacingError(wording.refusals.too_long(len(shown), LONGEST))
    return shown


def _answer_by(ticket: TicketView) -> str | None:
    due = [
        clock.due_at
        for clock in ticket.open_clocks
        if clock.metric in REPLY_METRICS and clock.due_at is not None
    ]
    return moment(min(due)) if due else None


def speech_for(database: Database, workspace_id: str, domain: str | None) -> SlackSpeech:
    """The speech of a workspace: it knows what its people are called, and links to threads."""
    return SlackSpeech(Names.in_database(database, workspace_id), domain)
