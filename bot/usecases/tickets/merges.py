"""Two tickets become one: what was asked twice is answered once.

Where several people asked, whoever merges reads first who will read what, and confirms that.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store.tickets import TicketRow
from bot.usecases.changes.allowed import looked_at, workable
from bot.usecases.changes.recording import record
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.privacy import belongs_to, is_channel
from bot.usecases.ground.timelines import (
    LoadedTicket,
    absorbed_by,
    load,
)
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import say_at_card
from bot.views.sentences import Facts, Line
from bot.views.tickets import TicketView
from sla_core.instants import MICROSECONDS, to_us
from sla_core.tickets.events import Absorbed, Merged


@dataclass(frozen=True, slots=True)
class Side:
    """One of two tickets to be merged: who asked for it, and for what went into it, and where.

    `asked` has each of them with the channel in which they read, others too; None: they read alone,
    or nowhere.
    """

    number: int
    department: str | None
    asked: tuple[tuple[str | None, str | None], ...]
    talked_in: str | None
    """The channel in which agents answer, if there is one."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Who will read what once one ticket went into another."""

    gone: Side
    kept: Side

    @property
    def is_apart(self) -> bool:
        """Whether several people asked, so that one reads what is for another."""
        return len({who for side in (self.gone, self.kept) for who, _ in side.asked}) > 1

    @property
    def mark(self) -> str:
        """A mark of this state of the two, which no other state has."""
        return sha256(repr(self).encode()).hexdigest()[:16]


class ReadFirst(UserFacingError):
    """Several people asked, and who will read what was not read as it is now: it is in here."""

    def __init__(self, readers: Readers) -> None:
        numbers = readers.gone.number, readers.kept.number
        super().__init__(wording.merges.read_first(*numbers))
        self.readers = readers


def readers_of(work: Transaction, number: int, into: int, by: str) -> Readers:
    """Who would read what, for who may merge the two; refused as merging them would be."""
    if number == into:
        raise UserFacingError(wording.objections.merge_itself(number))
    row, other = (looked_at(work, ticket_number, by).row for ticket_number in (number, into))
    return _readers(work, row, other)


def merge_as_read(
    work: Transaction, number: int, into: int, by: str, at: datetime, read: str | None = None
) -> TicketView:
    """Merge as `merge` does, once it was read who will read what, if several people asked.

    `read` is the mark of what was read; `ReadFirst` where that is not how it is now.
    """
    for ticket_number in sorted({number, into}):
        load(work, ticket_number, by=by, lock=True)
    readers = readers_of(work, number, into, by)
    if readers.is_apart and read != readers.mark:
        raise ReadFirst(readers)
    return merge(work, number, into, by, at)


def _readers(work: Transaction, row: TicketRow, into: TicketRow) -> Readers:
    """Who would read what; refused where the second is closed, or others would overhear it."""
    if into.status == "closed":
        raise UserFacingError(wording.objections.merge_closed(into.number))
    readers = Readers(_side(work, row), _side(work, into))
    _refuse_overheard(work, readers)
    _refuse_published(work, row, readers)
    return readers


def _side(work: Transaction, row: TicketRow) -> Side:
    conversation = threads.conversation(work, row)
    rows = (row, *absorbed_by(work, load(work, row.number).events))
    asked = tuple((ticket.requester, _overheard_in(work, ticket)) for ticket in rows)
    return Side(
        row.number, row.department, asked, None if conversation is None else conversation.channel_id
    )


def _overheard_in(work: Transaction, row: TicketRow) -> str | None:
    thread = threads.of_requester(work, row)
    return thread.channel_id if thread is not None and is_channel(thread.channel_id) else None


def merge(work: Transaction, number: int, into: int, by: str, at: datetime) -> TicketView:
    """Put a ticket into another and return that one; the threads of the first belong to it now.

    Who merges answers both. Both are locked, the lower number first, so that two who merge the
    same tickets at once wait for each other.
    """
    if number == into:
        raise UserFacingError(wording.objections.merge_itself(number))
    for ticket_number in sorted((number, into)):
        load(work, ticket_number, by=by, lock=True)
    loaded, other = workable(work, number, by), workable(work, into, by)
    _readers(work, loaded.row, other.row)
    at_us = to_us(at)
    open_us = _open_message_us(work, loaded)
    merged = record(work, loaded, [Merged(at_us=at_us, actor=by, into=str(into))])
    absorbed = Absorbed(at_us=at_us, actor=by, from_ticket=str(number), message_at_us=open_us)
    view = record(work, other, [absorbed])
    _tell(work, loaded, merged, view)
    return view


def _refuse_overheard(work: Transaction, readers: Readers) -> None:
    """Refuse to have what agents answer of a private department said in others' channels."""
    department = readers.kept.department
    for channel_id in filter(None, (where for _, where in readers.gone.asked)):
        if not belongs_to(work, channel_id, department):
            numbers = readers.gone.number, readers.kept.number
            raise UserFacingError(wording.merges.overheard(*numbers))


def _refuse_published(work: Transaction, row: TicketRow, readers: Readers) -> None:
    """Refuse to have what is written alone to a team said where others read."""
    gone, kept = readers.gone, readers.kept
    if kept.talked_in is None or kept.talked_in == gone.talked_in:
        return
    is_secret = not belongs_to(work, kept.talked_in, gone.department)
    if is_secret or threads.is_among_agents(work, row):
        raise UserFacingError(wording.merges.published(gone.number, kept.number))


def _open_message_us(work: Transaction, loaded: LoadedTicket) -> int | None:
    open_s = loaded.replayed(work).ticket.open_message_at_s
    return None if open_s is None else open_s * MICROSECONDS


def _tell(work: Transaction, loaded: LoadedTicket, merged: TicketView, view: TicketView) -> None:
    """Tell agents at both cards, and the requester in the conversation that ends here."""
    numbers = {"number": merged.number, "into": view.number}
    key = MessageKey.of(KeyKind.MERGED, merged.number)
    say_at_card(work, merged.number, key, wording.tickets.merged_card, **numbers)
    absorbed = key.derived(view.number)
    say_at_card(work, view.number, absorbed, wording.tickets.absorbed_card, **numbers)
    line = Line(wording.requesters.merged, numbers)
    payload = speech_to(work, merged.requester).payload(line)
    thread = threads.of_requester(work, loaded.row) or threads.conversation(work, loaded.row)
    if thread is not None:
        threads.say_in(work, thread, key.derived("requester"), payload, number=merged.number)
    if merged.requester is not None and merged.requester != view.requester:
        _tell_who_is_joined(work, merged.number, merged.requester, view)


def _tell_who_is_joined(work: Transaction, number: int, person_id: str, view: TicketView) -> None:
    """Tell who asked for the ticket that goes on who reads along from now on."""
    row = load(work, view.number).row
    thread = threads.of_requester(work, row) or threads.conversation(work, row)
    if thread is None:
        return
    name = work.directory.name_of(person_id)
    facts: Facts = {"number": number, "into": view.number, "name": name}
    line = Line(wording.requesters.absorbed, facts)
    payload = speech_to(work, view.requester).payload(line)
    key = MessageKey.of(KeyKind.MERGED, number).derived("joined", view.number)
    threads.say_in(work, thread, key, payload, number=view.number)
