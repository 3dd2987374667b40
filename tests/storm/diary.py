"""What people did: what they asked, and all that was done about it. The bot has no part in this."""

import threading
from dataclasses import dataclass, field

REPLY, WORD, EDIT, CLAIM, RESOLVE = "reply", "word", "edit", "claim", "resolve"


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened: one instant, or between two where nobody but the bot can say."""

    first_at: float
    last_at: float

    @classmethod
    def of(cls, ts: str) -> "Span":
        """The instant of a message."""
        return cls(float(ts), float(ts))


@dataclass(slots=True)
class Deed:
    """One thing that somebody did about a request.

    `ts` is the message it is, if it is one. `is_taken`: Slack told the person that the bot took
    it; else it may have been done or not. `token` is a word that stands nowhere else.
    """

    kind: str
    by: str
    span: Span
    token: str = ""
    ts: str | None = None
    is_taken: bool = True


@dataclass(slots=True)
class Request:
    """What somebody asked, where; a direct one counts from when its author chose a department."""

    token: str
    by: str
    channel: str
    ts: str
    target_s: int | None
    agent: str
    alerts: str
    is_direct: bool = False
    chosen: Span | None = None
    deeds: list[Deed] = field(default_factory=list)

    @property
    def begins(self) -> Span | None:
        """When it was made; None while nobody chose a department."""
        return self.chosen if self.is_direct else Span.of(self.ts)


@dataclass(slots=True)
class Diary:
    """All requests; written by many hands at once."""

    requests: list[Request] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _count: int = 0

    def token(self, what: str) -> str:
        """A word nobody wrote before."""
        with self._lock:
            self._count += 1
            return f"{what}{self._count:05}x"

    def add(self, request: Request) -> Request:
        """Note a request."""
        with self._lock:
            self.requests.append(request)
        return request

    def note(self, request: Request, deed: Deed) -> None:
        """Note what was done about a request."""
        with self._lock:
            request.deeds.append(deed)
