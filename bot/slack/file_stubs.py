"""Files of which Slack showed a stub: asked for while nobody waits in a transaction, and kept."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.delivery.ports import SlackPort
from bot.slack import arrivals
from bot.slack.contents import Contents, contents_in
from bot.slack.shared_files import Asking, ask_files
from bot.slack.slack_calls import ask
from bot.store import inbox
from bot.store.inbox import InboxRow
from bot.usecases.ground.transaction import Desk

Json = Mapping[str, Any]


def with_files(asking: Asking, message: Json) -> Json:
    """A message that was kept, with what Slack tells of its files when asked."""
    contents = contents_in(message)
    if not contents.stubs:
        return message
    return {**message, **contents.knowing(ask_files(asking, contents.stubs)).as_json()}


def learn_files(desk: Desk, slack: SlackPort, row: InboxRow) -> None:
    """Keep what Slack tells of the files of an arrival; raises `SlackAway` if it tells nothing now.

    What Slack refuses to tell, as without the scope for it, stays as it is.
    """
    message = _message_in(row)
    stubs = [] if message is None else contents_in(message).stubs
    known = ask_files(partial(ask, slack), stubs)
    if not known:
        return
    with desk.database.writing() as connection:
        current = inbox.find(connection, row.workspace_id, row.dedupe_key, lock=True)
        message = None if current is None else _message_in(current)
        if current is not None and message is not None:
            contents = contents_in(message).knowing(known)
            payload = _with_contents(current, contents)
            inbox.correct(connection, row.workspace_id, row.id, payload)


def _message_in(row: InboxRow) -> Json | None:
    """The message that an arrival is, or that a shortcut was used on."""
    if row.kind in (arrivals.MESSAGE, arrivals.MENTION, arrivals.CORRECTION):
        return row.payload
    return row.payload.get("message") if row.kind == arrivals.SHORTCUT else None


def _with_contents(row: InboxRow, contents: Contents) -> dict[str, Any]:
    if row.kind != arrivals.SHORTCUT:
        return {**row.payload, **contents.as_json()}
    message = {**row.payload["message"], **contents.as_json()}
    return {**row.payload, "message": message}
