"""Keeps other pages of a developer's browser out: who asks, by which name, and in which form.

A page somewhere else can have the browser send requests to this port, under a name of its own that
leads to 127.0.0.1 too, and a form without being asked. Programs send none of the browser's headers
and are let by.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
_OWN_SITES: Final = frozenset({"same-origin", "none"})
_ASKING: Final = frozenset({"GET", "HEAD"})
_CONTROL: Final = "/control/"
_ANY_SITE: Final = ("/page/", "/files/")
_PAGE_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
}


class Guard:
    """Around the whole sandbox; refuses before anything is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = refusal_of(scope, Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, _guarded(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            status, error = refusal
            await JSONResponse({"ok": False, "error": error}, status)(scope, receive, send)


def refusal_of(scope: Scope, headers: Mapping[str, str]) -> tuple[int, str] | None:
    """Return the status and the error word for a request that is refused; none for others."""
    names = _names_of(scope)
    if headers.get("host", "").lower() not in names:
        return 421, "host_is_not_this_sandbox"
    if _is_guarded(scope) and not _is_own(headers, names):
        return 403, "origin_is_not_this_sandbox"
    if _is_order(scope, headers) and not _is_json(headers):
        return 415, "content_type_is_not_json"
    return None


def _names_of(scope: Scope) -> frozenset[str]:
    """Return what this sandbox may be called: its names with the port it listens on.

    Slack's own client leaves the port out where it opens a socket, which takes a ticket anyway.
    """
    port = (scope.get("server") or ("", None))[1]
    named = frozenset(f"{name}:{port}" for name in _NAMES)
    is_left_out = port == 80 or scope["type"] == "websocket"  # noqa: PLR2004 HTTP's own port
    return named | _NAMES if is_left_out else named


def _is_guarded(scope: Scope) -> bool:
    """Say whether a request may do or show something; the page itself may be opened by a link."""
    if scope["type"] == "websocket" or scope["method"] not in _ASKING:
        return True
    path: str = scope["path"]
    return path != "/" and not path.startswith(_ANY_SITE)


def _is_own(headers: Mapping[str, str], names: frozenset[str]) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower() not in {f"http://{name}" for name in names}:
        return False
    return site is None or site.lower() in _OWN_SITES


def _is_order(scope: Scope, headers: Mapping[str, str]) -> bool:
    """Say whether a request orders something; a bare DELETE says all by its address.

    No page may send that to another without having asked.
    """
    if scope["type"] != "http" or scope["method"] in _ASKING:
        return False
    is_bare = scope["method"] == "DELETE" and "content-type" not in headers
    return scope["path"].startswith(_CONTROL) and not is_bare


def _is_json(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"


def _guarded(send: Send) -> Send:
    """Return a `send` that tells browsers to load and run nothing but the sandbox's own."""

    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_PAGE_HEADERS)
        await send(message)

    return send_guarded
