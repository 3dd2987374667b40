"""The table of control addresses."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control import acting, failing, looking, steering
from sandbox.control.asked import Asked, NothingCame
from sandbox.interactions import Refused
from sandbox.wire_json import AsciiJSONResponse

Json = dict[str, Any]
Control = Callable[[Asked], Awaitable[Json]]

LOOKING: dict[str, Control] = {
    "state": looking.state,
    "channels": looking.channels,
    "messages": looking.messages,
    "views": looking.views,
    "home": looking.home,
    "log": looking.log,
}
ACTING: dict[str, Control] = {
    "message": acting.message,
    "forward": acting.forward,
    "edit_message": acting.edit_message,
    "delete_message": acting.delete_message,
    "reaction": acting.reaction,
    "command": acting.command,
    "click": acting.click,
    "suggest": acting.suggest,
    "shortcut": acting.shortcut,
    "view/submit": acting.submit_view,
    "view/close": acting.close_view,
    "home": acting.open_home,
}
STEERING: dict[str, Control] = {
    "wait": looking.wait,
    "faults": failing.faults,
    "faults/lift": failing.lift_faults,
    "socket": failing.socket,
    "network": failing.network,
    "deliveries": failing.deliveries,
    "limits": failing.limits,
    "clock": failing.clock,
    "scopes": failing.scopes,
    "presence": steering.presence,
    "channel": steering.channel,
    "invite": steering.invite,
    "remove": steering.remove,
    "user": steering.user,
    "usergroup": steering.usergroup,
    "team": steering.team,
    "crowd": steering.crowd,
}


def control_routes() -> list[Route]:
    """Return every address under /control."""
    routes = [_route("GET", name, do, None) for name, do in LOOKING.items()]
    routes += [_route("POST", name, do, "member") for name, do in ACTING.items()]
    for name, do in STEERING.items():
        routes.append(_route("POST", name, do, None if name == "wait" else "control"))
    routes.append(_route("DELETE", "faults", failing.lift_faults, "control"))
    return routes


def _route(verb: str, name: str, do: Control, kind: str | None) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            asked = await Asked.of(request)
            if kind is not None:
                asked.world.log.append(kind, action=name, args=asked.args)
            answer = await do(asked)
        except Refused as refused:
            status = 408 if isinstance(refused, NothingCame) else 400
            return AsciiJSONResponse({"ok": False, "error": refused.error, **refused.extra}, status)
        return AsciiJSONResponse(answer)

    return Route(f"/control/{name}", endpoint, methods=[verb])
