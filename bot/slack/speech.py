"""Turns what use cases have to say into what Slack shows: the `Speech` of `bot.usecases`."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bot import wording
from bot.slack.addresses import address_of
from bot.slack.blocks.alert import alert, alert_line, closing_time
from bot.slack.blocks.card import SUBJECT, card
from bot.slack.blocks.elements import (
    FALLBACK,
    Payload,
    escaped,
    message,
    section,
    unlinked,
)
from bot.slack.blocks.home import home_view
from bot.slack.blocks.intake import department_question
from bot.slack.blocks.lists import ticket_in_short
from bot.slack.blocks.notices import told_by_itself
from bot.slack.blocks.undelivered import undelivered
from bot.slack.names import Names
from bot.slack.pieces import in_pieces
from bot.slack.requester_speech import SlackTelling
from bot.store.engine import Database
from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.views.home import Home
from bot.views.notices import Told
from bot.views.refusals import Undelivered
from bot.views.tickets import AlertView, ClosingView, TicketView
from bot.wording.language import speaking
from bot.wording.markup import escape, mention
from bot.wording.times import read_by_many

AUTHOR = 80
LONGEST_EDIT = 2500
"""Characters of what an edited message says now; the message itself says it all."""
QUOTED = 300
"""Characters of what a requester wrote that the card's thread shows."""


P = ParamSpec("P")
R = TypeVar("R")


def _in_its_language(
    say: Callable[Concatenate["SlackSpeech", P], R],
) -> Callable[Concatenate["SlackSpeech", P], R]:
    """Have a method speak the language of its speech, whoever's is spoken around it."""

    @wraps(say)
    def said(speech: "SlackSpeech", /, *args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(speech.language), read_by_many():
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
        said: AlertView,
        *,
        to_channel: bool,
        card: MessagePlace | None = None,
    ) -> Payload:
        """A warning or a breach, in the card's thread and perhaps also in the channel.

        In another channel `card` is where the card stands.
        """
        payload = alert(ticket, said, self.names, self.domain, card)
        return payload | ({"reply_broadcast": True} if to_channel else {})

    @_in_its_language
    def closing(self, closing: ClosingView) -> Payload:
        """What breaches soon after a calendar opens again, said before it closes."""
        return closing_time(closing, self.names, self.domain)

    @_in_its_language
    def alert_line(self, ticket: TicketView, said: AlertView) -> str:
        """An alert in one line, with those it mentions."""
        return alert_line(ticket, said, self.names, self.domain)

    def to_requester(self, language: str | None, zone_name: str | None) -> SlackTelling:
        """How a requester is told; without a zone many read it."""
        return SlackTelling(self.names.of, language, zone_name)

    @_in_its_language
    def conversation(self, ticket: TicketView, text: str, *, is_relayed: bool) -> list[Payload]:
        """The first message of the conversation of a ticket that no message began.

        What it cannot hold follows in its thread.
        """
        say = wording.requesters.goes_to if is_relayed else wording.requesters.goes_nowhere
        requester = escaped(self.names.of(ticket.requester), AUTHOR)
        head = say(ticket.number, escaped(ticket.subject, SUBJECT), requester)
        if not text.strip():
            return [message(head, [section(head)])]
        first, *rest = in_pieces(escape(text), FALLBACK - len(head) - 1)
        name = self.names.of(ticket.requester)[:AUTHOR]
        first_message = message(f"{head}\n{first}", [section(head), section(first)])
        return [first_message, *({"text": piece, "username": name} for piece in rest)]

    def relayed(self, author: str, text: str) -> list[Payload]:
        """What somebody wrote on the other side of a conversation, in their name."""
        return _in_the_name_of(author, text)

    @_in_its_language
    def wrote(
        self,
        ticket: TicketView,
        author: str,
        text: str,
        place: MessagePlace | None,
        root_ts: str | None = None,
    ) -> Payload:
        """That the requester's side wrote again, for the card's thread; it pings nobody.

        `place` is the message, and its thread begins at `root_ts`; without that one it stands in
        the channel itself. Both are the same where the thread is all that is known.
        """
        name, said = escaped(author, AUTHOR), escaped(text, QUOTED)
        if place is None or not self.domain:
            return message(wording.requesters.wrote(name, said))
        url = escape(address_of(place.channel_id, place.ts, self.domain, root_ts))
        where = (
            wording.requesters.wrote_in_channel
            if root_ts is None
            else wording.requesters.wrote_in_thread
        )
        return message(where(name, said, url))

    def reply(self, ticket: TicketView, author: Person, text: str) -> list[Payload]:
        """An agent's reply, in the agent's name."""
        return _in_the_name_of(author.real_name or author.name, text)

    @_in_its_language
    def note(self, ticket: TicketView, author: Person, text: str) -> list[Payload]:
        """An agent's note, for the card's thread."""
        author_name = unlinked(escaped(author.real_name or author.name, AUTHOR))
        whole = wording.tickets.note(author_name, escape(text))
        return [{"text": piece} for piece in in_pieces(whole)]

    @_in_its_language
    def undelivered(self, notice: Undelivered) -> list[Payload]:
        """That something was not delivered, why, what to do, its text, which is escaped already.

        And a button to send it again.
        """
        return undelivered(notice)

    @_in_its_language
    def which_department(self) -> Payload:
        """The question who shall take care of what somebody wrote to the bot."""
        return department_question()

    @_in_its_language
    def corrected(self, author: str, text: str | None) -> Payload:
        """What a message says now; None: its author deleted it. For the card's thread."""
        name = escaped(author, AUTHOR)
        if text is None:
            return message(wording.intake.deleted(name))
        return message(wording.intake.edited(name, escaped(text, LONGEST_EDIT)))

    @_in_its_language
    def line(self, sentence: Callable[..., str], /, **facts: str | int) -> Payload:
        """A sentence of ours with facts in it; in texts of people nothing pings."""
        shown = {
            name: escaped(fact, SUBJECT) if isinstance(fact, str) else fact
            for name, fact in facts.items()
        }
        return message(sentence(**shown))

    @_in_its_language
    def quoting(self, sentence: Callable[..., str], /, **facts: str | int) -> list[Payload]:
        """A sentence of ours with what somebody wrote in it, whole: `text` is never cut short."""
        shown = {
            name: escape(fact) if name == "text" else unlinked(escaped(fact, SUBJECT))
            for name, fact in facts.items()
            if isinstance(fact, str)
        }
        return [{"text": piece} for piece in in_pieces(sentence(**{**facts, **shown}))]

    @_in_its_language
    def assigned(self, ticket: TicketView, by: str) -> Payload:
        """What an agent reads who was given a ticket, and by whom."""
        text = wording.tickets.assigned_to_you(ticket.number, escaped(by, AUTHOR))
        shown = [section(text), *ticket_in_short(ticket, self.domain)]
        return message(text, shown)

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

    def home(self, home: Home, said: Payload | None) -> Payload:
        """An App Home as a view, for who is addressed; above it what a click was answered with."""
        return home_view(home, said, self.names, self.domain)

    @_in_its_language
    def told(self, told: Told) -> Payload:
        """What the bot tells by itself: a person, or a channel where it is a digest."""
        return told_by_itself(told, self.names, self.domain)


def _in_the_name_of(author: str, text: str) -> list[Payload]:
    """What somebody wrote, in as many messages as it needs: it is never cut short."""
    return [{"text": piece, "username": author[:AUTHOR]} for piece in in_pieces(escape(text))]


def speech_for(database: Database, workspace_id: str, domain: str | None) -> SlackSpeech:
    """The speech of a workspace: it knows what its people are called, and links to threads."""
    return SlackSpeech(Names.in_database(database, workspace_id), domain)
