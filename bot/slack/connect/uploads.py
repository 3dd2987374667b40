"""Files for a thread, in Slack's three steps: reserve, upload, complete."""

import urllib.request
from collections.abc import Sequence
from typing import Any, Final

from bot.delivery.ports import Answer, SlackPort
from bot.slack.draw.report_files import Enclosure

TIMEOUT_S: Final = 30.0


class NotUploaded(Exception):
    """Slack did not take a file; whether it kept a part of it is nobody's business any more."""


def share(
    slack: SlackPort, channel_id: str, thread_ts: str, files: Sequence[Enclosure], comment: str
) -> None:
    """Put files into a thread with one comment; `NotUploaded` where Slack refuses.

    `UnclearAnswer` and `OSError` are raised as they are: it is not tried again, as it may have
    been done.
    """
    shared = [{"id": _upload(slack, file), "title": file.title} for file in files]
    where = {"channel_id": channel_id, "thread_ts": thread_ts}
    arguments = {"files": shared, "initial_comment": comment, **where}
    _answer_of(slack, "files.completeUploadExternal", arguments)


def _upload(slack: SlackPort, file: Enclosure) -> str:
    arguments: dict[str, Any] = {"filename": file.name, "length": len(file.content)}
    if file.in_words:
        arguments["alt_txt"] = file.in_words[:1000]
    upload = _answer_of(slack, "files.getUploadURLExternal", arguments).data
    url = str(upload["upload_url"])
    if not url.startswith(("https://", "http://")):
        raise NotUploaded(f"no address to upload to: {url[:80]}")
    posted = urllib.request.Request(url, data=file.content, method="POST")  # noqa: S310 checked
    with urllib.request.urlopen(posted, timeout=TIMEOUT_S):  # noqa: S310 checked
        return str(upload["file_id"])


def _answer_of(slack: SlackPort, method: str, payload: dict[str, Any]) -> Answer:
    answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
    if not answer.ok:
        raise NotUploaded(f"{method}: {answer.error}")
    return answer
