"""HTTP that Slack calls, and two questions about health that need no token.

What Slack did not sign goes no further than the door (`door`, `doorway`). It listens before anybody
knows who the bot is; until then it lets Slack come again.
"""

import asyncio
import os
import socket
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from threading import Thread
from typing import Final

import structlog
import uvicorn
from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingsError
from bot.redaction import redacted
from bot.slack.connect.acknowledgements import UNREADABLE, acknowledge_broken, answer, flaw_of
from bot.slack.connect.door import Door
from bot.slack.connect.doorway import Doorway, Patience
from bot.slack.connect.refused_requests import RefusedRequests
from bot.slack.connect.sockets import LISTENING_THREADS
from bot.slack.connect.verification import SlacksClock
from bot.usecases.ground.transaction import Program, StoreError
from bot.wording.faults import why

log = structlog.get_logger(__name__)

STOP_WITHIN_S: Final = 2.0
NOT_YET: Final = "Slack has not told yet who the bot is: it is asked until it does"
UNCONFIRMED: Final = (
    "Slack has not confirmed yet who the bot is: what it sends is taken, and nothing is said"
)
NO_DATABASE: Final = "the database does not answer"


@dataclass(slots=True)
class Reception:
    """Who takes what Slack sends: nobody, until there is an app and a desk.

    `problem` is what people who ask for readiness are told; none when all is well.
    """

    app: App | None = None
    program: Program | None = None
    problem: str | None = NOT_YET
    slack_now: Callable[[], datetime | None] = lambda: None

    def open(
        self,
        app: App,
        program: Program,
        *,
        is_confirmed: bool = True,
        slack_now: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        """Take what Slack sends from now on; `slack_now` is its time, as far as it is known."""
        self.app, self.program, self.slack_now = app, program, slack_now
        self.problem = None if is_confirmed else UNCONFIRMED

    def confirm(self) -> None:
        """Say from now on that all is well: Slack has told who the bot is."""
        self.problem = None if self.app is not None else NOT_YET

    def time_in_slack(self) -> datetime | None:
        """Return the time by Slack's clock, as far as it is known."""
        return self.slack_now()

    def readiness(self) -> str | None:
        """Return why it is not ready; none when it is."""
        if self.program is None or self.problem is not None:
            return self.problem
        try:
            self.program.database.require_newest_schema()
        except StoreError as problem:
            return redacted(str(problem))
        except Exception:
            log.exception("it cannot be told whether all is well")
            return NO_DATABASE
        return None


@dataclass(frozen=True, slots=True)
class Entrance:
    """How long who comes may take, and who is told of those who are turned away."""

    refused_requests: RefusedRequests = field(default_factory=RefusedRequests)
    patience: Patience = field(default_factory=Patience)


async def _acknowledged(app: App, listening: Executor, request: Request, body: bytes) -> Response:
    """The answer to a signed request: the app's, or why its body cannot be read."""
    try:
        bolt_request = to_bolt_request(request, body)
        problem = flaw_of(bolt_request.body)
    except UNREADABLE as trouble:
        problem = why(f"{type(trouble).__name__}: {trouble}")
    if problem is not None:
        return to_starlette_response(acknowledge_broken(problem))
    loop = asyncio.get_running_loop()
    ack = await loop.run_in_executor(listening, answer, app, bolt_request)
    return to_starlette_response(ack)


def web_app(
    reception: Reception, signing_secret: SecretStr | None, entrance: Entrance | None = None
) -> Starlette:
    """Return what answers Slack at `/slack/events`, and at `/healthz` and `/readyz`."""
    listening = ThreadPoolExecutor(LISTENING_THREADS, "listening")
    clock = SlacksClock(reception.time_in_slack)
    entrance = entrance or Entrance()
    door = Door(signing_secret, clock.now, entrance.refused_requests, entrance.patience)

    async def events(request: Request) -> Response:
        body = await door.body_of(request)
        if isinstance(body, Response):
            return body
        if reception.app is None:
            return PlainTextResponse(NOT_YET, HTTPStatus.SERVICE_UNAVAILABLE)
        return await _acknowledged(reception.app, listening, request, body)

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        problem = await run_in_threadpool(reception.readiness)
        if problem is not None:
            return PlainTextResponse(problem, HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ok")

    app = Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", health),
            Route("/readyz", ready),
        ]
    )
    app.router.redirect_slashes = False  # it would send people wherever a request's host says
    return app


class WebServer:
    """A web server in a thread of its own."""

    def __init__(
        self, app: Starlette, host: str, port: int, entrance: Entrance | None = None
    ) -> None:
        at = entrance or Entrance()
        doorway = partial(Doorway, refused_requests=at.refused_requests, patience=at.patience)
        config = uvicorn.Config(
            app,
            http=doorway,  # type: ignore[arg-type] # what makes one is all that is called
            ws="none",
            log_config=None,
            lifespan="off",
            access_log=False,
            server_header=False,
        )
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
