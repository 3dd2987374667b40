"""Signed HTTP: the same payloads POSTed to the app's request URL, signed as Slack signs them."""

import asyncio
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from sandbox.delivery.outcome import Outcome
from sandbox.delivery.waits import Timing
from sandbox.ids import secret
from sandbox.log import Log
from sandbox.network import Network
from sandbox.state import App

Json = dict[str, Any]
VERIFY_EVERY_S = 0.25
_SUCCESS = range(200, 300)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    text: str
    no_retry: bool = False


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class SignedHttp:
    """One request URL for events, commands and interactions."""

    def __init__(self, app: App, log: Log, timing: Timing, network: Network, url: str) -> None:
        self._app = app
        self._log = log
        self._timing = timing
        self._network = network
        self._url = url
        self._lanes: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._threads = ThreadPoolExecutor(32, thread_name_prefix="sandbox-http")
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())
        self._verified = asyncio.Event()

    async def verify_url(self) -> None:
        """Send `url_verification` until the challenge comes back; nothing is sent before."""
        while True:
            challenge = secret()
            body: Json = {"token": self._app.verification_token, "challenge": challenge}
            body["type"] = "url_verification"
            answer = await self._post(json.dumps(body).encode(), "application/json", {})
            if isinstance(answer, _Answer) and challenge in answer.text:
                self._log.append("url_verified", url=self._url)
                self._verified.set()
                return
            await asyncio.sleep(VERIFY_EVERY_S)

    async def send_event(self, payload: Json, lane: str, attempt: int, reason: str) -> Outcome:
        """POST an event; first attempts of one lane go one after the other."""
        headers = {}
        if attempt:
            headers = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        body = json.dumps(payload).encode()
        if attempt or self._network.is_cut:
            return await self._deliver("events_api", payload, body, headers, attempt, reason)
        async with self._lanes[lane]:
            await self._verified.wait()
            return await self._deliver("events_api", payload, body, headers, attempt, reason)

    async def send(self, kind: str, payload: Json) -> Outcome:
        """POST a command or an interaction as the form Slack sends."""
        form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self._deliver(
            kind, payload, urlencode(form, errors="surrogatepass").encode(), {}, 0, ""
        )

    async def _deliver(
        self, kind: str, payload: Json, body: bytes, headers: Json, attempt: int, reason: str
    ) -> Outcome:
        request_id = secret(8) + "-" + secret(16)
        entry: Json = {"transport": "http", "type": kind, "request_id": request_id}
        self._log.append("delivery", **entry, attempt=attempt, reason=reason, payload=payload)
        began = time.monotonic()
        content_type = "application/json" if kind == "events_api" else _FORM
        answer = await self._post(body, content_type, headers)
        outcome = _outcome(request_id, answer, int((time.monotonic() - began) * 1000))
        self._log.append(
            "ack",
            request_id=request_id,
            type=kind,
            ok=outcome.is_ok,
            error=outcome.error,
            status=outcome.status,
            body=outcome.body,
            ms=outcome.ms,
        )
        return outcome

    async def _post(self, body: bytes, content_type: str, headers: Json) -> _Answer | str:
        """Return the answer, or Slack's retry reason when there is none."""
        if self._network.is_cut:
            return await self._unreached()
        signed = {"Content-Type": content_type, **sign(self._app.signing_secret, body), **headers}
        request = urllib.request.Request(self._url, data=body, method="POST", headers=signed)  # noqa: S310 - our own command line named it
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.wait_for(
                loop.run_in_executor(self._threads, self._open, request), self._timing.ack_within_s
            )
        except TimeoutError:
            return "http_timeout"
        except (OSError, HTTPException):
            return "connection_failed"

    async def _unreached(self) -> str:
        if not self._network.calls_hang:
            return "connection_failed"
        await asyncio.sleep(self._timing.ack_within_s)
        return "http_timeout"

    def _open(self, request: urllib.request.Request) -> _Answer:
        try:
            with self._opener.open(request, timeout=self._timing.ack_within_s) as response:
                return _Answer(response.status, response.read().decode())
        except urllib.error.HTTPError as refused:
            no_retry = refused.headers.get("X-Slack-No-Retry") == "1"
            return _Answer(refused.code, refused.read().decode(errors="replace"), no_retry)


def sign(signing_secret: str, body: bytes, at_s: int | None = None) -> dict[str, str]:
    """Return the two headers that prove a request comes from Slack."""
    timestamp = str(int(time.time()) if at_s is None else at_s)
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


def _outcome(request_id: str, answer: _Answer | str, ms: int) -> Outcome:
    if isinstance(answer, str):
        return Outcome(request_id, error=answer, ms=ms)
    if answer.status not in _SUCCESS:
        return Outcome(
            request_id,
            error="http_error",
            status=answer.status,
            body=answer.text,
            ms=ms,
            may_retry=not answer.no_retry,
        )
    return Outcome(request_id, status=answer.status, body=_body(answer.text), ms=ms)


def _body(text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        return text
