"""Acts as a member: types, edits, reacts, runs commands, clicks, fills forms."""

from collections.abc import Awaitable
from typing import Any

from sandbox import conversations, interactions, menus, modals
from sandbox.attachments import WORDS_ONLY, Beside, forwarded
from sandbox.blocks import find_element
from sandbox.control.asked import Asked
from sandbox.elements import NoSuchChoice
from sandbox.events import announce
from sandbox.ids import new_id, secret
from sandbox.interactions import Refused
from sandbox.payloads import file_json, message_json
from sandbox.richtext import rich_text_block
from sandbox.state import Channel, File, Message
from sandbox.typed import typed_text

Json = dict[str, Any]


async def message(asked: Asked) -> Json:
    """A member types a message, with files, or blocks or attachments as an app makes them."""
    beside = Beside(*(asked.args.get(name) or [] for name in ("files", "blocks", "attachments")))
    if not str(asked.args.get("text") or "").strip() and beside == WORDS_ONLY:
        raise Refused("no_text")
    return _type(asked, beside)


async def forward(asked: Asked) -> Json:
    """A member forwards a message to a channel or thread, with a comment if they wish."""
    user = asked.user()
    source = asked.channel(user, "from_channel")
    chosen = asked.message(source, user)
    if chosen.seen_by:
        raise Refused("cant_forward_message")
    return _type(asked, Beside(attachments=[forwarded(asked.world.workspace, source, chosen)]))


async def upload(asked: Asked) -> Json:
    """A member chooses a file of theirs in a form: Slack has it before the form is sent."""
    user, name = asked.user(), str(asked.args.get("name") or "")
    content = str(asked.args.get("content") or "").encode()
    if not name or not content:
        raise Refused("no_file")
    file = File(new_id("F"), name, len(content), user.id, secret(), content=content)
    file.created_s, file.is_complete = int(asked.world.now()), True
    workspace = asked.world.workspace
    workspace.files[file.id] = file
    workspace.shared[file.id] = file_json(file, asked.world.base_url)
    return {"ok": True, "file": workspace.shared[file.id]}


def _type(asked: Asked, beside: Beside) -> Json:
    user = asked.user()
    channel = asked.writable(user)
    text = str(asked.args.get("text") or "")
    thread_ts = _thread(asked, channel)
    posted = conversations.type_message(asked.world, channel, user, text, thread_ts, beside)
    return {"ok": True, "ts": posted.ts, "channel": channel.id}


def _thread(asked: Asked, channel: Channel) -> str | None:
    thread_ts = asked.args.get("thread_ts")
    if thread_ts is not None and thread_ts not in channel.messages:
        raise Refused("thread_not_found", thread_ts=thread_ts)
    return None if thread_ts is None else str(thread_ts)


async def edit_message(asked: Asked) -> Json:
    """A member changes their own message."""
    user = asked.user()
    channel = asked.writable(user)
    found = asked.message(channel, user)
    if found.user != user.id:
        raise Refused("cant_update_message")
    text = typed_text(str(asked.needed("text")), asked.world.workspace)
    edited_ts = asked.world.workspace.next_ts(asked.world.now())
    changes = {"text": text, "blocks": [rich_text_block(text)], "edited_ts": edited_ts}
    conversations.edit_message(asked.world, channel, found, changes)
    return {"ok": True, "ts": found.ts}


async def delete_message(asked: Asked) -> Json:
    """A member deletes their own message; admins anyone's."""
    user = asked.user()
    channel = asked.channel(user)
    found = asked.message(channel, user)
    if found.user != user.id and not (user.is_admin or user.is_owner):
        raise Refused("cant_delete_message")
    conversations.delete_message(asked.world, channel, found)
    return {"ok": True, "ts": found.ts}


async def reaction(asked: Asked) -> Json:
    """A member reacts to a message, or with `remove` takes the reaction back."""
    user = asked.user()
    channel = asked.channel(user)
    found = asked.message(channel, user)
    name = str(asked.needed("name")).strip(":")
    if asked.args.get("remove"):
        if not conversations.take_back(asked.world, channel, found, user.id, name):
            raise Refused("no_reaction")
    elif not conversations.react(asked.world, channel, found, user.id, name):
        raise Refused("already_reacted")
    return {"ok": True}


async def command(asked: Asked) -> Json:
    """A member runs a slash command and waits for the bot's immediate answer."""
    user = asked.user()
    return await interactions.run_command(
        asked.world,
        user,
        asked.channel(user),
        str(asked.needed("command")),
        str(asked.args.get("text") or ""),
        asked.args.get("thread_ts"),
    )


async def click(asked: Asked) -> Json:
    """A member uses a button, menu or picker in a message or view."""
    user = asked.user()
    if asked.args.get("view_id"):
        view = asked.view(user)
        source, blocks = _in_view(view), view["blocks"]
        modals.fill(view, await _picked(asked, source, blocks, asked.args.get("values") or {}))
        request = await _with_option(asked, source, blocks)
        return await _refusing(interactions.click_in_view(asked.world, user, view, request))
    channel = asked.channel(user)
    found = asked.message(channel, user)
    request = await _with_option(asked, _in_message(asked, channel, found), found.blocks)
    clicked = interactions.click_in_message(asked.world, user, channel, found, request)
    return await _refusing(clicked)


async def _with_option(asked: Asked, source: Json, blocks: list[Json]) -> Json:
    """Return the request with what the member picked by name as the option the bot offers."""
    named = asked.args.get("value")
    block_id, action_id = asked.args.get("block_id"), str(asked.args.get("action_id"))
    found = find_element(blocks, action_id, block_id)
    if found is None or "external" not in found[1]["type"] or not isinstance(named, str | list):
        return asked.args
    block_id = found[0]["block_id"]
    values = await _picked(asked, source, blocks, {block_id: {action_id: named}})
    return asked.args | {"selected_option": values[block_id][action_id]}


async def _picked(asked: Asked, source: Json, blocks: list[Json], values: Json) -> Json:
    return await _refusing(menus.picked(asked.world, asked.user(), source, blocks, values))


async def _refusing(doing: Awaitable[Json]) -> Json:
    try:
        return await doing
    except NoSuchChoice as none:
        raise Refused("no_such_choice", detail=str(none)) from none


async def shortcut(asked: Asked) -> Json:
    """A member uses a shortcut."""
    user = asked.user()
    callback_id = str(asked.needed("callback_id"))
    if not asked.args.get("ts"):
        return await interactions.use_shortcut(asked.world, user, callback_id, None, None)
    channel = asked.channel(user)
    found = asked.message(channel, user)
    return await interactions.use_shortcut(asked.world, user, callback_id, channel, found)


async def suggest(asked: Asked) -> Json:
    """A member types into an external select and gets what the bot suggests."""
    user = asked.user()
    if asked.args.get("view_id"):
        view = asked.view(user)
        return await menus.suggest(asked.world, user, _in_view(view), view["blocks"], asked.args)
    channel = asked.channel(user)
    found = asked.message(channel, user)
    source = _in_message(asked, channel, found)
    return await menus.suggest(asked.world, user, source, found.blocks, asked.args)


def _in_view(view: Json) -> Json:
    return {"view": view, "container": {"type": "view", "view_id": view["id"]}}


def _in_message(asked: Asked, channel: Channel, message: Message) -> Json:
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    here = {"container": container, "channel": {"id": channel.id, "name": channel.name}}
    return here | {"message": message_json(message, asked.world.workspace)}


async def submit_view(asked: Asked) -> Json:
    """A member submits the modal on top."""
    user, view_id = asked.user(), str(asked.needed("view_id"))
    view = modals.top_view(asked.world, user, view_id)
    values = await _picked(asked, _in_view(view), view["blocks"], asked.args.get("values") or {})
    return await modals.submit(asked.world, user, view_id, values)


async def close_view(asked: Asked) -> Json:
    """A member closes a modal, or with `everything` the whole stack."""
    everything = bool(asked.args.get("everything", False))
    view_id = str(asked.needed("view_id"))
    return await modals.close(asked.world, asked.user(), view_id, everything=everything)


async def open_home(asked: Asked) -> Json:
    """A member opens the app's Home tab."""
    user, world = asked.user(), asked.world
    app = world.workspace.app
    channel = world.workspace.open_im(user.id, app.bot_user_id, world.now())
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": asked.args.get("tab") or "home",
        "event_ts": world.workspace.next_ts(world.now()),
    }
    if view := world.views.homes.get(user.id):
        event["view"] = view
    announce(world, "app_home_opened", event)
    return {"ok": True}
