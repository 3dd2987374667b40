"""What Enterprise Grid and shared channels add to payloads: organisations, connected workspaces.

Whether a member is a stranger Slack tells by the channels that the app sees, not by their workspace
alone; https://docs.slack.dev/reference/objects/user-object.
"""

from typing import Any

from sandbox.state import Channel, User, Workspace

Json = dict[str, Any]


def organisation(workspace: Workspace) -> Json | None:
    """The organisation as interactive payloads name it; None without one."""
    team = workspace.team
    if not team.enterprise_id:
        return None
    return {"id": team.enterprise_id, "name": team.enterprise_name}


def enterprise_user(user: User, workspace: Workspace) -> Json:
    """What a member's object says of the organisation that holds them; nothing without one."""
    team = workspace.team
    teams = user.teams or ((user.team_id,) if user.team_id == team.id else ())
    if not team.enterprise_id or not teams:
        return {}
    shown = {
        "id": user.id,
        "enterprise_id": team.enterprise_id,
        "enterprise_name": team.enterprise_name,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "teams": list(teams),
    }
    return {"enterprise_user": shown}


def is_stranger(user: User, workspace: Workspace) -> bool:
    """Whether somebody of another workspace is in no shared channel that the app sees."""
    if workspace.team.id in (user.team_id, *user.teams):
        return False
    bot = workspace.app.bot_user_id
    shared = (each for each in workspace.channels.values() if each.connected)
    return not any({user.id, bot}.issubset(each.members) for each in shared)


def sharing(channel: Channel, workspace: Workspace) -> Json:
    """How a channel's object says with whom it is shared: other companies, or our organisation."""
    team = workspace.team
    ours = {name for user in workspace.users.values() for name in user.teams}
    outside = [each for each in channel.connected if each not in ours]
    shown: Json = {
        "is_shared": bool(channel.connected),
        "is_ext_shared": bool(outside),
        "is_org_shared": not ours.isdisjoint(channel.connected),
        "shared_team_ids": [team.id, *channel.connected],
    }
    if outside:
        shown |= {"conversation_host_id": team.id, "connected_team_ids": outside}
    return shown | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})


def is_outside(channel: Channel | None, workspace: Workspace) -> bool:
    """Whether a channel is shared with another company."""
    return channel is not None and bool(sharing(channel, workspace)["is_ext_shared"])


def envelope(event: Json, channel: Channel | None, workspace: Workspace) -> Json:
    """The part of an event's envelope that says whose it is and for whom.

    In a channel shared with another company the outer `team_id` is the writer's workspace.
    """
    team, app = workspace.team, workspace.app
    own = {"enterprise_id": team.enterprise_id or None, "is_enterprise_install": app.is_org_wide}
    authorization = own | {
        "team_id": None if app.is_org_wide else team.id,
        "user_id": app.bot_user_id,
        "is_bot": True,
    }
    is_shared = is_outside(channel, workspace)
    shown: Json = {
        "team_id": _team_of_author(event, workspace) if is_shared else team.id,
        "context_team_id": team.id,
        "context_enterprise_id": team.enterprise_id or None,
        "authorizations": [authorization],
        "is_ext_shared_channel": is_shared,
    }
    return shown | ({"enterprise_id": team.enterprise_id} if team.enterprise_id else {})


def _team_of_author(event: Json, workspace: Workspace) -> str:
    author = workspace.users.get(str(event.get("user")))
    return workspace.team.id if author is None else author.team_id


def authors_team(event: Json, channel: Channel, workspace: Workspace) -> Json:
    """What a message says of its author's workspace in a channel shared with another company."""
    if not is_outside(channel, workspace):
        return {}
    team_id = _team_of_author(event, workspace)
    return {"user_team": team_id, "source_team": team_id}


def command_fields(workspace: Workspace) -> Json:
    """What a slash command says of the organisation, in words as forms are."""
    team, app = workspace.team, workspace.app
    named = {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    shown: Json = {"is_enterprise_install": "true" if app.is_org_wide else "false"}
    return shown | (named if team.enterprise_id else {})


def interaction_fields(workspace: Workspace) -> Json:
    """What a click or form says of workspace and organisation.

    Where the organisation has the app, no workspace is named.
    """
    team, app = workspace.team, workspace.app
    named: Json = {"id": team.id, "domain": team.domain}
    if team.enterprise_id:
        named |= {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_name}
    return {
        "team": None if app.is_org_wide else named,
        "enterprise": organisation(workspace),
        "is_enterprise_install": app.is_org_wide,
    }
