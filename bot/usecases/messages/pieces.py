"""What people wrote, said elsewhere: in one message, or in several where it is long.

The first piece stands under the message's own key, which is what everything else refers to; each
other one waits for the piece before it. When the text is edited later its pieces change along:
further ones are sent behind them, surplus ones are deleted.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

from bot.keys.messages import MessageKey
from bot.store import outbox, waiting_messages
from bot.store.outbox import OutboxRow
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import delete, edit, post
from bot.usecases.messages.threads import Thread, placed
from bot.views.speech import Payload
from sla_core.instants import to_us


def say_all(
    work: Transaction,
    thread: Thread,
    key: MessageKey,
    pieces: Sequence[Payload],
    *,
    number: int,
    author: str | None,
    urgency: int = outbox.REPLY,
) -> None:
    """Post the pieces of what somebody wrote into a thread, once for its key, in order."""
    if outbox.get(*work.scope, str(key)) is None:
        _say(work, thread, key, pieces, number=number, author=author, urgency=urgency)


def say_below(
    work: Transaction,
    key: MessageKey,
    channel_id: str,
    pieces: Sequence[Payload],
    *,
    number: int,
    author: str | None,
) -> None:
    """Post what the message of a key could not hold into the thread below it, in order."""
    thread = Thread(channel_id, root_key=key)
    _say(work, thread, key, pieces, number=number, author=author, urgency=outbox.REPLY, first=2)


def _say(
    work: Transaction,
    thread: Thread,
    key: MessageKey,
    pieces: Sequence[Payload],
    *,
    first: int = 1,
    number: int,
    **more: Any,
) -> None:
    for position, piece in enumerate(pieces, first):
        post(
            work,
            key.piece(position),
            thread.channel_id,
            placed(thread, piece),
            ticket_number=number,
            thread_key=thread.root_key,
            after_key=None if position == 1 else str(key.piece(position - 1)),
            **more,
        )


def change_all(
    work: Transaction,
    key: MessageKey,
    pieces: Sequence[Payload],
    *,
    number: int,
    is_root: bool = False,
) -> None:
    """Let the pieces under a key say what these say, and be as many.

    The first of a root begins the thread that the others stand in.
    """
    standing = all_of(work, key)
    for row, piece in zip(standing, pieces, strict=False):
        _change(work, row, piece, number)
    for row in standing[len(pieces) :]:
        _take_away(work, row, number)
    for position, piece in enumerate(pieces[len(standing) :], len(standing) + 1):
        _add(work, key, position, piece, number, root_key=key if is_root else None)


def take_away_rest(work: Transaction, key: MessageKey, *, number: int) -> None:
    """Delete all pieces under a key but the first, or never say them."""
    for row in all_of(work, key)[1:]:
        _take_away(work, row, number)


def take_back(work: Transaction, key: MessageKey, marker: Payload, *, number: int) -> None:
    """Let what its author deleted say so in one piece; what is refused is never said."""
    if outbox.bury(*work.scope, str(key)):
        take_away_rest(work, key, number=number)
    else:
        change_all(work, key, [marker], number=number)


def all_of(work: Transaction, key: MessageKey) -> list[OutboxRow]:
    """Return the messages that say, or are to say, what stands under a key, in order."""
    first = outbox.get(*work.scope, str(key))
    rows = [] if first is None else [first]
    while rows:
        repeats = _times_said(work, key, len(rows) + 1)
        if not repeats or _is_gone(work, repeats[-1]):
            break
        rows.append(repeats[-1])
    return rows


def _times_said(work: Transaction, key: MessageKey, position: int) -> list[OutboxRow]:
    """All that was ever said in a place behind the first: each after the one before was deleted."""
    rows: list[OutboxRow] = []
    for times in count():
        piece_key = key.piece(position).repeated(times)
        row = outbox.get(*work.scope, str(piece_key))
        if row is None:
            return rows
        rows.append(row)
    return rows


def _is_gone(work: Transaction, row: OutboxRow) -> bool:
    deletion = MessageKey.parse(row.key).deletion
    return row.state == "superseded" or outbox.get(*work.scope, str(deletion)) is not None


def _change(work: Transaction, row: OutboxRow, piece: Payload, number: int) -> None:
    """Let a piece say something else; what is dead would say it if it were sent again."""
    text = piece["text"]
    if outbox.reword_dead(*work.scope, row.key, {**piece, **_root_of(row)}):
        return
    newest = outbox.newest_of(*work.scope, row.key)
    if newest is None or not _says(newest, text):
        payload: Payload = {name: piece[name] for name in ("text", "blocks") if name in piece}
        key = MessageKey.parse(row.key)
        edit(work, key.derived(to_us(work.now)), key, payload, ticket_number=number)


def _says(row: OutboxRow, text: str) -> bool:
    payload: Any = row.payload  # it may be damaged
    return isinstance(payload, dict) and payload.get("text") == text


def _root_of(row: OutboxRow) -> Payload:
    """The thread a message stands in, where its first message is somebody's."""
    payload: Any = row.payload
    fields = payload if isinstance(payload, dict) else {}
    return {name: fields[name] for name in ("thread_ts",) if name in fields}


def _take_away(work: Transaction, row: OutboxRow, number: int) -> None:
    """Delete a piece that says nothing any more, or never say it."""
    if not waiting_messages.withdraw_one(*work.scope, row.key) and not outbox.bury(
        *work.scope, row.key
    ):
        delete(work, MessageKey.parse(row.key), ticket_number=number)


def _add(
    work: Transaction,
    key: MessageKey,
    position: int,
    piece: Payload,
    number: int,
    root_key: MessageKey | None,
) -> None:
    """Say one more piece where those before it stand, or below the first where it is a root."""
    *_, before = all_of(work, key)
    thread_key = MessageKey.parse(before.thread_key) if before.thread_key else root_key
    post(
        work,
        key.piece(position).repeated(len(_times_said(work, key, position))),
        before.lane,
        {**piece, **_root_of(before)},
        ticket_number=number,
        thread_key=thread_key,
        after_key=before.key,
        author=before.author,
        urgency=before.urgency,
    )
