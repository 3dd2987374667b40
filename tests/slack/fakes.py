"""The app as Slack meets it: signed requests go in, and what would leave for Slack is caught."""

import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse

from bot.delivery.ports import Answer
from bot.jobs.inbox_worker import InboxWorker
from bot.slack.act.commands_in_text import is_command
from bot.slack.connect.app import SlackDeps
from bot.store import events, outbox, tickets
from bot.usecases.ground.transaction import Program
from sandbox.blockkit import problems, view_problems
from sla_core.instants import to_s
from tests import recording

SECRET = "signing-secret"
TEAM = "T1"
BOT = "UBOT"


class AtOnce(Executor):
    """Runs what it is given before it returns."""

    def submit(self, fn, /, *args, **kwargs):
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class FakeSlack:
    """Takes every call, refuses blocks Slack would refuse, and answers as told."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    def call(self, method: str, payload: dict[str, Any], *, timeout_s: float) -> Answer:
        assert_slack_takes(payload, is_posted=True)
        self.calls.append((method, payload))
        opened = {"view": {"id": f"V{len(self.calls)}"}}
        return self.answers.get(method, Answer(ok=True, data=opened))

    def of(self, method: str) -> list[dict[str, Any]]:
        return [payload for name, payload in self.calls if name == method]


class Callbacks:
    """The response URLs of Slack, on loopback: remembers what was posted to each."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.status = 200
        heard = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heard.posted.append(json.loads(body))
                recording.keep(heard.posted[-1])
                self.send_response(heard.status)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/response"
        serving = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        serving.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def signed(body: str | bytes, secret: str, ago_s: int = 0) -> dict[str, str]:
    """The headers by which Slack signs a body."""
    at = str(int(time.time()) - ago_s)
    base = f"v0:{at}:".encode() + (body.encode() if isinstance(body, str) else body)
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": at, "x-slack-signature": f"v0={digest}"}


def assert_slack_takes(payload: dict[str, Any], *, is_posted: bool = False) -> None:
    """Fail for blocks or a view that Slack would refuse, and for a message without text."""
    recording.keep(payload, is_posted=is_posted)
    if "view" in payload:
        assert view_problems(payload["view"]) == []
    if "blocks" in payload:
        assert problems(payload["blocks"], "message") == []
        assert payload["text"].strip()
        assert len(payload["text"]) <= 4000


def view_of(
    view_id: str, callback_id: str, metadata: str, values: dict[str, Any]
) -> dict[str, Any]:
    """A form as Slack sends it, filled with these values."""
    return {
        "id": view_id,
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "state": {"values": {name: {"value": _state(v)} for name, v in values.items()}},
    }


@dataclass
class Bot:
    """The app as Slack meets it."""

    app: App
    deps: SlackDeps
    program: Program
    slack: FakeSlack
    callbacks: Callbacks
    worker: InboxWorker
    clock: Any
    sent: int = 0
    last: tuple[str, dict[str, str]] = ("", {})

    def request(self, body: str, kind: str) -> BoltResponse:
        """Deliver a body signed as Slack signs it; no two signatures are alike."""
        self.sent += 1
        headers = {"content-type": kind, **signed(body, SECRET, self.sent % 200)}
        self.last = (body, headers)
        return self.app.dispatch(BoltRequest(body=body, headers=headers))

    def again(self) -> BoltResponse:
        """Deliver the last request once more, as somebody who overheard it would."""
        body, headers = self.last
        return self._worked_off(self.app.dispatch(BoltRequest(body=body, headers=headers)))

    def event(self, event: dict[str, Any], event_id: str | None = None) -> BoltResponse:
        """Deliver an event and work it off."""
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id or f"Ev{self.sent}",
            "event": event,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }
        return self._worked_off(self.request(json.dumps(body), "application/json"))

    def ts(self) -> str:
        """A message's ts now, unlike any before."""
        self.sent += 1
        return f"{to_s(self.clock.now())}.{self.sent:06}"

    def writes(
        self, user: str, text: str, channel="CSUPPORT", thread_ts=None, ts=None, **more
    ) -> str:
        """Somebody posts a message; return its ts."""
        ts = ts or self.ts()
        event = {
            "type": "message",
            "channel": channel,
            "channel_type": "channel",
            "user": user,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            **({"thread_ts": thread_ts} if thread_ts else {}),
            **more,
        }
        assert self.event(event).status == 200
        return ts

    def command(self, user: str, command: str, text: str = "", **more) -> BoltResponse:
        """Somebody runs a slash command."""
        form = {
            "team_id": TEAM,
            "channel_id": "CRANDOM",
            "user_id": user,
            "command": command,
            "text": text,
            "api_app_id": "A1",
            "trigger_id": f"trigger.{self.sent}",
            "response_url": self.callbacks.url,
            **more,
        }
        kind = "application/x-www-form-urlencoded"
        return self._worked_off(self.request(urlencode(form), kind))

    def interact(self, kind: str, user: str, **more) -> BoltResponse:
        """Somebody clicks, submits, picks."""
        payload = {
            "type": kind,
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "trigger_id": f"trigger.{self.sent}",
            **more,
        }
        body = urlencode({"payload": json.dumps(payload)})
        return self._worked_off(self.request(body, "application/x-www-form-urlencoded"))

    def clicks(self, user: str, action_id: str, value: str = "", *, ephemeral=False):
        """Somebody presses a button in a message."""
        return self.interact(
            "block_actions",
            user,
            channel={"id": "CSLA"},
            container={"type": "message", "channel_id": "CSLA", "is_ephemeral": ephemeral},
            response_url=self.callbacks.url,
            actions=[
                {
                    "type": "button",
                    "action_id": action_id,
                    "block_id": "b",
                    "value": value,
                    "action_ts": self.ts(),
                }
            ],
        )

    def submits(self, user: str, callback_id: str, metadata: str = "", **values) -> BoltResponse:
        """Somebody sends a form filled with these values."""
        view = view_of(f"V{self.sent}", callback_id, metadata, values)
        return self.interact("view_submission", user, view=view)

    def _worked_off(self, response: BoltResponse) -> BoltResponse:
        self.worker.run_once()
        return response

    def answer(self) -> dict[str, Any]:
        """The last thing one person alone was told."""
        assert_slack_takes(self.callbacks.posted[-1])
        return self.callbacks.posted[-1]

    def answered(self) -> str:
        """All the text of the last answer."""
        return text_of(self.answer())

    def whispered(self) -> dict[str, Any]:
        """The last ephemeral message."""
        return self.slack.of("chat.postEphemeral")[-1]

    def shown_view(self) -> dict[str, Any]:
        """What the modal shows in the end."""
        return self.slack.of("views.update")[-1]["view"]

    def ticket(self, number: int = 1):
        """A ticket as it is kept, or None."""
        with self.program.look() as work:
            return tickets.get(work.connection, TEAM, number)

    def timeline(self, number: int = 1) -> list[str]:
        """The types of a ticket's events."""
        with self.program.look() as work:
            return [each.type for each in events.of(work.connection, TEAM, number)]

    def texts_of(self, number: int = 1) -> list[str]:
        """What was written into a ticket."""
        with self.program.look() as work:
            kept = events.of(work.connection, TEAM, number)
            return [each.body["text"] for each in kept if each.body.get("text")]

    def outgoing(self, prefix: str) -> list[outbox.OutboxRow]:
        """What is to be said in channels under keys that begin so."""
        with self.program.work() as work:
            rows = outbox.live(work.connection)
        for row in rows:
            assert_slack_takes(row.payload, is_posted=True)
        return [row for row in rows if row.key.startswith(prefix)]


def _state(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {"type": "checkboxes", "selected_options": [{"value": each} for each in value]}
    if isinstance(value, tuple):
        chosen = {"value": value[0]} if value else None
        return {"type": "static_select", "selected_option": chosen}
    return {"type": "plain_text_input", "value": value}


def text_of(payload: dict[str, Any]) -> str:
    """Every text in a message or view, one under the other."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") in ("mrkdwn", "plain_text"):
                found.append(node["text"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(payload)
    top = payload.get("text")
    return "\n".join([*([top] if isinstance(top, str) else []), *found])


def deps_for(program: Program, slack: FakeSlack, talking: Executor) -> SlackDeps:
    """What the app is given where Slack is a fake."""
    return SlackDeps(
        program=program,
        slack=slack,
        bot_token=SecretStr("xoxb-test"),
        signing_secret=SecretStr(SECRET),
        base_url="http://127.0.0.1:9/api/",
        is_command=is_command,
        wake_inbox=lambda: None,
        talking=talking,
    )
