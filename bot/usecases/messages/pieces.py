"""What people wrote, said elsewhere: in one message, or in several where it is long.

The first piece stands under the message's own key, which is what everything else refers to; each
other one waits for the piece before it. When the text is edited later its pieces change along:
what is more is said behind them, what is too much is deleted.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

from bot.keys.pieces import gone_key, part_key, repeated_key
from bot.store import outbox, waiting_messages
from bot.store.outbox import OutboxRow
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import delete, edit, post
from bot.usecases.messages.threads import Thread, placed
from bot.views.speech import Payload
from sla_core.instants import to_us


def say_all(
    work: Work,
    thread: Thread,
    key: str,
    pieces: Sequence[Payload],
    *,
    number: int,
    author: str | None,
    urgency: int = outbox.REPLY,
) -> None:
    """Post the pieces of what somebody wrote into a thread, once for its key, in order."""
    if outbox.get(work.connection, work.workspace_id, key) is None:
        _say(work, thread, key, pieces, number=number, author=author, urgency=urgency)


def say_below(
    work: Work,
    key: str,
    channel_id: str,
    rest: Sequence[Payload],
    *,
    number: int,
    author: str | None,
) -> None:
    """Post what the message of a key could not hold into the thread below it, in order."""
    thread = Thread(channel_id, root_key=key)
    _say(work, thread, key, rest, number=number, author=author, urgency=outbox.REPLY, first=2)


def _say(
    work: Work,
    thread: Thread,
    key: str,
    pieces: Sequence[Payload],
    *,
    first: int = 1,
    number: int,
    **more: Any,
) -> None:
    for place, piece in enumerate(pieces, first):
        post(
            work,
            part_key(key, place),
            thread.channel_id,
            placed(thread, piece),
            ticket_number=number,
            thread_key=thread.root_key,
            after_key=None if place == 1 else part_key(key, place - 1),
            **more,
        )


def change_all(
    work: Work, key: str, pieces: Sequence[Payload], *, number: int, is_root: bool = False
) -> None:
    """Let the pieces under a key say what these say, and be as many.

    The first of a root begins the thread that the others stand in.
    """
    standing = all_of(work, key)
    for row, piece in zip(standing, pieces, strict=False):
        _change(work, row, piece, number)
    for row in standing[len(pieces) :]:
        _take_away(work, row, number)
    for place, piece in enumerate(pieces[len(standing) :], len(standing) + 1):
        _add(work, key, place, piece, number, root_key=key if is_root else None)


def take_away_rest(work: Work, key: str, *, number: int) -> None:
    """Delete all pieces under a key but the first, or never say them."""
    for row in all_of(work, key)[1:]:
        _take_away(work, row, number)


def take_back(work: Work, key: str, marker: Payload, *, number: int) -> None:
    """Let what its author deleted say so in one piece; what is refused is never said."""
    if outbox.bury(work.connection, work.workspace_id, key):
        take_away_rest(work, key, number=number)
    else:
        change_all(work, key, [marker], number=number)


def all_of(work: Work, key: str) -> list[OutboxRow]:
    """Return the messages that say, or are to say, what stands under a key, in order."""
    here = work.connection, work.workspace_id
    first = outbox.get(*here, key)
    found = [] if first is None else [first]
    while found:
        said = _times_said(work, key, len(found) + 1)
        if not said or _is_gone(work, said[-1]):
            break
        found.append(said[-1])
    return found


def _times_said(work: Work, key: str, place: int) -> list[OutboxRow]:
    """All that was ever said in a place behind the first: each after the one before was deleted."""
    found: list[OutboxRow] = []
    for times in count():
        own = repeated_key(part_key(key, place), times)
        row = outbox.get(work.connection, work.workspace_id, own)
        if row is None:
            return found
        found.append(row)
    return found


def _is_gone(work: Work, row: OutboxRow) -> bool:
    here = work.connection, work.workspace_id
    return row.state == "superseded" or outbox.get(*here, gone_key(row.key)) is not None


def _change(work: Work, row: OutboxRow, piece: Payload, number: int) -> None:
    """Let a piece say something else; what is dead would say it if it were sent again."""
    here, text = (work.connection, work.workspace_id), piece["text"]
    if outbox.reword_dead(*here, row.key, {**piece, **_root_of(row)}):
        return
    newest = outbox.newest_of(*here, row.key)
    if newest is None or not _says(newest, text):
        said: Payload = {name: piece[name] for name in ("text", "blocks") if name in piece}
        edit(work, f"{row.key}:{to_us(work.now)}", row.key, said, ticket_number=number)


def _says(row: OutboxRow, text: str) -> bool:
    payload: Any = row.payload  # it may be damaged
    return isinstance(payload, dict) and payload.get("text") == text


def _root_of(row: OutboxRow) -> Payload:
    """The thread a message stands in, where its first message is somebody's."""
    payload: Any = row.payload
    known = payload if isinstance(payload, dict) else {}
    return {name: known[name] for name in ("thread_ts",) if name in known}


def _take_away(work: Work, row: OutboxRow, number: int) -> None:
    """Delete a piece that says nothing any more, or never say it."""
    here = work.connection, work.workspace_id
    if not waiting_messages.withdraw_one(*here, row.key) and not outbox.bury(*here, row.key):
        delete(work, gone_key(row.key), row.key, ticket_number=number)


def _add(
    work: Work, key: str, place: int, piece: Payload, number: int, root_key: str | None
) -> None:
    """Say one more piece where those before it stand, or below the first where it is a root."""
    *_, before = all_of(work, key)
    post(
        work,
        repeated_key(part_key(key, place), len(_times_said(work, key, place))),
        before.lane,
        {**piece, **_root_of(before)},
        ticket_number=number,
        thread_key=before.thread_key or root_key,
        after_key=before.key,
        author=before.author,
        urgency=before.urgency,
    )
