"""What the silence of a requester does to a ticket: a reminder, then resolved, later closed.

The deeds are ``status`` events of the bot, dated when they were due, however late that was noticed,
unless something happened since. A word of the requester that is older and comes to light afterwards
undoes one. The instants are those of ``sla_core.silence``.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox, waiting_messages
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import to_requester
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.views.requester_messages import AnswerAwaited
from bot.views.tickets import TicketView
from sla_core.clocks.replay import ReplayedTicket
from sla_core.configuration import Configuration
from sla_core.instants import MICROSECONDS, from_s, to_us
from sla_core.silence import Silence, silence
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, CallAnswered, RequesterMessage, StatusSet
from sla_core.tickets.vocabulary import SETTLED


def of(work: Transaction, replayed: ReplayedTicket, events: Sequence[Event]) -> Silence | None:
    """The silence a ticket stands in by its level's present keys; None where it has none."""
    ticket, configuration = replayed.ticket, work.configuration
    hours = configuration.hours(ticket.level, ticket.department)
    return silence(ticket, events, configuration.level(ticket.level), hours)


def next_at(
    work: Transaction, row: TicketRow, replayed: ReplayedTicket, events: Sequence[Event]
) -> datetime | None:
    """When the silence of a ticket wants something next; what was said already is not due."""
    silence = of(work, replayed, events)
    at_s = None if silence is None else _next_s(work, row, silence)
    return None if at_s is None else from_s(at_s)


def is_treated_otherwise(work: Transaction, configuration: Configuration) -> bool:
    """Whether levels treat silence otherwise from now on."""
    return _of_levels(configuration) != _of_levels(work.configuration)


def deed(work: Transaction, silence: Silence | None) -> StatusSet | None:
    """What is due by now of a silence; None while nothing is."""
    if silence is None or silence.ends is None or silence.ends[1] > work.now_s:
        return None
    status, at_s = silence.ends
    return StatusSet(at_us=at_s * MICROSECONDS, actor=work.bot_user_id, to=status)


def remind(work: Transaction, row: TicketRow, view: TicketView, silence: Silence | None) -> None:
    """Remind the requester once that their answer is waited for, if that is due by now."""
    if silence is None or silence.resolve_at_s is None or not _is_due(work, silence.remind_at_s):
        return
    thread = threads.of_requester(work, row)
    if thread is not None:
        awaited = AnswerAwaited(view, from_s(silence.resolve_at_s))
        payload = to_requester(work, row, view).payload(awaited)
        key = _key(row.number, silence)
        threads.say_in(work, thread, key, payload, number=row.number)


def take_back_reminders(work: Transaction, step: TicketStep) -> None:
    """Give up what waits to be said to remind the requester, but for the silence there is."""
    if all(level.resolve_after_s is None for level in work.configuration.levels.values()):
        return
    number = step.row.number
    silence = of(work, step.replayed, (*step.history, *step.events))
    is_waited_for = silence is not None and silence.resolve_at_s is not None
    key = str(_key(number, silence)) if silence is not None and is_waited_for else None
    prefix = KeyKind.REMINDER.prefix(number)
    waiting_messages.take_back_but(*work.scope, prefix, key)


def reopened(
    work: Transaction, row: TicketRow, history: Sequence[Event], happened: Sequence[Event]
) -> Sequence[Event]:
    """The events, with those that undo a deed newer than a word of the requester."""
    words = [event for event in happened if isinstance(event, RequesterMessage)]
    if not any(_would_have_prevented(work, history, event) for event in words):
        return happened
    return [*happened, StatusSet(at_us=to_us(work.now), actor=work.bot_user_id, to="open")]


def _would_have_prevented(work: Transaction, history: Sequence[Event], late: Event) -> bool:
    ended = next((event for event in reversed(history) if isinstance(event, StatusSet)), None)
    if ended is None or ended.actor != work.bot_user_id or ended.to not in SETTLED:
        return False
    answered = (event.at_us for event in history if isinstance(event, AgentReply | CallAnswered))
    return max([0, *answered]) < late.at_us < ended.at_us


def _next_s(work: Transaction, row: TicketRow, silence: Silence) -> int | None:
    """When something is due next; what was said already is not due."""
    ends_s = None if silence.ends is None else silence.ends[1]
    if silence.remind_at_s is None or threads.of_requester(work, row) is None:
        return ends_s
    key = _key(row.number, silence)
    if outbox.get(*work.scope, str(key)) is not None:
        return ends_s
    return silence.remind_at_s


def _key(number: int, silence: Silence) -> MessageKey:
    return MessageKey.of(KeyKind.REMINDER, number, silence.since_s)


def _is_due(work: Transaction, at_s: int | None) -> bool:
    return at_s is not None and at_s <= work.now_s


def _of_levels(configuration: Configuration) -> dict[str, tuple[int | None, int | None]]:
    return {
        name: (level.resolve_after_s, level.close_after_s)
        for name, level in configuration.levels.items()
    }
