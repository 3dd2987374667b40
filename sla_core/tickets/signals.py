"""What an event means to clocks, once the ticket has taken it in."""

from enum import StrEnum
from typing import Final


class Signal(StrEnum):
    """What happened, in the words of clocks; ``clocks.metrics`` says what each metric does then."""

    CREATED = "the ticket came into being"
    FIRST_ASKED = "the first-reply phase began"
    ASKED = "a requester message is open, outside the first-reply phase"
    CHAT_ASKED = "a requester message of a chat is open"
    RANG = "a call rings"
    ANSWERED = "the call was answered"
    ABANDONED = "the caller gave up"
    REPLIED = "an agent replied in public"
    ASSIGNED = "an agent got the ticket"
    SETTLED = "the ticket was resolved or closed"
    REOPENED = "the ticket left resolved or closed"
    ASKED_AGAIN = "a status reopened it, and nobody answered meanwhile"
    STILL_UNASSIGNED = "a status reopened it, and nobody got it meanwhile"
    WAIVED = "the open message needs no reply"
    UNREOPENED = "the message that reopened the ticket needs no reply"
    MERGED = "the ticket went into another"
    ABSORBED = "another ticket came in with its open message"
    WENT_AWAY = "the ticket became spam, or was deleted"
    CAME_BACK = "the ticket is back from spam or deletion"
    EXCLUDED = "a missed clock is left out of the count"
    REPROCESSED = "a stopped clock is judged anew"
    ACKNOWLEDGED = "somebody took note of a clock's alarms"
    SNOOZED = "a clock's warnings are to wait"


Signals = tuple[Signal, ...]
NOTHING: Final[Signals] = ()
