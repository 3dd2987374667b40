"""Work shared out to processes, each of which takes the next share when it is done with one.

Only where processes can be forked, which is on Linux; elsewhere, and for one process, the work is
done where it stands.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_longlong
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext
from typing import Any, Final, Generic, TypeVar

from bot.errors import UserFacingError
from bot.simulation.progress import Advance

Share = TypeVar("Share")
Result = TypeVar("Result")
Work = Callable[[Share, Advance], Result]

_FORKS: Final = sys.platform == "linux"
_LOOKS_EVERY_S: Final = 0.1
_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000


def cores() -> int:
    """How many processes are worth having."""
    return len(os.sched_getaffinity(0)) if _FORKS else 1


def shared_out(
    work: Work[Share, Result], shares: Sequence[Share], advance: Advance, processes: int
) -> Iterator[Result]:
    """What comes of each share, in their order; raises what went wrong in any of them.

    What comes of a share is pickled on its way; the work and the shares are not.
    """
    processes = min(processes, len(shares))
    if processes < 2 or not _FORKS:  # noqa: PLR2004 alone
        yield from (work(share, advance) for share in shares)
        return
    context = get_context("fork")
    crew = _Crew(context, work, shares, processes)
    with _running(context, crew, processes) as receivers:
        yield from _in_order(crew.results(receivers, advance))


def _in_order(numbered: Iterable[tuple[int, Result]]) -> Iterator[Result]:
    """The results by their numbers from 0, each as soon as those before it are there."""
    early: dict[int, Result] = {}
    number = 0
    for index, result in numbered:
        early[index] = result
        while number in early:
            yield early.pop(number)
            number += 1


class _Crew(Generic[Share, Result]):
    """Processes at the same work; they share which share comes next, and how much is done."""

    def __init__(
        self,
        context: ForkContext,
        work: Work[Share, Result],
        shares: Sequence[Share],
        processes: int,
    ) -> None:
        self._work, self._shares = work, shares
        self._next = context.Value(c_longlong, 0)
        self._done = context.RawArray(c_longlong, processes)

    def run(self, process: int, sender: Connection) -> None:
        """Do one share after the other; send the result of each, or the error."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who shared out the work ends it
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)

        def advance(amount: int) -> None:
            self._done[process] += amount

        try:
            while (number := self._take()) < len(self._shares):
                sender.send((number, self._work(self._shares[number], advance)))
            sender.send(None)
        except Exception as error:  # noqa: BLE001 raised again where it can be told
            sender.send(error)

    def _take(self) -> int:
        with self._next.get_lock():
            number = self._next.value
            self._next.value += 1
        return number

    def results(
        self, receivers: Sequence[Connection], advance: Advance
    ) -> Iterator[tuple[int, Result]]:
        """What comes of each share with its number, as it comes; tells how much is done."""
        waiting, reported = list(receivers), 0
        while waiting:
            for receiver in waiting_to_be_read(waiting):
                if (message := received(receiver)) is None:
                    waiting.remove(receiver)
                else:
                    yield message
            total = sum(self._done)
            advance(total - reported)
            reported = total


def waiting_to_be_read(receivers: Sequence[Connection]) -> list[Connection]:
    """Those that hold a message, after waiting a moment for one."""
    return [
        receiver for receiver in wait(receivers, _LOOKS_EVERY_S) if isinstance(receiver, Connection)
    ]


def received(receiver: Connection) -> Any:
    """The next message of a process; raises what it raised, also when it is gone."""
    try:
        message = receiver.recv()
    except EOFError:
        raise UserFacingError("a process was killed while it worked: free some memory") from None
    if isinstance(message, Exception):
        raise message
    return message


@contextmanager
def _running(
    context: ForkContext, crew: _Crew[Share, Result], processes: int
) -> Iterator[list[Connection]]:
    """Processes of a crew while the block lasts, and where to hear of each."""
    receivers, running = [], []
    gc.freeze()  # what is never collected stays shared between the processes
    try:
        for number in range(processes):
            receiver, sender = context.Pipe(duplex=False)
            running.append(context.Process(target=crew.run, args=(number, sender), daemon=True))
            running[-1].start()
            sender.close()
            receivers.append(receiver)
        yield receivers
    finally:
        for process in running:
            process.terminate()
            process.join()
        gc.unfreeze()
