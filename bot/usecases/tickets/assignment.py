"""Who has a ticket: claimed, given to somebody, given back."""

from collections.abc import Callable
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.usecases.changes.access import asks_colleagues, is_agent_of
from bot.usecases.changes.acts import Act
from bot.usecases.changes.allowed import (
    answerable,
    refuse_settled,
    workable,
)
from bot.usecases.changes.recording import record
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.privacy import may_know_of
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import reply, say_at_card
from bot.views.agent_messages import TicketAssigned
from bot.views.tickets import TicketView
from bot.wording.markup import Markup, escape, mention
from bot.wording.times import moment
from sla_core.instants import from_us, to_us
from sla_core.tickets.events import Assigned


def claim(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Give the ticket to the agent who asks; one of two wins, the other is told who and when.

    What somebody has who left, or may not know of it any more, is free again.
    """
    loaded = answerable(work, number, by)
    holder = loaded.row.assignee
    refuse_settled(loaded)
    if holder == by:
        raise UserFacingError(wording.refusals.yours_already(number))
    is_held = holder is not None and may_know_of(work, loaded.row, holder)
    if holder is not None and is_held and work.directory.is_staff(holder):
        since = Markup(moment(_assigned_at(loaded)))
        raise _naming(mention(holder), wording.refusals.taken, number=number, since=since)
    return _give(work, loaded, "claim", by, by, at)


def release(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Take the ticket from who has it, so that anybody can claim it."""
    loaded = workable(work, number, by)
    holder = loaded.row.assignee
    if holder is None:
        raise UserFacingError(wording.objections.nobodys(number))
    view = _give(work, loaded, "release", by, None, at)
    if holder != by:
        names = {"by": work.directory.name_of(by), "holder": work.directory.name_of(holder)}
        key = _key(loaded).derived("told")
        say_at_card(work, view.number, key, wording.tickets.taken_away, **names)
    return view


def assign(work: Transaction, number: int, by: str, to: str, at: datetime) -> TicketView:
    """Give the ticket to an agent of its department, and tell them."""
    loaded = workable(work, number, by)
    check_assignee(work, loaded, to)
    if loaded.row.assignee == to:
        raise _naming(mention(to), wording.objections.has_already, number=number)
    refuse_settled(loaded)
    view = _give(work, loaded, "assign", by, to, at)
    if to != by:
        _tell(work, loaded, view, by, to)
    return view


def check_assignee(
    work: Transaction, loaded: LoadedTicket, to: str, named: str | None = None
) -> None:
    """Refuse to give a ticket to who does not answer it: guests, who left, who asked, others.

    They are mentioned where no other name is given.
    """
    row, person, who = loaded.row, work.directory.person(to), named or mention(to)
    if person is not None and person.is_deleted:
        raise _naming(who, wording.objections.has_left)
    if asks_colleagues(work, loaded, to):
        raise _naming(who, wording.objections.asked_it, number=row.number)
    anywhere = row.department is None and bool(
        departments_of(work.configuration, work.directory, to)
    )
    if not (is_agent_of(work, loaded, to) or (anywhere and to != row.requester)):
        sentence = wording.objections.no_agent_of
        raise _naming(who, sentence, number=row.number, department=row.department)


def _naming(who: str, sentence: Callable[..., str], **facts: str | int | None) -> UserFacingError:
    """A refusal that names somebody; what is no markup yet is escaped where Slack shows it."""
    all_facts = {"who": who, **facts}
    escaped = {name: _shown(fact) for name, fact in all_facts.items()}
    return UserFacingError(sentence(**all_facts), Markup(sentence(**escaped)))


def _shown(fact: str | int | None) -> str | int | None:
    return escape(fact) if isinstance(fact, str) and not isinstance(fact, Markup) else fact


def _give(
    work: Transaction, loaded: LoadedTicket, action: str, by: str, to: str | None, at: datetime
) -> TicketView:
    return record(work, loaded, [Assigned(at_us=to_us(at), actor=by, to=to)], Act(action))


def _tell(work: Transaction, loaded: LoadedTicket, view: TicketView, by: str, to: str) -> None:
    names = {"by": work.directory.name_of(by), "to": work.directory.name_of(to)}
    key = _key(loaded)
    say_at_card(work, view.number, key.derived("told"), wording.tickets.handed_over, **names)
    payload = speech_to(work, to).payload(TicketAssigned(view, names["by"]))
    reply(work, key, to, payload, ticket_number=view.number)


def _key(loaded: LoadedTicket) -> MessageKey:
    return MessageKey.of(KeyKind.ASSIGNED, loaded.row.number, loaded.row.last_seq + 1)


def _assigned_at(loaded: LoadedTicket) -> datetime:
    times = [event.at_us for event in loaded.events if isinstance(event, Assigned)]
    return from_us(max(times)) if times else loaded.row.created_at
