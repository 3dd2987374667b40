"""Decides which happenings the bot hears of, and wraps them as the Events API does."""

from typing import Any

from sandbox.grid import authors_team, envelope
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
    world.deliveries.event(_callback(world, event, channel), channel.id if channel else "team")


def announce_message(world: World, event: Json, channel: Channel) -> None:
    """Deliver a message event under the name its kind of channel has."""
    event |= {"channel": channel.id, "channel_type": channel.kind}
    event.setdefault("event_ts", event["ts"])
    event |= authors_team(event, channel, world.workspace)
    announce(world, MESSAGE_EVENTS[channel.kind], event, channel)


def _callback(world: World, event: Json, channel: Channel | None) -> Json:
    app = world.workspace.app
    return {
        "token": app.verification_token,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev", 9),
        "event_time": int(world.now()),
        "event_context": new_id("4-", 24),
        **envelope(event, channel, world.workspace),
    }
