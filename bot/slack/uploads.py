"""Files for a thread, in Slack's three steps: reserve, upload, complete."""

import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.delivery.ports import Answer, SlackPort

TIMEOUT_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file, what it is called, and what it shows in words."""

    name: str
    title: str
    content: bytes
    in_words: str | None = None


class NotUploaded(Exception):
    """Slack did not take a file; whether it kept a part of it is nobody's business any more."""


def share(
    slack: SlackPort, channel_id: str, thread_ts: str, files: Sequence[Enclosure], comment: str
) -> None:
    """Put files into a thread with one comment; `NotUploaded` where Slack refuses.

    `Unclear` and `OSError` are raised as they are: it is not tried again, as it may have been done.
    """
    shared = [{"id": _uploaded(slack, each), "title": each.title} for each in files]
    where = {"channel_id": channel_id, "thread_ts": thread_ts}
    done = {"files": shared, "initial_comment": comment, **where}
    _asked(slack, "files.completeUploadExternal", done)


def _uploaded(slack: SlackPort, file: Enclosure) -> str:
    wanted: dict[str, Any] = {"filename": file.name, "length": len(file.content)}
    if file.in_words:
        wanted["alt_txt"] = file.in_words[:1000]
    place = _asked(slack, "files.getUploadURLExternal", wanted).data
    url = str(place["upload_url"])
    if not url.startswith(("https://", "http://")):
        raise NotUploaded(f"no address to upload to: {url[:80]}")
    posted = urllib.request.Request(url, data=file.content, method="POST")  # noqa: S310 checked
    with urllib.request.urlopen(posted, timeout=TIMEOUT_S):  # noqa: S310 checked
        return str(place["file_id"])


def _asked(slack: SlackPort, method: str, payload: dict[str, Any]) -> Answer:
    answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
    if not answer.ok:
        raise NotUploaded(f"{method}: {answer.error}")
    return answer
