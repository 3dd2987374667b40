"""A message as it was kept when it was heard, read as people see it."""

from collections.abc import Mapping
from typing import Any, Final

from bot.slack.blocks.marks import unlinked
from bot.slack.characters import whole
from bot.slack.instants import instant_of
from bot.slack.parsing import Naming, plain_text
from bot.usecases.intake.inbound import Message

Json = Mapping[str, Any]
ADDRESSES: Final = ("://", "www.", "@")


def message_of(payload: Json, name_of: Naming) -> Message:
    """The message that was kept, its files as lines of links behind what was written."""
    words, files = plain_text(payload["text"], name_of), payload["files"]
    lines = [f"[{_unlinked_name(name)}] {link}".rstrip() for name, link in files]
    return Message(
        channel_id=payload["channel_id"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        user_id=payload["user_id"],
        text="\n".join([*([words] if words else []), *lines]),
        at=instant_of(payload["ts"]),
        subject=f"[{files[0][0]}]" if files and not words else "",
        links=tuple(link for _, link in files if link),
        is_form=payload.get("is_form", False),
    )


def _unlinked_name(name: str) -> str:
    """The name of a file, in which Slack finds no address to lead to."""
    return unlinked(name) if any(each in name for each in ADDRESSES) else name


def kept_of(event: Json, channel_id: str) -> dict[str, Any]:
    """What is kept of a message as Slack shows it."""
    kept: dict[str, Any] = whole(
        {
            "user_id": event["user"],
            "channel_id": channel_id,
            "ts": event["ts"],
            "thread_ts": event.get("thread_ts"),
            "text": event.get("text") or "",
            "files": [_file(each) for each in event.get("files") or []],
        }
    )
    return kept


def _file(file: Json) -> list[str]:
    """The name of a file and where one opens it; both may be missing while it is checked."""
    link = file.get("permalink") or file.get("url_private") or ""
    return [str(file.get("name") or file.get("title") or "file"), str(link)]
