"""The past under a configuration: a file of timelines in, the SLA log and its sums out.

On Linux the tickets are shared out to a process a core, each of which writes parts of the log; the
parts joined are the log, in the order of the tickets. Elsewhere, and where there is little to do,
one process does it all. Either way the log is the same, byte for byte.
"""

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

from bot.errors import UserFacingError
from bot.report_columns import LOG_COLUMNS
from bot.tabular import csv_header, csv_lines
from bot.timelines import TimelineFile
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.compliance import ComplianceRow, Tally
from sla_core.simulate import simulate

BY: Final = ("level", "metric")
_TICKETS_A_PART: Final = 4_000
_FORKS: Final = sys.platform == "linux"


Tallies = dict[tuple[str, ...], Tally]


@dataclass(frozen=True, slots=True)
class Job:
    """What is simulated: the tickets of a file, under a history, judged at an instant."""

    file: TimelineFile
    history: ConfigurationHistory
    until_s: int

    def write(self, tickets: Sequence[str], out: IO[str]) -> Tallies:
        """Write the log of some tickets, without its header, and return its sums."""
        groups: Tallies = defaultdict(Tally)
        rows = chain.from_iterable(
            simulate(self.file.timelines(tickets), self.history, self.until_s)
        )
        for row in csv_lines(LOG_COLUMNS, rows, out):
            groups[row.level, row.metric].count(row)
        return dict(groups)


def write_log(job: Job, out: IO[str], processes: int | None = None) -> list[ComplianceRow]:
    """Write the whole SLA log and return its compliance by level and metric.

    ``processes`` is the number to share the work among, a core each unless told.
    """
    csv_header(LOG_COLUMNS, out)
    tickets = job.file.tickets()
    parts = [
        tickets[first : first + _TICKETS_A_PART]
        for first in range(0, len(tickets), _TICKETS_A_PART)
    ]
    workers = min(len(parts), processes or _cores())
    if workers < 2 or not _FORKS:  # noqa: PLR2004 alone
        return _rows([job.write(tickets, out)])
    return _rows(_shared(job, parts, workers, out))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if _FORKS else 1


def _shared(job: Job, parts: list[list[str]], workers: int, out: IO[str]) -> list[Tallies]:
    """Let each worker write every so-manieth part; join the parts in their order."""
    context = get_context("fork")
    with TemporaryDirectory(prefix="punctual-") as folder:
        files = [Path(folder, f"{number}.csv") for number in range(len(parts))]
        tasks = list(zip(parts, files, strict=True))
        running = []
        for number in range(workers):
            receiver, sender = context.Pipe(duplex=False)
            share = job, tasks[number::workers], sender
            running.append((context.Process(target=_work, args=share, daemon=True), receiver))
            running[-1][0].start()
            sender.close()
        groups = []
        for process, receiver in running:
            groups.append(_received(receiver))
            process.join()
        for file in files:
            with file.open(encoding="utf-8", errors="surrogatepass", newline="") as part:
                shutil.copyfileobj(part, out)
    return groups


def _work(job: Job, tasks: Iterable[tuple[list[str], Path]], sender: Connection) -> None:
    """Write some parts and send their sums, or what went wrong."""
    groups: Tallies = {}
    try:
        for tickets, file in tasks:
            with file.open("w", encoding="utf-8", errors="surrogatepass", newline="") as part:
                _merge(groups, job.write(tickets, part))
        sender.send(groups)
    except Exception as error:  # noqa: BLE001 raised again where it can be told
        sender.send(error)


def _received(receiver: Connection) -> Tallies:
    try:
        result = receiver.recv()
    except EOFError:
        raise UserFacingError("a process of the simulation was killed: free some memory") from None
    if isinstance(result, Exception):
        raise result
    groups: Tallies = result
    return groups


def _merge(groups: Tallies, more: Tallies) -> None:
    for keys, group in more.items():
        groups.setdefault(keys, Tally()).add(group)


def _rows(results: Iterable[Tallies]) -> list[ComplianceRow]:
    groups: Tallies = {}
    for result in results:
        _merge(groups, result)
    return [tally.row(keys) for keys, tally in sorted(groups.items())]
