"""What use cases say, and the names under which it goes out.

A key is said once for ever: the outbox refuses a second message of the same key.
"""

from typing import Any, Protocol

from bot.store.people import Person
from bot.usecases.views import ClockView, TicketView

Payload = dict[str, Any]


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
        clock: ClockView,
        *,
        point: str,
        is_breach: bool,
        mentions: tuple[str, ...],
        to_channel: bool,
    ) -> Payload:
        """A warning or a breach, in the card's thread and perhaps also in the channel."""
        ...

    def confirmation(self, ticket: TicketView) -> Payload:
        """What the requester reads when a ticket was opened from a message."""
        ...

    def conversation(self, ticket: TicketView, text: str) -> Payload:
        """The first message of the conversation of a ticket that no message began."""
        ...

    def reply(self, ticket: TicketView, author: Person, text: str) -> Payload:
        """An agent's reply, in the agent's name."""
        ...

    def note(self, ticket: TicketView, author: Person, text: str) -> Payload:
        """An agent's note, for the card's thread."""
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


def card_key(number: int) -> str:
    """The card of a ticket."""
    return f"card:{number}"


def card_edit_key(number: int, version: str) -> str:
    """An edit of the card to what one version of the ticket looks like."""
    return f"card:{number}:{version}"


def conversation_key(number: int) -> str:
    """The root message of a conversation that the bot began."""
    return f"conversation:{number}"


def confirmation_key(number: int) -> str:
    """The answer to the request that opened a ticket."""
    return f"confirmation:{number}"


def event_key(number: int, seq: int) -> str:
    """The message that shows one event of a ticket: a reply, a note."""
    return f"{event_prefix(number)}{seq}"


def event_prefix(number: int) -> str:
    """What the keys of all messages that show an event of a ticket begin with."""
    return f"event:{number}:"


def notice_key(number: int, rule: str, cause: str) -> str:
    """What a rule tells people of a ticket for a cause."""
    return f"notice:{number}:{rule}:{cause}"


def alarm_prefix(number: int, metric: str, cycle: int) -> str:
    """What the keys of all alarms of one clock begin with."""
    return f"alarm:{number}:{metric}:{cycle}:"


def breach_prefixes(number: int, metric: str, cycle: int) -> tuple[str, str]:
    """What the keys of the breach of a clock, and of all that comes after it, begin with."""
    prefix = alarm_prefix(number, metric, cycle)
    return f"{prefix}breach:", f"{prefix}+"
