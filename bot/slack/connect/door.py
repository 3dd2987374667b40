"""What stands between the network and whoever reads a request: its size, its time, its signature.

Nothing is parsed here. A body is kept only while the head claims to be signed, one megabyte at
most, and all bodies that are under way together stay under eight.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.slack.connect.doorway import Patience
from bot.slack.connect.refused_requests import RefusedRequests
from bot.slack.connect.verification import Claim, NotSlacks

LARGEST_BODY_BYTES: Final = 1024 * 1024
LARGEST_TOGETHER_BYTES: Final = 8 * LARGEST_BODY_BYTES
READ_AT_MOST_BYTES: Final = 16 * LARGEST_BODY_BYTES
"""How much of a body that is refused is read, and dropped, so that its sender reads the answer."""

TOO_LARGE: Final = NotSlacks(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")


@dataclass(slots=True)
class _BodyBytes:
    """How many bytes of bodies are held, of one request or of all."""

    size: int = 0


class Door:
    """Lets in what `secret` signed, by a clock that gives seconds since 1970; nothing without one.

    Used by one event loop alone.
    """

    def __init__(
        self,
        secret: SecretStr | None,
        now_s: Callable[[], float],
        refused_requests: RefusedRequests,
        patience: Patience,
    ) -> None:
        self._secret = secret
        self._now_s = now_s
        self._refused_requests = refused_requests
        self._body_within_s = patience.body_s
        self._together = _BodyBytes()

    async def body_of(self, request: Request) -> bytes | Response:
        """Return the raw body of a request that Slack signed, else the refusal."""
        try:
            return await self._body_of(request)
        except NotSlacks as refusal:
            status, reason = refusal.status, str(refusal)
        except ClientDisconnect:
            status, reason = HTTPStatus.BAD_REQUEST, "the body broke off"
        except TimeoutError:
            status, reason = HTTPStatus.REQUEST_TIMEOUT, "the body took too long"
        self._refused_requests.note(reason, request.client.host if request.client else None)
        return PlainTextResponse(status.phrase, status, {"connection": "close"})

    async def _body_of(self, request: Request) -> bytes:
        async with asyncio.timeout(self._body_within_s):
            try:
                claim = self._claim_of(request)
            except NotSlacks:
                if not _asks_first(request):
                    await _read_out(request.stream())
                raise
            with self._holding() as held:
                body = await self._read(request, held)
                claim.require(self._secret or SecretStr(""), body)
                return body

    def _claim_of(self, request: Request) -> Claim:
        """Return what the head claims; raise `NotSlacks` where that is enough to refuse it."""
        if self._secret is None or not self._secret.get_secret_value():
            raise NotSlacks(HTTPStatus.UNAUTHORIZED, "nothing can be signed without a secret")
        claim = Claim.of(request.headers.raw, self._now_s())
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:12]) > LARGEST_BODY_BYTES:
            raise TOO_LARGE
        return claim

    async def _read(self, request: Request, held: _BodyBytes) -> bytes:
        parts: list[bytes] = []
        stream = request.stream()
        async for part in stream:
            held.size += len(part)
            self._together.size += len(part)
            if held.size > LARGEST_BODY_BYTES:
                parts.clear()
                await _read_out(stream)
                raise TOO_LARGE
            if self._together.size > LARGEST_TOGETHER_BYTES:
                raise NotSlacks(HTTPStatus.SERVICE_UNAVAILABLE, "too many bodies at once")
            parts.append(part)
        return b"".join(parts)

    @contextmanager
    def _holding(self) -> Iterator[_BodyBytes]:
        held = _BodyBytes()
        try:
            yield held
        finally:
            self._together.size -= held.size


def _asks_first(request: Request) -> bool:
    """Say whether the sender waits to be told that the body is wanted."""
    return "100-continue" in request.headers.get("expect", "").lower()


async def _read_out(stream: AsyncIterator[bytes]) -> None:
    """Read and drop what is left of a body: who still writes does not read an answer."""
    size = 0
    async for part in stream:
        size += len(part)
        if size > READ_AT_MOST_BYTES:
            return
