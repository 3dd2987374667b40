"""Saying that a point of a clock was reached: once, to whom the level says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.keys.messages import elsewhere_key, point_prefix
from bot.store import outbox, waiting_messages
from bot.store.outbox import Outgoing
from bot.store.tickets import TicketRow
from bot.usecases.consequences.alarm_rows import keep, recall
from bot.usecases.consequences.corrections import correct_what_was_said
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import card_now, lane_of_card
from bot.views.tickets import AlertView, clock_view, ticket_view
from sla_core.alarms import (
    BREACH,
    Announcement,
    Change,
    ClockMemory,
    Saying,
    changed,
    name_of,
    points_of,
    swept,
)
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.configuration import Department
from sla_core.instants import from_s

_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{7,}")


def announce_due(work: Work, ticket: TicketRow, replayed: Replayed) -> None:
    """Say what is due of a locked ticket when it was replayed, and remember that it was said."""
    memories = recall(work, ticket.number)
    outcome = swept(memories, replayed)
    announce(work, ticket, replayed, outcome.sayings)
    keep(work, ticket.number, memories, outcome.memories)


def announce_before(work: Work, ticket: TicketRow, change: Change) -> None:
    """Of clocks that a change gives other points, say what was due and not said; arm the rest."""
    memories = recall(work, ticket.number)
    outcome = changed(memories, change)
    announce(work, ticket, change.before, outcome.sayings)
    bring_in_line(work, ticket, change.after, memories, outcome.memories)


def bring_in_line(
    work: Work,
    ticket: TicketRow,
    replayed: Replayed,
    before: Sequence[ClockMemory],
    after: Sequence[ClockMemory],
) -> None:
    """Keep what is remembered of a locked ticket's clocks; what waits to be sent says what is so.

    The breach of a clock that stopped, or runs on, before it was sent is put in other words; what
    was sent of one that had stopped by then is corrected.
    """
    clocks = {name_of(clock): clock for clock in replayed.clocks}
    for memory in keep(work, ticket.number, before, after):
        if memory.cycle is not None:
            clock = clocks[memory.metric, memory.cycle]
            _reword(work, ticket, replayed, clock, memory)
            correct_what_was_said(work, ticket, replayed, clock, memory)


def announce(work: Work, ticket: TicketRow, replayed: Replayed, sayings: Iterable[Saying]) -> None:
    """Say these things of a ticket as it stands in a replay."""
    for saying in sayings:
        for message in _messages(work, ticket, replayed, saying):
            outbox.put(work.connection, work.workspace_id, message)


def _reword(
    work: Work, ticket: TicketRow, replayed: Replayed, clock: Clock, memory: ClockMemory
) -> None:
    here = work.connection, work.workspace_id
    prefix = point_prefix(ticket.number, *memory.key, BREACH)
    versions = {_version(key, prefix) for key in waiting_messages.waiting(*here, prefix)}
    points = [each for each in points_of(clock, replayed.at_s) if each.name == BREACH]
    for point in points if versions else []:
        for version in versions:
            found = Announcement(*memory.key, version, point, (BREACH,), (BREACH,))
            saying = Saying(clock, replayed.at_s, found, is_first=False)
            for message in _messages(work, ticket, replayed, saying):
                waiting_messages.reword(*here, message)


def _version(key: str, prefix: str) -> int:
    return int(key.removeprefix(prefix).partition("@")[0])


def _messages(
    work: Work, ticket: TicketRow, replayed: Replayed, saying: Saying
) -> Iterator[Outgoing]:
    """What is said in the thread of the card, and in every other channel that is to hear of it.

    Where there is no card, or its channel is closed to us, it goes to the first lead. Of a private
    department no other channel than its own hears.
    """
    view, found = ticket_view(ticket, replayed), saying.announcement
    point, said = found.point, _alert(work, ticket, saying)
    card, key = card_now(work, view.number), found.key(str(view.number))
    home, lead = lane_of_card(work, view.number), first_lead(work, ticket.department)
    channels = channels_named(work.directory, point.to)
    in_channel = point.is_breach or saying.is_first or home in channels
    outgoing = Outgoing(
        key=key,
        lane="",
        method=outbox.POST,
        payload={},
        created_at=work.now,
        summary=work.speech.alert_line(view, said),
        ticket_number=view.number,
        due_at=said.due_at,
        urgency=outbox.BREACH if said.is_breach else outbox.WARNING,
    )
    if home is not None:
        payload = work.speech.alert(view, said, to_channel=in_channel)
        yield replace(outgoing, lane=home, payload=payload, thread_key=card, fallback_lane=lead)
    elif lead is not None:
        payload = work.speech.alert(view, said, to_channel=False)
        yield replace(outgoing, lane=lead, payload=payload)
    place = outbox.message_of(work.connection, work.workspace_id, card)
    for channel_id in channels:
        if channel_id != home and may_hold(work, channel_id, ticket.department):
            payload = work.speech.alert(view, said, to_channel=False, card=place)
            other = elsewhere_key(key, channel_id)
            yield replace(outgoing, key=other, lane=channel_id, payload=payload, fallback_lane=lead)


def _alert(work: Work, ticket: TicketRow, saying: Saying) -> AlertView:
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


def mentioned(
    work: Work, department_name: str | None, assignee: str | None, to: Iterable[str]
) -> tuple[str, ...]:
    """The Slack ids of the people and user groups that ``to`` stands for; channels have none.

    The leads stand in for an assignee where nobody has the ticket, or who had it left.
    """
    department = work.configuration.department(department_name)
    leads = department.leads if department else ()
    meant = {
        "channel": (),
        "leads": leads,
        "managers": department.managers if department else (),
        "agents": department.agents if department else (),
        "assignee": (assignee,) if assignee and not has_left(work, assignee) else leads,
    }
    names = [name for each in to for name in meant.get(each, (each,))]
    found = [_pinged(work.directory, name) for name in names]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def has_left(work: Work, person_id: str) -> bool:
    """Whether somebody is known to have left, so that what they have is nobody's."""
    person = work.directory.person(person_id)
    return person is not None and person.is_deleted


def _pinged(directory: Directory, name: str) -> str | None:
    """The id of the user group or of the person a name stands for, if anybody bears it."""
    group = directory.group(name)
    if group is not None:
        return group.id
    return directory.staff_id(name)


def channels_named(directory: Directory, to: Iterable[str]) -> tuple[str, ...]:
    """The ids of the channels that are named in ``to``, as far as Slack knows their names."""
    found = [_channel_id(directory, name) for name in to]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _channel_id(directory: Directory, name: str) -> str | None:
    if name.startswith("#"):
        return directory.channel_id(name)
    name = directory.moved(name)
    return name if directory.channel(name) is not None or _CHANNEL.fullmatch(name) else None


def first_lead(work: Work, department_name: str | None) -> str | None:
    """The first lead of a department, else its first manager; None where there is nobody."""
    department = work.configuration.department(department_name)
    names = _who_leads(department) if department else ()
    found = (sorted(work.directory.staff_of([name])) for name in names)
    return next((ids[0] for ids in found if ids), None)


def _who_leads(department: Department) -> tuple[str, ...]:
    return *department.leads, *department.managers
