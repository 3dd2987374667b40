"""conversations.*: what the bot may read of channels, and joining them."""

import re
from typing import Any

from sandbox.membership import join as join_channel
from sandbox.payloads import channel_json, message_json
from sandbox.state import Channel, Message
from sandbox.webapi.call import Call, SlackError

Json = dict[str, Any]
_TS = re.compile(r"\d+(\.\d+)?")
_KINDS = {"public_channel": "channels", "private_channel": "groups", "mpim": "mpim", "im": "im"}
_LIMITED_PAGE = 15


def _scope(channel: Channel, action: str) -> str:
    family = {"channel": "channels", "group": "groups", "im": "im"}[channel.kind]
    return f"{family}:{action}"


def history(call: Call) -> Json:
    """conversations.history: newest first, without what is said in threads.

    With `oldest` and no `latest` the pages go forward from `oldest`, each of them newest first.
    """
    channel = _readable(call)
    found = _between(call, channel.top_level())
    goes_forward = call.text("oldest") is not None and call.text("latest") is None
    page, cursor = call.page(found if goes_forward else found[::-1], _page_size(call, 100, 999))
    page = page[::-1] if goes_forward else page
    answer: Json = {"messages": _shown(call, page), "has_more": bool(cursor), "pin_count": 0}
    answer |= {"channel_actions_ts": None, "channel_actions_count": 0}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def replies(call: Call) -> Json:
    """conversations.replies: the parent, then its replies, oldest first.

    The parent opens the first page even when it is older than `oldest`. Asked for a reply's own ts,
    Slack returns only that reply.
    """
    channel = _readable(call)
    parent = channel.messages.get(call.text("ts") or "")
    if parent is None:
        raise SlackError("thread_not_found")
    found = _between(call, channel.replies(parent.ts))
    page, cursor = call.page([parent, *found], _page_size(call, 1000, 1000))
    answer: Json = {"messages": _shown(call, page), "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.require_scope(_scope(channel, "history"))
    call.require_member(channel)
    return channel


def _page_size(call: Call, default: int, most: int) -> int:
    if not call.world.faults.one_history_a_minute:
        return call.limit(default, most)
    return min(call.limit(_LIMITED_PAGE, most), _LIMITED_PAGE)


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = (_bound(call, name) for name in ("oldest", "latest"))
    inclusive = call.flag("inclusive")
    found = messages
    if oldest is not None:
        found = [m for m in found if _us(m.ts) > oldest or (inclusive and _us(m.ts) == oldest)]
    if latest is not None:
        found = [m for m in found if _us(m.ts) < latest or (inclusive and _us(m.ts) == latest)]
    return found


def _bound(call: Call, name: str) -> int | None:
    value = call.text(name)
    if value is None:
        return None
    if not _TS.fullmatch(value):
        raise SlackError(f"invalid_ts_{name}")
    return _us(value)


def _us(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0") or 0)


def _shown(call: Call, messages: list[Message]) -> list[Json]:
    with_metadata = call.flag("include_all_metadata")
    return [message_json(m, call.workspace, with_metadata=with_metadata) for m in messages]


def info(call: Call) -> Json:
    """conversations.info."""
    channel = call.channel()
    call.require_scope(_scope(channel, "read"))
    shown = channel_json(channel, call.workspace)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def list_channels(call: Call) -> Json:
    """conversations.list: public channels unless `types` says otherwise."""
    call.require_team()
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if any(kind not in _KINDS for kind in types):
        raise SlackError("invalid_types")
    for kind in types:
        call.require_scope(f"{_KINDS[kind]}:read")
    found = [c for c in call.workspace.channels.values() if call.may_know(c) and _type(c) in types]
    if call.flag("exclude_archived"):
        found = [c for c in found if not c.is_archived]
    page, cursor = call.page(found, call.limit(100, 1000))
    shown = [channel_json(channel, call.workspace) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def _type(channel: Channel) -> str:
    return {"channel": "public_channel", "group": "private_channel", "im": "im"}[channel.kind]


def join(call: Call) -> Json:
    """conversations.join: public channels only."""
    channel = call.channel()
    if channel.is_im or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    is_new = join_channel(call.world, channel, call.workspace.users[call.app.bot_user_id])
    call.committed = True
    answer: Json = {"channel": channel_json(channel, call.workspace)}
    if not is_new:
        answer |= {"warning": "already_in_channel"}
        answer["response_metadata"] = {"warnings": ["already_in_channel"]}
    return answer


def open_conversation(call: Call) -> Json:
    """conversations.open: the direct conversation with one member."""
    users = [part for part in (call.text("users") or "").split(",") if part]
    if not users and call.text("channel"):
        channel = call.channel()
    elif len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "not_enough_users")
    else:
        channel = _im(call, users[0])
    shown: Json = {"id": channel.id}
    if call.flag("return_im"):
        shown = channel_json(channel, call.workspace)
    return {"channel": shown}


def _im(call: Call, user_id: str) -> Channel:
    user = call.workspace.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    if user.id == call.app.bot_user_id:
        raise SlackError("cannot_dm_bot")
    call.committed = True
    return call.workspace.open_im(user.id, call.app.bot_user_id, call.world.now())


def members(call: Call) -> Json:
    """conversations.members."""
    channel = call.channel()
    call.require_scope(_scope(channel, "read"))
    page, cursor = call.page(channel.members, call.limit(100, 1000))
    return {"members": page, "response_metadata": {"next_cursor": cursor}}
