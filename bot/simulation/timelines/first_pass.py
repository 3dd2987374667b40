"""The first pass over a file: every line is judged, and nothing is taken in."""

from collections.abc import Iterator
from functools import partial
from typing import IO, Any, Final

from bot.simulation.processes import shared_out
from bot.simulation.progress import Advance
from bot.simulation.timelines.creations import Creations
from bot.simulation.timelines.index import Index
from bot.simulation.timelines.json_lines import NotJson, values_of
from bot.simulation.timelines.lines import ByteSpan, spans
from bot.simulation.timelines.wrong import WrongLine, WrongLines
from sla_core.errors import IllegalEvent
from sla_core.instants import parse_us
from sla_core.tickets.event_lines import checked

_SPAN_BYTES: Final = 16 * 1024 * 1024


class Findings:
    """What the lines of a span are: where those of each ticket lie, and which are wrong."""

    def __init__(self) -> None:
        self.lines = 0
        self.index = Index()
        self.creations = Creations()
        self.last_us: int | None = None
        self.wrong = WrongLines()
        self.with_wrong_creation: set[str] = set()
        self._ticket: str | None = None
        self._number = 0

    @classmethod
    def of(cls, file: IO[bytes], span: ByteSpan, advance: Advance) -> "Findings":
        """What one span holds; its lines are counted from 1."""
        findings = cls()
        at = span.start
        for lines in span.lines(file):
            end = findings._take(lines, at)
            advance(end - at)
            at = end
        return findings

    def follow(self, theirs: "Findings") -> None:
        """Take in what was found in the span behind."""
        numbers = self.index.follow(theirs.index, self.lines)
        self.creations.follow(theirs.creations, numbers, self.lines)
        self.wrong.follow(theirs.wrong, self.lines)
        self.with_wrong_creation |= theirs.with_wrong_creation
        self.lines += theirs.lines
        if self.last_us is None or (theirs.last_us is not None and theirs.last_us > self.last_us):
            self.last_us = theirs.last_us

    def _take(self, lines: list[bytes], start: int) -> int:
        """Judge some lines, of which the first lies at an offset; return where they end."""
        for raw, value in zip(lines, values_of(lines), strict=True):
            end = start + len(raw)
            self.lines += 1
            try:
                if type(value) is dict:
                    self._place(value, checked(value), start, end)
                elif value is not None:
                    raise value if isinstance(value, NotJson) else IllegalEvent("no_event")
            except ValueError as error:
                self._note(value, error)
            start = end
        return start

    def _note(self, value: Any, error: ValueError) -> None:
        self.wrong.add(WrongLine(self.lines, str(error)))
        if isinstance(value, dict) and value.get("type") == "created":
            self.with_wrong_creation.add(str(value.get("ticket")))

    def _place(self, event: dict[str, Any], at_us: int, start: int, end: int) -> None:
        ticket = event["ticket"]
        if ticket != self._ticket:
            self._ticket = ticket
            self._number = self.index.begin_run(ticket, start, self.lines)
            self.creations.make_room(self._number)
        self.index.end_run(end)
        if self.last_us is None or at_us > self.last_us:
            self.last_us = at_us
        if event["type"] == "created":
            self.creations.created(self._number, at_us, self.lines, event.get("id"))
        else:
            self.creations.other(self._number, at_us, self.lines)

    def out_of_place(self, file: IO[bytes]) -> Iterator[WrongLine]:
        """The lines of tickets that are created twice, or never, or too late."""
        names = list(self.index.numbers)
        for number, line, first_line in self.creations.repeated():
            reason = (
                f"ticket {names[number]!r} is created a second time, first on line {first_line}: "
                "remove one of them"
            )
            yield WrongLine(line, reason)
        for number in self.creations.missing():
            if names[number] not in self.with_wrong_creation:
                line = next(self.index.runs(names[number])).first_line
                yield WrongLine(line, f"ticket {names[number]!r} has no `created`: add it")
        for number, created in self.creations.early():
            yield from self._before(file, names[number], created)

    def _before(
        self, file: IO[bytes], ticket: str, created: tuple[int, int]
    ) -> Iterator[WrongLine]:
        reason = (
            f"lies before the `created` of ticket {ticket!r} on line {created[1]}: correct `at`"
        )
        for run in self.index.runs(ticket):
            values = values_of(run.span.read(file).split(b"\n"))
            for line, value in enumerate(values, run.first_line):
                if _is_good(value) and (parse_us(value["at"]), line) < created:
                    yield WrongLine(line, reason)


def _is_good(value: Any) -> bool:
    try:
        return type(value) is dict and checked(value) is not None
    except ValueError:
        return False


def findings(file: IO[bytes], start: int, advance: Advance, processes: int) -> Findings:
    """What all lines of a file from an offset on are."""
    joined = Findings()
    shares = spans(file, start, _SPAN_BYTES)
    for part in shared_out(partial(Findings.of, file), shares, advance, processes):
        joined.follow(part)
    for wrong in joined.out_of_place(file):
        joined.wrong.add(wrong)
    return joined
