"""Groups one can mention: how Slack shows them, and what follows when they change."""

from dataclasses import replace
from typing import Any

from sandbox.events import announce
from sandbox.state import Usergroup, Workspace
from sandbox.world import World

Json = dict[str, Any]


def group_json(workspace: Workspace, group: Usergroup, *, with_users: bool) -> Json:
    """Return a group as `usergroups.list` shows it; who left the workspace is in none."""
    shown: Json = {
        "id": group.id,
        "team_id": workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_update": group.updated_s,
        "date_delete": group.deleted_s,
        "created_by": group.created_by,
        "user_count": len(group.users),
    }
    return shown | ({"users": active(workspace, group)} if with_users else {})


def active(workspace: Workspace, group: Usergroup) -> list[str]:
    """Return the members who did not leave the workspace."""
    return [user for user in group.users if not workspace.users[user].deleted]


def create(world: World, group: Usergroup) -> Usergroup:
    """Keep a new group and announce it."""
    made = replace(group, updated_s=int(world.now()))
    world.workspace.usergroups[made.id] = made
    _announce_group(world, "subteam_created", made)
    return made


def change(world: World, before: Usergroup, after: Usergroup) -> Usergroup:
    """Keep a group as it is now, and announce it; who came and went is an event of its own."""
    changed = replace(after, updated_s=int(world.now()))
    world.workspace.usergroups[changed.id] = changed
    _announce_group(world, "subteam_updated", changed)
    if set(before.users) != set(changed.users):
        _announce_members(world, before, changed)
    return changed


def _announce_group(world: World, name: str, group: Usergroup) -> None:
    subteam = group_json(world.workspace, group, with_users=True)
    event_ts = world.workspace.next_ts(world.now())
    announce(world, name, {"type": name, "subteam": subteam, "event_ts": event_ts})


def _announce_members(world: World, before: Usergroup, after: Usergroup) -> None:
    added = [user for user in after.users if user not in before.users]
    removed = [user for user in before.users if user not in after.users]
    event: Json = {
        "type": "subteam_members_changed",
        "subteam_id": after.id,
        "team_id": world.workspace.team.id,
        "date_previous_update": before.updated_s,
        "date_update": after.updated_s,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
        "event_ts": world.workspace.next_ts(world.now()),
    }
    announce(world, event["type"], event)
