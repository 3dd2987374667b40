"""Where the lines of each ticket of a file lie."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.simulation.timelines.lines import ByteSpan

_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class LineRun:
    """Lines of one ticket that follow each other, and the number of the first, from 1."""

    span: ByteSpan
    first_line: int


class Index:
    """The runs of each ticket: its lines that follow each other.

    Tickets are numbered from 0 as they come. What there is of each run and of each ticket stands
    in int arrays, so that a million events need some ten megabytes.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        # by run: its bytes [start, end), its first line, the ticket's next run
        self.starts, self.ends = array("q"), array("q")
        self.lines, self.next_run = array("q"), array("q")
        # by ticket: its first and last run
        self.first_run, self.last_run = array("q"), array("q")

    def begin_run(self, ticket: str, start: int, line: int) -> int:
        """Begin a run at a byte and a line; return the ticket's number."""
        run = len(self.starts)
        self.starts.append(start)
        self.ends.append(start)
        self.lines.append(line)
        self.next_run.append(_NONE)
        return self._link(ticket, run, run)

    def end_run(self, end: int) -> None:
        """Let the run begun last reach to a byte, which is not in it."""
        self.ends[-1] = end

    def follow(self, theirs: "Index", lines: int) -> "array[int]":
        """Take in what lies behind so many lines; return the numbers its tickets have here."""
        runs = len(self.starts)
        self.starts += theirs.starts
        self.ends += theirs.ends
        self.lines.extend(line + lines for line in theirs.lines)
        self.next_run.extend(run if run == _NONE else run + runs for run in theirs.next_run)
        edges = zip(theirs.numbers, theirs.first_run, theirs.last_run, strict=True)
        return array(
            "q", (self._link(name, first + runs, last + runs) for name, first, last in edges)
        )

    def runs(self, ticket: str) -> Iterator[LineRun]:
        """The runs of a ticket, in the order of the file."""
        run = self.first_run[self.numbers[ticket]]
        while run != _NONE:
            yield LineRun(ByteSpan(self.starts[run], self.ends[run]), self.lines[run])
            run = self.next_run[run]

    def _link(self, ticket: str, first_run: int, last_run: int) -> int:
        """Put runs that are already in a chain behind those of their ticket."""
        number = self.numbers.setdefault(ticket, len(self.numbers))
        if number == len(self.first_run):
            self.first_run.append(first_run)
            self.last_run.append(last_run)
        else:
            self.next_run[self.last_run[number]] = first_run
            self.last_run[number] = last_run
        return number
