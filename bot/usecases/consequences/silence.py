"""What the silence of a requester does to a ticket: a reminder, then resolved, later closed.

The deeds are ``status`` events of the bot, dated when they were due, however late that was noticed,
unless something happened since. A word of the requester that is older and comes to light afterwards
undoes one. The instants are those of ``sla_core.silence``.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.keys.messages import reminder_key, reminder_prefix
from bot.store import outbox, tickets, waiting_messages
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import hours_of, telling
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.views.tickets import TicketView
from sla_core.clocks.replay import Replayed
from sla_core.configuration import Configuration
from sla_core.instants import MICROSECONDS, from_s, to_s, to_us
from sla_core.silence import Silence, silence
from sla_core.tickets.events import AgentReply, CallAnswered, Event, RequesterMessage, StatusSet
from sla_core.tickets.vocabulary import SETTLED


def of(work: Work, replayed: Replayed, events: Sequence[Event]) -> Silence | None:
    """The silence a ticket stands in by its level's present keys; None where it has none."""
    ticket = replayed.ticket
    level = work.configuration.level(ticket.level)
    return silence(ticket, events, level, hours_of(work, ticket.level, None))


def wake(work: Work, row: TicketRow, found: Silence | None) -> TicketRow:
    """A locked ticket that wakes when its silence wants something, if that is sooner."""
    at_s = None if found is None else _next_s(work, row, found)
    if at_s is None or (row.wake_at is not None and to_s(row.wake_at) <= at_s):
        return row
    woken = replace(row, wake_at=from_s(at_s))
    tickets.save(work.connection, work.workspace_id, woken)
    return woken


def wake_all(work: Work, wanted: Configuration) -> None:
    """Look at every ticket anew where levels treat silence otherwise from now on."""
    if _of_levels(wanted) != _of_levels(work.configuration):
        tickets.wake(work.connection, work.workspace_id, work.now)


def deed(work: Work, found: Silence | None) -> StatusSet | None:
    """What is due by now of a silence; None while nothing is."""
    if found is None or found.ends is None or found.ends[1] > work.now_s:
        return None
    status, at_s = found.ends
    return StatusSet(at_us=at_s * MICROSECONDS, actor=work.bot_user_id, to=status)


def remind(work: Work, row: TicketRow, view: TicketView, found: Silence | None) -> None:
    """Remind the requester once that their answer is waited for, if that is due by now."""
    if found is None or found.resolve_at_s is None or not _is_due(work, found.remind_at_s):
        return
    thread = threads.of_requester(work, row)
    if thread is not None:
        payload = telling(work, row).reminder(view, from_s(found.resolve_at_s))
        key = reminder_key(row.number, found.since_s)
        threads.say_in(work, thread, key, payload, number=row.number)


def take_back_reminders(work: Work, number: int, found: Silence | None) -> None:
    """Give up what waits to be said to remind the requester, but for the silence there is."""
    if all(level.resolve_after_s is None for level in work.configuration.levels.values()):
        return
    is_waited_for = found is not None and found.resolve_at_s is not None
    key = reminder_key(number, found.since_s) if found is not None and is_waited_for else None
    waiting_messages.take_back_but(work.connection, work.workspace_id, reminder_prefix(number), key)


def undone(work: Work, kept: Sequence[Event], late: Event) -> list[Event]:
    """What a word of the requester undoes that is older than the deed it should have prevented."""
    if not isinstance(late, RequesterMessage):
        return []
    ended = next((each for each in reversed(kept) if isinstance(each, StatusSet)), None)
    if ended is None or ended.actor != work.bot_user_id or ended.to not in SETTLED:
        return []
    answered = (each.at_us for each in kept if isinstance(each, AgentReply | CallAnswered))
    if not max([0, *answered]) < late.at_us < ended.at_us:
        return []
    return [StatusSet(at_us=to_us(work.now), actor=work.bot_user_id, to="open")]


def _next_s(work: Work, row: TicketRow, found: Silence) -> int | None:
    """When something is due next; what was said already is not due."""
    ends_s = None if found.ends is None else found.ends[1]
    if found.remind_at_s is None or threads.of_requester(work, row) is None:
        return ends_s
    key = reminder_key(row.number, found.since_s)
    if outbox.get(work.connection, work.workspace_id, key) is not None:
        return ends_s
    return found.remind_at_s


def _is_due(work: Work, at_s: int | None) -> bool:
    return at_s is not None and at_s <= work.now_s


def _of_levels(configuration: Configuration) -> dict[str, tuple[int | None, int | None]]:
    return {
        name: (level.resolve_after_s, level.close_after_s)
        for name, level in configuration.levels.items()
    }
