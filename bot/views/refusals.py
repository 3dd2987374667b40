"""The message about a message that Slack does not take: plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """A message on a ticket that was refused, with Slack's word for why and all of its text.

    Its author reads it where they read the ticket, else alone; agents in the thread of the card.
    `key` is its own. `author` is a name, None where who wrote it is told; `is_for_agent` where
    an agent of the ticket is. It was to go to a `person`, by name, or to a channel: without both
    its name is not for who is told.
    """

    number: int
    key: str
    error: str
    text: str
    author: str | None
    is_for_agent: bool
    person: str | None = None
    channel_id: str | None = None
