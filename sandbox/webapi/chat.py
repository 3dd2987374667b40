"""chat.*: posting, changing and deleting the bot's messages."""

from typing import Any

from sandbox.conversations import BotPost, delete_message, edit_message, post_as_bot
from sandbox.payloads import message_json
from sandbox.ratelimits import POSTING, WORKSPACE_POSTING
from sandbox.state import Channel, Message
from sandbox.webapi.call import Call, SlackError
from sandbox.webapi.content import (
    MAX_TEXT,
    message_attachments,
    message_blocks,
    message_metadata,
    message_text,
)

Json = dict[str, Any]


def post_message(call: Call) -> Json:
    """chat.postMessage."""
    channel = _target(call)
    _spend(call, channel)
    post = _post(call, channel)
    message = post_as_bot(call.world, channel, post)
    call.committed = True
    shown = message_json(message, call.workspace, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _spend(call: Call, channel: Channel) -> None:
    now_s = call.world.now()
    wait_s = call.world.limits.take(f"post {channel.id}", POSTING, now_s)
    wait_s = wait_s or call.world.limits.take("post", WORKSPACE_POSTING, now_s)
    if wait_s:
        raise SlackError("ratelimited", retry_after_s=wait_s)


def _target(call: Call) -> Channel:
    """Return the conversation to post to: an id, a #name, or a member's id for the DM with them."""
    wanted = call.text("channel")
    if wanted is None:
        raise SlackError("channel_not_found")
    user = call.workspace.users.get(wanted)
    if user is not None:
        if user.deleted or user.id == call.app.bot_user_id:
            raise SlackError("channel_not_found")
        return call.workspace.open_im(user.id, call.app.bot_user_id, call.world.now())
    found = call.workspace.channels.get(wanted) or call.workspace.channel_named(wanted)
    if found is None or not call.may_know(found):
        raise SlackError("channel_not_found")
    if found.is_archived:
        raise SlackError("is_archived")
    may_write = "chat:write.public" in call.app.manifest.scopes
    if call.app.bot_user_id not in found.members and not may_write:
        raise SlackError("not_in_channel")
    return found


def _post(call: Call, channel: Channel) -> BotPost:
    blocks, attachments = message_blocks(call), message_attachments(call)
    username, icons = call.text("username"), _icons(call)
    if username or icons:
        call.require_scope("chat:write.customize")
    return BotPost(
        text=message_text(call, blocks, attachments),
        blocks=blocks or [],
        attachments=attachments or [],
        thread_ts=_thread(call, channel),
        is_broadcast=call.flag("reply_broadcast") and call.text("thread_ts") is not None,
        username=username,
        icons=icons,
        metadata=message_metadata(call) or None,
    )


def _icons(call: Call) -> Json | None:
    if emoji := call.text("icon_emoji"):
        return {"emoji": emoji}
    url = call.text("icon_url")
    return {"image_48": url} if url else None


def _thread(call: Call, channel: Channel) -> str | None:
    """Return the thread to post into; a reply's ts stands for the thread it is in."""
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.subtype in ("channel_join", "channel_leave", "tombstone"):
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts if parent.is_reply else thread_ts


def update(call: Call) -> Json:
    """chat.update: blocks stay only when neither blocks nor text are given; so does metadata."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    changes = _changes(call, message)
    edit_message(call.world, channel, message, changes)
    call.committed = True
    shown = message_json(message, call.workspace)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _changes(call: Call, message: Message) -> Json:
    blocks, attachments = message_blocks(call), message_attachments(call)
    metadata = message_metadata(call)
    text = message_text(call, blocks, attachments)
    if len(text) > MAX_TEXT:
        raise SlackError("msg_too_long")
    changes: Json = {"text": text, "blocks": blocks or []}
    if blocks is None and call.text("text") is None:
        changes = {}
    if attachments is not None:
        changes["attachments"] = attachments
    if metadata is not None:
        changes["metadata"] = metadata or None
    if not blocks:
        changes["edited_ts"] = call.workspace.next_ts(call.world.now())
    if call.flag("reply_broadcast") and message.is_reply:
        changes["is_broadcast"] = True
    return changes


def _own(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.message(channel, call.text("ts"))
    if message.bot_id != call.app.bot_id:
        raise SlackError(refusal)
    return message


def delete(call: Call) -> Json:
    """chat.delete."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    delete_message(call.world, channel, message)
    call.committed = True
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Json:
    """chat.postEphemeral: only a member of the channel can be shown one."""
    channel = call.channel()
    call.require_member(channel)
    if channel.is_archived:
        raise SlackError("is_archived")
    user = call.workspace.users.get(call.text("user") or "")
    if user is None or user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    blocks, attachments = message_blocks(call), message_attachments(call)
    text = message_text(call, blocks, attachments)
    thread_ts = _thread(call, channel)
    post = BotPost(text, blocks or [], attachments or [], thread_ts, seen_by=user.id)
    message = post_as_bot(call.world, channel, post)
    call.committed = True
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Json:
    """chat.getPermalink."""
    channel = call.channel()
    message = call.message(channel, call.text("message_ts"))
    team = call.workspace.team
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
