"""Menus that ask the bot: what it offers, and a member who picks one of that by name."""

from typing import Any

from sandbox.blocks import find_element
from sandbox.elements import NoSuchChoice
from sandbox.interactions import find, interaction, outcome_of
from sandbox.state import User
from sandbox.world import World

Json = dict[str, Any]

MOST = 100
"""Options of a menu, and of a group of them."""


async def suggest(
    world: World, user: User, source: Json, blocks: list[Json], request: Json
) -> Json:
    """Ask the bot for the options of an external select; `source` says where it is shown.

    What was chosen in other fields meanwhile is not told: Slack sends no state with this.
    """
    block, element = find(blocks, request)
    typed = str(request.get("value", ""))
    if len(typed) < element.get("min_query_length", 3):
        return {"ok": True, "options": [], "groups": [], "ms": 0}
    payload = interaction(world, "block_suggestion", user) | _without_state(source)
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    outcome = await world.deliveries.request("interactive", payload, accepts_body=True)
    groups = _groups(outcome.body if isinstance(outcome.body, dict) else {})
    if any(len(each["options"]) > MOST for each in groups):
        world.log.append("bad_ack", request_id=outcome.request_id, error="too many options")
        groups = []
    options = [option for group in groups for option in group["options"]]
    return outcome_of(outcome) | {"options": options, "groups": groups}


async def picked(world: World, user: User, source: Json, blocks: list[Json], values: Json) -> Json:
    """Return values by block_id and action_id, with what was picked by name as whole options."""
    whole: Json = {}
    for block_id, actions in values.items():
        whole[block_id] = {}
        for action_id, given in actions.items():
            found = find_element(blocks, action_id, block_id)
            whole[block_id][action_id] = given
            if found is not None and "external" in found[1]["type"]:
                request = {"block_id": block_id, "action_id": action_id}
                options = await _options(world, user, source, blocks, request, given)
                whole[block_id][action_id] = options
    return whole


async def _options(
    world: World, user: User, source: Json, blocks: list[Json], request: Json, given: Any
) -> Any:
    """Return what stands for each name: the option that the bot offers for it."""
    if isinstance(given, list):
        return [await _options(world, user, source, blocks, request, each) for each in given]
    if not isinstance(given, str) or not given:
        return given
    offered = await suggest(world, user, source, blocks, request | {"value": given})
    for option in offered["options"]:
        if given in (option["value"], option["text"]["text"]):
            return option
    raise NoSuchChoice(f"{request['action_id']} does not offer {given!r}")


def _groups(body: Json) -> list[Json]:
    groups = body.get("option_groups") or []
    return groups or [{"label": None, "options": body.get("options") or []}]


def _without_state(source: Json) -> Json:
    view = source.get("view")
    if view is None:
        return source
    return source | {"view": {key: value for key, value in view.items() if key != "state"}}
