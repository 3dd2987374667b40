"""A checked file of timelines, read ticket by ticket."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from bot.timelines.index import Index
from bot.timelines.parsing import trusted_values
from bot.timelines.sources import Source, opened
from bot.timelines.wrong import TimelinesRefused, WrongLine
from sla_core.instants import MICROSECONDS
from sla_core.tickets.events import Event
from sla_core.tickets.mapping import event_from
from sla_core.tickets.timeline import Timeline


class TimelineFile:
    """Timelines of which every line was found good. Close it, or use it in a `with`."""

    def __init__(self, source: Source, index: Index) -> None:
        self._source = source
        self._index = index

    @classmethod
    def open(cls, path: str) -> Self:
        """The timelines at a path, `-` for standard input; raises `TimelinesRefused`."""
        source = opened(path)
        try:
            return cls(source, _checked(source))
        except BaseException:
            source.file.close()
            raise

    @property
    def last_instant_s(self) -> int | None:
        """The whole second of the latest event; None of a file without events."""
        last_us = self._index.last_us
        return None if last_us is None else last_us // MICROSECONDS

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
            lines = trusted_values(run.read(self._source.file))
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


def _checked(source: Source) -> Index:
    index = Index.of(source.file, source.start)
    if index.wrong:
        wrong = [WrongLine(source.line_of(each.line), each.reason) for each in index.wrong]
        raise TimelinesRefused(source.name, wrong)
    return index
