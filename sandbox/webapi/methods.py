"""The table of every method the sandbox has: its handler, its rate limit, its scope."""

from sandbox.ratelimits import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from sandbox.webapi import chat, conversations, files, people, rest, views
from sandbox.webapi.call import Method

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS: dict[str, Method] = {
    "apps.connections.open": Method(rest.connections_open, TIER_1, wants_app_token=True),
    "auth.teams.list": Method(rest.teams_list, TIER_2),
    "auth.test": Method(rest.auth_test, SPECIAL),
    "chat.delete": Method(chat.delete, TIER_3, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, SPECIAL),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",)),
    "chat.update": Method(chat.update, TIER_3, ("chat:write",)),
    "conversations.history": Method(conversations.history, TIER_3, _HISTORY),
    "conversations.info": Method(conversations.info, TIER_3, _READ),
    "conversations.join": Method(conversations.join, TIER_3, ("channels:join",)),
    "conversations.list": Method(conversations.list_channels, TIER_2, _READ),
    "conversations.members": Method(conversations.members, TIER_4, _READ),
    "conversations.open": Method(conversations.open_conversation, TIER_3, ("im:write",)),
    "conversations.replies": Method(conversations.replies, TIER_3, _HISTORY),
    "dnd.info": Method(people.dnd_info, TIER_3, ("dnd:read",)),
    "files.completeUploadExternal": Method(files.complete, TIER_4, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, TIER_4, ("files:write",)),
    "files.info": Method(files.info, TIER_4, ("files:read",)),
    "reactions.add": Method(rest.reactions_add, TIER_3, ("reactions:write",)),
    "team.info": Method(rest.team_info, TIER_3, ("team:read",)),
    "usergroups.list": Method(people.list_usergroups, TIER_2, ("usergroups:read",)),
    "usergroups.users.list": Method(people.list_usergroup_members, TIER_2, ("usergroups:read",)),
    "users.getPresence": Method(people.get_presence, TIER_3, ("users:read",)),
    "users.info": Method(people.info, TIER_4, ("users:read",)),
    "users.list": Method(people.list_users, TIER_2, ("users:read",)),
    "users.lookupByEmail": Method(people.lookup_by_email, TIER_3, ("users:read.email",)),
    "views.open": Method(views.open_view, TIER_4),
    "views.publish": Method(views.publish, TIER_4),
    "views.push": Method(views.push, TIER_4),
    "views.update": Method(views.update, TIER_4),
}
