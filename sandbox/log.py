"""The append-only record of everything that crossed the sandbox: the judge of every test."""

import asyncio
from copy import deepcopy
from typing import Any

from sandbox.clock import Clock
from sandbox.matches import contains

Entry = dict[str, Any]


class Log:
    """Entries numbered from 0 in the order they happened; none is ever changed or removed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._grown = asyncio.Event()
        self._is_ended = False

    def append(self, kind: str, **fields: Any) -> Entry:
        """Record one happening and return its entry: `n`, `at` in epoch seconds, `kind`, fields."""
        entry: Entry = {"n": len(self._entries), "at": self._clock.now(), "kind": kind}
        entry |= deepcopy(fields)
        self._entries.append(entry)
        self._grown.set()
        self._grown = asyncio.Event()
        return entry

    def end(self) -> None:
        """Let everyone who waits go, as nothing more will come."""
        self._is_ended = True
        self._grown.set()

    def since(self, n: int) -> list[Entry]:
        """Return the entries numbered `n` and later."""
        return self._entries[max(0, n) :]

    @property
    def next(self) -> int:
        """The number the next entry will get."""
        return len(self._entries)

    async def wait(self, since: int, match: Entry, timeout_s: float) -> Entry | None:
        """Return the first entry from `since` on that contains `match`; None when time is up."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        seen = max(0, since)
        while True:
            grown = self._grown
            for entry in self._entries[seen:]:
                if contains(entry, match):
                    return entry
            seen = max(seen, len(self._entries))
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0 or self._is_ended:
                return None
            try:
                await asyncio.wait_for(grown.wait(), left_s)
            except TimeoutError:
                return None
