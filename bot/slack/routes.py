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

log = structlog.get_logger(__name__)

Listener = Callable[..., None]
"""Takes what it names of `ack`, `body` and `request`, and acknowledges."""
Route = tuple[str, str]
"""The kind of a request, and its name in that kind."""

BROKEN: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What is raised for an event that has not the shape of what Slack always sends."""
GIVEN: Final = frozenset({"ack", "body", "request"})

_ROUTES: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "event_callback": ("event", lambda body: body["event"]["type"]),
    "block_actions": ("action", lambda body: body["actions"][0]["action_id"]),
    "block_suggestion": ("options", lambda body: body["action_id"]),
    "view_submission": ("view", lambda body: body["view"]["callback_id"]),
    "view_closed": ("view_closed", lambda body: body["view"]["callback_id"]),
    "shortcut": ("shortcut", lambda body: body["callback_id"]),
    "message_action": ("shortcut", lambda body: body["callback_id"]),
    "app_rate_limited": ("warning", lambda body: body["type"]),
}
"""By the type of the body; a command has none."""


class Routes:
    """The listeners of the app; each runs in a hurry, for Slack waits.

    ``hurried`` lets the thread write before others for as long as its block lasts.
    """

    def __init__(self, hurried: Callable[[], AbstractContextManager[None]]) -> None:
        self._hurried = hurried
        self._listeners: dict[Route, tuple[Listener, tuple[str, ...]]] = {}

    @property
    def known(self) -> frozenset[Route]:
        """All that is heard."""
        return frozenset(self._listeners)

    def command(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for a slash command, by its name with the slash."""
        return self._taking("command", name)

    def event(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for an event, by its type."""
        return self._taking("event", name)

    def warning(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for what Slack tells of its events, by its type."""
        return self._taking("warning", name)

    def action(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for a button or a menu, by its action id."""
        return self._taking("action", name)

    def options(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener that offers the choices of a menu, by its action id."""
        return self._taking("options", name)

    def view(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for a form that was sent, by its callback id."""
        return self._taking("view", name)

    def view_closed(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for a form that was closed unsent, by its callback id."""
        return self._taking("view_closed", name)

    def shortcut(self, name: str) -> Callable[[Listener], Listener]:
        """Take a listener for a shortcut, global or of a message, by its callback id."""
        return self._taking("shortcut", name)

    def _taking(self, kind: str, name: str) -> Callable[[Listener], Listener]:
        def take(listener: Listener) -> Listener:
            wanted = tuple(signature(listener).parameters)
            if not GIVEN.issuperset(wanted) or (kind, name) in self._listeners:
                raise TypeError(f"{kind} {name}: one listener, which takes {sorted(GIVEN)}")
            self._listeners[kind, name] = listener, wanted
            return listener

        return take

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
        listener, wanted = self._listeners[route]
        try:
            given = {"ack": ack, "body": whole(body), "request": request}
            with self._hurried():
                listener(**{name: given[name] for name in wanted})
        except BROKEN as problem:
            if route[0] != "event":
                raise
            log.warning("an event cannot be taken", type=route[1], problem=repr(problem))
            return ack()
        return ack.response


def route_of(body: Mapping[str, Any]) -> Route | None:
    """The kind and the name of a request; none for what no app of ours hears, or nobody can read.

    Over a socket a body may be anything.
    """
    if "command" in body:
        return "command", str(body["command"])
    kind, name_of = _ROUTES.get(str(body.get("type")), (None, None))
    try:
        return None if kind is None or name_of is None else (kind, str(name_of(body)))
    except BROKEN:
        return None
