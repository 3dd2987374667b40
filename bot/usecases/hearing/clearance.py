"""Which tickets may be spoken of now: those of which nothing can have been written that we missed.

While hearing is in doubt, an alarm waits for a look at its own ticket's conversations: for the
history of their channels, read after the doubt began, and for their threads where something was
written. A thread whose first message that history does not reach is looked at itself. Where nobody
listens for sure, the look must be younger than what is due. Only where Slack itself refuses for a
minute is anything said in ignorance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.store import (
    hearing,
    reading_requests,
    readings,
    tickets,
)
from bot.store.readings import CHANNEL, LIMITED, Reading, Spot
from bot.store.tickets import TicketRow
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.pending_messages import is_held_up, places_of
from bot.usecases.hearing.places import (
    CLOCKS_DIFFER,
    SHOWN_WITHIN,
    is_direct,
    read_from_now,
    ts_of,
)
from bot.usecases.hearing.state import sure_to

REFUSED_FOR: Final = timedelta(seconds=60)
"""How long Slack refuses to show a place until we speak without having seen it."""
LIMITED_FOR: Final = timedelta(seconds=65)
"""The same where Slack allows about one call a minute: so that one comes in between."""
LOOK_IS_FRESH: Final = timedelta(seconds=60)
"""How old a look may be where nobody listens for sure and nothing says when something was due."""


@dataclass(frozen=True, slots=True)
class Clearance:
    """What is known of hearing in one transaction.

    `doubted_at` is None before any doubt. Up to `sure_to` somebody who listens showed signs of
    life; None where nobody does for sure. `shown_from` is the `ts` from which on the history of a
    channel shows the replies below its messages. `is_thread_unread`: of all that there are, one
    waits to be read, or has to be read by itself and was not since the doubt.
    """

    doubted_at: datetime | None
    sure_to: datetime | None
    shown_from: str
    channels: Mapping[str, Reading]
    threads: Mapping[Spot, Reading]
    is_sparse: bool = False
    is_thread_unread: bool = False

    def stands_for_all(self, due_at: datetime) -> bool:
        """Whether all may be said that was due by an instant, without a look at any ticket."""
        doubted_at = self.doubted_at
        if doubted_at is None:
            return True
        if self.is_thread_unread or not self.channels:
            return False
        if self.sure_to is None or self.sure_to < due_at:
            return False
        return all(_is_read_since(row, doubted_at) for row in self.channels.values())

    def waits_for_a_sign(self, due_at: datetime) -> bool:
        """Whether who listens has yet to show that they did when something became due."""
        return self.sure_to is not None and self.sure_to < due_at

    def seen_after(self, due_at: datetime) -> datetime:
        """Since when a place must have been read for what was due at an instant."""
        doubted_at = self.doubted_at or due_at
        return max(doubted_at, due_at) if self.sure_to is None else doubted_at

    def unread(self, spots: Iterable[Spot], seen_after: datetime) -> list[Spot]:
        """The places among these that must be looked at first."""
        return [
            spot
            for channel_id, thread_ts in spots
            for spot in self._to_read(channel_id, thread_ts, seen_after)
        ]

    def _to_read(self, channel_id: str, thread_ts: str, seen_after: datetime) -> Iterable[Spot]:
        channel, thread = self.channels.get(channel_id), self.threads.get((channel_id, thread_ts))
        is_shown = channel is None or not self._is_beyond(channel, thread_ts)
        is_for_channel = is_shown or is_direct(channel_id)
        if is_for_channel and (channel is None or not _is_read_since(channel, seen_after)):
            yield channel_id, CHANNEL
        if thread is None:
            is_read = is_shown
        else:
            is_known = is_shown or thread.is_gone or _is_read_since(thread, seen_after)
            is_read = is_known and thread.asked_at is None
        if not is_read:
            yield channel_id, thread_ts

    def _is_beyond(self, channel: Reading, thread_ts: str) -> bool:
        """Whether a channel's history is not read back to the first message of a thread."""
        shown_from = channel.read_to if self.is_sparse else self.shown_from
        return float(thread_ts) < min(float(shown_from), float(channel.read_to))

    def is_hurried(self, spot: Spot, since: datetime) -> bool:
        """Whether a place is to be read before all else already, and early enough."""
        reading = self.channels.get(spot[0]) if spot[1] == CHANNEL else self.threads.get(spot)
        if reading is None or reading.asked_at is None:
            return False
        return reading.is_urgent and reading.asked_at <= since

    def is_given_up(self, spot: Spot, due_at: datetime, now: datetime) -> bool:
        """Whether Slack refused long enough to show a place, and did again since the last doubt.

        Where it takes hardly any call, that is counted from the instant at which something was due,
        as the next call that it takes is made for that; or from the last doubt, before which Slack
        may not have been there.
        """
        reading = self.channels.get(spot[0]) if spot[1] == CHANNEL else self.threads.get(spot)
        if reading is None:
            return False
        is_limited = reading.error == LIMITED or not reading.attempts
        if self.is_sparse and is_limited:
            asked_at = max(reading.asked_at or now, self.doubted_at or due_at)
            return now - max(due_at, asked_at) >= LIMITED_FOR
        refused_at = reading.refused_at if reading.attempts else None
        if refused_at is not None and reading.error == LIMITED:
            refused_at = max(refused_at, due_at)
        return refused_at is not None and now - refused_at >= REFUSED_FOR


def clearance(work: Transaction, spots: Iterable[Spot] | None = None) -> Clearance:
    """What is known of hearing now, of all places or of these."""
    workspace = work.scope
    shown_from = ts_of(work.now - SHOWN_WITHIN)
    state = hearing.get(*workspace)
    if state is None:
        return Clearance(None, None, shown_from, {}, {})
    is_sparse, is_thread_unread = state.sparse_at is not None, False
    if spots is None:
        channels, wanted = readings.channels(*workspace), reading_requests.wanted(*workspace)
        threads = [row for row in wanted if row.is_thread]
        beyond = None if is_sparse else shown_from
        unread = reading_requests.unread_thread(*workspace, state.doubted_at, beyond)
        is_thread_unread = bool(threads) or unread is not None
    else:
        with_channels = {row for spot in spots for row in (spot, (spot[0], CHANNEL))}
        rows = readings.several(*workspace, with_channels).values()
        channels = {row.channel_id: row for row in rows if not row.is_thread}
        threads = [row for row in rows if row.is_thread]
    return Clearance(
        doubted_at=state.doubted_at,
        sure_to=sure_to(work),
        shown_from=shown_from,
        channels=channels,
        threads={row.spot: row for row in threads},
        is_sparse=is_sparse,
        is_thread_unread=is_thread_unread,
    )


def hold_back(work: Transaction, due: Mapping[int, datetime], *, may_err: bool = True) -> set[int]:
    """Those of the tickets on which something is due that must wait; what they wait for is read.

    `due` says since when. With `may_err` places that Slack refuses to show are not waited for.
    Called in a writing transaction, before any of them is locked.
    """
    known = clearance(work)
    if known.stands_for_all(max(due.values(), default=work.now)):
        return set()
    waiting = {number for number, due_at in due.items() if known.waits_for_a_sign(due_at)}
    rows = tickets.several(*work.scope, list(due))
    spots_of = {row.number: _spots_of(work, row) for row in rows}
    known = clearance(work, {spot for spots in spots_of.values() for spot in spots})
    unread = {
        number: known.unread(spots, known.seen_after(due[number]))
        for number, spots in spots_of.items()
    }
    since: dict[Spot, datetime] = {}
    for number in sorted(unread, key=due.__getitem__, reverse=True):
        since |= dict.fromkeys(unread[number], due[number])
    _ask(work, known, since)
    return waiting | {
        number
        for number, spots in unread.items()
        if (_are_waited_for(work, known, spots, due[number]) if may_err else spots)
    }


def must_wait(
    work: Transaction, ticket: TicketRow, due_at: datetime | None = None, *, may_err: bool = False
) -> bool:
    """Whether nothing may be decided of a locked ticket by itself now; what it waits for is read.

    Also while something that came in is not worked off yet. `due_at` is left out where nothing
    says since when something is due. With `may_err` places that Slack refuses to show are not
    waited for.
    """
    if is_held_up(work, ticket):
        return True
    spots = _spots_of(work, ticket)
    known, seen_after = clearance(work, spots), due_at or work.now - LOOK_IS_FRESH
    if known.doubted_at is None:
        return False
    unread = known.unread(spots, known.seen_after(seen_after))
    _ask(work, known, dict.fromkeys(unread, due_at or work.now))
    waits_since = due_at or work.now - LIMITED_FOR
    is_unread = _are_waited_for(work, known, unread, waits_since) if may_err else bool(unread)
    return is_unread or known.waits_for_a_sign(seen_after)


def _spots_of(work: Transaction, ticket: TicketRow) -> list[Spot]:
    return [(place.channel_id, place.ts) for place in places_of(work, ticket)]


def _are_waited_for(
    work: Transaction, clearance: Clearance, spots: Iterable[Spot], due_at: datetime
) -> bool:
    """Whether there is a place among these that Slack did not refuse for long."""
    return any(not clearance.is_given_up(spot, due_at, work.now) for spot in spots)


def _ask(work: Transaction, clearance: Clearance, since: Mapping[Spot, datetime]) -> None:
    """Have places read before all else, but for those that something due earlier waits for.

    With one call a minute it counts when they are asked for: the latest are read first.
    """
    if not since:
        return
    workspace = work.scope
    spots = sorted(since)
    channel_ids = {channel_id for channel_id, thread_ts in spots if thread_ts == CHANNEL}
    for channel_id in sorted(channel_ids - clearance.channels.keys()):
        read_from_now(work, channel_id, ts_of(work.now - CLOCKS_DIFFER))
    reading_requests.ask(*workspace, work.now, spots)
    for spot in spots:
        at = work.now if clearance.is_sparse else min(since[spot], work.now)
        if spot[1] != CHANNEL and spot not in clearance.threads:
            readings.add(*workspace, [_urgent(work, clearance, spot, at)])
        elif not clearance.is_hurried(spot, at):
            reading_requests.hurry(*workspace, spot, at)


def _urgent(work: Transaction, clearance: Clearance, spot: Spot, since: datetime) -> Reading:
    """A thread that was never read by itself, to be read before all else."""
    read_to = clearance.channels[spot[0]].read_to
    row = Reading(*spot, read_to, work.now, work.now, asked_at=since)
    return replace(row, is_urgent=True)


def _is_read_since(reading: Reading, at: datetime) -> bool:
    return reading.read_at is not None and reading.read_at >= at
