"""Where people write to us: the channels and direct conversations that are read, and since when.

Channels of departments, those in which conversations about tickets stand, and direct conversations
that have one, were used in the last 30 days, or were opened since we looked last.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.store import conversations, hearing, inbox, inbox_messages, reading_requests, readings
from bot.store.readings import CHANNEL, Reading
from bot.usecases.ground.department_channels import named_channels
from bot.usecases.ground.transaction import Transaction

OVERLAP: Final = timedelta(minutes=5)
"""How much longer ago than the last we heard is read where we never read before."""
CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""How much Slack's clock may be behind ours."""
CLOSED_WITHIN: Final = timedelta(days=7)
"""How long a closed ticket's conversation is read on: a late word opens a ticket that follows."""
USED_WITHIN: Final = timedelta(days=30)
"""How long a direct conversation is read on after it was used."""
SHOWN_WITHIN: Final = timedelta(days=30)
"""How old a first message is at the most whose new replies are found in its channel's history."""


def is_direct(channel_id: str) -> bool:
    """Whether a channel is somebody's direct conversation with the bot."""
    return channel_id.startswith("D")


def ts_of(at: datetime) -> str:
    """An instant as Slack writes it."""
    return f"{at.timestamp():.6f}"


def update_places(work: Transaction) -> None:
    """Begin to read where people write by now, and read no more where nobody does."""
    present = readings.channels(*work.scope)
    wanted = _channels(work) | _directs(work, present)
    is_first = hearing.get(*work.scope) is None
    for channel_id in sorted(wanted - present.keys()):
        read_from_now(work, channel_id, _known_before(work, channel_id, is_first=is_first))
    for channel_id in sorted(present.keys() - wanted):
        threads = readings.threads_of(*work.scope, channel_id)
        readings.remove(*work.scope, [(channel_id, CHANNEL), *((channel_id, ts) for ts in threads)])


def read_from_now(work: Transaction, channel_id: str, read_to: str) -> None:
    """Have a channel read from a `ts` on, if it is not read yet."""
    new = Reading(channel_id, CHANNEL, read_to, work.now, work.now, asked_at=work.now)
    readings.add(*work.scope, [new])


def note_use(work: Transaction, channel_id: str, at: datetime) -> None:
    """Note that somebody wrote to the bot alone; what they wrote before may not have been heard."""
    state = hearing.get(*work.scope)
    listed_at = None if state is None else state.looked_at or state.doubted_at
    since = at if listed_at is None else min(at, listed_at - OVERLAP)
    read_from_now(work, channel_id, ts_of(since))
    readings.use(*work.scope, channel_id, work.now)


def enter(work: Transaction, channel_id: str, ts: str) -> None:
    """Read a channel from a `ts` on, and its conversations from where they were read to."""
    reading = readings.get(*work.scope, (channel_id, CHANNEL))
    if reading is None or float(reading.read_to) >= float(ts):
        reading_requests.ask_channels(*work.scope, work.now, [channel_id])
        return
    roots = roots_in(work, channel_id)
    new = Reading(channel_id, CHANNEL, reading.read_to, work.now, work.now, asked_at=work.now)
    readings.add(*work.scope, [replace(new, thread_ts=root) for root in roots])
    readings.save(*work.scope, replace(new, read_to=ts, used_at=reading.used_at))


def roots_in(work: Transaction, channel_id: str) -> set[str]:
    """The first messages of a channel's conversations that may go on."""
    since = work.now - CLOSED_WITHIN
    may_move = bool(work.private_departments)
    return conversations.roots(*work.scope, channel_id, since, may_move=may_move)


def read_from(work: Transaction, channel: Reading, roots: set[str], *, is_sparse: bool) -> str:
    """The `ts` from which a channel's history is read: older threads are looked at by themselves.

    Where Slack allows one call a minute, that is whence it is new.
    """
    shown_from = ts_of(work.now - SHOWN_WITHIN)
    recent = [ts for ts in roots if not is_sparse and float(ts) >= float(shown_from)]
    return min([channel.read_to, *recent], key=float)


def oldest_root(work: Transaction, channel_id: str) -> str | None:
    """The first message of a channel's oldest conversation that may go on; None without one."""
    since = work.now - CLOSED_WITHIN
    may_move = bool(work.private_departments)
    return conversations.oldest_root(*work.scope, channel_id, since, may_move=may_move)


def _channels(work: Transaction) -> set[str]:
    """The channels that departments name, and those with conversations, direct ones among them."""
    names = [channel.name for channel in named_channels(work)]
    work.directory.learn_channels(names)
    channel_ids = map(work.directory.channel_id, names)
    since = work.now - CLOSED_WITHIN
    may_move = bool(work.private_departments)
    with_tickets = conversations.channels(*work.scope, since, may_move=may_move)
    return {channel_id for channel_id in channel_ids if channel_id is not None} | with_tickets


def _directs(work: Transaction, channels: dict[str, Reading]) -> set[str]:
    """The direct conversations that are read for their use."""
    since = work.now - USED_WITHIN
    used = {reading.channel_id for reading in channels.values() if reading.used_at >= since}
    return {
        channel_id for channel_id in [*used, *_heard_directs(work, since)] if is_direct(channel_id)
    }


def _heard_directs(work: Transaction, since: datetime) -> Iterator[str]:
    """Those heard before anybody kept up to where they were read: asked for once."""
    state = hearing.get(*work.scope)
    if state is None or state.looked_at is None:
        yield from inbox_messages.directs_since(*work.scope, since)


def _known_before(work: Transaction, channel_id: str, *, is_first: bool) -> str:
    """The `ts` up to which a place needs no reading that never was read.

    At the first doubt in a database that heard something before, when it heard that. Else now, or
    the first message of a conversation that stands there already.
    """
    if is_first:
        heard_at = inbox.last_received_at(*work.scope)
        return ts_of(work.now - CLOCKS_DIFFER if heard_at is None else heard_at - OVERLAP)
    now_ts = ts_of(work.now - CLOCKS_DIFFER)
    return min(now_ts, oldest_root(work, channel_id) or now_ts, key=float)
