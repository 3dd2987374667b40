"""What members put into a message beside its words: files, and messages they forward."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.state import Channel, Message, User, Workspace

Json = dict[str, Any]

FOOTER: Final = "Slack Conversation"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a member's message holds beside its text; blocks stand in the place of Slack's own."""

    files: list[Json] = field(default_factory=list)
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)


WORDS_ONLY: Final = Beside()
"""A message that is its text alone."""


def shared_files(workspace: Workspace, user: User, files: list[Json]) -> list[Json]:
    """Return files as their message shows them; `files.info` tells all of each from now on.

    Of the files of another company's people the message shows a stub, as in Slack Connect.
    """
    for file in files:
        workspace.shared[str(file.get("id"))] = file
    if user.team_id == workspace.team.id:
        return files
    return [_stub(file) for file in files]


def _stub(file: Json) -> Json:
    return {
        "id": file.get("id"),
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }


def forwarded(workspace: Workspace, channel: Channel, message: Message) -> Json:
    """Return what a message looks like within another one it is forwarded with."""
    author = workspace.users[message.user]
    address = f"https://{workspace.team.domain}.slack.com"
    shown: Json = {
        "ts": message.ts,
        "author_id": author.id,
        "channel_id": channel.id,
        "channel_team": workspace.team.id,
        "is_msg_unfurl": True,
        "color": "D0D0D0",
        "from_url": _address_of(channel, message, address),
        "is_share": True,
        "fallback": f"[{_date(message.ts)}] {author.name}: {message.text}",
        "text": message.text,
        "author_name": author.real_name,
        "author_link": f"{address}/team/{author.id}",
        "author_subname": author.real_name,
        "mrkdwn_in": ["text"],
        "footer": FOOTER,
    }
    if message.blocks:
        place = {"team": workspace.team.id, "channel": channel.id, "ts": message.ts}
        shown["message_blocks"] = [{**place, "message": {"blocks": message.blocks}}]
    return shown | ({"files": message.files} if message.files else {})


def _address_of(channel: Channel, message: Message, address: str) -> str:
    link = f"{address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else link


def _date(ts: str) -> str:
    return f"{datetime.fromtimestamp(float(ts), UTC):%B %d, %Y %H:%M}"
