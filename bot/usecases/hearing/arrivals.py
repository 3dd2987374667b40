"""What came in from Slack as it is kept: found, corrected, and forgotten when nobody needs it."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.store import inbox, inbox_messages, jobs, set_aside
from bot.store.connection import Connection
from bot.store.inbox import AFTERWARDS, AT_ONCE, IN_TURN, MESSAGE, Arrival, InboxRow
from bot.store.set_aside import REQUEST, SetAside
from bot.store.types import Json
from bot.usecases.ground.transaction import Program, Transaction

__all__ = [
    "AFTERWARDS",
    "AT_ONCE",
    "IN_TURN",
    "MESSAGE",
    "Arrival",
    "InboxRow",
    "accept",
    "correct_now",
    "correct_waiting",
    "find",
    "find_message",
    "forget",
    "keep",
    "messages_between",
    "put_anew",
    "remove_finished",
    "set_request_aside",
    "was_anything_heard",
]


def keep(
    program: Program, arrival: Arrival, unless: Callable[[Transaction], bool] = lambda _: False
) -> None:
    """Commit an arrival, unless it is here already.

    `unless` may do at once what the arrival asks, in the same transaction: then nothing is kept.
    """

    def write(connection: Connection) -> None:
        if not unless(Transaction(program, connection)):
            inbox.accept(connection, program.workspace_id, arrival)

    program.database.write_together(write)


def accept(work: Transaction, arrival: Arrival) -> bool:
    """Keep an arrival; return whether it is new."""
    return inbox.accept(*work.scope, arrival) is not None


def put_anew(work: Transaction, row: InboxRow, arrival: Arrival) -> None:
    """Keep an arrival in the place of one that came before: it is worked off once more."""
    inbox.remove(*work.scope, row.id)
    accept(work, arrival)


def find(work: Transaction, key: str) -> InboxRow | None:
    """The arrival of a key, done or not; None when it never came."""
    return inbox.find(*work.scope, key)


def find_message(
    work: Transaction, channel_id: str, ts: str, *, lock: bool = False
) -> InboxRow | None:
    """The message heard in a channel, done or not; None when it was not heard."""
    return inbox_messages.find(*work.scope, channel_id, ts, lock=lock)


def messages_between(
    work: Transaction, channel_id: str, after_ts: str, last_ts: str
) -> list[InboxRow]:
    """The messages heard in a channel behind a `ts` up to another, the oldest first."""
    return inbox_messages.between(*work.scope, channel_id, after_ts, last_ts)


def correct_waiting(work: Transaction, channel_id: str, ts: str, changes: Json | None) -> bool:
    """Change a message that waits to be worked off, and return whether one does.

    Without `changes` it is dropped.
    """
    return inbox_messages.correct_waiting(*work.scope, channel_id, ts, changes, work.now)


def correct_now(
    program: Program, row: InboxRow, changed: Callable[[InboxRow], Json | None]
) -> None:
    """Keep another payload of an arrival, made of how it stands now; None leaves it as it is."""
    with program.quiet_work() as work:
        workspace = work.connection, row.workspace_id
        current = inbox.find(*workspace, row.dedupe_key, lock=True)
        payload = None if current is None else changed(current)
        if payload is not None:
            inbox.correct(*workspace, row.id, payload)


def forget(work: Transaction, row: InboxRow, name: str) -> None:
    """Keep an arrival without something that it brought, which nobody needs any more."""
    inbox.forget(work.connection, row, name)


def set_request_aside(program: Program, name: str, reason: str) -> None:
    """Keep that a request was nothing we can use, once however often it comes."""
    with program.quiet_work() as work:
        item = SetAside(REQUEST, name, reason, work.now)
        set_aside.note(*work.scope, item)


def remove_finished(program: Program, keep_for: timedelta, keep: Collection[str]) -> None:
    """Remove what was worked off or given up and is older than that, but for some kinds.

    It is looked at once an hour, and goes in small transactions, so that nobody waits who writes
    meanwhile.
    """
    with program.quiet_work() as work:
        name = f"inbox:{work.workspace_id}"
        now, is_first = work.now, jobs.claim(work.connection, name, _hour_of(work.now))
    after_id: int | None = 0 if is_first else None
    while after_id is not None:
        with program.quiet_work() as work:
            workspace = work.scope
            before = now - keep_for
            after_id = inbox.remove_finished(*workspace, before, keep=keep, after_id=after_id)


def was_anything_heard(program: Program) -> bool:
    """Whether anything was ever heard of the workspace."""
    with program.look() as work:
        return inbox.last_received_at(*work.scope) is not None


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
