"""One WebSocket to Slack: text in both directions, and signs of life. It never reopens itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final, Protocol, cast

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.frames import Frame, Opcode
from websockets.protocol import Event as ProtocolEvent
from websockets.sync.client import ClientConnection, connect

OPEN_WITHIN_S: Final = 10.0
CLOSE_WITHIN_S: Final = 1.0
LARGEST_MESSAGE_BYTES: Final = 16 * 1024 * 1024


class LinkLost(Exception):
    """There is no connection, or none any more; the text says why."""


class Link(Protocol):
    """A connection to Slack, safe from any thread."""

    def receive(self, timeout_s: float | None = None) -> str:
        """Return the next message; raise `LinkLost` at the end, or when none comes in time."""
        ...

    def send(self, text: str) -> None:
        """Send a message; raise `LinkLost` when it cannot be."""
        ...

    def ping(self) -> Event:
        """Send a ping and return what is set when it is answered; `LinkLost` as above."""
        ...

    def close(self) -> None:
        """End it with a word to Slack, within a second."""
        ...

    def cut(self) -> None:
        """End it at once: who waits for a message gets `LinkLost`."""
        ...


@dataclass(frozen=True, slots=True)
class Signs:
    """Who is told of the signs of life that are no messages."""

    pinged: Callable[[], None]
    answered: Callable[[], None]


class _WatchedConnection(ClientConnection):
    """A connection that tells of pings and pongs, which the library else keeps to itself."""

    signs: Signs | None = None

    def process_event(self, event: ProtocolEvent) -> None:
        super().process_event(event)
        if self.signs is None or not isinstance(event, Frame):
            return
        if event.opcode is Opcode.PING:
            self.signs.pinged()
        elif event.opcode is Opcode.PONG:
            self.signs.answered()


class WebSocketLink:
    """A link by the websockets library, whose own keepalive is off: the watch is ours."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def receive(self, timeout_s: float | None = None) -> str:
        """Return the next message; raise `LinkLost` at the end, or when none comes in time."""
        try:
            message = self._connection.recv(timeout_s, decode=True)
        except (ConnectionClosed, TimeoutError, UnicodeDecodeError, OSError) as end:
            raise LinkLost(_in_words(end)) from end
        return message

    def send(self, text: str) -> None:
        """Send a message; raise `LinkLost` when it cannot be."""
        try:
            self._connection.send(text)
        except (ConnectionClosed, OSError) as end:
            raise LinkLost(_in_words(end)) from end

    def ping(self) -> Event:
        """Send a ping and return what is set when it is answered; `LinkLost` as above."""
        try:
            return self._connection.ping()
        except (ConnectionClosed, OSError) as end:
            raise LinkLost(_in_words(end)) from end

    def close(self) -> None:
        """End it with a word to Slack, within a second."""
        self._connection.close()

    def cut(self) -> None:
        """End it at once: who waits for a message gets `LinkLost`."""
        self._connection.close_socket()


def open_link(url: str, signs: Signs) -> Link:
    """Return a connection to the address; raise `LinkLost` when there is none in 10 s."""
    try:
        connection = connect(
            url,
            legacy=True,
            ping_interval=None,
            open_timeout=OPEN_WITHIN_S,
            close_timeout=CLOSE_WITHIN_S,
            max_size=LARGEST_MESSAGE_BYTES,
            logger=logging.getLogger("bot.slack.websockets"),
            create_connection=_WatchedConnection,
        )
    except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed) as trouble:
        raise LinkLost(_in_words(trouble)) from trouble
    cast("_WatchedConnection", connection).signs = signs
    return WebSocketLink(connection)


def _in_words(trouble: Exception) -> str:
    return " ".join(str(trouble).split()) or type(trouble).__name__
