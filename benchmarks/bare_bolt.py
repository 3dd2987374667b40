"""The peer of `ack_vs_bolt`: nothing but Bolt, one insert and its commit, then the ack.

Served as Bolt's own documentation shows for Starlette, by the web server that Punctual uses too.

    python -m benchmarks.bare_bolt DATABASE PORT SIGNING_SECRET
"""

import hashlib
import json
import sys
from datetime import UTC, datetime
from threading import local
from typing import Any

import uvicorn
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.clients import HOST
from benchmarks.slack_requests import TEAM_ID
from bot.slack.draw.blocks import actions as ids
from bot.store.sqlite import sqlite_library

KEPT = ("command", "text", "user_id", "event", "actions", "user", "response_url")
INSERT = """
INSERT INTO inbox (workspace_id, id, kind, dedupe_key, payload, state, attempts, received_at,
    next_at)
SELECT ?, coalesce(max(id), 0) + 1, ?, ?, ?, 'pending', 0, ?, ? FROM inbox WHERE workspace_id = ?
"""


class Rows:
    """One table of an SQLite file, opened as safely as Punctual opens it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._mine = local()

    def keep(self, kind: str, key: str, payload: Any) -> None:
        """Commit one row."""
        now = int(datetime.now(UTC).timestamp() * 1_000_000)
        values = (TEAM_ID, kind, key, json.dumps(payload), now, now, TEAM_ID)
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, values)
        connection.execute("COMMIT")

    def _connection(self) -> Any:
        if not hasattr(self._mine, "connection"):
            opened = sqlite_library().connect(self._path, isolation_level=None)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 15000"):
                opened.execute(f"PRAGMA {pragma}").fetchone()
            self._mine.connection = opened
        return self._mine.connection


def bare_app(rows: Rows, secret: str) -> App:
    """An app with a command, an event and a button."""
    us = AuthorizeResult(enterprise_id=None, team_id=TEAM_ID, bot_user_id="U0PUNCTUAL")
    app = App(signing_secret=secret, authorize=lambda: us, process_before_response=True)

    def kept(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        signature = request.headers["x-slack-signature"][0]
        key = hashlib.sha256(signature.encode()).hexdigest()
        payload = {name: body[name] for name in KEPT if name in body}
        rows.keep(body.get("type", "command"), key, payload)
        ack()

    app.command("/ticket")(kept)
    app.event("message")(kept)
    app.action(ids.CLAIM)(kept)
    return app


def main(database: str, port: str, secret: str) -> None:
    """Serve until the process is ended."""
    handler = SlackRequestHandler(bare_app(Rows(database), secret))

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    served = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    uvicorn.run(served, host=HOST, port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
