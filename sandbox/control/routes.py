"""The table of control addresses."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.control import failures, inspection, members, workspace
from sandbox.control.asked import Asked, NothingCame
from sandbox.interactions import Refused
from sandbox.wire_json import AsciiJSONResponse

Json = dict[str, Any]
Control = Callable[[Asked], Awaitable[Json]]

LOOKING: dict[str, Control] = {
    "state": inspection.state,
    "channels": inspection.channels,
    "messages": inspection.messages,
    "views": inspection.views,
    "home": inspection.home,
    "log": inspection.log,
}
ACTING: dict[str, Control] = {
    "message": members.message,
    "forward": members.forward,
    "upload": members.upload,
    "edit_message": members.edit_message,
    "delete_message": members.delete_message,
    "reaction": members.reaction,
    "command": members.command,
    "click": members.click,
    "suggest": members.suggest,
    "shortcut": members.shortcut,
    "view/submit": members.submit_view,
    "view/close": members.close_view,
    "home": members.open_home,
}
STEERING: dict[str, Control] = {
    "wait": inspection.wait,
    "faults": failures.faults,
    "faults/lift": failures.lift_faults,
    "socket": failures.socket,
    "network": failures.network,
    "deliveries": failures.deliveries,
    "limits": failures.limits,
    "clock": failures.clock,
    "scopes": failures.scopes,
    "presence": workspace.presence,
    "channel": workspace.channel,
    "invite": workspace.invite,
    "remove": workspace.remove,
    "user": workspace.user,
    "usergroup": workspace.usergroup,
    "team": workspace.team,
    "crowd": workspace.crowd,
}


def control_routes() -> list[Route]:
    """Return every address under /control."""
    routes = [_route("GET", name, do, None) for name, do in LOOKING.items()]
    routes += [_route("POST", name, do, "member") for name, do in ACTING.items()]
    for name, do in STEERING.items():
        routes.append(_route("POST", name, do, None if name == "wait" else "control"))
    routes.append(_route("DELETE", "faults", failures.lift_faults, "control"))
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
