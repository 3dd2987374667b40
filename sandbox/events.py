"""Decides which happenings the bot hears of, and wraps them as the Events API does."""

from typing import Any

from sandbox.ids import new_id
from sandbox.manifest import EVENT_SCOPES
from sandbox.state import Channel
from sandbox.world import World

Json = dict[str, Any]

MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def announce(world: World, name: str, event: Json, channel: Channel | None = None) -> None:
    """Deliver `event` when the app subscribes to it, has a scope for it and is in the channel."""
    app = world.workspace.app
    needed = EVENT_SCOPES[name]
    if name not in app.manifest.events:
        return
    if needed and not app.manifest.scopes.intersection(needed):
        return
    if channel is not None and app.bot_user_id not in channel.members:
        return
    world.deliveries.event(_callback(world, event), channel.id if channel else "team")


def announce_message(world: World, event: Json, channel: Channel) -> None:
    """Deliver a message event under the name its kind of channel has."""
    event |= {"channel": channel.id, "channel_type": channel.kind}
    event.setdefault("event_ts", event["ts"])
    announce(world, MESSAGE_EVENTS[channel.kind], event, channel)


def _callback(world: World, event: Json) -> Json:
    app, team = world.workspace.app, world.workspace.team
    authorization = {
        "enterprise_id": None,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev", 9),
        "event_time": int(world.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-", 24),
    }
