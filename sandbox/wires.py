"""Knows the connection under every request and socket, so that it can be cut or fall silent."""

import asyncio
import socket
import struct
from typing import Any
from weakref import WeakValueDictionary

from starlette.websockets import WebSocket
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# Linger on, for no time: the peer gets a reset instead of a polite end.
_RESET = struct.pack("ii", 1, 0)
_PING = b"Ping from sandbox"
_wires: WeakValueDictionary[tuple[str, int], asyncio.Transport] = WeakValueDictionary()
_links: WeakValueDictionary[tuple[str, int], "LinkProtocol"] = WeakValueDictionary()


class CuttableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, with each connection remembered by its client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection, then go on as usual."""
        peer = transport.get_extra_info("peername")
        if peer:
            _wires[(peer[0], peer[1])] = transport
        super().connection_made(transport)


class LinkProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's WebSocket protocol, able to fall silent: open, but nothing comes in or goes out."""

    is_silent = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the link by its client's address, then go on as usual."""
        super().connection_made(transport)
        if self.client:
            _links[self.client] = self

    def data_received(self, data: bytes) -> None:
        """Take what comes in; while silent, swallow it and what it would be answered with."""
        if not self.is_silent:
            super().data_received(data)
            return
        self.conn.receive_data(data)
        self.conn.events_received()
        self.conn.data_to_send()

    def ping(self) -> None:
        """Send a ping frame, as Slack does every few seconds."""
        if self.is_silent or self.close_sent or self.transport.is_closing():
            return
        self.conn.send_ping(_PING)
        self.transport.write(b"".join(self.conn.data_to_send()))


def link_of(socket: WebSocket) -> LinkProtocol:
    """Return the protocol under an accepted socket; raises ConnectionError when it has gone."""
    client = socket.scope.get("client")
    link = _links.get((client[0], client[1])) if client else None
    if link is None:
        raise ConnectionError("the socket has gone")
    return link


async def cut(scope: Any) -> None:
    """Break the connection a request or socket came over, without a further byte."""
    client = scope.get("client")
    transport = _wires.get((client[0], client[1])) if client else None
    if transport is None:
        return
    wire = transport.get_extra_info("socket")
    if wire is not None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()
    await asyncio.sleep(0)
