"""Messages the bot sends without the Web API: the body of an ack, or a POST to a response URL."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.blocks import fallback_text
from sandbox.conversations import BotPost, delete_message, edit_message, post_as_bot
from sandbox.responses import ResponseUrl
from sandbox.state import Channel, Message
from sandbox.webapi.call import SlackError
from sandbox.webapi.content import checked_blocks, require_length
from sandbox.world import World

Json = dict[str, Any]
_TRUE = (True, "true", "True")


async def response_url(request: Request) -> Response:
    """Take one POST to a response URL."""
    world: World = request.app.state.world
    token = request.path_params["token"]
    try:
        body = await request.json()
        target = _target(world, token)
        ts = answer(world, target, body)
    except ValueError:
        return _refused(world, None, "invalid_payload", 400)
    except SlackError as refused:
        status = 404 if refused.error.endswith("_url") else 400
        return _refused(world, body, refused.error, status)
    world.log.append("response_url", ok=True, error=None, body=body, channel=target.channel, ts=ts)
    return PlainTextResponse("ok")


def _target(world: World, token: str) -> ResponseUrl:
    target = world.responses.use(token, world.now())
    if isinstance(target, str):
        raise SlackError(target)
    return target


def _refused(world: World, body: Any, error: str, status: int) -> Response:
    world.log.append("response_url", ok=False, error=error, body=body)
    return JSONResponse({"ok": False, "error": error}, status)


def answer(world: World, target: ResponseUrl, body: Any) -> str | None:
    """Show what the bot answered and return its ts; raises SlackError when it cannot be shown."""
    if isinstance(body, str):
        body = {"text": body}
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    channel = world.workspace.channels[target.channel]
    original = _original(channel, target)
    if body.get("delete_original") in _TRUE and original:
        delete_message(world, channel, original)
        return original.ts
    text, blocks = _content(body)
    if body.get("replace_original") in _TRUE and original:
        edit_message(world, channel, original, {"text": text, "blocks": blocks})
        return original.ts
    is_public = body.get("response_type") == "in_channel"
    post = BotPost(
        text,
        blocks,
        attachments=body.get("attachments") or [],
        thread_ts=body.get("thread_ts"),
        metadata=body.get("metadata"),
        seen_by=None if is_public else target.user,
    )
    message = post_as_bot(world, channel, post)
    target.message_ts = target.message_ts or message.ts
    return message.ts


def _original(channel: Channel, target: ResponseUrl) -> Message | None:
    ts = target.message_ts or ""
    return channel.ephemerals.get(ts) or channel.messages.get(ts)


def _content(body: Json) -> tuple[str, list[Json]]:
    given = body.get("blocks") or []
    text = str(body.get("text") or "")
    if not text.strip() and not given and not body.get("attachments"):
        raise SlackError("no_text")
    require_length(text, has_blocks=bool(given))
    blocks = checked_blocks(given) if given else []
    return text or fallback_text(blocks), blocks
