"""users.*, dnd.*, usergroups.*: who is there, who is away, who belongs together."""

from typing import Any

from sandbox.payloads import user_json
from sandbox.state import User
from sandbox.usergroups import active, group_json
from sandbox.webapi.call import Call, SlackError

Json = dict[str, Any]
_PAGE = 1000


def info(call: Call) -> Json:
    """users.info."""
    return {"user": _shown(call, call.user())}


def list_users(call: Call) -> Json:
    """users.list: without `limit`, everybody at once; with it 1,000 at most."""
    call.require_team()
    everyone = list(call.workspace.users.values())
    size = call.limit(_PAGE, _PAGE) if call.text("limit") else len(everyone)
    page, cursor = call.page(everyone, size)
    shown = [_shown(call, user) for user in page]
    answer: Json = {"members": shown, "cache_ts": int(call.world.now())}
    return answer | {"response_metadata": {"next_cursor": cursor}}


def _shown(call: Call, user: User) -> Json:
    """A member, with the locale only when asked for."""
    shown = user_json(user, call.workspace, call.world.now())
    return shown | ({"locale": user.locale} if call.flag("include_locale") else {})


def lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    wanted = call.needed("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == wanted and not user.deleted:
            return {"user": user_json(user, call.workspace, call.world.now())}
    raise SlackError("users_not_found")


def get_presence(call: Call) -> Json:
    """users.getPresence: of a member, or of the bot itself."""
    user = call.user() if call.text("user") else call.workspace.users[call.app.bot_user_id]
    return {"presence": user.presence}


def dnd_info(call: Call) -> Json:
    """dnd.info of another member: the schedule, without their snooze."""
    user = call.user() if call.text("user") else call.workspace.users[call.app.bot_user_id]
    return {
        "dnd_enabled": user.dnd_until_s > 1,
        "next_dnd_start_ts": user.dnd_from_s,
        "next_dnd_end_ts": user.dnd_until_s,
    }


def list_usergroups(call: Call) -> Json:
    """usergroups.list; members and disabled groups only when asked for."""
    call.require_team()
    _require_paid_plan(call)
    with_users, with_disabled = call.flag("include_users"), call.flag("include_disabled")
    groups = [g for g in call.workspace.usergroups.values() if with_disabled or not g.deleted_s]
    return {"usergroups": [group_json(call.workspace, g, with_users=with_users) for g in groups]}


def _require_paid_plan(call: Call) -> None:
    """Refuse what is of user groups in a workspace that has none: on the free plan."""
    if call.workspace.team.plan == "free":
        raise SlackError("plan_upgrade_required")


def list_usergroup_members(call: Call) -> Json:
    """usergroups.users.list."""
    call.require_team()
    _require_paid_plan(call)
    group = call.workspace.usergroups.get(call.needed("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": active(call.workspace, group)}
