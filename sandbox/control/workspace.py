"""Changes the workspace: its people, channels and groups."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox import connected, conversations, membership, usergroups
from sandbox.control.asked import Asked
from sandbox.crowd import add_crowd
from sandbox.ids import new_id
from sandbox.interactions import Refused
from sandbox.payloads import channel_json, user_json
from sandbox.state import Channel, User, Usergroup

Json = dict[str, Any]
_DND_HOURS = 8
_USER_FLAGS = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "deleted")


async def presence(asked: Asked) -> Json:
    """Set whether a member is active, and whether they are not to be disturbed for 8 hours."""
    user = asked.user()
    if "presence" in asked.args:
        if asked.args["presence"] not in ("active", "away"):
            raise Refused("presence_is_active_or_away")
        user.presence = asked.args["presence"]
    if "dnd" in asked.args:
        now_s = int(asked.world.now())
        is_on = bool(asked.args["dnd"])
        user.dnd_from_s = now_s - 60 if is_on else 1
        user.dnd_until_s = now_s + _DND_HOURS * 3600 if is_on else 1
    return {"ok": True}


async def channel(asked: Asked) -> Json:
    """Create a channel, or rename, share or archive the one with this `id`."""
    world, args = asked.world, asked.args
    found = world.workspace.channels.get(args.get("id") or "")
    if found is None:
        return _new_channel(asked)
    if args.get("name") and args["name"] != found.name:
        found.name = args["name"]
        name = "group_rename" if found.is_private else "channel_rename"
        conversations.announce_channel(world, name, found)
    if "connected" in args:
        connected.share(world, found, list(args["connected"]), args.get("new_id"))
    if "is_archived" in args and bool(args["is_archived"]) != found.is_archived:
        found.is_archived = bool(args["is_archived"])
        conversations.announce_archived(world, found)
    return {"ok": True, "channel": channel_json(found, world.workspace)}


def _new_channel(asked: Asked) -> Json:
    world, args = asked.world, asked.args
    name = str(asked.needed("name"))
    if world.workspace.channel_named(name):
        raise Refused("name_taken")
    members = list(args.get("members") or [])
    unknown = [member for member in members if member not in world.workspace.users]
    if unknown:
        raise Refused("user_not_found", user=unknown[0])
    made = Channel(
        args.get("id") or new_id("C"),
        name,
        is_private=bool(args.get("is_private", False)),
        members=members,
        creator=members[0] if members else "",
        created_s=int(world.now()),
    )
    world.workspace.channels[made.id] = made
    if not made.is_private:
        conversations.announce_channel(world, "channel_created", made)
    return {"ok": True, "channel": channel_json(made, world.workspace)}


async def invite(asked: Asked) -> Json:
    """Make someone (the bot too) a member of a channel."""
    found = asked.channel()
    by = asked.args.get("by")
    if not membership.join(asked.world, found, asked.user(), by):
        raise Refused("already_in_channel")
    return {"ok": True}


async def remove(asked: Asked) -> Json:
    """Take someone (the bot too) out of a channel."""
    found = asked.channel()
    if not membership.leave(asked.world, found, asked.user()):
        raise Refused("not_in_channel")
    return {"ok": True}


async def user(asked: Asked) -> Json:
    """Add a member, or change the one with this `id`."""
    world, args = asked.world, asked.args
    zone = args.get("tz")
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused("unknown_tz", tz=zone) from unknown
    found = world.workspace.users.get(args.get("id") or "")
    event = "user_change" if found else "team_join"
    if found is None:
        name = str(asked.needed("name"))
        user_id = args.get("id") or new_id("U")
        found = User(user_id, world.workspace.team.id, name, name, "", "UTC")
        world.workspace.users[user_id] = found
    for key in ("name", "real_name", "email", "tz", "team_id", "locale", *_USER_FLAGS):
        if key in args:
            setattr(found, key, args[key])
    found.teams = tuple(args.get("teams", found.teams))
    found.updated_s = int(world.now())
    conversations.announce_user(world, event, found)
    return {"ok": True, "user": user_json(found, world.workspace, world.now())}


async def crowd(asked: Asked) -> Json:
    """Add people and channels by the thousand, of whom no event tells."""
    counts = [asked.args.get(key, 0) for key in ("people", "channels")]
    if not all(isinstance(each, int) and each >= 0 for each in counts):
        raise Refused("people_and_channels_are_numbers")
    add_crowd(asked.world.workspace, *counts)
    return {"ok": True}


async def usergroup(asked: Asked) -> Json:
    """Create a group, or change or disable the one with this `id`."""
    world, args = asked.world, asked.args
    unknown = [user for user in args.get("users") or [] if user not in world.workspace.users]
    if unknown:
        raise Refused("user_not_found", user=unknown[0])
    given: Json = {key: args[key] for key in ("handle", "name", "created_by") if key in args}
    if "users" in args:
        given["users"] = tuple(args["users"])
    if "deleted" in args:
        given["deleted_s"] = int(world.now()) if args["deleted"] else 0
    found = world.workspace.usergroups.get(args.get("id") or "")
    if found is not None:
        changed = usergroups.change(world, found, replace(found, **given))
        return {"ok": True, "usergroup": changed.id}
    handle = str(asked.needed("handle"))
    new = Usergroup(args.get("id") or new_id("S"), handle, handle, ())
    return {"ok": True, "usergroup": usergroups.create(world, replace(new, **given)).id}


async def team(asked: Asked) -> Json:
    """Change the plan, the organisation, and whether that has the app as a whole."""
    names = ("plan", "enterprise_id", "enterprise_name", "is_org_wide")
    given = {name: asked.args[name] for name in names if name in asked.args}
    connected.change_team(asked.world, **given)
    return {"ok": True}
