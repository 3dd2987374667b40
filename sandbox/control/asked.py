"""Finds the people, channels and messages a control request names; refuses unknown ones."""

from typing import Any

from starlette.requests import Request

from sandbox.interactions import Refused
from sandbox.state import Channel, Message, User
from sandbox.world import World

Json = dict[str, Any]


class NothingCame(Refused):
    """A wait that ended without the entry it was for."""


class Asked:
    """One control request: its JSON body (or query) and the world it is about."""

    def __init__(self, world: World, args: Json) -> None:
        self.world = world
        self.args = args

    @classmethod
    async def of(cls, request: Request) -> "Asked":
        """Read a request."""
        args: Json = dict(request.query_params)
        if request.method in ("POST", "DELETE") and await request.body():
            try:
                body = await request.json()
            except ValueError as broken:
                raise Refused("body_is_not_json") from broken
            if not isinstance(body, dict):
                raise Refused("body_is_not_an_object")
            args |= body
        return cls(request.app.state.world, args)

    def needed(self, name: str) -> Any:
        """Return an argument that must be there."""
        if self.args.get(name) is None:
            raise Refused("missing_argument", argument=name)
        return self.args[name]

    def user(self, name: str = "user") -> User:
        """Return the member acting, by id or handle."""
        wanted = str(self.needed(name)).removeprefix("@")
        found = self.world.workspace.users.get(wanted) or self.world.workspace.user_named(wanted)
        if found is None:
            raise Refused("user_not_found", user=wanted)
        return found

    def channel(self, user: User | None = None, name: str = "channel") -> Channel:
        """Return a conversation by id, name, or the member on its other side."""
        wanted = str(self.needed(name))
        workspace = self.world.workspace
        found = workspace.channels.get(wanted) or workspace.channel_named(wanted)
        if found is None and user and wanted in workspace.users:
            found = workspace.open_im(user.id, wanted, self.world.now())
        if found is None:
            raise Refused("channel_not_found", channel=wanted)
        if user is not None and not can_see(found, user):
            raise Refused("not_in_channel", channel=wanted)
        return found

    def writable(self, user: User) -> Channel:
        """Return a conversation the member may write in."""
        found = self.channel(user)
        if user.id not in found.members:
            raise Refused("not_in_channel", channel=found.id)
        if found.is_archived:
            raise Refused("is_archived", channel=found.id)
        return found

    def message(self, channel: Channel, user: User) -> Message:
        """Return a message the member sees, ephemeral ones included."""
        ts = str(self.needed("ts"))
        found = channel.messages.get(ts) or channel.ephemerals.get(ts)
        if found is None or found.seen_by not in (None, user.id):
            raise Refused("message_not_found", ts=ts)
        return found

    def view(self, user: User) -> Json:
        """Return an open modal of the member, or their App Home."""
        wanted = self.needed("view_id")
        home = self.world.views.homes.get(user.id)
        for view in [*self.world.views.stacks.get(user.id, []), *([home] if home else [])]:
            if view["id"] == wanted:
                return view
        raise Refused("view_not_found", view_id=wanted)


def can_see(channel: Channel, user: User) -> bool:
    """Whether a member may read a channel: theirs, or public and they are no guest."""
    if user.id in channel.members:
        return True
    is_guest = user.is_restricted or user.is_ultra_restricted
    return not (channel.is_private or channel.is_im or is_guest)
