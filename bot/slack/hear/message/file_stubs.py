"""Files of which Slack showed a stub: asked for while nobody waits in a transaction, and kept."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.delivery.ports import SlackPort
from bot.slack.hear import arrivals
from bot.slack.hear.message.contents import Contents, contents_in
from bot.slack.hear.message.shared_files import Asking, SharedFile, ask_files
from bot.slack.hear.slack_calls import ask
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.arrivals import InboxRow, correct_now

Json = Mapping[str, Any]


def with_files(asking: Asking, message: Json) -> Json:
    """A message that was kept, with what Slack tells of its files when asked."""
    contents = contents_in(message)
    if not contents.stubs:
        return message
    return {**message, **contents.knowing(ask_files(asking, contents.stubs)).as_json()}


def learn_files(program: Program, slack: SlackPort, row: InboxRow) -> None:
    """Keep what Slack tells of the files of an arrival; raises `SlackAway` if it tells nothing now.

    What Slack refuses to tell, as without the scope for it, stays as it is.
    """
    message = _message_in(row)
    stubs = [] if message is None else contents_in(message).stubs
    files = ask_files(partial(ask, slack), stubs)
    if files:
        correct_now(program, row, partial(_knowing, files))


def _message_in(row: InboxRow) -> Json | None:
    """The message that an arrival is, or that a shortcut was used on."""
    if row.kind in (arrivals.MESSAGE, arrivals.MENTION, arrivals.CORRECTION):
        return row.payload
    return row.payload.get("message") if row.kind == arrivals.SHORTCUT else None


def _knowing(files: Mapping[str, SharedFile], row: InboxRow) -> dict[str, Any] | None:
    """The payload of an arrival, with all that is known of its files by now."""
    message = _message_in(row)
    return None if message is None else _with_contents(row, contents_in(message).knowing(files))


def _with_contents(row: InboxRow, contents: Contents) -> dict[str, Any]:
    if row.kind != arrivals.SHORTCUT:
        return {**row.payload, **contents.as_json()}
    message = {**row.payload["message"], **contents.as_json()}
    return {**row.payload, "message": message}
