"""views.*: modals and App Home."""

from typing import Any

from sandbox.triggers import Trigger, TriggerRefused
from sandbox.views import ViewRefused
from sandbox.webapi.call import Call, SlackError, invalid_arguments
from sandbox.webapi.content import view_argument

Json = dict[str, Any]


def open_view(call: Call) -> Json:
    """views.open."""
    view = view_argument(call, "modal")
    trigger = _trigger(call)
    return _done(call, call.world.views.open, trigger.user, view)


def push(call: Call) -> Json:
    """views.push: only with a trigger that came from an open modal."""
    view = view_argument(call, "modal")
    trigger = _trigger(call)
    if trigger.view_id is None or call.world.views.find(trigger.view_id) is None:
        raise SlackError("not_found")
    return _done(call, call.world.views.push, trigger.user, view)


def update(call: Call) -> Json:
    """views.update."""
    if not call.text("view_id") and not call.text("external_id"):
        raise invalid_arguments("either view_id or external_id is required")
    target = call.world.views.find(call.text("view_id"), call.text("external_id"))
    if target is None:
        raise SlackError("not_found")
    view = view_argument(call, target["type"])
    _check_hash(call, target)
    return _done(call, call.world.views.update, target, view)


def publish(call: Call) -> Json:
    """views.publish: the App Home of one member."""
    user_id = call.needed("user_id")
    view = view_argument(call, "home")
    if not call.app.manifest.has_home_tab:
        raise SlackError("not_enabled")
    if user_id not in call.workspace.users:
        raise invalid_arguments(f"no such user: {user_id} [json-pointer:/user_id]")
    if before := call.world.views.homes.get(user_id):
        _check_hash(call, before)
    return _done(call, call.world.views.publish, user_id, view)


def _trigger(call: Call) -> Trigger:
    try:
        return call.world.triggers.exchange(call.needed("trigger_id"), call.world.now())
    except TriggerRefused as refused:
        raise SlackError(refused.error) from refused


def _check_hash(call: Call, view: Json) -> None:
    given = call.text("hash")
    if given is not None and given != view["hash"]:
        raise SlackError("hash_conflict")


def _done(call: Call, change: Any, target: Any, view: Json) -> Json:
    try:
        stored = change(target, view, call.app, call.workspace.team.id)
    except ViewRefused as refused:
        raise SlackError(refused.error) from refused
    call.committed = True
    return {"view": stored}
