"""The kinds of messages there are, and how a payload is made of one.

A message is data: a frozen dataclass of one kind. Its drawing is a row of the table in `bot.slack`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.views.agent_messages import AgentNote, ClockAlert, ToAgents
from bot.views.conversation_messages import OfConversations
from bot.views.home import ShownHome
from bot.views.notices import Notice
from bot.views.refusals import UndeliveredMessage
from bot.views.requester_messages import ToRequester
from bot.views.sentences import Line, Quotation
from bot.views.tickets import ClosingView

__all__ = ["MessagePlace", "Payload", "Person", "Pieces", "Speech"]

Payload = dict[str, Any]
Pieces = Sequence[Payload]
"""A text as the messages that hold it: one, or several where it is long."""

OneMessage = ToAgents | ToRequester | Notice | ClosingView | ShownHome | Line
"""All kinds that are one message, in which a text that is too long is cut."""
LongMessage = OfConversations | AgentNote | UndeliveredMessage | Quotation
"""All kinds that carry the words of people, which are never cut short."""


@dataclass(frozen=True, slots=True)
class ReadAlone:
    """That nobody else reads a message: times are in the reader's zone, as of an instant.

    Where no zone is known, they are as for many.
    """

    zone_name: str | None
    now: datetime


class Speech(Protocol):
    """Makes payloads of messages for their readers: text and blocks, neither channel nor thread."""

    def for_reader(self, language: str | None, alone: ReadAlone | None = None) -> "Speech":
        """The same for readers of a language; English where there is no translation."""
        ...

    def payload(self, message: OneMessage) -> Payload:
        """The message as Slack takes it; an App Home is a view."""
        ...

    def pieces(self, message: LongMessage) -> Pieces:
        """The message as Slack takes it, in as many as it needs."""
        ...

    def summary(self, message: ClockAlert) -> str:
        """An alert in one line of a digest, with those it mentions."""
        ...
