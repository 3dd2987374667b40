"""One open socket: what it carries to the bot, and the acks it is still owed."""

import asyncio
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.outcome import Outcome
from sandbox.wires import LinkProtocol, cut

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Connection:
    """An accepted socket. While its link is silent it stays open and nothing passes, either way."""

    number: int
    socket: WebSocket
    link: LinkProtocol
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)

    async def send(self, message: Json) -> None:
        """Send what is no envelope, such as the greeting; raises when the client has gone."""
        if not self.link.is_silent:
            await self.socket.send_text(json.dumps(message))

    async def exchange(self, envelope: Json, within_s: float) -> Outcome:
        """Send an envelope and return what its ack said, if one comes in time."""
        request_id = envelope["envelope_id"]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting[request_id] = answer
        began = time.monotonic()
        try:
            await self.send(envelope)
            body = await asyncio.wait_for(answer, within_s)
        except TimeoutError:
            return Outcome(request_id, error="timeout", ms=_ms_since(began))
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Outcome(request_id, error="connection_lost", ms=_ms_since(began))
        finally:
            self.waiting.pop(request_id, None)
        return Outcome(request_id, status=200, body=body, ms=_ms_since(began))

    def take(self, text: str) -> bool:
        """Give an ack to who waits for it; False when nobody does."""
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        request_id = message.get("envelope_id") if isinstance(message, dict) else None
        answer = self.waiting.get(request_id or "")
        if answer is None or answer.done():
            return False
        answer.set_result(message.get("payload"))
        return True

    def fail(self) -> None:
        """Tell all who wait for an ack that none will come."""
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the socket closed"))

    async def announce_end(self, reason: str) -> None:
        """Tell the client in Slack's words that this socket is about to end."""
        notice = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        with suppress(RuntimeError, WebSocketDisconnect):
            await self.send(notice)

    async def close(self) -> None:
        """End it with a close frame."""
        with suppress(RuntimeError, WebSocketDisconnect):  # gone already, which is what was asked
            await self.socket.close()

    async def cut(self) -> None:
        """Break it without a close frame."""
        await cut(self.socket.scope)


def _ms_since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
