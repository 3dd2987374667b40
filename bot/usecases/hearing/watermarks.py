"""Moves watermarks: up to where a place is known after a reading, and what is read after it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.store import hearing, readings
from bot.store.hearing import Hearing
from bot.store.readings import Reading
from bot.usecases.desk import Work
from bot.usecases.hearing.places import read_from_now, ts_of

Json = Mapping[str, Any]

LIGHT_EVERY: Final = timedelta(minutes=5)
"""How often each place is looked at without a cause."""


def looked_at(reading: Reading) -> datetime:
    """When a channel was read last; one that never was, since it is known."""
    return reading.read_at or reading.used_at


def directs_seen_to(work: Work, state: Hearing | None) -> datetime | None:
    """Since when direct conversations may have been opened unseen; None: they were just listed."""
    if state is None:
        return None
    if state.looked_at is None:
        return state.doubted_at
    is_stale = state.looked_at <= state.doubted_at or work.now - state.looked_at >= LIGHT_EVERY
    return state.looked_at if is_stale else None


def read_if_new(work: Work, direct: Json, since: datetime) -> None:
    """Read a direct conversation if it was opened since an instant."""
    opened_at = datetime.fromtimestamp(float(direct.get("created") or 0), UTC)
    if opened_at >= since:
        before = opened_at - timedelta(seconds=1)  # it is told by the second
        read_from_now(work, str(direct["id"]), ts_of(before))


def ask_threads(work: Work, channel: Reading, messages: Sequence[Json], oldest: str) -> None:
    """Have the threads read that have replies we do not know of; forget those nobody looks at."""
    here = work.connection, work.workspace_id
    known = readings.threads_of(*here, channel.channel_id)
    for message in messages:
        root_ts, newest = str(message["ts"]), str(message.get("latest_reply") or "0")
        thread = known.get(root_ts) or Reading(
            channel.channel_id, root_ts, channel.read_to, work.now, work.now
        )
        is_first = message.get("thread_ts") in (None, root_ts) and not _is_all_ours(work, message)
        if is_first and float(newest) > float(thread.read_to) and thread.asked_at is None:
            readings.save(*here, replace(thread, asked_at=work.now, next_at=work.now))
    stale = [
        thread.spot
        for thread in known.values()
        if thread.asked_at is None and float(thread.thread_ts) < float(oldest)
    ]
    readings.remove(*here, stale)


def _is_all_ours(work: Work, root: Json) -> bool:
    """Whether only we ever replied to a message: so most stand after an outage, just confirmed."""
    return root.get("reply_users") == [work.bot_user_id] and root.get("reply_users_count") == 1


def settle(work: Work, reading: Reading, read_to: str, began_at: datetime) -> None:
    """Note up to where a place is known; it is read again where that was doubted meanwhile."""
    state = hearing.get(work.connection, work.workspace_id)
    is_doubted = not reading.is_thread and state is not None and state.doubted_at > began_at
    readings.save(
        work.connection,
        work.workspace_id,
        Reading(
            channel_id=reading.channel_id,
            thread_ts=reading.thread_ts,
            read_to=read_to,
            used_at=reading.used_at,
            next_at=work.now,
            read_at=began_at,
            asked_at=work.now if is_doubted else None,
        ),
    )
