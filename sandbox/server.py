"""Runs a world on a loopback port."""

import socket

import uvicorn

from sandbox.app import build_app
from sandbox.wires import CuttableProtocol, LinkProtocol
from sandbox.world import World

HOST = "127.0.0.1"
MAX_MESSAGE_BYTES = 16 * 1024 * 1024


class Server(uvicorn.Server):
    """Uvicorn's server; those who wait for the log are let go before it closes."""

    def __init__(self, config: uvicorn.Config, world: World) -> None:
        super().__init__(config)
        self._world = world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the waiting, then close as usual."""
        self._world.log.end()
        await super().shutdown(sockets)


def bind(port: int) -> socket.socket:
    """Return a listening socket on loopback (port 0: any free one); raises OSError when taken."""
    # The protocol is named so that asyncio switches Nagle's delay off.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def build_server(world: World, listener: socket.socket) -> Server:
    """Return a server for a world; its addresses are those of the listener."""
    world.base_url = f"http://{HOST}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        build_app(world),
        http=CuttableProtocol,
        ws=LinkProtocol,
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_ping_interval=None,
        date_header=False,
        log_level="error",
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    return Server(config, world)
