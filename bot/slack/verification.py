"""Whether a request over HTTP is Slack's own: by its signature, which is five minutes old at most.

How old it is Slack's clock says, wherever Slack has told it: a clock of ours that is an hour off
would refuse all that people write.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware, RequestVerification
from slack_sdk.signature import Clock


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
