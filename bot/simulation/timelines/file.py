"""A checked file of timelines, read ticket by ticket."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from bot.simulation.processes import cores
from bot.simulation.progress import progress
from bot.simulation.timelines.first_pass import Findings, findings
from bot.simulation.timelines.index import Index
from bot.simulation.timelines.json_lines import trusted_values
from bot.simulation.timelines.sources import Source, opened
from bot.simulation.timelines.wrong import TimelinesRefused
from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import event_from
from sla_core.tickets.timeline import Timeline


class TimelineFile:
    """Timelines of which every line was found good. Close it, or use it in a `with`."""

    def __init__(
        self, source: Source, index: Index, first_us: int | None, last_us: int | None
    ) -> None:
        self._source = source
        self._index = index
        self.first_instant_s = None if first_us is None else first_us // MICROSECONDS
        self.last_instant_s = None if last_us is None else last_us // MICROSECONDS

    @classmethod
    def open(cls, path: str, processes: int | None = None) -> Self:
        """The timelines at a path, `-` for standard input; raises `TimelinesRefused`.

        ``processes`` is the number to share the work among, a core each unless told.
        """
        source = opened(path)
        try:
            findings = _findings(source, processes or cores())
        except BaseException:
            source.file.close()
            raise
        return cls(source, findings.index, findings.creations.first_us, findings.last_us)

    def tickets(self) -> list[str]:
        """The names of all tickets, sorted."""
        return sorted(self._index.numbers)

    def timeline(self, ticket: str) -> Timeline:
        """The timeline of a ticket."""
        return Timeline.of(ticket, self._events(ticket))

    def timelines(self, tickets: Iterable[str]) -> Iterator[Timeline]:
        """The timelines of tickets, in their order."""
        return map(self.timeline, tickets)

    def _events(self, ticket: str) -> Iterator[Event]:
        for run in self._index.runs(ticket):
            lines = trusted_values(run.span.read(self._source.file))
            for seq, value in enumerate(lines, run.first_line):
                yield event_from(value, seq)

    def close(self) -> None:
        """Let go of the file."""
        self._source.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _findings(source: Source, processes: int) -> Findings:
    with progress("Checking", source.size) as advance:
        result = findings(source.file, source.start, advance, processes)
    wrong = source.wrong_with(result.wrong)
    if wrong.count:
        raise TimelinesRefused(source.name, wrong)
    return result
