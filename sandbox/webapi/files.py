"""files.*: three steps, reserve, upload, complete; and what is known of a file."""

from typing import Any

from sandbox.conversations import BotPost, post_as_bot
from sandbox.ids import new_id, secret
from sandbox.payloads import file_json
from sandbox.state import Channel, File
from sandbox.webapi.call import Call, SlackError, invalid_arguments

Json = dict[str, Any]


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: the first step."""
    name, length = call.needed("filename"), call.needed("length")
    if not length.isdigit() or int(length) == 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    file = File(new_id("F"), name, int(length), call.app.bot_user_id, secret())
    file.created_s = int(call.world.now())
    call.workspace.files[file.id] = file
    call.committed = True
    url = f"{call.world.base_url}/upload/v1/{file.upload_token}"
    return {"upload_url": url, "file_id": file.id}


def complete(call: Call) -> Json:
    """files.completeUploadExternal: the third step; shares the files when a channel is named."""
    given = call.structure("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("missing required field: files")
    files = [_uploaded(call, item) for item in given]
    channels = _channels(call)
    for channel in channels:
        if call.app.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
    shown = [file_json(file, call.world.base_url) for file in files]
    for file in files:
        file.is_complete = True
    for channel in channels:
        comment = call.text("initial_comment") or ""
        post = BotPost(comment, thread_ts=call.text("thread_ts"), files=shown)
        post_as_bot(call.world, channel, post)
    call.committed = True
    return {"files": shown}


def info(call: Call) -> Json:
    """files.info: a file that a member shared, or one the bot uploaded."""
    file_id = call.needed("file")
    shown = call.workspace.shared.get(file_id)
    own = call.workspace.files.get(file_id)
    if own is not None and own.is_complete:
        shown = file_json(own, call.world.base_url)
    if shown is None:
        raise SlackError("file_not_found")
    return {"file": shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def _uploaded(call: Call, item: Json) -> File:
    file = call.workspace.files.get(item.get("id", ""))
    if file is None:
        raise SlackError("file_not_found")
    if file.content is None or file.is_complete:
        raise SlackError("file_not_found")
    file.title = item.get("title") or file.name
    return file


def _channels(call: Call) -> list[Channel]:
    ids = (call.text("channels") or call.text("channel_id") or "").split(",")
    found = [call.workspace.channels.get(channel_id) for channel_id in ids if channel_id]
    if any(channel is None or not call.may_know(channel) for channel in found):
        raise SlackError("channel_not_found")
    thread_ts = call.text("thread_ts")
    for channel in found:
        if thread_ts and channel and thread_ts not in channel.messages:
            raise SlackError("thread_not_found")
    return [channel for channel in found if channel]
