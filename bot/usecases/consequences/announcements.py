"""Saying that a point of a clock was reached: once, to whom the level says."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox, waiting_messages
from bot.store.outbox import Outgoing
from bot.store.tickets import TicketRow
from bot.usecases.consequences.alarm_rows import arm, keep, recall
from bot.usecases.consequences.corrections import correct_what_was_said
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.recipients import channels_named, first_lead, mentioned
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import card_now, lane_of_card
from bot.views.agent_messages import ClockAlert
from bot.views.tickets import AlertView, clock_view, ticket_view
from sla_core.alarms import (
    BREACH,
    AlarmOutcome,
    Announcement,
    ClockMemory,
    ClockNotice,
    changed,
    name_of,
    points_of,
    remembered,
    swept,
)
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s


def announce(work: Transaction, step: TicketStep) -> None:
    """Say what was due of a locked ticket's clocks and not said; arm what is to come.

    Where points changed, what was due before that; in a sweep, what is due by now.
    """
    before = recall(work, step.row.number)
    outcome = _outcome(step, before)
    as_it_was = step.replayed if step.change is None else step.change.before
    for saying in outcome.sayings:
        for message in _messages(work, step.before, as_it_was, saying):
            outbox.put(*work.scope, message)
    memories = outcome.memories
    if step.clocks is not None:
        memories = remembered(memories, step.replayed)
        arm(work, step.row.number, memories, step.replayed)
    _bring_in_line(work, step.before, step.replayed, before, memories)


def _outcome(step: TicketStep, memories: tuple[ClockMemory, ...]) -> AlarmOutcome:
    if step.is_due:
        return swept(memories, step.replayed)
    if step.change is not None:
        return changed(memories, step.change)
    return AlarmOutcome(memories, ())


def _bring_in_line(
    work: Transaction,
    ticket: TicketRow,
    replayed: ReplayedTicket,
    before: Sequence[ClockMemory],
    after: Sequence[ClockMemory],
) -> None:
    """Keep the memories of a locked ticket's clocks; a message that waits to be sent is put right.

    The breach of a clock that stopped, or runs on, before it was sent is put in other words; what
    was sent of one that had stopped by then is corrected.
    """
    clocks = {name_of(clock): clock for clock in replayed.clocks}
    for memory in keep(work, ticket.number, before, after):
        if memory.cycle is not None:
            clock = clocks[memory.metric, memory.cycle]
            _reword(work, ticket, replayed, clock, memory)
            correct_what_was_said(work, ticket, replayed, clock, memory)


def _reword(
    work: Transaction,
    ticket: TicketRow,
    replayed: ReplayedTicket,
    clock: Clock,
    memory: ClockMemory,
) -> None:
    prefix = KeyKind.ALARM.prefix(ticket.number, *memory.key, BREACH)
    waiting = (MessageKey.parse(key) for key in waiting_messages.waiting(*work.scope, prefix))
    versions = {key.due_version for key in waiting if key.due_version is not None}
    points = [point for point in points_of(clock, replayed.at_s) if point.name == BREACH]
    for point in points if versions else []:
        for version in versions:
            announcement = Announcement(*memory.key, version, point, (BREACH,), (BREACH,))
            saying = ClockNotice(clock, replayed.at_s, announcement, is_first=False)
            for message in _messages(work, ticket, replayed, saying):
                waiting_messages.reword(*work.scope, message)


def _messages(
    work: Transaction, ticket: TicketRow, replayed: ReplayedTicket, saying: ClockNotice
) -> Iterator[Outgoing]:
    """What is said in the thread of the card, and in every other channel that is to hear of it.

    Where there is no card, or its channel is closed to us, it goes to the first lead. Of a private
    department no other channel than its own hears.
    """
    view, announcement = ticket_view(ticket, replayed), saying.announcement
    point, alert_view = announcement.point, _alert(work, ticket, saying)
    alert = ClockAlert(view, alert_view)
    card, key = card_now(work, view.number), MessageKey.parse(announcement.key(str(view.number)))
    home, lead = lane_of_card(work, view.number), first_lead(work, ticket.department)
    channels = channels_named(work.directory, point.to)
    in_channel = point.is_breach or saying.is_first or home in channels
    outgoing = Outgoing(
        key=str(key),
        lane="",
        method=outbox.POST,
        payload={},
        created_at=work.now,
        summary=work.speech.summary(alert),
        ticket_number=view.number,
        due_at=alert_view.due_at,
        urgency=outbox.BREACH if alert_view.is_breach else outbox.WARNING,
    )
    if home is not None:
        payload = work.speech.payload(replace(alert, to_channel=in_channel))
        yield replace(
            outgoing, lane=home, payload=payload, thread_key=str(card), fallback_lane=lead
        )
    elif lead is not None:
        payload = work.speech.payload(alert)
        yield replace(outgoing, lane=lead, payload=payload)
    card_place = outbox.message_of(*work.scope, str(card))
    for channel_id in channels:
        if channel_id != home and may_hold(work, channel_id, ticket.department):
            payload = work.speech.payload(replace(alert, card=card_place))
            other = str(key.elsewhere(channel_id))
            yield replace(outgoing, key=other, lane=channel_id, payload=payload, fallback_lane=lead)


def _alert(work: Transaction, ticket: TicketRow, saying: ClockNotice) -> AlertView:
    """What is shown of it; of a clock that has stopped nobody is called."""
    clock, point = saying.clock, saying.announcement.point
    to = point.to if clock.is_open else ()
    return AlertView(
        clock=clock_view(clock, saying.at_s),
        point=point.name,
        is_breach=point.is_breach,
        mentions=mentioned(work, ticket.department, ticket.assignee, to),
        done_by=clock.stopped_by,
        due_at=from_s(point.at_s),
    )
