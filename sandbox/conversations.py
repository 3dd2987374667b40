"""Changes to conversations and what follows from each: the stored message and its events.

Nothing here asks who may do it; that is the business of the Web API and of the control interface.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from sandbox.attachments import WORDS_ONLY, Beside, shared_files
from sandbox.events import announce, announce_message
from sandbox.payloads import channel_json, message_json, user_json
from sandbox.richtext import rich_text_block
from sandbox.state import Channel, Message, User
from sandbox.typed import typed_text
from sandbox.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotPost:
    """What the bot asks to have posted, already checked."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    is_broadcast: bool = False
    username: str | None = None
    icons: Json | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    seen_by: str | None = None


def type_message(
    world: World,
    channel: Channel,
    user: User,
    text: str,
    thread_ts: str | None = None,
    beside: Beside = WORDS_ONLY,
) -> Message:
    """Store what a member typed and announce it: as a message, and as a mention of the bot."""
    stored = typed_text(text, world.workspace)
    files = shared_files(world.workspace, user, beside.files)
    message = Message(
        channel.id,
        world.workspace.next_ts(world.now()),
        user.id,
        stored,
        user.team_id,
        blocks=beside.blocks or ([rich_text_block(stored)] if stored else []),
        attachments=list(beside.attachments),
        thread_ts=thread_ts,
        client_msg_id=str(uuid.uuid4()),
        files=files,
        subtype="file_share" if files else None,
    )
    channel.messages[message.ts] = message
    _announce_new(world, channel, message)
    return message


def post_as_bot(world: World, channel: Channel, post: BotPost) -> Message:
    """Store a message of the bot; the bot hears of it as of any other, unless it is ephemeral."""
    app = world.workspace.app
    message = Message(
        channel.id,
        world.workspace.next_ts(world.now()),
        app.bot_user_id,
        post.text,
        world.workspace.team.id,
        blocks=post.blocks,
        attachments=post.attachments,
        thread_ts=post.thread_ts,
        subtype=_bot_subtype(post),
        bot_id=app.bot_id,
        app_id=app.id,
        username=post.username,
        icons=post.icons,
        metadata=post.metadata,
        files=post.files,
        seen_by=post.seen_by,
        is_broadcast=post.is_broadcast,
    )
    if post.seen_by:
        channel.ephemerals[message.ts] = message
        _record(world, "shown", message)
        return message
    channel.messages[message.ts] = message
    _announce_new(world, channel, message)
    return message


def _bot_subtype(post: BotPost) -> str | None:
    if post.is_broadcast:
        return "thread_broadcast"
    if post.username or post.icons:
        return "bot_message"
    return "file_share" if post.files else None


def _announce_new(world: World, channel: Channel, message: Message) -> None:
    _record(world, "posted", message)
    shown = message_json(message, world.workspace)
    if message.subtype == "file_share":
        shown["subtype"] = "file_share"
    announce_message(world, dict(shown), channel)
    if mentions_bot(world, message):
        mention = {key: value for key, value in shown.items() if key != "subtype"}
        mention |= {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
        announce(world, "app_mention", mention, channel)


def _record(world: World, change: str, message: Message) -> None:
    """Log what members see of this: posted, shown to one member, changed, deleted."""
    world.log.append(
        "message",
        change=change,
        channel=message.channel,
        ts=message.ts,
        thread_ts=message.thread_ts,
        user=message.user,
        text=message.text,
        blocks=message.blocks,
        metadata=message.metadata,
        seen_by=message.seen_by,
    )


def mentions_bot(world: World, message: Message) -> bool:
    """Whether a member's message outside a direct conversation names the bot."""
    bot = world.workspace.app.bot_user_id
    is_im = world.workspace.channels[message.channel].is_im
    named = f"<@{bot}>" in message.text or f"<@{bot}|" in message.text
    return named and not is_im and message.user != bot


def edit_message(world: World, channel: Channel, message: Message, changes: Json) -> None:
    """Change fields of a message and announce `message_changed` with the old one beside it."""
    before = message_json(message, world.workspace)
    for name, value in changes.items():
        setattr(message, name, value)
    _record(world, "changed", message)
    if message.seen_by:
        return
    _announce_change(world, channel, message, before)


def _announce_change(world: World, channel: Channel, message: Message, before: Json) -> None:
    ts = world.workspace.next_ts(world.now())
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": message_json(message, world.workspace),
        "previous_message": before,
        "hidden": True,
        "ts": ts,
    }
    announce_message(world, event, channel)


def delete_message(world: World, channel: Channel, message: Message) -> None:
    """Remove a message; one that heads a thread leaves a tombstone."""
    _record(world, "deleted", message)
    if message.seen_by:
        channel.ephemerals.pop(message.ts, None)
        return
    before = message_json(message, world.workspace)
    if channel.replies(message.ts):
        tombstone = Message(
            channel.id,
            message.ts,
            "USLACKBOT",
            "This message was deleted.",
            message.team,
            subtype="tombstone",
        )
        channel.messages[message.ts] = tombstone
        _announce_change(world, channel, tombstone, before)
        return
    del channel.messages[message.ts]
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "deleted_ts": message.ts,
        "hidden": True,
        "ts": world.workspace.next_ts(world.now()),
    }
    announce_message(world, event, channel)


def react(world: World, channel: Channel, message: Message, user_id: str, name: str) -> bool:
    """Add a reaction and announce it; False when that person had already reacted so."""
    people = message.reactions.setdefault(name, [])
    if user_id in people:
        return False
    people.append(user_id)
    _announce_reaction(world, "reaction_added", channel, message, user_id, name)
    return True


def take_back(world: World, channel: Channel, message: Message, user_id: str, name: str) -> bool:
    """Remove a reaction and announce it; False when that person had not reacted so."""
    people = message.reactions.get(name, [])
    if user_id not in people:
        return False
    people.remove(user_id)
    if not people:
        del message.reactions[name]
    _announce_reaction(world, "reaction_removed", channel, message, user_id, name)
    return True


def _announce_reaction(
    world: World, change: str, channel: Channel, message: Message, user_id: str, name: str
) -> None:
    event = {
        "type": change,
        "user": user_id,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": world.workspace.next_ts(world.now()),
    }
    announce(world, change, event, channel)


def announce_channel(world: World, name: str, channel: Channel) -> None:
    """Announce that a channel was created or renamed."""
    shown = channel_json(channel, world.workspace)
    kept = {key: shown[key] for key in ("id", "name", "name_normalized", "created", "creator")}
    event = {"type": name, "channel": kept, "event_ts": world.workspace.next_ts(world.now())}
    members_only = channel if channel.is_private else None
    announce(world, name, event, members_only)


def announce_user(world: World, name: str, user: User) -> None:
    """Announce a new or changed member (`team_join`, `user_change`)."""
    shown = user_json(user, world.workspace, world.now())
    shown |= {"locale": user.locale} if name == "user_change" else {}
    event = {"type": name, "user": shown, "cache_ts": int(world.now())}
    event["event_ts"] = world.workspace.next_ts(world.now())
    announce(world, name, event)


def announce_archived(world: World, channel: Channel) -> None:
    """Announce that a channel was archived or brought back."""
    verb = "archive" if channel.is_archived else "unarchive"
    name = f"{'group' if channel.is_private else 'channel'}_{verb}"
    event = {"type": name, "channel": channel.id, "user": channel.creator}
    event["event_ts"] = world.workspace.next_ts(world.now())
    announce(world, name, event, channel)
