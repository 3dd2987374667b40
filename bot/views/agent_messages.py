"""Messages about a ticket that agents read: its card, alerts, and what its thread says."""

from dataclasses import dataclass

from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.views.tickets import AlertView, TicketView


@dataclass(frozen=True, slots=True)
class LiveCard:
    """The live card of a ticket; all read it in the channel for the department's alerts."""

    ticket: TicketView


@dataclass(frozen=True, slots=True)
class ClockAlert:
    """A warning or a breach of a clock; its agents read it in the thread of the card.

    ``to_channel`` shows it in the card's channel as well. Where it stands in another channel,
    ``card`` is the place of the card. Without a card a lead reads it alone.
    """

    ticket: TicketView
    alert: AlertView
    to_channel: bool = False
    card: MessagePlace | None = None


@dataclass(frozen=True, slots=True)
class TicketAssigned:
    """That somebody was given a ticket; they read it alone. ``by`` is the name of who gave it."""

    ticket: TicketView
    by: str


@dataclass(frozen=True, slots=True)
class RuleNotice:
    """What a rule notes, or tells those it mentions; agents read it in the thread of the card.

    ``to_channel`` shows it in the card's channel as well. In another channel it leads to the
    ``card``, where that was posted.
    """

    ticket: TicketView
    rule: str
    text: str | None
    mentions: tuple[str, ...] = ()
    to_channel: bool = False
    card: MessagePlace | None = None


@dataclass(frozen=True, slots=True)
class RequesterWrote:
    """That the requester's side wrote; agents read it in the thread of the card, unpinged.

    ``place`` is the message, and its thread begins at ``root_ts``; without that one it stands in
    the channel itself. Both are the same where the thread is all that is known.
    """

    author: str
    text: str
    place: MessagePlace | None
    root_ts: str | None = None


@dataclass(frozen=True, slots=True)
class TextCorrected:
    """The present text of an edited message; agents read it in the thread of the card.

    Without a ``text`` its author deleted it.
    """

    author: str
    text: str | None


@dataclass(frozen=True, slots=True)
class AgentNote:
    """The note of an agent, whole; agents read it in the thread of the card."""

    author: Person
    text: str


ToAgents = LiveCard | ClockAlert | TicketAssigned | RuleNotice | RequesterWrote | TextCorrected
