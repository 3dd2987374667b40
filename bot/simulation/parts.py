"""A file of timelines shared out in parts of some thousand tickets, each written to a file."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, Protocol, Self, TypeVar

from bot.simulation.processes import cores, shared_out
from bot.simulation.progress import Advance, progress
from bot.simulation.timelines import TimelineFile
from sla_core.tickets.timeline import Timeline

_TICKETS_A_PART: Final = 4_000


class Sums(Protocol):
    """What is counted of some tickets; that of parts adds up."""

    def add(self, other: Self) -> None:
        """Count all that another counted."""
        ...


SumsT = TypeVar("SumsT", bound=Sums)
SumsT_co = TypeVar("SumsT_co", bound=Sums, covariant=True)


class Task(Protocol[SumsT_co]):
    """What is made of tickets, part by part."""

    def write(self, timelines: Iterable[Timeline], out: IO[str] | None) -> SumsT_co:
        """Write what is asked for of some tickets, if it is, and return their sums."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What was written of all tickets, in pieces, in their order."""

    files: Sequence[Path]

    def copy_to(self, out: IO[str]) -> None:
        """Write one after the other."""
        for file in self.files:
            with _opened(file, "r") as part:
                shutil.copyfileobj(part, out)

    def lines(self) -> Iterator[str]:
        """The lines of all, with their ends."""
        for file in self.files:
            with _opened(file, "r") as part:
                yield from part


@contextmanager
def simulated(
    task: Task[SumsT], file: TimelineFile, *, to_files: bool, processes: int | None = None
) -> Iterator[tuple[SumsT, Parts]]:
    """The sums of all tickets and, if asked for, what was written; its files last for the block.

    ``processes`` is the number to share the work among, a core each unless told.
    """
    tickets = file.tickets()
    cuts = range(0, len(tickets), _TICKETS_A_PART)
    with TemporaryDirectory(prefix="punctual-") as folder:
        files = [Path(folder, str(cut)) if to_files else None for cut in cuts]
        parts = [
            (tickets[cut : cut + _TICKETS_A_PART], path)
            for cut, path in zip(cuts, files, strict=True)
        ]
        with progress("Replaying", len(tickets)) as advance:
            sums = task.write((), None)
            work = partial(_written, task, file)
            for part_sums in shared_out(work, parts, advance, processes or cores()):
                sums.add(part_sums)
        yield sums, Parts([path for path in files if path])


def _written(
    task: Task[SumsT], file: TimelineFile, part: tuple[list[str], Path | None], advance: Advance
) -> SumsT:
    """Write a part and return its sums."""
    tickets, path = part
    with nullcontext() if path is None else _opened(path, "w") as out:
        return task.write(_with_progress(file.timelines(tickets), advance), out)


def _with_progress(timelines: Iterable[Timeline], advance: Advance) -> Iterator[Timeline]:
    for timeline in timelines:
        yield timeline
        advance(1)


def _opened(file: Path, mode: str) -> AbstractContextManager[IO[str]]:
    return file.open(mode, encoding="utf-8", errors="backslashreplace", newline="")
