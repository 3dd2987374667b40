"""Whether a request over HTTP is Slack's own: by its signature, which is five minutes old at most.

How old it is Slack's clock says, wherever Slack has told it: a clock of ours that is an hour off
would refuse all that people write.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from pydantic import SecretStr
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware, RequestVerification
from slack_sdk.signature import Clock

STALE_AFTER_S: Final = 300
_STAMP: Final = re.compile(rb"[0-9]{1,12}")


class NotSlacks(Exception):
    """A request that Slack did not sign; `status` is what it is answered, the text says why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says of itself before its body is read: when it was signed, and how."""

    stamp: bytes
    signature: bytes

    @classmethod
    def of(cls, headers: Iterable[tuple[bytes, bytes]], now_s: float) -> "Claim":
        """Return the claim in the raw headers (names in lower case).

        Raise `NotSlacks` where it is missing, ambiguous, misshapen or older than five minutes.
        """
        raw = list(headers)
        claim = cls(
            _only(raw, b"x-slack-request-timestamp"),
            _only(raw, b"x-slack-signature"),
        )
        if not _STAMP.fullmatch(claim.stamp):
            raise NotSlacks(HTTPStatus.BAD_REQUEST, "the timestamp is no number")
        if abs(now_s - int(claim.stamp)) > STALE_AFTER_S:
            raise NotSlacks(HTTPStatus.UNAUTHORIZED, "signed more than five minutes ago")
        return claim

    def require(self, secret: SecretStr, body: bytes) -> None:
        """Raise `NotSlacks` unless the secret's owner signed just these bytes."""
        signed = b"v0:%b:%b" % (self.stamp, body)
        key = secret.get_secret_value().encode()
        expected = b"v0=" + hmac.new(key, signed, hashlib.sha256).hexdigest().encode()
        if not hmac.compare_digest(expected, self.signature):
            raise NotSlacks(HTTPStatus.UNAUTHORIZED, "the signature is wrong")


def _only(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes:
    values = [value for header, value in headers if header == name]
    if not values:
        raise NotSlacks(HTTPStatus.UNAUTHORIZED, "not signed")
    if len(values) > 1:
        raise NotSlacks(HTTPStatus.BAD_REQUEST, f"more than one {name.decode()}")
    return values[0]


class SlacksClock(Clock):
    """Slack's clock as far as it is known, else the system's."""

    def __init__(self, slack_now: Callable[[], datetime | None]) -> None:
        self._slack_now = slack_now

    def now(self) -> float:
        """Return seconds since 1970."""
        at = self._slack_now()
        return super().now() if at is None else at.timestamp()


class NothingIsSigned(Middleware):
    """Refuses all that comes over HTTP: without a secret nobody can say whose it is."""

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 as Bolt names it
    ) -> BoltResponse:
        """Let by only what comes over a socket of our own."""
        if req.mode == "socket_mode":
            return next()
        return BoltResponse(status=HTTPStatus.UNAUTHORIZED)


def verification(secret: str | None, slack_now: Callable[[], datetime | None]) -> Middleware:
    """Return what refuses requests that are not Slack's."""
    if not secret:
        return NothingIsSigned()
    middleware = RequestVerification(secret)
    middleware.verifier.clock = SlacksClock(slack_now)
    return middleware
