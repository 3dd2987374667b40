"""Hands events, commands and interactions to the bot, and events again until it takes them.

Events are sent anew after the delays of `retry_delays_s`, as Slack does; commands and interactions
are never sent twice. By order it doubles events or mixes their order.
"""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from sandbox.delivery.http import SignedHttp
from sandbox.delivery.outcome import Outcome
from sandbox.delivery.socket import SocketMode
from sandbox.log import Log
from sandbox.state import App

Json = dict[str, Any]
RETRY_DELAYS_S = (0.0, 60.0, 300.0)
SHUFFLE_WINDOW_S = 0.2
LOST_DELAY_S = 0.05


class Deliveries:
    """The one way out of the sandbox; over HTTP when `events_url` is given, else by socket."""

    def __init__(self, app: App, log: Log, events_url: str | None) -> None:
        self.socket = SocketMode(app, log, is_enabled=events_url is None)
        self.http = SignedHttp(app, log, events_url) if events_url else None
        self.retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S
        self.is_twice = False
        self.is_shuffled = False
        self._log = log
        self._held: list[tuple[Json, str]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin the handshake of HTTP mode."""
        if self.http:
            self._spawn(self.http.verify_url())

    async def settled(self) -> None:
        """Wait until nothing is on its way to the bot any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Give up everything still on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def event(self, payload: Json, lane: str) -> None:
        """Send an event and see it through; events of one lane leave in order."""
        if not self.is_shuffled:
            self._send(payload, lane)
            return
        if not self._held:
            self._spawn(self._release())
        self._held.append((payload, lane))

    async def request(self, kind: str, payload: Json, *, accepts_body: bool) -> Outcome:
        """Send a command or interaction once and return what the bot made of it within 3 s."""
        if self.http:
            outcome = await self.http.send(kind, payload)
        else:
            outcome = await self.socket.send(kind, payload, accepts_body=accepts_body)
        return replace(outcome, error=_as_shown(outcome.error))

    def _send(self, payload: Json, lane: str) -> None:
        for _ in range(2 if self.is_twice else 1):
            self._spawn(self._see_through(payload, lane))

    async def _release(self) -> None:
        await asyncio.sleep(SHUFFLE_WINDOW_S)
        held, self._held = self._held, []
        random.shuffle(held)
        for payload, lane in held:
            self._send(payload, lane)

    async def _see_through(self, payload: Json, lane: str) -> None:
        attempt, reason = 0, ""
        delays = list(self.retry_delays_s)
        while True:
            outcome = await self._attempt(payload, lane, attempt, reason)
            if outcome.is_ok:
                return
            attempt, reason = attempt + 1, outcome.error or ""
            if reason in ("connection_lost", "no_connection"):
                await asyncio.sleep(LOST_DELAY_S)  # a dying socket is still among the open ones
                continue
            if not delays or not outcome.may_retry:
                self._log.append("dropped", event_id=payload["event_id"], reason=reason)
                return
            await asyncio.sleep(delays.pop(0))

    async def _attempt(self, payload: Json, lane: str, attempt: int, reason: str) -> Outcome:
        if self.http:
            return await self.http.send_event(payload, lane, attempt, reason)
        await self.socket.someone_listens()
        return await self.socket.send("events_api", payload, attempt=attempt, reason=reason)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _as_shown(error: str | None) -> str | None:
    """Return the word Slack shows a member when the app failed to take a command or click."""
    if error is None:
        return None
    return "operation_timeout" if error in ("timeout", "http_timeout") else "dispatch_failed"
