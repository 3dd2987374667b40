"""The two ways to Slack: a socket we open, or HTTP that Slack calls."""

import asyncio
import json
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Thread
from typing import Any, Final, Protocol

import structlog
import uvicorn
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingsError, UserFacingError
from bot.slack.arrivals import ENVELOPE, MISSHAPEN
from bot.store.errors import StoreError
from bot.usecases.desk import Desk

log = structlog.get_logger(__name__)

LISTENING_THREADS: Final = 4
"""Requests at once; each holds a thread until it is acknowledged. More only fight for Python."""
ACKNOWLEDGED: Final = 200
STOP_WITHIN_S: Final = 5.0


class Connection(Protocol):
    """A way to Slack that can be opened and closed."""

    def start(self) -> None:
        """Begin to hear."""
        ...

    def stop(self) -> None:
        """Hear no more."""
        ...


class SocketConnection:
    """Socket Mode: what is not acknowledged, Slack sends again."""

    def __init__(self, handler: SocketModeHandler) -> None:
        self._handler = handler

    def start(self) -> None:
        """Open the socket; an app token that Slack refuses is a `SettingsError`."""
        try:
            self._handler.client.connect()
        except SlackApiError as refusal:
            error = refusal.response["error"]
            raise SettingsError(
                f"SLACK_APP_TOKEN: Slack refuses it ({error}): copy the app-level token again"
            ) from refusal
        except OSError as problem:
            raise UserFacingError(f"Slack cannot be reached: {problem}; try again") from problem

    def stop(self) -> None:
        """Close it, and first end its reading, which else looks up every 3 s only."""
        client = self._handler.client
        client.auto_reconnect_enabled = False
        reading = getattr(client.current_session, "sock", None)
        with suppress(OSError):
            if reading is not None:
                reading.shutdown(socket.SHUT_RDWR)
        client.close()


def socket_mode(app: App, app_token: str) -> SocketModeHandler:
    """Bolt's handler, made to tell each envelope's id."""
    handler = SocketModeHandler(app, app_token, concurrency=LISTENING_THREADS)

    def hear(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            heard = BoltRequest(
                mode="socket_mode",
                body=request.payload,
                headers={ENVELOPE: request.envelope_id},
            )
        except MISSHAPEN as problem:
            log.warning("an envelope holds nothing of slack's", reason=repr(problem)[:200])
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
            return
        response = app.dispatch(heard)
        if response.status == ACKNOWLEDGED:
            answer = SocketModeResponse(request.envelope_id, _payload(response))
            client.send_socket_mode_response(answer)

    handler.client.socket_mode_request_listeners[:] = [hear]
    return handler


def _payload(response: BoltResponse) -> dict[str, Any] | None:
    """The body of an ack as a socket carries it: an object, or nothing."""
    if not response.body:
        return None
    if response.first_headers().get("content-type", "").startswith("application/json"):
        found: dict[str, Any] = json.loads(response.body)
        return found
    return {"text": response.body}


def socket_mode_connection(app: App, app_token: str) -> Connection:
    """The connection of Socket Mode."""
    return SocketConnection(socket_mode(app, app_token))


def http_app(app: App, desk: Desk) -> Starlette:
    """What Slack calls, and two questions about health that need no token."""
    listening = ThreadPoolExecutor(LISTENING_THREADS, "listening")

    async def events(request: Request) -> Response:
        sent = await request.body()
        try:
            heard = to_bolt_request(request, sent)
        except MISSHAPEN as problem:  # nobody knows who sent it, so nothing is kept
            log.warning("a request is nothing of slack's", reason=repr(problem)[:200])
            return Response(status_code=200)
        loop = asyncio.get_running_loop()
        return to_starlette_response(await loop.run_in_executor(listening, app.dispatch, heard))

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        return await run_in_threadpool(_readiness, desk)

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", health),
            Route("/readyz", ready),
        ]
    )


def _readiness(desk: Desk) -> Response:
    try:
        desk.database.require_newest_schema()
    except StoreError as problem:
        return PlainTextResponse(str(problem), 503)
    return PlainTextResponse("ok")


class HttpConnection:
    """A web server in a thread of its own."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(app, log_config=None, lifespan="off", access_log=False)
        self._server = uvicorn.Server(config)
        self._place = (host, port)
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to listen; a port in use is a `SettingsError`."""
        listening = _bound(*self._place)
        self._thread = Thread(
            target=self._server.run, args=([listening],), name="http", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being answered and end."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(STOP_WITHIN_S)


def require_free(host: str, port: int) -> None:
    """Raise `SettingsError` when one cannot listen there."""
    _bound(host, port).close()


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as taken:
        reason = os.strerror(taken.errno).lower() if taken.errno else str(taken)
        raise SettingsError(
            f"PUNCTUAL_PORT: {host}:{port} cannot be listened on ({reason}): choose another"
        ) from taken


def http_connection(app: App, desk: Desk, host: str, port: int) -> Connection:
    """The connection of HTTP, at `/slack/events`."""
    return HttpConnection(http_app(app, desk), host, port)
