"""Socket Mode: envelopes over WebSockets, dealt out in turn, each waiting for its ack."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.outcome import ACK_TIMEOUT_S, Outcome
from sandbox.ids import secret
from sandbox.log import Log
from sandbox.state import App
from sandbox.wires import cut

Json = dict[str, Any]
MAX_CONNECTIONS = 10


@dataclass(slots=True, eq=False)
class Connection:
    """One open socket and the envelopes it carries that were not acknowledged yet."""

    number: int
    socket: WebSocket
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class SocketMode:
    """All sockets of the app. A ticket opens one socket and only once."""

    def __init__(self, app: App, log: Log, *, is_enabled: bool) -> None:
        self._app = app
        self._log = log
        self._is_enabled = is_enabled
        self._tickets: set[str] = set()
        self._connections: deque[Connection] = deque()
        self._count = 0
        self._listening = asyncio.Event()
        self.is_silent = False

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

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
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4401)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if refusal := self._refusal():
            await socket.send_text(json.dumps({"type": "disconnect", "reason": refusal}))
            await socket.close()
            return
        connection = self._join(socket)
        try:
            await socket.send_text(json.dumps(self._hello()))
            self._listening.set()
            while True:
                self._take(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
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
        """Send one envelope over the next connection in turn and wait up to 3 s for its ack."""
        request_id = secret(8) + "-" + secret(16)
        if not self._connections:
            return Outcome(request_id, error="no_connection")
        connection = self._connections[0]
        self._connections.rotate(-1)
        envelope: Json = {"envelope_id": request_id, "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = accepts_body
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        self._log.append(
            "delivery",
            transport="socket",
            connection=connection.number,
            type=kind,
            request_id=request_id,
            attempt=attempt,
            reason=reason,
            payload=payload,
        )
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
        request_id = envelope["envelope_id"]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[request_id] = answer
        began = time.monotonic()
        try:
            if not self.is_silent:
                await connection.socket.send_text(json.dumps(envelope))
            body = await asyncio.wait_for(answer, ACK_TIMEOUT_S)
        except TimeoutError:
            return Outcome(request_id, error="timeout", ms=_ms_since(began))
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Outcome(request_id, error="connection_lost", ms=_ms_since(began))
        finally:
            connection.waiting.pop(request_id, None)
        if body and not envelope["accepts_response_payload"]:
            self._log.append("ignored_body", request_id=request_id, body=body)
            body = None
        return Outcome(request_id, status=200, body=body, ms=_ms_since(began))

    async def refresh(self) -> None:
        """Ask every connection to be replaced, then close it, as Slack does every few hours."""
        for connection in list(self._connections):
            notice = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
            await connection.socket.send_text(json.dumps(notice))
            self._leave(connection)
            asyncio.get_running_loop().call_later(2, _close_soon, connection.socket)

    async def cut(self) -> int:
        """Break every connection without a word; return how many there were."""
        broken = list(self._connections)
        for connection in broken:
            await cut(connection.socket.scope)
            self._leave(connection)
        return len(broken)

    async def close(self) -> int:
        """End every connection politely, so that a client connects anew at once."""
        ended = list(self._connections)
        for connection in ended:
            self._leave(connection)
            await _close(connection.socket)
        return len(ended)

    def _refusal(self) -> str | None:
        if not self._is_enabled:
            return "link_disabled"
        return "too_many_websockets" if len(self._connections) >= MAX_CONNECTIONS else None

    def _join(self, socket: WebSocket) -> Connection:
        self._count += 1
        connection = Connection(self._count, socket)
        self._connections.append(connection)
        self._log.append("socket", event="connected", connection=connection.number)
        return connection

    def _leave(self, connection: Connection) -> None:
        for answer in connection.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the socket closed"))
        if connection in self._connections:
            self._connections.remove(connection)
            self._log.append("socket", event="closed", connection=connection.number)
        if not self._connections:
            self._listening.clear()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app.id},
        }

    def _take(self, connection: Connection, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        request_id = message.get("envelope_id") if isinstance(message, dict) else None
        answer = connection.waiting.get(request_id or "")
        if answer is None or answer.done():
            self._log.append("stray_ack", connection=connection.number, text=text)
        else:
            answer.set_result(message.get("payload"))


def _close_soon(socket: WebSocket) -> None:
    task = asyncio.ensure_future(_close(socket))
    _closing.add(task)
    task.add_done_callback(_closing.discard)


async def _close(socket: WebSocket) -> None:
    try:
        await socket.close()
    except RuntimeError:
        return  # the client has gone already, which is what was asked


_closing: set[asyncio.Task[None]] = set()


def _ms_since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
