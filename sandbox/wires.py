"""Knows the TCP connection under every request, so that an answer can be lost on purpose."""

import asyncio
import socket
import struct
from typing import Any
from weakref import WeakValueDictionary

from uvicorn.protocols.http.h11_impl import H11Protocol

# Linger on, for no time: the peer gets a reset instead of a polite end.
_RESET = struct.pack("ii", 1, 0)
_wires: WeakValueDictionary[tuple[str, int], asyncio.Transport] = WeakValueDictionary()


class CuttableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol, with each connection remembered by its client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection, then go on as usual."""
        peer = transport.get_extra_info("peername")
        if peer:
            _wires[(peer[0], peer[1])] = transport
        super().connection_made(transport)


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
