"""What Slack refused of what people wrote: they learn of it at once, and send it again.

It is told to who wrote it, where they read, with all of its text; to the ticket's agents in the
thread of its card, as the clocks have counted it; and the card says so until it is delivered.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from bot import wording
from bot.errors import BrokenTimeline, UserFacingError
from bot.keys.messages import event_prefix
from bot.keys.pieces import undelivered_key, undelivered_prefix, whole_key
from bot.store import refused, tickets
from bot.store.outbox import OutboxRow
from bot.store.tickets import TicketRow
from bot.usecases.changes.access import is_agent_of, require_agent
from bot.usecases.changes.allowed import audited, refuse_away
from bot.usecases.changes.recording import Loaded, load, merged_into
from bot.usecases.consequences.cards import edit_card
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.privacy import belongs_to, is_channel
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.messages import pieces, threads
from bot.usecases.messages.outgoing import card_now, edit, lane_of_card
from bot.usecases.messages.threads import Thread
from bot.views.refusals import Undelivered
from sla_core.instants import to_us

WAITING: Final = ("channel_not_found", "no_permission", "not_in_channel")
"""What is not refused for good: it goes out when the bot is invited. Its author is told as well."""


def tell_refusals(desk: Desk) -> bool:
    """Tell of what was refused since, and of what arrived after all; whether there was any."""
    with desk.look() as work:
        here = work.connection, work.workspace_id
        rows = [*refused.untold(*here, WAITING), *refused.arrived(*here)]
    for number in dict.fromkeys(row.ticket_number for row in rows):
        with desk.work() as work:
            _tell_of_ticket(work, number)
    return bool(rows)


def send_again(work: Work, number: int, key: str, by: str, at: datetime) -> str:
    """Say anew what was refused of a message, and return what came of it; refused to others.

    What stands in Slack already is not said twice.
    """
    loaded = load(work, number, by=by, lock=True)
    rows = pieces.all_of(work, key)
    is_theirs = rows and rows[0].author is not None and rows[0].ticket_number == number
    if not is_theirs or rows[0].state == "superseded":
        raise UserFacingError(wording.undelivered.is_unknown())
    if not all(belongs_to(work, row.lane, loaded.row.department) for row in rows):
        raise UserFacingError(wording.undelivered.is_unknown())
    if by != rows[0].author or key.startswith(event_prefix(number)):
        require_agent(work, loaded, by)
    refuse_away(loaded)
    here, keys = (work.connection, work.workspace_id), [row.key for row in rows]
    if refused.send_again(*here, keys, WAITING, work.now):
        audited(work, by, at, "send_again", number)
        return wording.undelivered.sent_again(number)
    if all(row.state == "sent" for row in rows):
        return wording.undelivered.is_there(number)
    return wording.undelivered.is_on_its_way(number)


def _tell_of_ticket(work: Work, number: int | None) -> None:
    """Tell of one ticket, which is locked first: what happens to it meanwhile waits."""
    here = work.connection, work.workspace_id
    row = None if number is None else tickets.lock(*here, number)
    _tell_refused(work, row, _of(refused.untold(*here, WAITING), number))
    _tell_arrived(work, _of(refused.arrived(*here), number))
    if row is not None:
        with suppress(BrokenTimeline):
            view = load(work, row.number).view(work)
            edit_card(work, view, row.last_seq, f":undelivered:{view.undelivered}")


def _of(rows: Iterable[OutboxRow], number: int | None) -> list[OutboxRow]:
    return [row for row in rows if row.ticket_number == number]


def _tell_refused(work: Work, ticket: TicketRow | None, rows: Iterable[OutboxRow]) -> None:
    """Tell of each message once, whichever of its pieces it is that is refused."""
    found: dict[str, list[OutboxRow]] = {}
    for row in rows:
        found.setdefault(whole_key(row.key), []).append(row)
    for key, those in found.items():
        _note(work, [*pieces.all_of(work, key), *those])
        if ticket is not None:
            _tell_author(work, ticket, key, those[0])
            _tell_agents(work, ticket, key, those[0])


def _note(work: Work, rows: Iterable[OutboxRow]) -> None:
    """Keep that the author knows of all of them; our clock may have been ahead when they ended."""
    known = list(rows)
    at = max([work.now, *(row.settled_at for row in known if row.settled_at is not None)])
    refused.note(work.connection, work.workspace_id, [row.key for row in known], at)


def _tell_author(work: Work, ticket: TicketRow, key: str, row: OutboxRow) -> None:
    assert row.author is not None  # noqa: S101 only what somebody wrote is looked for
    person = work.directory.person(row.author)
    if person is None or person.is_deleted or person.is_bot:
        return
    thread = threads.direct(work, ticket) if row.author == ticket.requester else None
    if thread is None or thread.channel_id in (row.lane, row.channel_id):
        thread = Thread(row.author)
    speech = work.desk.speech.in_language(language_of(work, row.author))
    said = speech.undelivered(_notice(work, ticket, key, row, None))
    own = undelivered_key(key, f"{to_us(work.now)}")
    pieces.say_all(work, thread, own, said, number=ticket.number, author=None)


def _tell_agents(work: Work, ticket: TicketRow, key: str, row: OutboxRow) -> None:
    card = card_now(work, ticket.number)
    channel_id = lane_of_card(work, ticket.number)
    if channel_id is None or channel_id == row.lane:
        return
    name = work.directory.name_of(row.author or "")
    said = work.speech.undelivered(_notice(work, ticket, key, row, name))
    own = undelivered_key(key, f"{to_us(work.now)}:card")
    thread = Thread(channel_id, root_key=card)
    pieces.say_all(work, thread, own, said, number=ticket.number, author=None)


def _notice(
    work: Work, ticket: TicketRow, key: str, row: OutboxRow, author: str | None
) -> Undelivered:
    """What is told of a message: to its author alone, unless that one is named."""
    is_for_agent = author is not None or is_agent_of(work, Loaded(ticket, ()), row.author or "")
    is_known = is_for_agent and is_channel(row.lane)
    return Undelivered(
        number=ticket.number,
        key=key,
        error=row.error or "",
        text=_text_of(work, key),
        author=author,
        is_for_agent=is_for_agent,
        person=_reader_in(work, ticket, row.lane),
        channel_id=row.lane if is_known else None,
    )


def _reader_in(work: Work, ticket: TicketRow, lane: str) -> str | None:
    """Who reads alone what is said there, by name; None in a channel."""
    if is_channel(lane):
        return None
    asked = [ticket]
    with suppress(BrokenTimeline):
        asked += merged_into(work, load(work, ticket.number).events)
    read_there = (each.requester for each in asked if each.requester_channel_id == lane)
    return work.directory.name_of(next(read_there, None) or lane)


def _text_of(work: Work, key: str) -> str:
    """All that was written, as it would be said."""
    payloads: list[Any] = [row.payload for row in pieces.all_of(work, key)]
    return "\n".join(str(each.get("text", "")) for each in payloads if isinstance(each, dict))


def _tell_arrived(work: Work, rows: Iterable[OutboxRow]) -> None:
    """Let those who were told that it is refused read that it arrived, where all of it did."""
    here = work.connection, work.workspace_id
    arrived = {row.key: row.ticket_number for row in rows}
    refused.note(*here, list(arrived), None)
    for key, number in {whole_key(key): number for key, number in arrived.items()}.items():
        if any(row.refused_at is not None for row in pieces.all_of(work, key)):
            continue
        for told in refused.notices(*here, undelivered_prefix(key)):
            if number is not None and whole_key(told) == told:
                payload = work.speech.line(wording.undelivered.after_all, number=number)
                pieces.take_away_rest(work, told, number=number)
                edit(work, f"{told}:{to_us(work.now)}", told, payload, ticket_number=number)
