"""Which of our listeners hears a request of Slack: looked up by its kind and its name.

Bolt asks one listener after the other whether a request is its own, which takes longer the more the
app can do, and Slack waits meanwhile. Here it is one look, however many there are.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from inspect import signature
from typing import Any, Final

import structlog
from slack_bolt import Ack, BoltRequest, BoltResponse

from bot.delivery.characters import whole
from bot.slack.hear import routes
from bot.slack.hear.routes import Listener, Listeners, Route

log = structlog.get_logger(__name__)

BROKEN: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""The errors for an event that has not the shape Slack always sends."""
GIVEN: Final = frozenset({"ack", "body", "request"})

_ROUTES: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "event_callback": (routes.EVENT, lambda body: body["event"]["type"]),
    "block_actions": (routes.ACTION, lambda body: body["actions"][0]["action_id"]),
    "block_suggestion": (routes.OPTIONS, lambda body: body["action_id"]),
    "view_submission": (routes.VIEW, lambda body: body["view"]["callback_id"]),
    "view_closed": (routes.VIEW_CLOSED, lambda body: body["view"]["callback_id"]),
    "shortcut": (routes.SHORTCUT, lambda body: body["callback_id"]),
    "message_action": (routes.SHORTCUT, lambda body: body["callback_id"]),
    "app_rate_limited": (routes.WARNING, lambda body: body["type"]),
}
"""By the type of the body; a command has none."""


class Router:
    """Finds the listener of a request and runs it in a hurry, for Slack waits.

    ``hurried`` lets the thread write before others for as long as its block lasts. `TypeError`
    where two listeners would hear the same, or one wants what it is not given.
    """

    def __init__(
        self, hurried: Callable[[], AbstractContextManager[None]], listeners: Listeners
    ) -> None:
        self._hurried = hurried
        self._listeners: dict[Route, tuple[Listener, tuple[str, ...]]] = {}
        for route, listener in listeners:
            self._take(route, listener)

    @property
    def known(self) -> frozenset[Route]:
        """All that is heard."""
        return frozenset(self._listeners)

    def _take(self, route: Route, listener: Listener) -> None:
        parameters = tuple(signature(listener).parameters)
        if not GIVEN.issuperset(parameters) or route in self._listeners:
            raise TypeError(f"{' '.join(route)}: one listener, which takes {sorted(GIVEN)}")
        self._listeners[route] = listener, parameters

    def hear(
        self,
        ack: Ack,
        body: dict[str, Any],
        request: BoltRequest,
        next_: Callable[[], None],
    ) -> BoltResponse | None:
        """Run the listener of a request and return its ack; what nobody hears Bolt answers."""
        route = route_of(body)
        if route not in self._listeners:
            next_()
            return None
        listener, parameters = self._listeners[route]
        try:
            arguments = {"ack": ack, "body": whole(body), "request": request}
            with self._hurried():
                listener(**{name: arguments[name] for name in parameters})
        except BROKEN as problem:
            if route[0] != routes.EVENT:
                raise
            log.warning("an event cannot be taken", type=route[1], problem=repr(problem))
            return ack()
        return ack.response


def route_of(body: Mapping[str, Any]) -> Route | None:
    """The kind and the name of a request; none for what no app of ours hears, or nobody can read.

    Over a socket a body may be anything.
    """
    if "command" in body:
        return routes.COMMAND, str(body["command"])
    kind, name_of = _ROUTES.get(str(body.get("type")), (None, None))
    try:
        return None if kind is None or name_of is None else (kind, str(name_of(body)))
    except BROKEN:
        return None
