"""HTTP that Slack calls, and two questions about health that need no token.

It listens before anybody knows who the bot is; until then it lets Slack come again.
"""

import asyncio
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from threading import Thread
from typing import Final

import uvicorn
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingsError
from bot.slack.connect.answering import acknowledge_broken, answer, flaw_of
from bot.slack.connect.sockets import LISTENING_THREADS
from bot.store.errors import StoreError
from bot.usecases.desk import Desk
from bot.wording.faults import why

STOP_WITHIN_S: Final = 2.0
NOT_YET: Final = "Slack has not told yet who the bot is: it is asked until it does"
UNCONFIRMED: Final = (
    "Slack has not confirmed yet who the bot is: what it sends is taken, and nothing is said"
)


@dataclass(slots=True)
class Reception:
    """Who takes what Slack sends: nobody, until there is an app and a desk.

    `problem` is what people who ask for readiness are told; none when all is well.
    """

    app: App | None = None
    desk: Desk | None = None
    problem: str | None = NOT_YET

    def open(self, app: App, desk: Desk, *, is_confirmed: bool = True) -> None:
        """Take what Slack sends from now on."""
        self.app, self.desk = app, desk
        self.problem = None if is_confirmed else UNCONFIRMED

    def confirm(self) -> None:
        """Say from now on that all is well: Slack has told who the bot is."""
        self.problem = None if self.app is not None else NOT_YET

    def readiness(self) -> str | None:
        """Return why it is not ready; none when it is."""
        if self.desk is None or self.problem is not None:
            return self.problem
        try:
            self.desk.database.require_newest_schema()
        except StoreError as problem:
            return str(problem)
        return None


def web_app(reception: Reception, signing_secret: str) -> Starlette:
    """Return what answers Slack at `/slack/events`, and at `/healthz` and `/readyz`."""
    listening = ThreadPoolExecutor(LISTENING_THREADS, "listening")
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        if reception.app is None:
            return PlainTextResponse(NOT_YET, HTTPStatus.SERVICE_UNAVAILABLE)
        body = await request.body()
        try:
            sent = to_bolt_request(request, body)
            problem = flaw_of(sent.body)
        except (ValueError, AttributeError, TypeError) as trouble:
            problem = why(f"{type(trouble).__name__}: {trouble}")
        if problem is not None:
            return to_starlette_response(_unreadable(verifier, request, body, problem))
        loop = asyncio.get_running_loop()
        ack = await loop.run_in_executor(listening, answer, reception.app, sent)
        return to_starlette_response(ack)

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        problem = await run_in_threadpool(reception.readiness)
        if problem is not None:
            return PlainTextResponse(problem, HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ok")

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", health),
            Route("/readyz", ready),
        ]
    )


def _unreadable(
    verifier: SignatureVerifier, request: Request, body: bytes, problem: str
) -> BoltResponse:
    """Acknowledge what Slack signed and nobody can read, lest it comes again and again."""
    if not verifier.is_valid_request(body, dict(request.headers)):
        return BoltResponse(status=HTTPStatus.UNAUTHORIZED)
    return acknowledge_broken(problem)


class WebServer:
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


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as taken:
        reason = os.strerror(taken.errno).lower() if taken.errno else str(taken)
        raise SettingsError(
            f"PUNCTUAL_PORT: {host}:{port} cannot be listened on ({reason}): choose another"
        ) from taken
