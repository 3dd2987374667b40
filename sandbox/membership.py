"""Who comes and goes in a channel, and what the channel and the bot are told of it."""

from typing import Any

from sandbox.events import announce, announce_message
from sandbox.payloads import message_json
from sandbox.state import Channel, Message, User
from sandbox.world import World

Json = dict[str, Any]
_DONE = {"join": "joined", "leave": "left"}


def join(world: World, channel: Channel, user: User, inviter: str | None = None) -> bool:
    """Make someone a member; False when they are one. The channel says so in a message."""
    if user.id in channel.members:
        return False
    channel.members.append(user.id)
    message = _say_movement(world, channel, user, "join", inviter)
    event = {
        "type": "member_joined_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": user.team_id,
        "event_ts": message.ts,
    }
    announce(world, "member_joined_channel", event | _inviter(inviter), channel)
    return True


def _say_movement(
    world: World, channel: Channel, user: User, verb: str, inviter: str | None = None
) -> Message:
    """Post that someone came or went (`verb`: join, leave) into the channel itself."""
    message = Message(
        channel.id,
        world.workspace.next_ts(world.now()),
        user.id,
        f"<@{user.id}> has {_DONE[verb]} the channel",
        user.team_id,
        subtype=f"channel_{verb}",
        inviter=inviter,
    )
    channel.messages[message.ts] = message
    announce_message(world, message_json(message, world.workspace), channel)
    return message


def _inviter(inviter: str | None) -> Json:
    return {"inviter": inviter} if inviter else {}


def leave(world: World, channel: Channel, user: User) -> bool:
    """Take a member out; False when they were not in. The channel says so in a message.

    The bot is told of its own removal, but no longer hears that message.
    """
    if user.id not in channel.members:
        return False
    ts = world.workspace.next_ts(world.now())
    event = {"type": "member_left_channel", "user": user.id, "channel": channel.id, "event_ts": ts}
    event |= {"channel_type": "G" if channel.is_private else "C", "team": user.team_id}
    announce(world, "member_left_channel", event, channel)
    channel.members.remove(user.id)
    _say_movement(world, channel, user, "leave")
    if user.id == world.workspace.app.bot_user_id:
        name = "group_left" if channel.is_private else "channel_left"
        announce(world, name, {"type": name, "channel": channel.id, "event_ts": ts})
    return True
