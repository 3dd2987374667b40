"""Moves watermarks: up to where a place is known after a reading, and what is read after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.store import hearing, reading_requests, readings
from bot.store.hearing import Hearing
from bot.store.readings import Reading
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.places import read_from_now, ts_of

Json = Mapping[str, Any]

LIGHT_EVERY: Final = timedelta(minutes=5)
"""How often each place is looked at without a cause."""


def looked_at(reading: Reading) -> datetime:
    """When a channel was read last; one that never was, since it is known."""
    return reading.read_at or reading.used_at


def directs_seen_to(work: Transaction) -> datetime | None:
    """Since when direct conversations may have been opened unseen; None: they were just listed."""
    state = hearing.get(*work.scope)
    if state is None:
        return None
    if state.looked_at is None:
        return state.doubted_at
    is_stale = state.looked_at <= state.doubted_at or work.now - state.looked_at >= LIGHT_EVERY
    return state.looked_at if is_stale else None


def read_if_new(work: Transaction, direct: Json, since: datetime) -> None:
    """Read a direct conversation if it was opened since an instant."""
    opened_at = datetime.fromtimestamp(float(direct.get("created") or 0), UTC)
    if opened_at >= since:
        before = opened_at - timedelta(seconds=1)  # it is told by the second
        read_from_now(work, str(direct["id"]), ts_of(before))


def ask_threads(work: Transaction, channel: Reading, messages: Sequence[Json]) -> None:
    """Have the threads read that have replies we do not know of.

    One that is being read now is read again: the reply may have come behind what is read.
    """
    threads = readings.threads_of(*work.scope, channel.channel_id)
    for message in messages:
        root_ts, newest = str(message["ts"]), str(message.get("latest_reply") or "0")
        thread = threads.get(root_ts) or _thread(work, channel, root_ts)
        is_first = message.get("thread_ts") in (None, root_ts) and not _is_all_ours(work, message)
        is_new = thread.asked_at is None or thread.next_at > work.now
        if is_first and float(newest) > float(thread.read_to) and is_new:
            next_at = thread.next_at if thread.asked_at else work.now
            readings.save(*work.scope, replace(thread, asked_at=work.now, next_at=next_at))


def ask_unshown(
    work: Transaction, channel: Reading, messages: Sequence[Json], roots: set[str], oldest: str
) -> None:
    """See to the threads whose first message is not among those that a channel's history shows.

    One that should be there, as `oldest` lies before it, is read now, as what is not shown tells
    nothing of its replies: free plans hide old messages, people delete theirs. Older ones are known
    from now on, to be looked at by themselves; threads in which nothing goes on are forgotten.
    """
    threads = readings.threads_of(*work.scope, channel.channel_id)
    shown = {str(message["ts"]) for message in messages}
    newest = max([channel.read_to, *shown], key=float)
    older = {ts for ts in roots if float(ts) < float(oldest)}
    missing = {ts for ts in roots - older - shown if float(ts) <= float(newest)}
    new = (older | missing) - threads.keys()
    readings.add(*work.scope, [_thread(work, channel, ts) for ts in new])
    to_read = {ts for ts in missing if not (ts in threads and threads[ts].is_gone)}
    reading_requests.ask(*work.scope, work.now, [(channel.channel_id, ts) for ts in to_read])
    stale = [
        thread.spot
        for ts, thread in threads.items()
        if thread.asked_at is None and ts not in roots and float(ts) < float(oldest)
    ]
    readings.remove(*work.scope, stale)


def _thread(work: Transaction, channel: Reading, root_ts: str) -> Reading:
    """A thread that nobody read yet: what is known of its channel is known of it."""
    return Reading(channel.channel_id, root_ts, channel.read_to, work.now, work.now)


def _is_all_ours(work: Transaction, root: Json) -> bool:
    """Whether only we ever replied to a message: so most stand after an outage, just confirmed."""
    return root.get("reply_users") == [work.bot_user_id] and root.get("reply_users_count") == 1


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a place: when it began, and up to which `ts` the place is known by it.

    `is_new_only`: at new messages of a channel, not at the threads below older ones. `error` says
    why nothing can be read there any more.
    """

    began_at: datetime
    read_to: str
    is_new_only: bool = False
    error: str | None = None


def settle(work: Transaction, before: Reading, look: Look) -> None:
    """Note up to where a place is known that was read.

    It stays to be read where somebody asked for that anew meanwhile, or doubted it.
    """
    workspace = work.scope
    reading = readings.lock(*workspace, before.spot)
    if reading is None:
        return
    state = hearing.get(*workspace)
    is_doubted = not before.is_thread and state is not None and _is_in_doubt(state, look)
    asked_at = work.now if is_doubted else reading.asked_at
    is_done = not is_doubted and not _is_asked_anew(reading, before)
    readings.save(
        *workspace,
        replace(
            reading,
            read_to=max(reading.read_to, look.read_to, key=float),
            next_at=work.now,
            read_at=max(reading.read_at or look.began_at, look.began_at),
            asked_at=None if is_done else asked_at,
            is_urgent=reading.is_urgent and not is_done,
            attempts=0,
            refused_at=None,
            error=look.error,
        ),
    )


def _is_asked_anew(reading: Reading, before: Reading) -> bool:
    """Whether somebody asked for a place after a look at it was begun."""
    if reading.asked_at is None or before.asked_at is None:
        return reading.asked_at != before.asked_at
    return reading.asked_at > before.asked_at


def _is_in_doubt(state: Hearing, look: Look) -> bool:
    """Whether a look at a channel was begun too early, or shows too little by now."""
    return state.doubted_at > look.began_at or (look.is_new_only and state.sparse_at is None)


def go_on_later(work: Transaction, before: Reading, read_to: str) -> None:
    """Note up to where a place is known that could not be read to its end, and is to be."""
    workspace = work.scope
    reading = readings.lock(*workspace, before.spot)
    if reading is not None:
        furthest = max(reading.read_to, read_to, key=float)
        readings.save(*workspace, replace(reading, read_to=furthest, next_at=work.now))
