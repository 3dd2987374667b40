"""The key of a message: what tells it from all others, so that it is said once and found again.

Nothing else in `bot` knows how a key is written. The written form is for ever: rows of the outbox
and messages in Slack have it.
"""

from dataclasses import dataclass, replace
from typing import Final

from bot.keys.kinds import PIECE, KeyKind
from sla_core.alarms import BREACH
from sla_core.alarms.points import is_breach

MOVED_AWAY: Final = "moved away"
"""What a card shows, by its mark, whose ticket its channel may not hold any more."""
UNASKED: Final = (KeyKind.REMINDER, KeyKind.NOTICE, KeyKind.SOLVED)
"""All that the bot may say for no more than that time passed."""
SUMMARIES: Final = (KeyKind.CLOSING, KeyKind.REPORT)
"""What tells of many tickets at once; its keys name the channel, and no other row refers to it."""
_BY_PREFIX: Final = {kind.prefix(): kind for kind in KeyKind if kind is not KeyKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class MessageKey:
    """A key by its kind and its parts, with what is written behind them.

    The addition stands behind an at sign: the channel of an alarm elsewhere, the number of a move.
    The tail tells an edit, a piece, or a message beside this one. A key is made by a function of
    this class, never by hand: so each has one form, and `parse(str(key)) == key`.
    """

    kind: KeyKind
    parts: tuple[str, ...]
    addition: str = ""
    tail: str = ""

    @classmethod
    def parse(cls, text: str) -> "MessageKey":
        """The key of a text, of an unknown kind where no kind has such keys; never raises."""
        word, colon, remainder = text.partition(":")
        kind = _BY_PREFIX.get(f"{word}{colon}")
        split = None if kind is None else kind.split(remainder)
        if kind is None or split is None:
            head, mark, piece = text.partition(PIECE)
            return cls(KeyKind.UNKNOWN, (head,), tail=f"{mark}{piece}")
        parts, tail = split
        addition = ""
        if kind.has_addition:
            last, mark, behind = parts[-1].rpartition("@")
            if mark and behind:
                parts[-1], addition = last, behind
        return cls(kind, tuple(parts), addition, tail)

    @classmethod
    def of(cls, kind: KeyKind, *values: object) -> "MessageKey":
        """The key of a kind by its parts; ValueError where these are too few or too many."""
        if not kind.takes(len(values)):
            raise ValueError(f"a key of {kind.name} is made of {', '.join(kind.names)}")
        return cls.parse(kind.written(*values))

    @classmethod
    def card(cls, number: int) -> "MessageKey":
        """The first card of a ticket."""
        return cls.of(KeyKind.CARD, number)

    @classmethod
    def conversation(cls, number: int) -> "MessageKey":
        """The root message of the first conversation about a ticket that the bot began."""
        return cls.of(KeyKind.CONVERSATION, number)

    @classmethod
    def direct(cls, number: int) -> "MessageKey":
        """The root message of the requester's own thread."""
        return cls.of(KeyKind.DIRECT, number)

    @classmethod
    def event(cls, number: int, seq: int) -> "MessageKey":
        """The message that shows one event of a ticket."""
        return cls.of(KeyKind.EVENT, number, seq)

    @classmethod
    def solved(cls, number: int, seq: int) -> "MessageKey":
        """The question whether it is solved, after the event that resolved the ticket."""
        return cls.of(KeyKind.SOLVED, number, seq)

    def __str__(self) -> str:
        head = self.kind.written(*self.parts)
        return f"{head}@{self.addition}{self.tail}" if self.addition else f"{head}{self.tail}"

    def part(self, name: str) -> str:
        """A part by its name, as it is written; empty where keys of this kind have no such part."""
        index = self.kind.places.get(name)
        if index is None:
            return ""
        return self.parts[index] if index < len(self.parts) else self.addition

    def before(self, name: str) -> str:
        """The text of its first parts, up to the one of a name."""
        return self.kind.written(*self.parts[: self.kind.places[name]])

    # --- what it is of ----------------------------------------------------------------------------

    @property
    def number(self) -> int | None:
        """The ticket it is of; None where its kind names none."""
        return _whole_number(self.part("number"))

    @property
    def clock_number(self) -> int | None:
        """Which clock of its metric an alarm is of."""
        return _whole_number(self.part("clock_number"))

    @property
    def due_version(self) -> int | None:
        """Which due time of its clock an alarm tells of."""
        return _whole_number(self.part("due_version"))

    @property
    def point(self) -> str:
        """The point of its clock that an alarm tells of."""
        return self.part("point")

    @property
    def move(self) -> int:
        """How often a card or a conversation had moved to another channel."""
        return _whole_number(self.addition) or 0

    @property
    def is_alarm(self) -> bool:
        """Whether it tells of a point of a clock."""
        return self.kind is KeyKind.ALARM

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is an alarm in another channel than that of the card."""
        return self.is_alarm and bool(self.addition)

    @property
    def is_breach(self) -> bool:
        """Whether it tells of a broken promise: of the breach itself, or of a time after it."""
        return self.is_alarm and is_breach(self.point)

    @property
    def breach_prefix(self) -> str:
        """The text that the keys of the breach of an alarm's clock begin with."""
        return f"{self.before('point')}:{BREACH}:"

    @property
    def may_be_unasked(self) -> bool:
        """Whether it may be one that the bot says for no more than that time passed.

        A reminder is, and what a rule tells unless it is for an event; the question whether a
        ticket is solved is where nobody but the bot resolved it.
        """
        cause = self.part("cause").rpartition(" ")[2]
        is_for_an_event = cause.startswith("#") and cause[1:].isdigit()
        return self.kind in UNASKED and not is_for_an_event

    def is_alarm_of(self, number: int, metric: str, clock_number: int) -> bool:
        """Whether it is an alarm of this clock."""
        clock = self.part("metric"), self.clock_number
        return self.is_of(KeyKind.ALARM, number) and clock == (metric, clock_number)

    def is_card_of(self, number: int) -> bool:
        """Whether it is the card of a ticket, the present one or one before."""
        return self.is_of(KeyKind.CARD, number) and not self.tail

    def is_conversation_of(self, number: int) -> bool:
        """Whether it is the first message of a ticket's conversation, the present or a former."""
        return self.is_of(KeyKind.CONVERSATION, number) and not self.tail

    def is_of(self, kind: KeyKind, number: int) -> bool:
        """Whether it is of this kind and this ticket."""
        return self.kind is kind and self.number == number

    # --- what goes with it ------------------------------------------------------------------------

    @property
    def whole(self) -> "MessageKey":
        """The key of the message that this is a piece of; its own where it is no piece."""
        return replace(self, tail=self.tail.partition(PIECE)[0])

    @property
    def deletion(self) -> "MessageKey":
        """That it is deleted, as it says nothing any more."""
        return self.derived("gone")

    def piece(self, position: int) -> "MessageKey":
        """A piece of its text, which is long: the first has the message's own key."""
        return self if position == 1 else MessageKey.parse(f"{self}{PIECE}{position}")

    def repeated(self, times: int) -> "MessageKey":
        """The same, said so many times before, each time as a message of its own."""
        return self.derived("again", times) if times else self

    def derived(self, *cause: object) -> "MessageKey":
        """An edit of it, a copy, or a message beside it, told from others by its cause."""
        return MessageKey.parse(":".join(map(str, (self, *cause))))

    def moved(self, moves: int) -> "MessageKey":
        """A card or a conversation after it went to another channel so many times."""
        return replace(self, addition=str(moves or ""))

    def elsewhere(self, channel_id: str) -> "MessageKey":
        """An alarm in a channel other than that of the card."""
        return replace(self, addition=channel_id)

    def digest(self, times: int) -> "MessageKey":
        """The digest that this alarm is the first of, after it was so many times."""
        return MessageKey.of(KeyKind.DIGEST, f"{self}@{times}" if times else self)


def _whole_number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
