"""The JSON Slack shows of a message, a user, a channel."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.grid import enterprise_user, is_stranger, sharing
from sandbox.state import Channel, File, Message, User, Workspace

Json = dict[str, Any]


def message_json(message: Message, workspace: Workspace, *, with_metadata: bool = False) -> Json:
    """Return a message as history shows it; metadata only when asked for."""
    shown: Json = {"type": "message"}
    if message.subtype and message.subtype != "file_share":
        shown["subtype"] = message.subtype
    shown |= {"user": message.user, "text": message.text, "ts": message.ts}
    if message.subtype == "bot_message":
        del shown["user"]
    shown |= _author(message, workspace) | _content(message) | _thread(message, workspace)
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def _author(message: Message, workspace: Workspace) -> Json:
    found: Json = {}
    if message.client_msg_id:
        found["client_msg_id"] = message.client_msg_id
    if message.bot_id:
        found |= {"bot_id": message.bot_id, "app_id": message.app_id}
        found["bot_profile"] = bot_profile(workspace)
    if message.username:
        found["username"] = message.username
    if message.icons:
        found["icons"] = message.icons
    if message.inviter:
        found["inviter"] = message.inviter
    if message.subtype not in ("channel_join", "channel_leave", "channel_name", "tombstone"):
        found["team"] = message.team
    return found


def _content(message: Message) -> Json:
    found: Json = {}
    for key in ("blocks", "attachments"):
        if getattr(message, key):
            found[key] = getattr(message, key)
    if message.files:
        found |= {"files": message.files, "upload": True}
    if message.reactions:
        found["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if message.edited_ts:
        found["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.subtype == "tombstone":
        found["hidden"] = True
    if message.seen_by:
        found["is_ephemeral"] = True
    return found


def _thread(message: Message, workspace: Workspace) -> Json:
    channel = workspace.channels[message.channel]
    if message.is_reply:
        parent = channel.messages.get(message.thread_ts or "")
        author = {"parent_user_id": parent.user} if parent else {}
        return {"thread_ts": message.thread_ts} | author
    replies = [] if message.seen_by else channel.replies(message.ts)
    if not replies:
        return {"thread_ts": message.thread_ts} if message.thread_ts else {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
        "reply_users": people[:5],
        "is_locked": False,
        "subscribed": workspace.app.bot_user_id in (message.user, *people),
    }


def bot_profile(workspace: Workspace) -> Json:
    """Return the profile Slack adds to what the bot posts."""
    app = workspace.app
    return {
        "id": app.bot_id,
        "deleted": False,
        "name": app.manifest.name,
        "updated": 0,
        "app_id": app.id,
        "user_id": app.bot_user_id,
        "icons": {},
        "team_id": workspace.team.id,
    }


def user_json(user: User, workspace: Workspace, now_s: float) -> Json:
    """Return a member as `users.info` shows it; e-mail only with `users:read.email`."""
    shown: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "real_name": user.real_name,
        "profile": _profile(user, workspace),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated_s,
        **enterprise_user(user, workspace),
    }
    if user.deleted:
        return shown
    offset_s, label = zone(user.tz, now_s)
    return shown | {
        "tz": user.tz,
        "tz_label": label,
        "tz_offset": offset_s,
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_stranger": is_stranger(user, workspace),
        "is_email_confirmed": bool(user.email),
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(user: User, workspace: Workspace) -> Json:
    first, _, last = user.real_name.partition(" ")
    profile: Json = {
        "title": "",
        "phone": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "image_72": "",
        "team": user.team_id,
    }
    if user.is_bot and user.id == workspace.app.bot_user_id:
        profile |= {"api_app_id": workspace.app.id, "bot_id": workspace.app.bot_id}
    elif user.email and "users:read.email" in workspace.app.manifest.scopes:
        profile["email"] = user.email
    return profile


def zone(name: str, now_s: float) -> tuple[int, str]:
    """Return the offset from UTC in seconds and the label of a zone at that moment."""
    local = datetime.fromtimestamp(now_s, ZoneInfo(name))
    offset = local.utcoffset()
    return int(offset.total_seconds()) if offset else 0, local.tzname() or name


def channel_json(channel: Channel, workspace: Workspace) -> Json:
    """Return a conversation as `conversations.info` shows it to the bot."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created_s,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": channel.created_s * 1000,
    }
    bot = workspace.app.bot_user_id
    if channel.is_im:
        other = next((member for member in channel.members if member != bot), bot)
        gone = workspace.users[other].deleted
        return shown | {"user": other, "is_user_deleted": gone, "priority": 0}
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_member": bot in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        **sharing(channel, workspace),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def file_json(file: File, base_url: str) -> Json:
    """Return an uploaded file as messages carry it."""
    return {
        "id": file.id,
        "created": file.created_s,
        "timestamp": file.created_s,
        "name": file.name,
        "title": file.title or file.name,
        "filetype": file.name.rpartition(".")[2] or "text",
        "user": file.user,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": f"{base_url}/files-pri/{file.id}/{file.name}",
        "url_private_download": f"{base_url}/files-pri/{file.id}/download/{file.name}",
        "permalink": f"{base_url}/files/{file.id}/{file.name}",
    }
