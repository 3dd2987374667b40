"""What use cases say, and the names under which it goes out.

A key is said once for ever: the outbox refuses a second message of the same key.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.views.home import Home
from bot.views.notices import Told
from bot.views.refusals import Undelivered
from bot.views.requester_messages import Telling
from bot.views.tickets import AlertView, ClosingView, TicketView

Payload = dict[str, Any]
Pieces = Sequence[Payload]
"""A text as the messages that hold it: one, or several where it is long."""


class Speech(Protocol):
    """Turns views into the payloads of messages: text and blocks, neither channel nor thread."""

    def in_language(self, language: str | None) -> "Speech":
        """The same, in a language; English where there is no translation."""
        ...

    def card(self, ticket: TicketView) -> Payload:
        """The live card of a ticket."""
        ...

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
        ...

    def closing(self, closing: ClosingView) -> Payload:
        """What breaches soon after a calendar opens again, said before it closes."""
        ...

    def alert_line(self, ticket: TicketView, said: AlertView) -> str:
        """An alert in one line, with those it mentions."""
        ...

    def to_requester(self, language: str | None, zone_name: str | None) -> Telling:
        """How a requester is told; without a zone many read it."""
        ...

    def conversation(self, ticket: TicketView, text: str, *, is_relayed: bool) -> Pieces:
        """The first message of the conversation of a ticket that no message began.

        What it cannot hold follows in its thread.
        """
        ...

    def relayed(self, author: str, text: str) -> Pieces:
        """What somebody wrote on the other side of a conversation, in their name."""
        ...

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
        ...

    def reply(self, ticket: TicketView, author: Person, text: str) -> Pieces:
        """An agent's reply, in the agent's name."""
        ...

    def note(self, ticket: TicketView, author: Person, text: str) -> Pieces:
        """An agent's note, for the card's thread."""
        ...

    def undelivered(self, notice: Undelivered) -> Pieces:
        """That something was not delivered, why, what to do, its text, which is escaped already.

        And a button to send it again.
        """
        ...

    def which_department(self) -> Payload:
        """The question who shall take care of what somebody wrote to the bot."""
        ...

    def corrected(self, author: str, text: str | None) -> Payload:
        """What a message says now; None: its author deleted it. For the card's thread."""
        ...

    def line(self, sentence: Callable[..., str], /, **facts: str | int) -> Payload:
        """A sentence of ours with facts in it; in texts of people nothing pings."""
        ...

    def quoting(self, sentence: Callable[..., str], /, **facts: str | int) -> Pieces:
        """A sentence of ours with what somebody wrote in it, whole: `text` is never cut short."""
        ...

    def assigned(self, ticket: TicketView, by: str) -> Payload:
        """What an agent reads who was given a ticket, and by whom."""
        ...

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
        ...

    def home(self, home: Home, said: Payload | None) -> Payload:
        """An App Home as a view, for who is addressed; above it what a click was answered with."""
        ...

    def told(self, told: Told) -> Payload:
        """What the bot tells by itself: a person, or a channel where it is a digest."""
        ...
