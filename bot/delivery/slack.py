"""The port on Slack's own client, which is kept from repeating anything by itself."""

import errno
import re
import socket
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import URLError

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.clock import SystemClock, TimeSource
from bot.delivery.characters import whole
from bot.delivery.ports import Answer, Json, NoAnswer, UnclearAnswer
from bot.delivery.slack_time import SlackTime

READING = frozenset(
    {
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.replies",
        "files.getUploadURLExternal",
        "files.info",
        "usergroups.list",
        "users.info",
        "users.list",
    }
)
"""Slack takes their arguments as a form, and ignores them in JSON."""

ERROR_WORD = re.compile(r"[a-z0-9_.:-]+")
"""What Slack's errors look like; the client puts sentences of its own in their place."""

NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})

DEFAULT_RETRY_AFTER_S = 30.0


class WebSlack:
    """Calls Slack, or the sandbox at `base_url`, with the bot's token; `time` is Slack's."""

    def __init__(
        self, token: SecretStr, base_url: str = WebClient.BASE_URL, clock: TimeSource | None = None
    ) -> None:
        self._token = token
        self._base_url = base_url
        self._clock = clock or SystemClock()
        self.time = SlackTime(self._clock)

    def call(self, method: str, payload: Json, *, timeout_s: float) -> Answer:
        """Return Slack's answer; raise `UnclearAnswer` when there is none to rely on."""
        client = WebClient(
            token=self._token.get_secret_value(),
            base_url=self._base_url,
            timeout=timeout_s,  # type: ignore[arg-type] # whole seconds are only its habit
            retry_handlers=[],
        )
        began_s = self._clock.monotonic()
        try:
            response = _response(client, method, payload)
            answer = _answer(response)
        except (OSError, HTTPException, UnicodeDecodeError, AttributeError) as problem:
            if _never_left(problem):
                return Answer(ok=False, error="unreachable")
            # AttributeError: the client's own, on an answer that is JSON but no object.
            kind = NoAnswer if isinstance(problem, OSError) else UnclearAnswer
            raise kind(f"{type(problem).__name__}: {problem}") from problem
        self.time.note(_header(response, "date"), began_s, self._clock.monotonic())
        return answer


def _response(client: WebClient, method: str, payload: Json) -> SlackResponse:
    try:
        if method in READING:
            return client.api_call(method, params=payload)
        return client.api_call(method, json=payload)
    except SlackApiError as refusal:
        return refusal.response  # type: ignore[no-any-return]


def _answer(response: SlackResponse) -> Answer:
    data, status = response.data, response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(ok=False, error="ratelimited", retry_after_s=_retry_after_s(response))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(data, dict) or "ok" not in data:
        raise UnclearAnswer(f"http status {status}")
    error = data.get("error")
    if not data["ok"] and not ERROR_WORD.fullmatch(str(error)):
        raise UnclearAnswer(f"no answer of Slack's: {str(error)[:80]}")
    return Answer(ok=bool(data["ok"]), error=error, data=whole(data), scopes=_scopes(response))


def _scopes(response: SlackResponse) -> frozenset[str] | None:
    """The scopes of the token, which Slack tells with an answer."""
    scopes = _header(response, "x-oauth-scopes")
    names = frozenset(name.strip() for name in scopes.split(",")) - {""}
    return names or None


def _retry_after_s(response: SlackResponse) -> float:
    value = _header(response, "retry-after")
    return float(value) if value.isdecimal() else DEFAULT_RETRY_AFTER_S


def _header(response: SlackResponse, header: str) -> str:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return str(headers.get(header, ""))


def _never_left(problem: Exception) -> bool:
    """Say whether no connection was made, so that Slack cannot have heard anything."""
    reason = problem.reason if isinstance(problem, URLError) else problem
    has_no_way = isinstance(reason, OSError) and reason.errno in NO_WAY
    return has_no_way or isinstance(reason, ConnectionRefusedError | socket.gaierror)
