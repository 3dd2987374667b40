"""What the workspace holds: its team, people, channels, messages and files.

Only data and look-ups. Who may do what is decided by the Web API; what follows from a change
(events, answers) by `conversations`.
"""

from dataclasses import dataclass, field
from typing import Any

from sandbox.manifest import Manifest

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace itself, its plan (`free` or paid), and its organisation if it has one."""

    id: str
    name: str
    domain: str
    plan: str = "business"
    enterprise_id: str = ""
    enterprise_name: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """The one app, with its secrets and its manifest.

    It is installed in this workspace, or in the whole organisation.
    """

    id: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    manifest: Manifest
    is_org_wide: bool = False


@dataclass(slots=True)
class User:
    """A member, a guest, a bot, or a person of another company (another `team_id`).

    `teams` are the workspaces of our organisation that hold them, where it has several.
    """

    id: str
    team_id: str
    name: str
    real_name: str
    email: str
    tz: str
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    presence: str = "active"
    dnd_from_s: int = 1
    dnd_until_s: int = 1
    updated_s: int = 0
    locale: str = "en-US"
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usergroup:
    """A group one can mention, with the ids of its members."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]
    updated_s: int = 0
    deleted_s: int = 0
    created_by: str = ""


@dataclass(slots=True)
class Message:
    """One message. `seen_by` names the only reader of an ephemeral one."""

    channel: str
    ts: str
    user: str
    text: str
    team: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    icons: Json | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_ts: str | None = None
    client_msg_id: str | None = None
    seen_by: str | None = None
    inviter: str | None = None
    is_broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it lives in a thread rather than heading one."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class Channel:
    """A public or private channel, or a direct conversation with exactly two members.

    `connected` are the other workspaces it is shared with.
    """

    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    members: list[str] = field(default_factory=list)
    creator: str = ""
    created_s: int = 0
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    connected: list[str] = field(default_factory=list)

    def replies(self, thread_ts: str) -> list[Message]:
        """Return the replies of one thread, oldest first."""
        return [m for m in self.messages.values() if m.is_reply and m.thread_ts == thread_ts]

    def top_level(self) -> list[Message]:
        """Return what the channel itself shows, oldest first: no replies but broadcast ones."""
        return [m for m in self.messages.values() if not m.is_reply or m.is_broadcast]

    @property
    def kind(self) -> str:
        """Slack's `channel_type` of a message event."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"


@dataclass(slots=True)
class File:
    """A file on its way: reserved, then uploaded, then completed."""

    id: str
    name: str
    size: int
    user: str
    upload_token: str
    title: str = ""
    created_s: int = 0
    content: bytes | None = None
    is_complete: bool = False


@dataclass(slots=True)
class Workspace:
    """Everything the sandbox remembers; `shared` are the files of members, as Slack shows them."""

    team: Team
    app: App
    users: dict[str, User]
    channels: dict[str, Channel]
    usergroups: dict[str, Usergroup]
    files: dict[str, File] = field(default_factory=dict)
    shared: dict[str, Json] = field(default_factory=dict)
    last_ts_us: int = 0

    def next_ts(self, now_s: float) -> str:
        """Return a message timestamp later than every one given before."""
        self.last_ts_us = max(int(now_s * 1_000_000), self.last_ts_us + 1)
        return f"{self.last_ts_us // 1_000_000}.{self.last_ts_us % 1_000_000:06d}"

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel of that name, with or without its `#`."""
        wanted = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == wanted and not c.is_im), None)

    def user_named(self, name: str) -> User | None:
        """Return the member whose handle is `name`."""
        return next((u for u in self.users.values() if u.name == name), None)

    def im_between(self, one: str, other: str) -> Channel | None:
        """Return the direct conversation of two people, if it was ever opened."""
        return next(
            (c for c in self.channels.values() if c.is_im and set(c.members) == {one, other}), None
        )

    def open_im(self, one: str, other: str, now_s: float) -> Channel:
        """Return the direct conversation of two people, opening it when there is none."""
        found = self.im_between(one, other)
        if found is None:
            base = "D" + one[1:] if other == self.app.bot_user_id else f"D{one[1:]}{other[1:]}"
            found = Channel(base, "", is_im=True, members=[one, other], created_s=int(now_s))
            self.channels[found.id] = found
        return found
