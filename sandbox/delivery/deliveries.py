"""Hands events, commands and interactions to the bot, and events again as often as Slack does.

An event that fails is sent again at once and then after each of the waits of `timing`; then it is
dropped. Commands and interactions are never sent twice. By order it doubles events or mixes their
order.
"""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from sandbox.delivery.http import SignedHttp
from sandbox.delivery.outcome import Outcome
from sandbox.delivery.quota import Quota
from sandbox.delivery.socket import SocketMode
from sandbox.delivery.waits import Timing
from sandbox.log import Log
from sandbox.network import Network
from sandbox.state import App

Json = dict[str, Any]
SHUFFLE_WINDOW_S = 0.2
_TOO_LATE = ("timeout", "http_timeout")
_LIMITED = "app_rate_limited"


class Deliveries:
    """The one way out of the sandbox; over HTTP when `events_url` is given, else by socket."""

    def __init__(self, app: App, log: Log, timing: Timing, events_url: str | None) -> None:
        self.timing = timing
        self.network = Network()
        self.quota = Quota()
        self.socket = SocketMode(app, log, timing, is_enabled=events_url is None)
        self.http = SignedHttp(app, log, timing, self.network, events_url) if events_url else None
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
        self.network.mend()
        while tasks := [*self._tasks]:  # a wait that ends just then may swallow what cancels it
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1)

    def event(self, payload: Json, lane: str) -> None:
        """Send an event and see it through; events of one lane leave in order."""
        if not self.quota.admits(payload["event_time"]):
            self._drop(payload, _LIMITED)
            self._tell_limit(payload)
        elif not self.is_shuffled:
            self._send(payload, lane)
        else:
            if not self._held:
                self._spawn(self._release())
            self._held.append((payload, lane))

    async def request(self, kind: str, payload: Json, *, accepts_body: bool) -> Outcome:
        """Send a command or interaction once and return what the bot made of it in time."""
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
        outcome = await self._attempt(payload, lane, 0, "")
        waits_s = (0.0, *self.timing.retry_waits_s)
        for attempt, wait_s in enumerate(waits_s, 1):
            if outcome.is_ok or not outcome.may_retry:
                break
            await asyncio.sleep(wait_s)
            outcome = await self._attempt(payload, lane, attempt, outcome.error or "")
        if not outcome.is_ok:
            self._drop(payload, outcome.error or "")

    async def _attempt(self, payload: Json, lane: str, attempt: int, reason: str) -> Outcome:
        if self.http:
            return await self.http.send_event(payload, lane, attempt, reason)
        if self.timing.waits_for_socket:
            await self.socket.someone_listens()
        return await self.socket.send("events_api", payload, attempt=attempt, reason=reason)

    def _drop(self, payload: Json, reason: str) -> None:
        event_id = payload.get("event_id")
        self._log.append("dropped", event_id=event_id, reason=reason, payload=payload)

    def _tell_limit(self, dropped: Json) -> None:
        """Tell the app, once a minute, that it is sent no more events for now."""
        minute_s = self.quota.minute_to_tell(dropped["event_time"])
        if minute_s is not None:
            shared = {key: dropped[key] for key in ("token", "team_id", "api_app_id")}
            self._send({"type": _LIMITED, "minute_rate_limited": minute_s, **shared}, "team")

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _as_shown(error: str | None) -> str | None:
    """Return the word Slack shows a member when the app failed to take a command or click."""
    if error is None:
        return None
    return "operation_timeout" if error in _TOO_LATE else "dispatch_failed"
