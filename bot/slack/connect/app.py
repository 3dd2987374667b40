"""Builds the Bolt app: whom it serves, what it hears. Nothing is asked of Slack meanwhile."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from itertools import chain
from typing import Any, Final

import structlog
from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context import BoltContext
from slack_bolt.logger.messages import warning_client_prioritized_and_token_skipped
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot import wording
from bot.slack.act.listeners import (
    actions,
    commands,
    editors,
    home,
    options,
    set_up,
    shortcuts,
    views,
)
from bot.slack.connect.recipients import is_for
from bot.slack.connect.router import Router
from bot.slack.connect.verification import verification
from bot.slack.hear.arrivals import MISSHAPEN, set_request_aside
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.listeners import events, mentions, warnings
from bot.slack.hear.routes import Listeners

__all__ = ["SlackDeps", "build_app"]

log = structlog.get_logger(__name__)

LISTENERS: Final[tuple[Callable[[SlackDeps], Listeners], ...]] = (
    commands.listeners,
    mentions.listeners,
    events.listeners,
    warnings.listeners,
    home.listeners,
    actions.listeners,
    editors.listeners,
    set_up.listeners,
    views.listeners,
    shortcuts.listeners,
    options.listeners,
)
"""The listeners to people's acts, to messages, and to other events."""


def build_app(deps: SlackDeps) -> App:
    """Return the app of one workspace, for Socket Mode and HTTP alike."""
    app = App(
        name="punctual",
        logger=_logger(),
        client=WebClient(base_url=deps.base_url),
        signing_secret=_plain(deps.signing_secret),
        authorize=_authorize(deps),
        process_before_response=True,
        ignoring_self_events_enabled=False,
        before_authorize=verification(_plain(deps.signing_secret), deps.slack_now),
        request_verification_enabled=False,  # ours knows Slack's clock
        listener_executor=deps.talking,
    )
    app.error(_answering_trouble(deps, app.logger))
    app.use(OursAlone(deps.program.workspace_id))
    app.use(router_of(deps).hear)
    return app


def _answering_trouble(
    deps: SlackDeps, logger: logging.Logger
) -> Callable[..., BoltResponse | None]:
    """What answers a request whose hearing failed.

    One that has not the shape of Slack's is acknowledged: it would be sent again and be no better.
    """

    def answer(error: Exception, body: Any) -> BoltResponse | None:
        if not isinstance(error, MISSHAPEN):
            logger.error("a request of slack's failed", exc_info=error)
            return None
        set_request_aside(deps, body, f"{type(error).__name__}: {error}")
        return BoltResponse(status=200)

    return answer


def router_of(deps: SlackDeps) -> Router:
    """Return what finds the listener of all that the app hears."""
    listeners = chain.from_iterable(rows(deps) for rows in LISTENERS)
    return Router(deps.program.database.hurried, listeners)


class OursAlone(Middleware):
    """Lets by only what is for a workspace.

    Bolt looks at the workspace of who did it where Slack names no other, which is not ours in a
    shared channel and on Enterprise Grid.
    """

    def __init__(self, workspace_id: str) -> None:
        self._workspace_id = workspace_id

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 as Bolt names it
    ) -> BoltResponse:
        """Acknowledge what is for others; who typed a command there is told."""
        body = req.body or {}
        if is_for(body, self._workspace_id):
            return next()
        log.warning("what is for another workspace is not taken", type=str(body.get("type"))[:40])
        answer = wording.refusals.elsewhere() if "command" in body else ""
        return BoltResponse(status=HTTPStatus.OK, body=answer)


def _authorize(deps: SlackDeps) -> Callable[..., AuthorizeResult]:
    program = deps.program

    def authorize(context: BoltContext) -> AuthorizeResult:
        """Whatever is taken is for the workspace of the desk; see `OursAlone`."""
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=program.workspace_id,
            bot_user_id=program.bot_user_id,
            bot_token=deps.bot_token.get_secret_value(),
        )

    return authorize


def _plain(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _logger() -> logging.Logger:
    """Bolt's logger without what is known here, or said in a line of ours.

    That is its word on `SLACK_BOT_TOKEN`, which is read by the settings, and on what nobody hears.
    """
    logger = logging.getLogger("bot.slack.bolt")
    unused = warning_client_prioritized_and_token_skipped()
    prefixes = (unused, "Unhandled request")
    logger.addFilter(lambda record: not record.getMessage().startswith(prefixes))
    return logger
