"""Messages of a conversation: the words of people, whole, carried from one side to the other."""

from dataclasses import dataclass

from bot.store.people import Person
from bot.views.tickets import TicketView


@dataclass(frozen=True, slots=True)
class ConversationBegun:
    """The first message of a conversation that the bot began, with what was asked.

    Agents read it in a channel of the department; a text it cannot hold goes on in its thread.
    Unless ``is_relayed`` it says that nobody receives an answer.
    """

    ticket: TicketView
    text: str
    is_relayed: bool


@dataclass(frozen=True, slots=True)
class RelayedText:
    """The text of a person, by name, as the other side of the conversation reads it."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class RelayedReply:
    """An agent's reply, in the agent's name; both sides of the conversation read it."""

    author: Person
    text: str


OfConversations = ConversationBegun | RelayedText | RelayedReply
