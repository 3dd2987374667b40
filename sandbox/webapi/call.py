"""One call of a Web API method: its arguments as the client sent them, and Slack's refusals."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from sandbox.ratelimits import Tier
from sandbox.state import App, Channel, Message, User, Workspace
from sandbox.world import World

Json = dict[str, Any]
_STRUCTURES = ("attachments", "blocks", "files", "metadata", "view")
_TRUE = ("1", "true", "True", True, 1)


class SlackError(Exception):
    """A refusal in Slack's words; `extra` is merged into the answer."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


def invalid_arguments(*messages: str) -> SlackError:
    """Return Slack's refusal of missing or malformed arguments."""
    texts = [f"[ERROR] {message}" for message in messages]
    return SlackError("invalid_arguments", response_metadata={"messages": texts})


@dataclass(slots=True)
class Call:
    """Arguments of one call, and short ways to what they name."""

    world: World
    method: str
    args: Json
    committed: bool = field(default=False)

    @property
    def workspace(self) -> Workspace:
        """The workspace the token belongs to."""
        return self.world.workspace

    @property
    def app(self) -> App:
        """The calling app."""
        return self.world.workspace.app

    def text(self, name: str) -> str | None:
        """Return an argument as text; None when absent or empty."""
        value = self.args.get(name)
        return None if value is None or value == "" else str(value)

    def needed(self, name: str) -> str:
        """Return an argument that must be there."""
        value = self.text(name)
        if value is None:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool:
        """Return a boolean argument, false when absent."""
        return self.args.get(name) in _TRUE

    def structure(self, name: str, error: str) -> Any:
        """Return an argument that is JSON, given as text or as an object; None when absent."""
        value = self.args.get(name)
        if isinstance(value, str):
            if not value:
                return None
            try:
                return json.loads(value)
            except ValueError as broken:
                raise SlackError(error) from broken
        return value

    def require_scope(self, *any_of: str) -> None:
        """Refuse unless the token has one of these scopes."""
        provided = self.app.manifest.scopes
        if any_of and not provided.intersection(any_of):
            raise SlackError(
                "missing_scope", needed=",".join(any_of), provided=",".join(sorted(provided))
            )

    def channel(self, name: str = "channel") -> Channel:
        """Return the conversation an id names, if the bot may know of it."""
        wanted = self.text(name)
        found = self.workspace.channels.get(wanted or "")
        if found is None or not self.may_know(found):
            raise SlackError("channel_not_found")
        return found

    def may_know(self, channel: Channel) -> bool:
        """Whether the bot can see that the channel exists."""
        hidden = channel.is_private or channel.is_im
        return not hidden or self.app.bot_user_id in channel.members

    def require_member(self, channel: Channel) -> None:
        """Refuse when the bot is not in the channel."""
        if self.app.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")

    def message(self, channel: Channel, ts: str | None) -> Message:
        """Return the message with that ts."""
        found = channel.messages.get(ts or "")
        if found is None:
            raise SlackError("message_not_found")
        return found

    def user(self, name: str = "user") -> User:
        """Return the member an id names."""
        found = self.workspace.users.get(self.text(name) or "")
        if found is None:
            raise SlackError("user_not_found")
        return found

    def require_team(self) -> None:
        """Refuse the token of an organisation unless it says which of its workspaces is meant."""
        if not self.app.is_org_wide:
            return
        wanted = self.text("team_id")
        if wanted is None:
            raise SlackError("missing_argument")
        if wanted != self.workspace.team.id:
            raise SlackError("team_access_not_granted")

    def limit(self, default: int, most: int) -> int:
        """Return the page size."""
        value = self.text("limit")
        try:
            number = int(value) if value else default
        except ValueError as broken:
            raise SlackError("invalid_limit") from broken
        if number < 1 or number > most:
            raise SlackError("invalid_limit")
        return number

    def page(self, items: list[Any], size: int) -> tuple[list[Any], str]:
        """Return one page of `items` from the cursor on, and the cursor of the next (or "")."""
        start = 0
        if cursor := self.text("cursor"):
            start = _cursor_offset(cursor)
            if not 0 < start <= len(items):
                raise SlackError("invalid_cursor")
        stop = start + size
        return items[start:stop], cursor_at(stop) if stop < len(items) else ""


def cursor_at(offset: int) -> str:
    """Return an opaque cursor that stands for an offset."""
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _cursor_offset(cursor: str) -> int:
    try:
        kind, _, offset = base64.b64decode(cursor, validate=True).decode().partition(":")
        return int(offset) if kind == "next" else -1
    except ValueError as broken:
        raise SlackError("invalid_cursor") from broken


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API: its deed, its needs, how often it may be called."""

    handler: Handler
    tier: Tier
    scopes: tuple[str, ...] = ()
    wants_app_token: bool = False


async def read_args(request: Request) -> Json:
    """Return the arguments of a request: the query, and a form or JSON body over it."""
    args: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type == "application/json":
        args |= await _json_body(request)
    elif content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            args |= {name: value for name, value in form.items() if isinstance(value, str)}
    elif await request.body():
        raise SlackError("invalid_post_type" if content_type else "missing_post_type")
    return {name: _decoded(name, value) for name, value in args.items()}


def _decoded(name: str, value: Any) -> Any:
    """Return a structure sent as text in a form; left as it is where it is not JSON."""
    if name not in _STRUCTURES or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def _json_body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as broken:
        raise SlackError("invalid_json") from broken
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body
