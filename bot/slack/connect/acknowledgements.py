"""Hands Slack's requests to the app: broken or unknown ones are acknowledged all the same.

Only what could not be kept is not acknowledged, so that Slack sends it again.
"""

from http import HTTPStatus
from typing import Any, Final

import structlog
from slack_bolt import App, BoltRequest, BoltResponse

from bot.slack.hear.arrivals import ENVELOPE

Json = dict[str, Any]
log = structlog.get_logger(__name__)

UNREADABLE: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised for a body that is nothing Slack would send."""
_SHOWN: Final = 80
_LEVELS: Final = 100
"""How deep what Slack sends is nested at most; a form with rich text is 16."""


def answer(app: App, request: BoltRequest) -> BoltResponse:
    """Return the app's answer; one that nobody hears is acknowledged."""
    try:
        response = app.dispatch(request)
    except UNREADABLE as trouble:
        return acknowledge_broken(f"{type(trouble).__name__}: {trouble}")
    if response.status != HTTPStatus.NOT_FOUND:
        return response
    body = request.body
    event = body.get("event")
    name = str(event.get("type"))[:_SHOWN] if isinstance(event, dict) else None
    log.info("nobody hears what slack sent", kind=str(body.get("type"))[:_SHOWN], event_type=name)
    return BoltResponse(status=HTTPStatus.OK)


def answer_envelope(app: App, envelope: Json) -> BoltResponse:
    """Return the app's answer to what came over a socket."""
    payload: Any = envelope.get("payload")
    problem = flaw_of(payload)
    if problem is not None:
        return acknowledge_broken(problem)
    request = BoltRequest(
        mode="socket_mode",
        body=payload,
        headers={ENVELOPE: str(envelope["envelope_id"])},
    )
    return answer(app, request)


def flaw_of(body: object) -> str | None:
    """Return why nobody can read a body; none where Bolt can."""
    if not isinstance(body, dict):
        return "it is no object"
    if "event" in body and not isinstance(body["event"], dict):
        return "its event is no object"
    if _is_deeper(body, _LEVELS):
        return "it is nested too deeply"
    return None


def _is_deeper(body: object, levels: int) -> bool:
    """Say whether lists and objects stand in each other on more levels than so many."""
    nested: list[Any] = [body]
    for _ in range(levels):
        nested = [
            inner
            for container in nested
            for inner in (container.values() if isinstance(container, dict) else container)
            if isinstance(inner, dict | list)
        ]
        if not nested:
            return False
    return True


def acknowledge_broken(problem: str) -> BoltResponse:
    """Return an ack for what nobody can read; it is logged."""
    log.warning("slack sent what cannot be read", problem=problem[:_SHOWN])
    return BoltResponse(status=HTTPStatus.OK)
