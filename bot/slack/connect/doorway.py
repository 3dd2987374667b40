"""One connection at the door: how long it may take, how much it may send before it is heard.

HTTP itself is read by uvicorn and llhttp; here is what they leave open: a limit of the head, of
connections, and of the time in which a request has to be there.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.slack.connect.refused_requests import RefusedRequests

LARGEST_HEAD_BYTES: Final = 16 * 1024
CONNECTIONS: Final = 256


@dataclass(frozen=True, slots=True)
class Patience:
    """Within how many seconds the head of a request has to be there, and its body.

    `whole_s` is for a body that nobody reads.
    """

    head_s: float = 5.0
    body_s: float = 10.0
    whole_s: float = 20.0


_REFUSED: Final = (
    b"HTTP/1.1 %b\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 0\r\n\r\n"
)


class Doorway(HttpToolsProtocol):
    """Uvicorn's protocol with deadlines; where it gets crowded, who waited longest has to go."""

    def __init__(
        self, *given: Any, refused_requests: RefusedRequests, patience: Patience, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.logger = _Speechless(self.logger)  # type: ignore[assignment] # all that is called
        self.is_awaited = True
        self.awaited_since_s = self.loop.time()
        self._refused_requests = refused_requests
        self._patience = patience
        self._head_bytes = 0
        self._is_whole = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, and make room where too many wait."""
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > CONNECTIONS:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._await_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take some bytes; a head that does not end is refused."""
        if self._deadline is None:
            self._await_head()
        if self.is_awaited:
            self._head_bytes += len(data)
        super().data_received(data)
        if self.is_awaited and self._head_bytes > LARGEST_HEAD_BYTES:
            self._refuse(b"431 Request Header Fields Too Large", "the head is too large")

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        self.is_awaited, self._is_whole = True, False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Wait for the body from now on; a head that is too large is no request."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > LARGEST_HEAD_BYTES:
            raise ValueError("the head is too large")
        self.is_awaited, self._head_bytes = False, 0
        self._await(self._patience.whole_s)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing: it is there."""
        self._await_nothing()
        self._is_whole = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request; who has nothing to say gives way first."""
        super().on_response_complete()
        if self._is_whole:
            self.is_awaited, self.awaited_since_s = True, self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(b"400 Bad Request", "no HTTP")

    def give_way(self) -> None:
        """End, so that somebody else can be heard."""
        self._note("too many connections")
        self.transport.abort()

    def _make_room(self) -> None:
        waiting = [doorway for doorway in self.connections if isinstance(doorway, Doorway)]
        waiting = [doorway for doorway in waiting if doorway.is_awaited and doorway is not self]
        min(waiting, key=lambda doorway: doorway.awaited_since_s, default=self).give_way()

    def _await_head(self) -> None:
        self.is_awaited, self._head_bytes = True, 0
        self.awaited_since_s = self.loop.time()
        self._await(self._patience.head_s)

    def _await(self, within_s: float) -> None:
        self._await_nothing()
        self._deadline = self.loop.call_later(within_s, self._too_late)

    def _await_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        if self.is_awaited:
            self._refuse(b"408 Request Timeout", "the head took too long")
        else:
            self._note("the body took too long")
            self.transport.abort()

    def _refuse(self, status: bytes, reason: str) -> None:
        self._await_nothing()
        if not self.transport.is_closing():
            self._note(reason)
            self.transport.write(_REFUSED % status)
            self.transport.close()

    def _note(self, reason: str) -> None:
        self._refused_requests.note(reason, self.client[0] if self.client else None)


class _Speechless:
    """Uvicorn's logger without its warnings of each bad request: they are counted instead."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger
        self.level = logger.getEffectiveLevel()

    def log(self, *_: object) -> None:
        """Say nothing of connections that come and go."""

    def warning(self, *_: object) -> None:
        """Say nothing of what is refused."""

    def error(self, msg: str, *given: object, **named: Any) -> None:
        """Say what went wrong here."""
        self._logger.error(msg, *given, **named)
