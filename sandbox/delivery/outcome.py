"""What came of handing something to the bot."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is None once the bot acknowledged; `body` is what it answered with."""

    request_id: str
    error: str | None = None
    status: int | None = None
    body: Any = None
    ms: int = 0
    may_retry: bool = True

    @property
    def is_ok(self) -> bool:
        """Whether the bot took it."""
        return self.error is None
