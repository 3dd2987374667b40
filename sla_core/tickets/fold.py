"""The change that each event makes to a ticket, and its signals to clocks.

The fold knows statuses, open messages and phases; it knows nothing of targets, calendars or time
passing. An event that finds nothing to act on changes nothing and signals nothing.
"""

from typing import Final

from sla_core.errors import TimelineError
from sla_core.tickets.clock_events import Acknowledged, CauseNamed, Excluded, Reprocessed, Snoozed
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import requester_of
from sla_core.tickets.events import (
    Absorbed,
    AgentReply,
    CallAbandoned,
    CallAnswered,
    CallEnded,
    CallRinging,
    Created,
    Deleted,
    Merged,
    NoReplyNeeded,
    Note,
    Notified,
    Rated,
    RequesterMessage,
    Restored,
    Ruled,
    StatusSet,
)
from sla_core.tickets.properties import PROPERTIES, Handler
from sla_core.tickets.signals import NOTHING, Signal, Signals
from sla_core.tickets.tags import retagged
from sla_core.tickets.ticket import RECORDED, Stay, Ticket
from sla_core.tickets.vocabulary import MAY_GO_ON, OUR_TURN


def apply(ticket: Ticket, event: Event) -> Signals:
    """Take in the ticket's next event and return what it signals.

    Raises ``TimelineError`` for anything before its creation and for a second one.
    """
    if (ticket.created_at_s is None) != (type(event) is Created):
        raise TimelineError("not_created_once", ticket=ticket.name)
    handlers = _HANDLERS if ticket.away is None else _WHILE_AWAY
    handler = handlers.get(type(event))
    signals = NOTHING if handler is None else handler(ticket, event)
    if event.rule is None and type(event) is not Note:
        ticket.changed_at_s = event.at_s
    return signals


def _created(ticket: Ticket, event: Created) -> Signals:
    ticket.created_at_s = ticket.changed_at_s = event.at_s
    ticket.source = event.source
    ticket.created_by_requester = event.by == "requester"
    ticket.requester = requester_of(event)
    ticket.subject = event.subject
    ticket.priority = event.priority
    ticket.department = event.department
    ticket.customer = event.customer
    ticket.customer_group = event.customer_group
    ticket.tags = retagged((), event.tags)
    ticket.fields = dict(event.fields)
    ticket.statuses.append((event.at_s, ticket.status))
    for name in RECORDED:
        ticket.past[name] = [(event.at_s, getattr(ticket, name))]
    if not ticket.created_by_requester:
        return (Signal.CREATED,)
    if event.source == "call":
        return Signal.CREATED, Signal.RANG
    ticket.open_message_at_s = event.at_s
    if event.source == "chat":
        return Signal.CREATED, Signal.CHAT_ASKED
    ticket.in_first_reply_phase = True
    return Signal.CREATED, Signal.FIRST_ASKED


# --- messages -------------------------------------------------------------------------------


def _requester_message(ticket: Ticket, event: Event) -> Signals:
    if ticket.status == "closed":
        return NOTHING
    reopens = ticket.status == "resolved"
    signals = NOTHING
    if ticket.status in _REQUESTER_REOPENS:
        signals = _status_becomes(ticket, "open", event.at_s)
    if ticket.open_message_at_s is not None:
        return signals
    return (*signals, _message_opens(ticket, event.at_s, reopens=reopens))


_REQUESTER_REOPENS: Final = frozenset(MAY_GO_ON) - frozenset(OUR_TURN)


def _message_opens(ticket: Ticket, at_s: int, *, reopens: bool) -> Signal:
    ticket.open_message_at_s = at_s
    ticket.message_reopened = reopens
    return Signal.CHAT_ASKED if ticket.source == "chat" else Signal.ASKED


def _agent_reply(ticket: Ticket, event: Event) -> Signals:
    _nothing_is_open(ticket)
    ticket.escalated = False
    ticket.replied_at_s = event.at_s
    ticket.replies += 1
    if ticket.status in OUR_TURN:
        _status_becomes(ticket, "answered", event.at_s)
    return (Signal.REPLIED,)


def _call_answered(ticket: Ticket, event: CallAnswered) -> Signals:
    return (Signal.ANSWERED, *_agent_reply(ticket, event))


def _no_reply_needed(ticket: Ticket, event: NoReplyNeeded) -> Signals:
    was_open, reopened = ticket.open_message_at_s is not None, ticket.message_reopened
    _nothing_is_open(ticket)
    if not was_open:
        return NOTHING
    if not reopened:
        return (Signal.WAIVED,)
    ticket.turn("resolved", event.at_s)
    ticket.reopens -= 1
    return (Signal.UNREOPENED,)


def _nothing_is_open(ticket: Ticket) -> None:
    ticket.open_message_at_s = None
    ticket.message_reopened = False
    ticket.in_first_reply_phase = False
    ticket.stay = Stay(is_unassigned=ticket.stay.is_unassigned)


# --- status, spam, deletion -----------------------------------------------------------------


def _status_set(ticket: Ticket, event: StatusSet) -> Signals:
    if ticket.merged_into is not None:
        return NOTHING
    ticket.message_reopened = False
    if event.to == "spam":
        ticket.status_before_spam = ticket.status
        ticket.turn("spam", event.at_s)
        return _goes_away(ticket, "spam")
    signals = _status_becomes(ticket, event.to, event.at_s)
    ticket.until_us = event.until_us
    return (*signals, *_questions_again(ticket)) if Signal.REOPENED in signals else signals


def _status_becomes(ticket: Ticket, status: str, at_s: int) -> Signals:
    was_settled = ticket.is_settled
    ticket.turn(status, at_s)
    if ticket.is_settled == was_settled:
        return NOTHING
    if was_settled:
        ticket.reopens += 1
        return (Signal.REOPENED,)
    stay = Stay(ticket.open_message_at_s, ticket.in_first_reply_phase, is_unassigned=True)
    _nothing_is_open(ticket)
    ticket.stay = stay
    ticket.escalated = False
    return (Signal.SETTLED,)


def _questions_again(ticket: Ticket) -> Signals:
    """What a stay in resolved or closed ended, and nobody answered meanwhile, is asked again."""
    stay, signals = ticket.stay, NOTHING
    if stay.open_message_at_s is not None:
        ticket.open_message_at_s = stay.open_message_at_s
        ticket.in_first_reply_phase = stay.in_first_reply_phase
        signals = (Signal.ASKED_AGAIN,)
    return (*signals, Signal.STILL_UNASSIGNED) if stay.is_unassigned else signals


def _deleted(ticket: Ticket, event: Deleted) -> Signals:
    ticket.statuses.append((event.at_s, "deleted"))
    return _goes_away(ticket, "deleted")


def _goes_away(ticket: Ticket, where: str) -> Signals:
    ticket.away = where
    ticket.wrote_while_away = False
    return (Signal.WENT_AWAY,)


def _restored(ticket: Ticket, event: Restored) -> Signals:
    return *_comes_back(ticket, event.at_s), *_message_meanwhile(ticket, event)


def _status_out_of_spam(ticket: Ticket, event: StatusSet) -> Signals:
    if ticket.is_deleted or event.to == "spam":
        return NOTHING
    back = _comes_back(ticket, event.at_s)
    return *back, *_status_set(ticket, event), *_message_meanwhile(ticket, event)


def _comes_back(ticket: Ticket, at_s: int) -> Signals:
    if ticket.is_deleted:
        ticket.statuses.append((at_s, ticket.status))
    else:
        ticket.turn(ticket.status_before_spam, at_s)
    ticket.away = None
    return (Signal.CAME_BACK,)


def _message_meanwhile(ticket: Ticket, event: Event) -> Signals:
    """What was written while away and not answered counts as received now."""
    return _requester_message(ticket, event) if ticket.wrote_while_away else NOTHING


def _wrote_while_away(ticket: Ticket, _: Event) -> Signals:
    ticket.wrote_while_away = True
    return NOTHING


def _answered_while_away(ticket: Ticket, _: Event) -> Signals:
    ticket.wrote_while_away = False
    return NOTHING


# --- merging --------------------------------------------------------------------------------


def _merged(ticket: Ticket, event: Merged) -> Signals:
    _nothing_is_open(ticket)
    ticket.escalated = False
    ticket.merged_into = event.into
    ticket.turn("closed", event.at_s)
    return (Signal.MERGED,)


def _absorbed(ticket: Ticket, event: Absorbed) -> Signals:
    """The other ticket's message is open here; nothing else of this one changes."""
    message_at_s = event.message_at_s
    if message_at_s is None or ticket.status == "closed":
        return NOTHING
    if ticket.open_message_at_s is not None:
        ticket.open_message_at_s = min(ticket.open_message_at_s, message_at_s)
        return (Signal.ABSORBED,)
    reopens = ticket.status == "resolved"
    signals = _status_becomes(ticket, "open", event.at_s) if reopens else NOTHING
    return *signals, _message_opens(ticket, message_at_s, reopens=reopens), Signal.ABSORBED


# --- calls ----------------------------------------------------------------------------------


def _call_ringing(ticket: Ticket, _: Event) -> Signals:
    rings = ticket.source == "call" and ticket.created_by_requester
    return (Signal.RANG,) if rings else NOTHING


def _always(*signals: Signal) -> Handler:
    """The handler of an event that changes nothing of the ticket itself."""
    return lambda _, __: signals


_HANDLERS: Final[dict[type[Event], Handler]] = {
    Created: _created,
    RequesterMessage: _requester_message,
    AgentReply: _agent_reply,
    NoReplyNeeded: _no_reply_needed,
    StatusSet: _status_set,
    Deleted: _deleted,
    Merged: _merged,
    Absorbed: _absorbed,
    **PROPERTIES,
    CallRinging: _call_ringing,
    CallAnswered: _call_answered,
    CallAbandoned: _always(Signal.ABANDONED),
    Excluded: _always(Signal.EXCLUDED),
    Reprocessed: _always(Signal.REPROCESSED),
    Acknowledged: _always(Signal.ACKNOWLEDGED),
    Snoozed: _always(Signal.SNOOZED),
    CallEnded: _always(),
    Note: _always(),
    CauseNamed: _always(),
    Rated: _always(),
    Ruled: _always(),
    Notified: _always(),
    Restored: _always(),
}
_WHILE_AWAY: Final[dict[type[Event], Handler]] = {
    Restored: _restored,
    StatusSet: _status_out_of_spam,
    RequesterMessage: _wrote_while_away,
    AgentReply: _answered_while_away,
    CallAnswered: _answered_while_away,
}
"""All that a ticket hears while it is spam or deleted (semantics, section 7)."""
