"""How Punctual is: its hearing, its queues, its lateness, and its obstacles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.store import (
    hearing,
    outages,
    outbox,
    reading_requests,
    readings,
    scopes,
    set_aside,
    tickets,
)
from bot.store import status as rows
from bot.store.hearing import Hearer
from bot.store.outages import READING, SAYING, Outage
from bot.store.readings import Reading
from bot.store.set_aside import MESSAGE, TICKET, SetAside
from bot.store.status import WaitingCount, WaitingMessages
from bot.store.timekeeping import Timekeeping
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.privacy import hidden_from, may_know_of
from bot.usecases.ground.stalled_levels import is_by_level
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.clearance import clearance
from bot.usecases.hearing.state import BEAT_IS_FRESH, is_heard
from bot.usecases.hearing.timekeeping import may_decide_in, trouble
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.new_calendar_data import new_data
from bot.usecases.reviews.breach_reviews import is_lead_somewhere
from bot.usecases.status.lateness import Lateness, lateness_of
from bot.views.calendar_data import NewData
from bot.views.hearing import (
    BY_HTTP,
    CLOCK_DOUBTED,
    CLOCK_OFF,
    DOUBTED,
    HEARD,
    LOST,
    NEVER,
    NOBODY,
    HearingNow,
)
from bot.views.waiting_names import WaitingName

ALARMS_OF: Final = timedelta(days=1)
LATELY: Final = timedelta(days=7)
"""How long what was set aside is shown; a ticket is until it can be read again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A channel, or a thread in it, that Slack does not let us read, since when and why."""

    channel_id: str
    is_thread: bool
    since: datetime
    error: str


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is to be read of Slack, and since when the oldest of it is.

    `is_sparse`: Slack allows about one call a minute for it.
    """

    channels: int
    threads: int
    since: datetime | None
    refusals: tuple[Refusal, ...]
    is_sparse: bool


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How many tickets have something due that is not announced or done, since when, and why.

    `why` is `clock` (ours cannot be relied on), `unread` (what was written may have to be read
    first) or `next` (nobody has looked at it yet).
    """

    count: int
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Status:
    """All of it, as of `now`."""

    now: datetime
    hearing: HearingNow
    to_read: ToRead
    outages: tuple[Outage, ...]
    to_work_off: WaitingCount
    to_say: tuple[WaitingMessages, ...]
    held_back: HeldBack | None
    lateness: Lateness | None
    alarms_waiting: WaitingCount
    alarms_refused: Mapping[str, int]
    set_aside: tuple[SetAside, ...]
    missing_scopes: tuple[str, ...]
    waiting_names: tuple[WaitingName, ...] = ()
    new_data: NewData = field(default_factory=NewData)


def status(work: Transaction, arrival_id: int | None = None) -> Status:
    """How Punctual is now; asked by an arrival, which does not count as one that waits."""
    return Status(
        now=work.now,
        hearing=hearing_now(work),
        to_read=_to_read(work),
        outages=all_outages(work),
        to_work_off=rows.arrivals(*work.scope, but=arrival_id),
        to_say=tuple(rows.messages(*work.scope)),
        held_back=_held_back(work),
        lateness=lateness_of(
            rows.alarms_told(*work.scope, work.now - ALARMS_OF), hearing.get(*work.scope)
        ),
        alarms_waiting=rows.alarms_waiting(*work.scope),
        alarms_refused=rows.alarms_refused(*work.scope, work.now - ALARMS_OF),
        set_aside=all_set_aside(work),
        missing_scopes=missing_scopes(work),
        waiting_names=waiting_names(work),
        new_data=new_data(work),
    )


def status_for(work: Transaction, by: str, arrival_id: int | None = None) -> Status:
    """The same, for leads and admins; everybody else is refused.

    Who waits to be known in a configuration, and new data of calendars that wait to be taken in,
    are for those who can do it: admins.
    """
    is_for_admin = is_admin(work, by)
    if not (is_for_admin or is_lead_somewhere(work, by)):
        raise UserFacingError(wording.reviews.leads_only())
    full = status(work, arrival_id)
    items = tuple(item for item in full.set_aside if _may_be_shown(work, item, by))
    names = full.waiting_names if is_for_admin else ()
    data = full.new_data if is_for_admin else NewData()
    lateness = full.lateness
    if lateness is not None and not _may_know_of(work, lateness.worst_ticket, by):
        lateness = replace(lateness, worst_ticket=None)
    return replace(full, set_aside=items, waiting_names=names, new_data=data, lateness=lateness)


def _may_be_shown(work: Transaction, item: SetAside, by: str) -> bool:
    """Whether what was set aside is nothing of a ticket that is hidden from somebody.

    What was to be said is named by its key, and its fault may quote it.
    """
    if item.kind == TICKET:
        number = int(item.name) if item.name.isdecimal() else None
        return _may_know_of(work, number, by)
    if item.kind == MESSAGE:
        row = outbox.get(*work.scope, item.name)
        if row is None or row.ticket_number is None:
            return not hidden_from(work, by)
        return _may_know_of(work, row.ticket_number, by)
    return True


def _may_know_of(work: Transaction, number: int | None, by: str) -> bool:
    row = None if number is None else tickets.get(*work.scope, number)
    return row is None or may_know_of(work, row, by)


def all_outages(work: Transaction) -> tuple[Outage, ...]:
    """What Slack refuses as a whole; where it takes nothing, that it shows nothing is no news."""
    known = outages.listing(*work.scope)
    takes_nothing = any(outage.scope == SAYING for outage in known)
    return tuple(outage for outage in known if not (takes_nothing and outage.scope == READING))


def missing_scopes(work: Transaction) -> tuple[str, ...]:
    """The scopes that the installation lacks, by name."""
    return tuple(scopes.missing(*work.scope))


def all_set_aside(work: Transaction) -> tuple[SetAside, ...]:
    """What was set aside lately, and the revisions and tickets that cannot be read.

    Of tickets whose level cannot be read, only the level is named.
    """
    unreadable = work.program.histories.unreadable(*work.scope)
    return (
        *(
            SetAside(item.effect, f"{item.kind} {item.name}".strip(), item.reason, item.at)
            for item in unreadable
        ),
        *(
            item
            for item in set_aside.listing(*work.scope, work.now - LATELY)
            if not is_by_level(work, item.reason)
        ),
    )


def hearing_now(work: Transaction) -> HearingNow:
    """Whether Slack is heard."""
    hearers = hearing.hearers_of(*work.scope)
    at_work = [hearer for hearer in hearers if work.now - hearer.beat_at < BEAT_IS_FRESH]
    if not hearers:
        return HearingNow(NEVER)
    timekeeping = trouble(work)
    if timekeeping is not None:
        return _clock(timekeeping)
    if not at_work:
        return HearingNow(NOBODY, max(hearer.beat_at for hearer in hearers))
    starts = [hearer.started_at for hearer in at_work if is_heard(hearer, work.now)]
    return _heard(work, min(starts)) if starts else _unheard(at_work)


def _clock(timekeeping: Timekeeping) -> HearingNow:
    """What is wrong with our clock, since when, and by how much where that is known."""
    since = timekeeping.wrong_at or timekeeping.doubted_at or timekeeping.checked_at
    if timekeeping.doubted_at is not None:
        return HearingNow(CLOCK_DOUBTED, since, timekeeping.reason)
    return HearingNow(CLOCK_OFF, since, off_s=timekeeping.off_s or 0)


def _heard(work: Transaction, began_at: datetime) -> HearingNow:
    """How it is while somebody listens for sure."""
    doubt = hearing.get(*work.scope)
    if doubt is None:
        return HearingNow(HEARD, began_at)
    unread = any(
        reading.read_at is None or reading.read_at < doubt.doubted_at
        for reading in readings.channels(*work.scope).values()
    )
    if unread:
        return HearingNow(DOUBTED, doubt.doubted_at, doubt.reason)
    since = max(began_at, doubt.doubted_at)
    return HearingNow(HEARD, since, messages=doubt.back_messages or 0)


def _unheard(at_work: Sequence[Hearer]) -> HearingNow:
    sockets = [hearer for hearer in at_work if hearer.mode == "socket"]
    if not sockets:
        return HearingNow(BY_HTTP, min(hearer.started_at for hearer in at_work))
    return HearingNow(
        LOST, min(socket.lost_at or socket.alive_at or socket.started_at for socket in sockets)
    )


def _to_read(work: Transaction) -> ToRead:
    wanted, doubt = reading_requests.wanted(*work.scope), hearing.get(*work.scope)
    return ToRead(
        channels=sum(not reading.is_thread for reading in wanted),
        threads=sum(reading.is_thread for reading in wanted),
        since=min((reading.asked_at for reading in wanted if reading.asked_at), default=None),
        refusals=tuple(_refusal(reading) for reading in wanted if reading.refused_at is not None),
        is_sparse=doubt is not None and doubt.sparse_at is not None,
    )


def _refusal(reading: Reading) -> Refusal:
    since = reading.refused_at or reading.next_at
    return Refusal(reading.channel_id, reading.is_thread, since, reading.error or "no_reason_given")


def _held_back(work: Transaction) -> HeldBack | None:
    due = rows.due_tickets(*work.scope, work.now)
    if due.since is None or due.newest_at is None:
        return None
    if not may_decide_in(work):
        return HeldBack(due.count, due.since, "clock")
    is_free = clearance(work).stands_for_all(due.newest_at)
    return HeldBack(due.count, due.since, "next" if is_free else "unread")
