"""What a member does that Slack hands to the app: commands, clicks, shortcuts."""

from typing import Any

from sandbox.answers import answer
from sandbox.blocks import find_element
from sandbox.delivery.outcome import Outcome
from sandbox.elements import KINDS, chosen, initial_values, option
from sandbox.grid import command_fields, interaction_fields
from sandbox.payloads import message_json
from sandbox.responses import ResponseUrl
from sandbox.state import Channel, Message, User
from sandbox.typed import command_text
from sandbox.webapi.call import SlackError
from sandbox.world import World

Json = dict[str, Any]


class Refused(Exception):
    """A thing Slack would not let a member do; `error` says which."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


async def run_command(
    world: World, user: User, channel: Channel, command: str, text: str, thread_ts: str | None
) -> Json:
    """Send a slash command and show the bot's immediate answer; never sent twice."""
    app, team = world.workspace.app, world.workspace.team
    declared = app.manifest.commands.get(command)
    if declared is None:
        raise Refused("unknown_command")
    if thread_ts is not None:
        raise Refused("not_supported_in_threads")
    token = world.responses.give(channel.id, user.id, world.now())
    payload = {
        "token": app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": command_text(text.strip(), world.workspace, should_escape=declared.should_escape),
        "api_app_id": app.id,
        **command_fields(world.workspace),
        "response_url": response_address(world, token),
        "trigger_id": world.triggers.give(user.id, world.now()),
    }
    outcome = await world.deliveries.request("slash_commands", payload, accepts_body=True)
    if outcome.is_ok and outcome.body:
        return outcome_of(outcome) | _shown(world, ResponseUrl(channel.id, user.id, 0), outcome)
    return outcome_of(outcome) | {"ack": outcome.body}


def _shown(world: World, target: ResponseUrl, outcome: Outcome) -> Json:
    try:
        return {"ack": outcome.body, "ts": answer(world, target, outcome.body)}
    except SlackError as refused:
        world.log.append("bad_ack", request_id=outcome.request_id, error=refused.error)
        return {"ok": False, "error": refused.error, "ack": outcome.body}


def outcome_of(outcome: Outcome) -> Json:
    """Return how a member's doing went."""
    found: Json = {"ok": outcome.is_ok, "status": outcome.status, "ms": outcome.ms}
    found["request_id"] = outcome.request_id
    return found if outcome.is_ok else found | {"error": outcome.error}


def response_address(world: World, token: str) -> str:
    """Return the whole address of a response URL."""
    return f"{world.base_url}/response/{token}"


async def click_in_message(
    world: World, user: User, channel: Channel, message: Message, request: Json
) -> Json:
    """Use one element of a message: press, choose, pick."""
    block, element = find(message.blocks, request)
    action = act(element, block, request, world)
    key = (channel.id, message.ts, user.id)
    state = world.message_state.setdefault(key, {})
    values = initial_values(message.blocks)
    for block_id, actions in state.items():
        values.get(block_id, {}).update(actions)
    remember(values, block, element, action)
    world.message_state[key] = values
    payload = interaction(world, "block_actions", user, channel)
    payload |= {
        "container": _container(message),
        "trigger_id": world.triggers.give(user.id, world.now()),
        "state": {"values": values},
        "response_url": _message_response(world, user, message),
        "actions": [action],
    }
    if not message.seen_by:
        payload["message"] = message_json(message, world.workspace)
    return outcome_of(await _interact(world, payload))


async def click_in_view(world: World, user: User, view: Json, request: Json) -> Json:
    """Use one element of an open modal or of App Home."""
    block, element = find(view["blocks"], request)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Refused("element_does_not_dispatch")
    action = act(element, block, request, world)
    remember(view["state"]["values"], block, element, action)
    born_in = view["id"] if view["type"] == "modal" else None
    payload = interaction(world, "block_actions", user)
    payload |= {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": world.triggers.give(user.id, world.now(), born_in),
        "view": view,
        "actions": [action],
    }
    return outcome_of(await _interact(world, payload))


async def use_shortcut(
    world: World, user: User, callback_id: str, channel: Channel | None, message: Message | None
) -> Json:
    """Use a global shortcut, or a message shortcut on a message."""
    declared = world.workspace.app.manifest.shortcuts.get(callback_id)
    if declared is None:
        raise Refused("unknown_shortcut")
    if (declared.kind == "message") != (message is not None):
        raise Refused("message_needed" if declared.kind == "message" else "not_on_a_message")
    is_message = declared.kind == "message"
    kind = "message_action" if is_message else "shortcut"
    payload = interaction(world, kind, user, channel if is_message else None)
    payload |= {
        "action_ts": action_ts(world),
        "callback_id": callback_id,
        "trigger_id": world.triggers.give(user.id, world.now()),
    }
    if message is not None:
        payload |= {"message_ts": message.ts, "message": message_json(message, world.workspace)}
        payload["response_url"] = _message_response(world, user, message)
    return outcome_of(await _interact(world, payload))


async def _interact(world: World, payload: Json) -> Outcome:
    if not world.workspace.app.manifest.has_interactivity:
        raise Refused("interactivity_is_off")
    return await world.deliveries.request("interactive", payload, accepts_body=False)


def interaction(world: World, kind: str, user: User, channel: Channel | None = None) -> Json:
    """Return what every interactive payload begins with."""
    app = world.workspace.app
    person = {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}
    found: Json = {
        "type": kind,
        "user": person,
        "api_app_id": app.id,
        "token": app.verification_token,
        **interaction_fields(world.workspace),
    }
    if channel is not None:
        found["channel"] = {"id": channel.id, "name": _channel_name(channel)}
    return found


def act(element: Json, block: Json, request: Json, world: World) -> Json:
    """Return one entry of `actions` for what the member did to an element."""
    kind = element["type"]
    done = {"action_id": element["action_id"], "block_id": block["block_id"], "type": kind}
    for key in ("text", "value", "style", "placeholder"):
        if key in element:
            done[key] = element[key]
    given = request.get("selected_option", request.get("value"))
    if kind == "overflow":
        done["selected_option"] = option(element, given)
    elif kind == "workflow_button":
        raise Refused("element_does_not_dispatch")
    elif kind in KINDS:
        done |= chosen(element, given)
    return done | {"action_ts": action_ts(world)}


def remember(values: Json, block: Json, element: Json, action: Json) -> None:
    """Keep what was chosen in `state.values`."""
    if kind := KINDS.get(element["type"]):
        kept = {"type": element["type"], kind.key: action[kind.key]}
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept


def action_ts(world: World) -> str:
    """Return the moment of an action as Slack writes it."""
    return world.workspace.next_ts(world.now())


def find(blocks: list[Json], request: Json) -> tuple[Json, Json]:
    """Return the block and the element that a request names."""
    found = find_element(blocks, request.get("action_id", ""), request.get("block_id"))
    if found is None:
        raise Refused("element_not_found")
    return found


def _container(message: Message) -> Json:
    found: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.seen_by is not None,
    }
    return found | ({"thread_ts": message.thread_ts} if message.is_reply else {})


def _message_response(world: World, user: User, message: Message) -> str:
    token = world.responses.give(message.channel, user.id, world.now(), message.ts)
    return response_address(world, token)


def _channel_name(channel: Channel) -> str:
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
