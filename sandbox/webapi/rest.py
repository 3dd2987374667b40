"""The methods that stand alone: auth.test, team.info, reactions.add, apps.connections.open."""

import re
from typing import Any

from sandbox.conversations import react
from sandbox.webapi.call import Call, SlackError

Json = dict[str, Any]
_EMOJI = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def auth_test(call: Call) -> Json:
    """auth.test."""
    team, app = call.workspace.team, call.app
    shown: Json = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.workspace.users[app.bot_user_id].name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": app.is_org_wide,
    }
    if team.enterprise_id:
        shown |= {"enterprise_id": team.enterprise_id}
    if app.is_org_wide:
        shown |= {"team_id": team.enterprise_id, "team": team.enterprise_name}
    return shown


def teams_list(call: Call) -> Json:
    """auth.teams.list: the workspaces of an organisation in which the app may be used."""
    team = call.workspace.team
    return {"teams": [{"id": team.id, "name": team.name}], "response_metadata": {"next_cursor": ""}}


def team_info(call: Call) -> Json:
    """team.info."""
    team = call.workspace.team
    url = f"https://{team.domain}.slack.com/"
    shown = {"id": team.id, "name": team.name, "url": url, "domain": team.domain}
    return {"team": shown | {"email_domain": "", "icon": {}}}


def reactions_add(call: Call) -> Json:
    """reactions.add."""
    name = (call.text("name") or "").strip(":")
    if not _EMOJI.fullmatch(name):
        raise SlackError("invalid_name")
    channel = call.channel()
    message = call.message(channel, call.text("timestamp"))
    call.require_member(channel)
    if not react(call.world, channel, message, call.app.bot_user_id, name):
        raise SlackError("already_reacted")
    call.committed = True
    return {}


def connections_open(call: Call) -> Json:
    """apps.connections.open: a ticket for one WebSocket."""
    ticket = call.world.deliveries.socket.issue_ticket()
    address = call.world.base_url.replace("http://", "ws://", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.app.id}"}
