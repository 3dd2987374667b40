"""What every request passes: shut while the network is cut, and each answer carries the date."""

from email.utils import formatdate

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.wires import cut
from sandbox.world import World

_SLACKS_OWN = ("/api/", "/response/", "/upload/", "/files/", "/link/")
_WITH_HEADERS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


class Gate:
    """Around the whole sandbox; the control addresses and the page are no part of Slack's net."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or reset its connection without an answer."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        world: World = scope["app"].state.world
        if _is_cut_off(world, scope):
            await world.network.fail()
            await cut(scope)
            return
        await self._app(scope, receive, _dated(world, scope, send))


def _is_cut_off(world: World, scope: Scope) -> bool:
    return world.network.is_cut and scope["path"].startswith(_SLACKS_OWN)


def _dated(world: World, scope: Scope, send: Send) -> Send:
    """Return a `send` that adds the date, and loses an answer that finds the network cut."""

    async def send_dated(message: Message) -> None:
        if message["type"] in _WITH_HEADERS:
            if _is_cut_off(world, scope):
                await cut(scope)
            date = formatdate(world.now(), usegmt=True).encode()
            message["headers"] = [(b"date", date), *message.get("headers", ())]
        await send(message)

    return send_dated
