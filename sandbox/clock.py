"""The sandbox's own time, which may be another than the computer's."""

import time
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Tells a sandbox the time, and may be moved ahead."""

    def now(self) -> float:
        """Return epoch seconds."""
        ...

    def advance(self, seconds: float) -> None:
        """Move ahead; it never goes back."""
        ...


@dataclass(slots=True)
class OffsetClock:
    """Wall time plus an offset in seconds; rate limits, triggers and `ts` all follow it."""

    offset_s: float = 0.0

    def now(self) -> float:
        """Return epoch seconds as this sandbox sees them."""
        return time.time() + self.offset_s

    def advance(self, seconds: float) -> None:
        """Move the sandbox ahead; it never goes back so. `offset_s` can be set to anything."""
        self.offset_s += max(0.0, seconds)
