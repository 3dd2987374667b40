"""One's own requests as they are shown: plain values."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.outbox import MessagePlace


@dataclass(frozen=True, slots=True)
class Request:
    """A ticket as who asked sees it; ``place`` is where its thread begins, if that is known."""

    number: int
    subject: str
    status: str
    assignee: str | None
    promised_at: datetime | None
    place: MessagePlace | None
    now: datetime

    @property
    def is_late(self) -> bool:
        """Whether what was promised has not come in time."""
        return self.promised_at is not None and self.promised_at < self.now


@dataclass(frozen=True, slots=True)
class Requests:
    """A page of somebody's requests, the newest first; pages count from 1."""

    requests: tuple[Request, ...]
    page: int
    pages: int
    total: int
