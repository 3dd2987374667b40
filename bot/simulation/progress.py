"""How far a long work has come: a bar on standard error, only where a person watches.

It appears once the work has lasted a second, and it is gone when the work is done. Where standard
error is no terminal nothing is ever shown.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.clock import SystemClock, TimeSource

Advance = Callable[[int], None]
"""Told of each bit of work that is done: so many bytes, or so many tickets."""

PATIENCE_S: Final = 1.0
REFRESH_S: Final = 0.1


def unseen(_: int) -> None:
    """Advance nothing that anybody sees."""


@contextmanager
def progress(what: str, total: int, clock: TimeSource | None = None) -> Iterator[Advance]:
    """Show how much of a total is done while the work inside goes on."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield unseen
        return
    bar = bar_on(Console(file=sys.stderr))
    with bar_of(bar, what, total, clock or SystemClock()) as advance:
        yield advance


def bar_on(console: Console) -> Progress:
    """A bar with no thread of its own: processes are forked while it moves."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )


@contextmanager
def bar_of(bar: Progress, what: str, total: int, clock: TimeSource) -> Iterator[Advance]:
    """Move a bar as the work goes on; it is drawn ten times a second at most."""
    task = bar.add_task(what, total=total)
    next_at = clock.monotonic() + PATIENCE_S

    def advance(amount: int) -> None:
        nonlocal next_at
        bar.advance(task, amount)
        if clock.monotonic() >= next_at:
            next_at = clock.monotonic() + REFRESH_S
            bar.start()
            bar.refresh()

    try:
        yield advance
    finally:
        bar.stop()
