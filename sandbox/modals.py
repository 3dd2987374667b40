"""Submitting and closing modals, and what the bot answers to it."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks import find_element
from sandbox.delivery.outcome import Outcome
from sandbox.elements import NoSuchChoice, chosen, client_errors
from sandbox.interactions import Refused, interaction
from sandbox.state import User
from sandbox.views import ViewRefused
from sandbox.webapi.call import SlackError
from sandbox.webapi.content import checked_view
from sandbox.world import World

Json = dict[str, Any]


def fill(view: Json, values: Json, files: Mapping[str, Json] | None = None) -> None:
    """Put simple values, by block_id and action_id, into the state of a view."""
    for block_id, actions in values.items():
        for action_id, given in actions.items():
            found = find_element(view["blocks"], action_id, block_id)
            if found is None:
                raise Refused("element_not_found", block_id=block_id, action_id=action_id)
            try:
                state = chosen(found[1], given, files)
            except NoSuchChoice as none:
                raise Refused("no_such_choice", detail=str(none)) from none
            view["state"]["values"].setdefault(block_id, {})[action_id] = state


def top_view(world: World, user: User, view_id: str) -> Json:
    """Return the view the member sees; the others below it cannot be used."""
    stack = world.views.stacks.get(user.id) or []
    if not stack or stack[-1]["id"] != view_id:
        raise Refused("view_not_on_top")
    return stack[-1]


async def submit(world: World, user: User, view_id: str, values: Json) -> Json:
    """Fill in and send a modal; carry out the bot's `response_action`."""
    view = top_view(world, user, view_id)
    if view["submit"] is None:
        raise Refused("view_has_no_submit")
    fill(view, values, world.workspace.shared)
    if errors := client_errors(view["blocks"], view["state"]["values"]):
        return {"ok": False, "error": "client_validation", "errors": errors}
    payload = interaction(world, "view_submission", user)
    payload |= {
        "trigger_id": world.triggers.give(user.id, world.now(), view_id),
        "view": view,
        "response_urls": [],
    }
    outcome = await world.deliveries.request("interactive", payload, accepts_body=True)
    found: Json = {"ok": outcome.is_ok, "ms": outcome.ms, "request_id": outcome.request_id}
    if not outcome.is_ok:
        return found | {"error": outcome.error}
    return found | _carry_out(world, user, view, outcome)


def _carry_out(world: World, user: User, view: Json, outcome: Outcome) -> Json:
    body = outcome.body or {}
    action = body.get("response_action") if isinstance(body, dict) else None
    do = _ACTIONS.get(action)
    if do is None:
        return _bad(world, outcome, f"no response_action {action!r}")
    try:
        return {"response_action": action, **do(world, user, view, body)}
    except SlackError as refused:
        return _bad(world, outcome, refused.error, **refused.extra)
    except ViewRefused as refused:
        return _bad(world, outcome, refused.error)


def _bad(world: World, outcome: Outcome, problem: str, **extra: Any) -> Json:
    """The member reads "We had some trouble connecting. Try again?"; the form stays open."""
    world.log.append("bad_ack", request_id=outcome.request_id, error=problem, body=outcome.body)
    return {"ok": False, "error": "invalid_response", "detail": problem, **extra}


def _close(world: World, user: User, view: Json, body: Json) -> Json:
    if any(open_view["id"] == view["id"] for open_view in world.views.stacks.get(user.id, [])):
        world.views.close(user.id, view["id"])
    return {}


def _clear(world: World, user: User, view: Json, body: Json) -> Json:
    world.views.stacks.pop(user.id, None)
    return {}


def _errors(world: World, user: User, view: Json, body: Json) -> Json:
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("errors must name at least one block")
    if strange := sorted(set(errors) - inputs):
        raise SlackError(f"no input block {', '.join(strange)}")
    return {"errors": errors}


def _update(world: World, user: User, view: Json, body: Json) -> Json:
    given, app = checked_view(body.get("view"), "modal"), world.workspace.app
    return {"view": world.views.update(view, given, app, world.workspace.team.id)}


def _push(world: World, user: User, view: Json, body: Json) -> Json:
    given, app = checked_view(body.get("view"), "modal"), world.workspace.app
    return {"view": world.views.push(user.id, given, app, world.workspace.team.id)}


_ACTIONS = {None: _close, "clear": _clear, "errors": _errors, "update": _update, "push": _push}


async def close(world: World, user: User, view_id: str, *, everything: bool = False) -> Json:
    """Close a modal as the member does; the bot hears of it where it asked to."""
    try:
        gone = world.views.close(user.id, view_id, everything=everything)
    except ViewRefused as refused:
        raise Refused(refused.error) from refused
    for view in gone:
        if view["notify_on_close"]:
            payload = interaction(world, "view_closed", user)
            payload |= {"view": view, "is_cleared": everything}
            await world.deliveries.request("interactive", payload, accepts_body=False)
    return {"ok": True, "closed": [view["id"] for view in gone]}
