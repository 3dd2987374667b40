"""The sandbox's own time, which may be moved ahead of the world's."""

import time
from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """Wall time plus an offset in seconds; rate limits, triggers and `ts` all follow it."""

    offset_s: float = 0.0

    def now(self) -> float:
        """Return epoch seconds as this sandbox sees them."""
        return time.time() + self.offset_s

    def advance(self, seconds: float) -> None:
        """Move the sandbox ahead; it never goes back."""
        self.offset_s += max(0.0, seconds)
