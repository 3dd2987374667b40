"""Whether every ticket of a file is created once, before anything else happens to it.

Tickets go by number. What is kept of each is its first `created` and its earliest other event,
each an instant and a line, in int arrays: a creation that comes with a later line may still be the
earliest event of all.
"""

from array import array
from collections.abc import Iterator
from typing import Final

NEVER: Final = 2**63 - 1


class Creations:
    """The first `created` and the earliest other event of each ticket, by its number."""

    def __init__(self) -> None:
        self.created_us, self.created_line = array("q"), array("q")
        self.other_us, self.other_line = array("q"), array("q")
        self.ids: dict[int, str] = {}
        self.more: list[tuple[int, int, str | None]] = []

    def make_room(self, number: int) -> None:
        """Make room for the ticket of the next number; one that has room keeps it."""
        if number < len(self.created_us):
            return
        for column in (self.created_us, self.created_line, self.other_us, self.other_line):
            column.append(NEVER)

    def created(self, number: int, at_us: int, line: int, sent_as: str | None) -> None:
        """Take in a `created`; `sent_as` is its sender's own id."""
        if self.created_us[number] != NEVER:
            self.more.append((number, line, sent_as))
            return
        self.created_us[number], self.created_line[number] = at_us, line
        if sent_as is not None:
            self.ids[number] = sent_as

    def other(self, number: int, at_us: int, line: int) -> None:
        """Take in any other event."""
        if at_us < self.other_us[number]:
            self.other_us[number], self.other_line[number] = at_us, line

    def follow(self, theirs: "Creations", numbers: "array[int]", lines: int) -> None:
        """Take in what stands behind so many lines; their tickets' numbers here are given."""
        for their_number, number in enumerate(numbers):
            self.make_room(number)
            if theirs.created_us[their_number] != NEVER:
                line = theirs.created_line[their_number] + lines
                sent_as = theirs.ids.get(their_number)
                self.created(number, theirs.created_us[their_number], line, sent_as)
            if theirs.other_us[their_number] != NEVER:
                line = theirs.other_line[their_number] + lines
                self.other(number, theirs.other_us[their_number], line)
        self.more += ((numbers[index], line + lines, id_) for index, line, id_ in theirs.more)

    def repeated(self) -> Iterator[tuple[int, int, int]]:
        """Tickets created twice: number, line, first line. The same `id` again is no repetition."""
        for number, line, sent_as in self.more:
            if sent_as is None or sent_as != self.ids.get(number):
                yield number, line, self.created_line[number]

    def missing(self) -> Iterator[int]:
        """Tickets that are never created."""
        return (number for number, at_us in enumerate(self.created_us) if at_us == NEVER)

    def early(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Tickets of which something lies before the creation: number, its instant and line."""
        for number, created in enumerate(zip(self.created_us, self.created_line, strict=True)):
            if (self.other_us[number], self.other_line[number]) < created and created[0] != NEVER:
                yield number, created

    @property
    def first_us(self) -> int | None:
        """The instant of the earliest creation; None without any."""
        return min(self.created_us, default=None)
