"""People's messages that Slack refused: they learn of it at once, and send them again.

It is told to who wrote it, where they read, with all of its text; to the ticket's agents in the
thread of its card, as the clocks have counted it; and the card says so until it is delivered.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from bot import wording
from bot.errors import BrokenTimeline, UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import refused, tickets
from bot.store.outbox import OutboxRow
from bot.store.tickets import TicketRow
from bot.usecases.changes.access import is_agent_of, require_agent
from bot.usecases.changes.acts import Act, note_act
from bot.usecases.changes.allowed import refuse_away
from bot.usecases.consequences.cards import edit_card
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.privacy import belongs_to, is_channel
from bot.usecases.ground.timelines import (
    LoadedTicket,
    absorbed_by,
    load,
)
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.messages import pieces, threads
from bot.usecases.messages.outgoing import card_now, edit, lane_of_card
from bot.usecases.messages.threads import Thread
from bot.views.refusals import UndeliveredMessage
from bot.views.sentences import Line
from sla_core.instants import to_us

WAITING: Final = ("channel_not_found", "no_permission", "not_in_channel")
"""What is not refused for good: it goes out when the bot is invited. Its author is told as well."""


def tell_refusals(program: Program) -> bool:
    """Tell of messages refused since, or arrived after all; return whether there was any."""
    with program.look() as work:
        rows = [*refused.untold(*work.scope, WAITING), *refused.arrived(*work.scope)]
    for number in dict.fromkeys(row.ticket_number for row in rows):
        with program.work() as work:
            _tell_of_ticket(work, number)
    return bool(rows)


def send_again(work: Transaction, number: int, written: str, by: str, at: datetime) -> str:
    """Send the refused part of a message anew, and return the result; refused to others.

    It is named by its key, as a button has it written. What stands in Slack already is not said
    twice.
    """
    loaded, key = load(work, number, by=by, lock=True), MessageKey.parse(written)
    rows = pieces.all_of(work, key)
    is_theirs = rows and rows[0].author is not None and rows[0].ticket_number == number
    if not is_theirs or rows[0].state == "superseded":
        raise UserFacingError(wording.undelivered.is_unknown())
    if not all(belongs_to(work, row.lane, loaded.row.department) for row in rows):
        raise UserFacingError(wording.undelivered.is_unknown())
    if by != rows[0].author or key.is_of(KeyKind.EVENT, number):
        require_agent(work, loaded, by)
    refuse_away(loaded)
    keys = [row.key for row in rows]
    if refused.send_again(*work.scope, keys, WAITING, work.now):
        act = Act("send_again", {"state": "refused"}, {"state": "pending", "message": str(key)})
        note_act(work, number, act, by, at)
        return wording.undelivered.sent_again(number)
    if all(row.state == "sent" for row in rows):
        return wording.undelivered.is_there(number)
    return wording.undelivered.is_on_its_way(number)


def _tell_of_ticket(work: Transaction, number: int | None) -> None:
    """Tell of one ticket, which is locked first: what happens to it meanwhile waits."""
    row = None if number is None else tickets.lock(*work.scope, number)
    _tell_refused(work, row, _of(refused.untold(*work.scope, WAITING), number))
    _tell_arrived(work, _of(refused.arrived(*work.scope), number))
    if row is not None:
        with suppress(BrokenTimeline):
            view = load(work, row.number).view(work)
            edit_card(work, view, row.last_seq, "undelivered", view.undelivered)


def _of(rows: Iterable[OutboxRow], number: int | None) -> list[OutboxRow]:
    return [row for row in rows if row.ticket_number == number]


def _tell_refused(work: Transaction, ticket: TicketRow | None, rows: Iterable[OutboxRow]) -> None:
    """Tell of each message once, whichever of its pieces it is that is refused."""
    rows_by_key: dict[MessageKey, list[OutboxRow]] = {}
    for row in rows:
        rows_by_key.setdefault(MessageKey.parse(row.key).whole, []).append(row)
    for key, refused_rows in rows_by_key.items():
        _note(work, [*pieces.all_of(work, key), *refused_rows])
        if ticket is not None:
            _tell_author(work, ticket, key, refused_rows[0])
            _tell_agents(work, ticket, key, refused_rows[0])


def _note(work: Transaction, rows: Iterable[OutboxRow]) -> None:
    """Keep that the author knows of all of them; our clock may have been ahead when they ended."""
    all_rows = list(rows)
    at = max([work.now, *(row.settled_at for row in all_rows if row.settled_at is not None)])
    refused.note(*work.scope, [row.key for row in all_rows], at)


def _tell_author(work: Transaction, ticket: TicketRow, key: MessageKey, row: OutboxRow) -> None:
    assert row.author is not None  # noqa: S101 only what somebody wrote is looked for
    person = work.directory.person(row.author)
    if person is None or person.is_deleted or person.is_bot:
        return
    thread = threads.direct(work, ticket) if row.author == ticket.requester else None
    if thread is None or thread.channel_id in (row.lane, row.channel_id):
        thread = Thread(row.author)
    notice = speech_to(work, row.author).pieces(_notice(work, ticket, key, row, None))
    notice_key = MessageKey.of(KeyKind.UNDELIVERED, key, to_us(work.now))
    pieces.say_all(work, thread, notice_key, notice, number=ticket.number, author=None)


def _tell_agents(work: Transaction, ticket: TicketRow, key: MessageKey, row: OutboxRow) -> None:
    card = card_now(work, ticket.number)
    channel_id = lane_of_card(work, ticket.number)
    if channel_id is None or channel_id == row.lane:
        return
    name = work.directory.name_of(row.author or "")
    notice = work.speech.pieces(_notice(work, ticket, key, row, name))
    notice_key = MessageKey.of(KeyKind.UNDELIVERED, key, to_us(work.now), "card")
    thread = Thread(channel_id, root_key=card)
    pieces.say_all(work, thread, notice_key, notice, number=ticket.number, author=None)


def _notice(
    work: Transaction, ticket: TicketRow, key: MessageKey, row: OutboxRow, author: str | None
) -> UndeliveredMessage:
    """What is told of a message: to its author alone, unless that one is named."""
    is_for_agent = author is not None or is_agent_of(
        work, LoadedTicket(ticket, ()), row.author or ""
    )
    is_known = is_for_agent and is_channel(row.lane)
    return UndeliveredMessage(
        number=ticket.number,
        key=str(key),
        error=row.error or "",
        text=_text_of(work, key),
        author=author,
        is_for_agent=is_for_agent,
        person=_reader_in(work, ticket, row.lane),
        channel_id=row.lane if is_known else None,
    )


def _reader_in(work: Transaction, ticket: TicketRow, lane: str) -> str | None:
    """Who reads alone what is said there, by name; None in a channel."""
    if is_channel(lane):
        return None
    rows = [ticket]
    with suppress(BrokenTimeline):
        rows += absorbed_by(work, load(work, ticket.number).events)
    requesters = (row.requester for row in rows if row.requester_channel_id == lane)
    return work.directory.name_of(next(requesters, None) or lane)


def _text_of(work: Transaction, key: MessageKey) -> str:
    """All that was written, as it would be said."""
    payloads: list[Any] = [row.payload for row in pieces.all_of(work, key)]
    return "\n".join(
        str(payload.get("text", "")) for payload in payloads if isinstance(payload, dict)
    )


def _tell_arrived(work: Transaction, rows: Iterable[OutboxRow]) -> None:
    """Let those who were told that it is refused read that it arrived, where all of it did."""
    arrived = {row.key: row.ticket_number for row in rows}
    refused.note(*work.scope, list(arrived), None)
    numbers = {MessageKey.parse(key).whole: number for key, number in arrived.items()}
    for key, number in numbers.items():
        if any(row.refused_at is not None for row in pieces.all_of(work, key)):
            continue
        for text in refused.notices(*work.scope, KeyKind.UNDELIVERED.prefix(key)):
            notice = MessageKey.parse(text)
            if number is not None and notice.whole == notice:
                line = Line(wording.undelivered.after_all, {"number": number})
                payload = work.speech.payload(line)
                pieces.take_away_rest(work, notice, number=number)
                edit_key = notice.derived(to_us(work.now))
                edit(work, edit_key, notice, payload, ticket_number=number)
