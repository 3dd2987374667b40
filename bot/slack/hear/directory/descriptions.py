"""People, channels and user groups as Slack describes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.usecases.promises.directory_changes import Channel, Person, UserGroup

Json = Mapping[str, Any]


def person_of(user: Json, workspace_id: str, seen_at: datetime) -> Person:
    """A member as Slack describes them.

    On Enterprise Grid a colleague may be at home in another workspace of the organisation, and is
    one of us where ours is among those that hold them; what makes them admin there makes none here.
    """
    profile: Json = user.get("profile") or {}
    team_id = user.get("team_id") or profile.get("team") or workspace_id
    of_organisation: Json = user.get("enterprise_user") or {}
    is_one_of_us = workspace_id in (team_id, *(of_organisation.get("teams") or ()))
    is_at_home = team_id in (workspace_id, of_organisation.get("enterprise_id"))
    return Person(
        id=str(user["id"]),
        name=str(user.get("name") or user["id"]),
        real_name=str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""),
        email=profile.get("email"),
        time_zone=user.get("tz"),
        is_admin=is_at_home and bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=not is_one_of_us,
        is_deleted=bool(user.get("deleted")),
        seen_at=seen_at,
        locale=user.get("locale"),
    )


def channel_of(channel: Json, seen_at: datetime) -> Channel:
    """A channel as Slack describes it."""
    return Channel(
        id=str(channel["id"]),
        name=str(channel.get("name") or channel["id"]),
        is_private=bool(channel.get("is_private")),
        is_member=bool(channel.get("is_member")),
        is_archived=bool(channel.get("is_archived")),
        seen_at=seen_at,
        made_by=channel.get("creator") or None,
    )


def group_of(subteam: Json, seen_at: datetime) -> UserGroup:
    """A user group as Slack describes it with its members."""
    return UserGroup(
        id=str(subteam["id"]),
        handle=str(subteam.get("handle") or ""),
        name=str(subteam.get("name") or subteam["id"]),
        members=tuple(str(person_id) for person_id in subteam.get("users") or ()),
        is_disabled=bool(subteam.get("date_delete")),
        seen_at=seen_at,
        made_by=subteam.get("created_by") or None,
    )
