"""The kinds of messages there are, each with the word its keys begin with and what follows it."""

from enum import Enum
from typing import Final

PIECE: Final = ":part:"
"""Stands in the key of a piece of a long text between the message's own key and its place."""


class KeyKind(Enum):
    """One kind of message: its word, and the names of the parts of its keys, in their order.

    A part holds no colon, but for the one that is marked by `*`, which takes all that the others
    leave. One marked by `@` stands behind an at sign, and may be missing.
    """

    ALARM = "alarm", "number", "metric", "clock_number", "point", "due_version", "@channel_id"
    """A point of a clock was reached; of several channels one hears it in the card's thread."""
    CORRECTED = "corrected", "*key", "stopped_s"
    """An edit of an alarm that told of a clock after it had stopped."""
    HEEDED = "heeded", "*key", "seq"
    """An edit of an alarm to what it shows since an event: that somebody took note of it."""
    LINKED = "linked", "*key"
    """An edit of an alarm that went out before its card, which it leads to from then on."""
    DIGEST = "digest", "*key"
    """Several alarms that waited in one channel; it has the key of the first of them."""
    ESCALATED = "escalated", "number", "seq"
    """Who put a ticket before all others, said in the card's thread."""
    CLOSING = "closing", "*closing"
    """What breaches soon after a calendar closes: by calendar, channel and instant of closing."""
    REPORT = "report", "every", "first_on", "*department", "recipient"
    """What was kept and missed in a period, told to a channel or a person."""

    CARD = "card", "number", "@move"
    """The card of a ticket, also after its first, second … move to another channel."""
    FOLLOWS = "follows", "number"
    """The closed ticket that a new one goes on from, said in the card's thread."""
    MERGED = "merged", "number"
    """That a ticket went into another."""
    ASSIGNED = "assigned", "number", "seq"
    """That an agent was given a ticket."""
    EVENT = "event", "number", "seq"
    """One event of a ticket: a reply, a note."""
    NOTICE = "notice", "number", "*rule", "cause"
    """What a rule tells of a ticket for a cause, which for an event ends in `#` and its ``seq``."""
    HEARD = "heard", "number", "*source"
    """A line that tells agents of a message of the requester's side, or of a click."""
    CORRECTION = "correction", "number", "channel_id", "ts", "*version"
    """That a message was changed or deleted, said in the card's thread."""
    UNREADABLE = "unreadable", "number"
    """That a ticket cannot be read, so that it is silent."""
    STALLED = "stalled", "revision", "*level", "lane"
    """That all tickets of a level cannot be read."""
    GONE = "gone", "*key"
    """An edit of what was said where its ticket may not be read any more, by key and cause."""

    CONVERSATION = "conversation", "number", "@move"
    """The root message of a conversation that the bot began, also after it moved."""
    DIRECT = "dm", "number"
    """The root message of the requester's own thread, where the bot began it."""
    RELAY = "relay", "number", "*source"
    """What was written on one side of a conversation, on the other one."""
    ALONE = "alone", "number"
    """That a conversation goes on with the requester alone."""
    CONFIRMATION = "confirmation", "number"
    """The answer to the request that opened a ticket."""
    AWAY = "away", "person_id", "until_s"
    """That nobody works until a second."""
    REMINDER = "reminder", "number", "since_s"
    """That a requester is waited for who is silent since a second."""
    SOLVED = "solved", "number", "seq"
    """The question whether it is solved, after the event that resolved the ticket."""
    RATING = "rating", "number"
    """The question how it was: asked once of a ticket."""
    DEPARTMENT = "department", "channel_id", "ts"
    """The question who shall take care of what somebody wrote to the bot."""
    UNDELIVERED = "undelivered", "*key"
    """That a message is not delivered, by its key and by when that was told."""
    WAITING = "waiting", "*key"
    """That a message is not delivered yet."""

    EXCLUSION = "exclusion", "number", "metric", "cycle", "asked_us", "whom"
    """The question whether a miss shall count, and what was decided."""
    FOLLOW_UP = "follow_up", "follow_up_id", "occasion"
    """Something to do about a miss: that it was given, or is due."""
    MISSES = "misses", "person_id", "day"
    """How many misses wait for a lead on a day."""
    HOME = "home", "person_id", "cause"
    """An App Home as it was shown for a cause."""
    FORM = "form", "callback_id", "*trigger_id"
    """That a form did not open, with a button that opens it."""
    OUT_OF_REACH = "out_of_reach", "*department", "name", "why", "revision", "admin_id"
    """That a department cannot use a channel it names."""
    LOST_NAMES = "lost_names", "revision", "admin_id"
    """The names that a revision of the configuration took out."""
    SHARED_NAME = "shared_name", "*written", "admin_id"
    """An address of the configuration that more than one has."""

    AUDIT_FILE = "audit_file", "person_id", "asked_us", "*words"
    """The audit log as a file, for who asked when by which words."""

    CONFIG_FILE = "config_file", "person_id", "asked_us"
    """The configuration as a file, for who asked when."""

    UNKNOWN = "", "*text"
    """Of no kind there is, or not as keys of its kind are written now."""

    def __init__(self, word: str, *names: str) -> None:
        self.word = word
        self.names = tuple(name.lstrip("*@") for name in names)
        self.places = {name: index for index, name in enumerate(self.names)}
        self.has_addition = names[-1].startswith("@")
        self._length = len(names) - self.has_addition
        self._widest = next((i for i, name in enumerate(names) if name.startswith("*")), None)

    def written(self, *values: object) -> str:
        """The text of a key of this kind, or of the first of its parts."""
        return ":".join(map(str, (self.word, *values) if self.word else values))

    def prefix(self, *values: object) -> str:
        """The text that all keys of this kind begin with whose first parts are these."""
        return f"{self.written(*values)}:"

    def around_number(self, moves: int) -> tuple[str, str]:
        """The text before and behind the ticket's number in keys of what moved so many times."""
        return self.prefix(), f"@{moves}" if moves else ""

    def takes(self, count: int) -> bool:
        """Whether a key of this kind is made of so many values."""
        return count == self._length if self._widest is None else count >= self._length

    def split(self, text: str) -> tuple[list[str], str] | None:
        """The parts of a key, by the text behind its word, and what follows them; None: it is none.

        Behind a part that takes all there is only pieces are told apart.
        """
        widest, length = self._widest, self._length
        if widest is None:
            parts = text.split(":", length)
            tail = "".join(f":{part}" for part in parts[length:])
            return (parts[:length], tail) if len(parts) >= length else None
        head, mark, piece = text.partition(PIECE)
        *before, remainder = head.split(":", widest)
        parts = [*before, *remainder.rsplit(":", length - widest - 1)]
        return (parts, f"{mark}{piece}") if len(parts) == length else None
