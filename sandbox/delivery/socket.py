"""Socket Mode: envelopes over WebSockets, dealt out in turn, each waiting for its ack."""

import asyncio
from collections import deque
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.connection import Connection
from sandbox.delivery.outcome import Outcome
from sandbox.delivery.waits import Timing
from sandbox.ids import secret
from sandbox.log import Log
from sandbox.state import App
from sandbox.wires import link_of

Json = dict[str, Any]
MAX_CONNECTIONS = 10
_FORBIDDEN = 403
_DEBUG_INFO = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}


class SocketMode:
    """All sockets of the app. A ticket opens one socket and only once.

    `refusal_status`: with which HTTP status handshakes are refused, None while they are not.
    `handshake_delay_s`: how long a handshake takes, as when Slack is slow to come back.
    """

    def __init__(self, app: App, log: Log, timing: Timing, *, is_enabled: bool) -> None:
        self.refusal_status: int | None = None
        self.handshake_delay_s = 0.0
        self._app = app
        self._log = log
        self._timing = timing
        self._is_enabled = is_enabled
        self._tickets: set[str] = set()
        self._connections: deque[Connection] = deque()
        self._count = 0
        self._listening = asyncio.Event()
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> list[Connection]:
        """The open sockets, silent ones too, oldest first."""
        return sorted(self._connections, key=lambda connection: connection.number)

    def issue_ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = secret()
        self._tickets.add(ticket)
        return ticket

    async def someone_listens(self) -> None:
        """Wait until a connection is open."""
        await self._listening.wait()

    async def serve(self, socket: WebSocket) -> None:
        """Greet a new connection and take its acks until it ends."""
        await asyncio.sleep(self.handshake_delay_s)
        if status := self._handshake_refusal(socket):
            await socket.send_denial_response(PlainTextResponse("", status))
            return
        await socket.accept()
        if reason := self._refusal():
            await socket.send_json({"type": "disconnect", "reason": reason})
            await socket.close()
            return
        connection = self._join(socket)
        pinging = asyncio.create_task(self._ping(connection))
        try:
            await connection.send(self._hello())
            self._listening.set()
            while True:
                text = await socket.receive_text()
                if not connection.take(text):
                    self._log.append("stray_ack", connection=connection.number, text=text)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            pinging.cancel()
            self._leave(connection)

    async def send(
        self,
        kind: str,
        payload: Json,
        *,
        accepts_body: bool = False,
        attempt: int = 0,
        reason: str = "",
    ) -> Outcome:
        """Send one envelope over the next connection in turn and wait for its ack."""
        request_id = secret(8) + "-" + secret(16)
        entry: Json = {"transport": "socket", "type": kind, "request_id": request_id}
        entry |= {"attempt": attempt, "reason": reason, "payload": payload}
        if not self._connections:
            self._log.append("unheard", **entry)
            return Outcome(request_id, error="no_connection")
        connection = self._connections[0]
        self._connections.rotate(-1)
        self._log.append("delivery", **entry, connection=connection.number)
        envelope: Json = {"envelope_id": request_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = accepts_body
        if kind == "events_api":
            # Whatever became of the attempt before, all that Slack knows is that no ack came.
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        outcome = await self._exchange(connection, envelope)
        self._log.append(
            "ack",
            request_id=request_id,
            type=kind,
            ok=outcome.is_ok,
            error=outcome.error,
            body=outcome.body,
            ms=outcome.ms,
        )
        return outcome

    async def _exchange(self, connection: Connection, envelope: Json) -> Outcome:
        outcome = await connection.exchange(envelope, self._timing.ack_within_s)
        if outcome.error == "connection_lost":
            self._leave(connection)
        if outcome.body and not envelope["accepts_response_payload"]:
            self._log.append("ignored_body", request_id=outcome.request_id, body=outcome.body)
            return replace(outcome, body=None)
        return outcome

    def among(self, numbers: Collection[int] | None) -> list[Connection]:
        """Return the open connections with these numbers; all of them for None."""
        return [c for c in self.connections if numbers is None or c.number in numbers]

    def silence(self, connections: list[Connection], *, is_silent: bool = True) -> None:
        """Make connections fall silent, or speak again; what came meanwhile is lost."""
        for connection in connections:
            connection.link.is_silent = is_silent
            event = "silent" if is_silent else "audible"
            self._log.append("socket", event=event, connection=connection.number)

    async def disconnect(
        self, connections: list[Connection], reason: str, close_after_s: float
    ) -> None:
        """Announce the end of connections, as Slack does every few hours, and end them then."""
        for connection in connections:
            await connection.announce_end(reason)
            ending = asyncio.create_task(self._close_later(connection, close_after_s))
            self._closing.add(ending)
            ending.add_done_callback(self._closing.discard)

    async def _close_later(self, connection: Connection, after_s: float) -> None:
        await asyncio.sleep(after_s)
        await self.close([connection])

    async def cut(self, connections: list[Connection]) -> None:
        """Break connections without a close frame."""
        for connection in connections:
            await connection.cut()
            self._leave(connection)

    async def close(self, connections: list[Connection]) -> None:
        """End connections politely, so that a client connects anew at once."""
        for connection in connections:
            self._leave(connection)
            await connection.close()

    def _handshake_refusal(self, socket: WebSocket) -> int | None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            return _FORBIDDEN
        self._tickets.discard(ticket)
        return self.refusal_status

    def _refusal(self) -> str | None:
        if not self._is_enabled:
            return "link_disabled"
        return "too_many_websockets" if len(self._connections) >= MAX_CONNECTIONS else None

    def _join(self, socket: WebSocket) -> Connection:
        self._count += 1
        connection = Connection(self._count, socket, link_of(socket))
        self._connections.append(connection)
        self._log.append("socket", event="connected", connection=connection.number)
        return connection

    def _leave(self, connection: Connection) -> None:
        connection.fail()
        if connection in self._connections:
            self._connections.remove(connection)
            self._log.append("socket", event="closed", connection=connection.number)
        if not self._connections:
            self._listening.clear()

    async def _ping(self, connection: Connection) -> None:
        while True:
            await asyncio.sleep(self._timing.ping_every_s)
            connection.link.ping()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": _DEBUG_INFO,
            "connection_info": {"app_id": self._app.id},
        }
