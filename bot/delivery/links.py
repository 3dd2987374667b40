"""An alarm that went out before its card leads to it once the card is there.

With the alarm a change of it is put into the outbox that waits for the card. The text of the change
is made when it goes out, of the alarm as it stands by then, and so is that of every other change of
such an alarm: whoever took note of it meanwhile stays on it.
"""

from collections.abc import Callable
from typing import Any, Final

from bot.delivery import outcome
from bot.delivery.ports import Json
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.outbox import MessagePlace, OutboxRow, Outgoing

EDIT: Final = "chat.update"

Link = Callable[[Json, MessagePlace], Json]
"""Makes of what an alarm shows the same with a way to its card; with one already, it stays one."""


def plain(payload: Json, card: MessagePlace) -> Json:
    """The plainest link: where the card stands, behind the text."""
    text = str(payload.get("text", "")).partition(" (card ")[0]
    return {**payload, "text": f"{text} (card {card.ts})"}


def as_it_goes(connection: Any, row: OutboxRow, link: Link) -> tuple[OutboxRow, Json | None]:
    """Return a row as it goes out now, and what it says; None: nothing any more."""
    if row.method == EDIT:
        return row, _changed(connection, row, link)
    if row.summary is None or row.thread_key is None:
        return row, row.payload
    if outbox.message_of(connection, row.workspace_id, row.thread_key) is not None:
        return row, row.payload
    _note(connection, row)
    alone = outcome.by_itself(row)
    return alone, alone.payload


def _note(connection: Any, alarm: OutboxRow) -> None:
    """Note that an alarm is to lead to its card."""
    change = Outgoing(
        key=_key(alarm.key),
        lane=alarm.lane,
        method=EDIT,
        payload={},
        created_at=alarm.created_at,
        thread_key=alarm.thread_key,
        target_key=alarm.key,
        ticket_number=alarm.ticket_number,
    )
    outbox.put(connection, alarm.workspace_id, change)


def _changed(connection: Any, change: OutboxRow, link: Link) -> Json | None:
    workspace, target = (connection, change.workspace_id), change.target_key or ""
    is_link = change.key == _key(target)
    link_row = change if is_link else outbox.get(*workspace, _key(target))
    if link_row is None:
        return change.payload
    card = outbox.message_of(*workspace, link_row.thread_key or "")
    payload = _shown(connection, change) if is_link else change.payload
    if card is None or payload is None:
        return None if is_link else payload
    return link(payload, card)


def _shown(connection: Any, change: OutboxRow) -> Json | None:
    """Return what the alarm shows, or will show next, without the link."""
    newest = outbox.newest_of(
        connection, change.workspace_id, change.target_key or "", but=change.key
    )
    return None if newest is None else newest.payload


def _key(alarm_key: str) -> str:
    return str(MessageKey.of(KeyKind.LINKED, alarm_key))
