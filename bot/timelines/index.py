"""The first pass over a file: judges every line, and remembers where each ticket's lines lie."""

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Final

from bot.timelines.parsing import NotJson, values_of
from bot.timelines.wrong import WrongLine
from sla_core.errors import IllegalEvent
from sla_core.instants import parse_us
from sla_core.tickets.mapping import checked

_LINES_AT_ONCE: Final = 1024
_NEVER: Final = 2**63 - 1
_NONE: Final = -1
_NO_EVENT: Final = "not an event: give an object with ticket, at and type"


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one ticket that follow each other: bytes ``[start, end)``, and their first line."""

    start: int
    end: int
    first_line: int

    def read(self, file: IO[bytes]) -> bytes:
        """The lines as they stand in the file; safe where processes share it."""
        return os.pread(file.fileno(), self.end - self.start, self.start)

    def events(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each good line that holds something, with its number."""
        lines = self.read(file).split(b"\n")
        for line, value in enumerate(values_of(lines), self.first_line):
            if isinstance(value, dict):
                yield line, value


def judged(value: Any) -> int:
    """The instant of a line's event in microseconds; `ValueError` says why it is none."""
    if not isinstance(value, dict):
        raise value if isinstance(value, NotJson) else IllegalEvent(_NO_EVENT)
    checked(value)
    return parse_us(value["at"])


class Index:
    """Where each ticket's lines lie, and which lines are wrong.

    Lines of one ticket that follow each other are one run. What there is of each run and of each
    ticket stands in int arrays, so that a million events need some ten megabytes.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.wrong: list[WrongLine] = []
        self.last_us: int | None = None
        # by run: its bytes [start, end), its first line, the ticket's next run
        self._starts, self._ends = array("q"), array("q")
        self._lines, self._next = array("q"), array("q")
        # by ticket: its first and last run; instant and line of its creation, and of the
        # earliest other event
        self._first_run, self._last_run = array("q"), array("q")
        self._created_us, self._created_line = array("q"), array("q")
        self._other_us, self._other_line = array("q"), array("q")
        self._created_ids: dict[int, str] = {}
        self._with_wrong_creation: set[str] = set()
        self._ticket: str | None = None
        self._number = _NONE

    @classmethod
    def of(cls, file: IO[bytes], start: int) -> "Index":
        """The index of all lines of a file from an offset on."""
        index = cls()
        file.seek(start)
        line = 1
        while lines := list(islice(file, _LINES_AT_ONCE)):
            start = index._take(lines, line, start)
            line += len(lines)
        index.wrong += index._out_of_place(file)
        return index

    def runs(self, ticket: str) -> Iterator[Run]:
        """The runs of a ticket, in the order of the file."""
        run = self._first_run[self.numbers[ticket]]
        while run != _NONE:
            yield Run(self._starts[run], self._ends[run], self._lines[run])
            run = self._next[run]

    def _take(self, lines: list[bytes], line: int, start: int) -> int:
        """Judge some lines, of which the first has this number and offset; where they end."""
        for raw, value in zip(lines, values_of(lines), strict=True):
            end = start + len(raw)
            if value is not None:
                try:
                    at_us = judged(value)
                except ValueError as error:
                    self._note(value, line, error)
                else:
                    self._place(value, at_us, line, start, end)
            start = end
            line += 1
        return start

    def _note(self, value: Any, line: int, error: ValueError) -> None:
        self.wrong.append(WrongLine(line, str(error)))
        if isinstance(value, dict) and value.get("type") == "created":
            self._with_wrong_creation.add(str(value.get("ticket")))

    def _place(self, event: dict[str, Any], at_us: int, line: int, start: int, end: int) -> None:
        ticket = event["ticket"]
        if ticket != self._ticket:
            self._ticket = ticket
            self._number = self._begin_run(ticket, start, line)
        number = self._number
        self._ends[-1] = end
        if self.last_us is None or at_us > self.last_us:
            self.last_us = at_us
        if event["type"] == "created":
            self._place_creation(number, event, at_us, line)
        elif at_us < self._other_us[number]:
            self._other_us[number], self._other_line[number] = at_us, line

    def _begin_run(self, ticket: str, start: int, line: int) -> int:
        run = len(self._starts)
        for values, value in (
            (self._starts, start),
            (self._ends, start),
            (self._lines, line),
            (self._next, _NONE),
        ):
            values.append(value)
        number = self.numbers.setdefault(ticket, len(self.numbers))
        if number < len(self._first_run):
            self._next[self._last_run[number]] = run
            self._last_run[number] = run
            return number
        self._first_run.append(run)
        self._last_run.append(run)
        for each in (self._created_us, self._created_line, self._other_us, self._other_line):
            each.append(_NEVER)
        return number

    def _place_creation(self, number: int, event: dict[str, Any], at_us: int, line: int) -> None:
        sent_as = event.get("id")
        if self._created_us[number] == _NEVER:
            self._created_us[number], self._created_line[number] = at_us, line
            if sent_as is not None:
                self._created_ids[number] = sent_as
        elif sent_as is None or sent_as != self._created_ids.get(number):
            reason = (
                f"ticket {event['ticket']!r} is created a second time, first on line "
                f"{self._created_line[number]}: remove one of them"
            )
            self.wrong.append(WrongLine(line, reason))

    def _out_of_place(self, file: IO[bytes]) -> Iterator[WrongLine]:
        """The lines of tickets that are never created, or that lie before the creation."""
        for ticket, number in self.numbers.items():
            created = self._created_us[number], self._created_line[number]
            if (self._other_us[number], self._other_line[number]) < created:
                if created[0] != _NEVER:
                    yield from self._before(file, ticket, created)
                elif ticket not in self._with_wrong_creation:
                    reason = f"ticket {ticket!r} has no `created`: add it"
                    yield WrongLine(self._lines[self._first_run[number]], reason)

    def _before(
        self, file: IO[bytes], ticket: str, created: tuple[int, int]
    ) -> Iterator[WrongLine]:
        for run in self.runs(ticket):
            for line, event in run.events(file):
                if (parse_us(event["at"]), line) < created:
                    reason = (
                        f"lies before the `created` of ticket {ticket!r} on line {created[1]}: "
                        "correct `at`"
                    )
                    yield WrongLine(line, reason)
