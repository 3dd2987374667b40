"""Shows what a member sees, and the log behind it."""

from itertools import islice
from typing import Any

from sandbox.control.asked import Asked, NothingCame, can_see
from sandbox.payloads import channel_json, message_json, user_json
from sandbox.state import Channel, Message, User

Json = dict[str, Any]
MAX_WAIT_S = 120.0
LISTED = 500
"""So many people and channels are shown of those there are, the oldest first."""


async def state(asked: Asked) -> Json:
    """The team, its people and channels, the bot, and what it declares."""
    world = asked.world
    workspace, app = world.workspace, world.workspace.app
    users = [_person(asked, user) for user in islice(workspace.users.values(), LISTED)]
    rooms = [_channel(asked, room) for room in islice(workspace.channels.values(), LISTED)]
    manifest = app.manifest
    return {
        "team": {key: getattr(workspace.team, key) for key in ("id", "name", "domain")},
        "users": users,
        "channels": rooms,
        "unlisted": {
            "users": len(workspace.users) - len(users),
            "channels": len(workspace.channels) - len(rooms),
        },
        "usergroups": [
            {"id": g.id, "handle": g.handle, "name": g.name, "users": list(g.users)}
            for g in workspace.usergroups.values()
        ],
        "bot": {"user_id": app.bot_user_id, "bot_id": app.bot_id, "app_id": app.id},
        "commands": [
            {"command": c.name, "description": c.description, "usage_hint": c.usage_hint}
            for c in manifest.commands.values()
        ],
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "type": s.kind}
            for s in manifest.shortcuts.values()
        ],
        "has_home": manifest.has_home_tab,
        "connections": len(world.deliveries.socket.connections),
        "sockets": [
            {"number": connection.number, "is_silent": connection.link.is_silent}
            for connection in world.deliveries.socket.connections
        ],
        "network_is_cut": world.network.is_cut,
        "now": world.now(),
        "log_next": world.log.next,
    }


def _person(asked: Asked, user: User) -> Json:
    shown = user_json(user, asked.world.workspace, asked.world.now())
    return shown | {"email": user.email, "presence": user.presence}


def _channel(asked: Asked, channel: Channel) -> Json:
    shown = channel_json(channel, asked.world.workspace)
    newest = next(reversed(channel.messages), None)
    return shown | {"members": list(channel.members), "latest": newest}


async def messages(asked: Asked) -> Json:
    """What a member sees in a channel or thread, oldest first, ephemeral messages among it."""
    user = asked.user()
    channel = asked.channel(user)
    thread_ts = asked.args.get("thread_ts")
    found = _thread(channel, str(thread_ts)) if thread_ts else channel.top_level()
    own = [m for m in channel.ephemerals.values() if m.seen_by == user.id]
    if thread_ts:
        found += [m for m in own if m.thread_ts == thread_ts]
    else:
        found = found + [m for m in own if not m.thread_ts]
    found = sorted(found, key=lambda m: float(m.ts))
    return {"ok": True, "messages": [_shown(asked, message, user) for message in found]}


def _thread(channel: Channel, thread_ts: str) -> list[Message]:
    parent = channel.messages.get(thread_ts)
    return ([parent] if parent else []) + channel.replies(thread_ts)


def _shown(asked: Asked, message: Message, user: User) -> Json:
    shown = message_json(message, asked.world.workspace, with_metadata=True)
    shown |= {"user": message.user, "is_ephemeral": message.seen_by is not None}
    picked = asked.world.message_state.get((message.channel, message.ts, user.id))
    return shown | ({"state": {"values": picked}} if picked else {})


async def views(asked: Asked) -> Json:
    """The open modals of a member, the one on top last."""
    return {"ok": True, "views": list(asked.world.views.stacks.get(asked.user().id, []))}


async def home(asked: Asked) -> Json:
    """The App Home of a member; null while the bot published none."""
    return {"ok": True, "view": asked.world.views.homes.get(asked.user().id)}


async def log(asked: Asked) -> Json:
    """The log from entry `since` on."""
    entries = asked.world.log.since(int(asked.args.get("since") or 0))
    return {"entries": entries, "next": asked.world.log.next}


async def wait(asked: Asked) -> Json:
    """The first log entry that contains `match`; 408 when none comes in time."""
    since = int(asked.args.get("since") or 0)
    timeout_s = min(float(asked.args.get("timeout_s") or 10), MAX_WAIT_S)
    entry = await asked.world.log.wait(since, asked.args.get("match") or {}, timeout_s)
    if entry is None:
        raise NothingCame("nothing_matched", next=asked.world.log.next)
    return entry


async def channels(asked: Asked) -> Json:
    """The conversations a member sees."""
    user = asked.user()
    seen = [c for c in asked.world.workspace.channels.values() if can_see(c, user)]
    found = sorted(seen, key=lambda c: user.id not in c.members)[:LISTED]
    return {"ok": True, "channels": [_channel(asked, channel) for channel in found]}
