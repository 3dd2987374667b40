"""Saying that a point of a clock was reached: once, to whom the level says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.store import alarms, outbox
from bot.store.alarms import AlarmRow, ClockName
from bot.store.outbox import BREACH, WARNING, Outgoing
from bot.store.tickets import TicketRow
from bot.usecases.desk import Work
from bot.usecases.people import Directory
from bot.usecases.saying import card_now, channel_of
from bot.usecases.speaking import Payload, elsewhere_key
from bot.usecases.views import AlertView, TicketView, clock_view, ticket_view
from sla_core.alarms import Announcement, announcement, unhushed
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.configuration import Department
from sla_core.instants import from_s, to_s

_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{7,}")


def announce(
    work: Work,
    ticket: TicketRow,
    replayed: Replayed,
    rows: dict[ClockName, AlarmRow],
    *,
    only: Mapping[ClockName, Clock] | None = None,
) -> None:
    """Say what is due of a locked ticket when it was replayed, and note that it was said.

    Of what a change touches (`only`, as it is after that), all that was due before is said: after
    it, it is past.
    """
    told = dict(rows)
    is_past = only is not None
    for clock in replayed.open_clocks():
        name = clock.metric, clock.cycle
        row = rows.get(name)
        if row is None or (only is not None and name not in only):
            continue
        if only is not None:
            clock = unhushed(clock, only[name], replayed.at_s)  # noqa: PLW2901 as it was until then
        told_s = to_s(row.announced_at)
        found = announcement(clock, told_s, replayed.at_s, in_quiet_hours=is_past)
        if found is not None:
            _say(work, ticket, replayed, clock, found, first=_is_untold(row, clock))
            told[name] = replace(row, announced_at=from_s(replayed.at_s))
    alarms.replace(work.connection, work.workspace_id, ticket.number, list(told.values()))


def _is_untold(row: AlarmRow, clock: Clock) -> bool:
    """Whether nothing was said of the clock yet."""
    return row.announced_at <= from_s(clock.started_at_s)


def _say(
    work: Work,
    ticket: TicketRow,
    replayed: Replayed,
    clock: Clock,
    found: Announcement,
    *,
    first: bool,
) -> None:
    """Say it in the thread of the card, and in every other channel that is to hear of it.

    Where there is no card, or its channel is closed to us, it goes to the first lead.
    """
    view = ticket_view(ticket, replayed)
    point, number = found.point, view.number
    said = AlertView(
        clock=clock_view(clock, replayed.at_s),
        point=point.name,
        is_breach=point.is_breach,
        mentions=mentioned(work, ticket.department, ticket.assignee, point.to),
        due_at=from_s(point.at_s),
    )
    card, key = card_now(work, number), found.key(str(number))
    home, lead = channel_of(work, card), first_lead(work, ticket.department)
    channels = channels_named(work.directory, point.to)
    in_channel = point.is_breach or first or home in channels
    if home is not None:
        payload = work.speech.alert(view, said, to_channel=in_channel)
        _post(work, key, home, payload, (view, said), thread_key=card, fallback_lane=lead)
    elif lead is not None:
        payload = work.speech.alert(view, said, to_channel=False)
        _post(work, key, lead, payload, (view, said))
    place = outbox.message_of(work.connection, work.workspace_id, card)
    for channel_id in channels:
        if channel_id != home:
            payload = work.speech.alert(view, said, to_channel=False, card=place)
            other = elsewhere_key(key, channel_id)
            _post(work, other, channel_id, payload, (view, said), fallback_lane=lead)


def _post(
    work: Work,
    key: str,
    channel_id: str,
    payload: Payload,
    of: tuple[TicketView, AlertView],
    *,
    thread_key: str | None = None,
    fallback_lane: str | None = None,
) -> None:
    view, said = of
    outgoing = Outgoing(
        key=key,
        lane=channel_id,
        method=outbox.POST,
        payload=payload,
        created_at=work.now,
        thread_key=thread_key,
        fallback_lane=fallback_lane,
        summary=work.speech.alert_line(view, said),
        ticket_number=view.number,
        due_at=said.due_at,
        urgency=BREACH if said.is_breach else WARNING,
    )
    outbox.put(work.connection, work.workspace_id, outgoing)


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
    is_channel = _channel_id(directory, name) is not None
    return None if is_channel else directory.person_id(name)


def channels_named(directory: Directory, to: Iterable[str]) -> tuple[str, ...]:
    """The ids of the channels that are named in ``to``, as far as Slack knows their names."""
    found = [_channel_id(directory, name) for name in to]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _channel_id(directory: Directory, name: str) -> str | None:
    if name.startswith("#"):
        return directory.channel_id(name)
    return name if directory.channel(name) is not None or _CHANNEL.fullmatch(name) else None


def first_lead(work: Work, department_name: str | None) -> str | None:
    """The first lead of a department, else its first manager; None where there is nobody."""
    department = work.configuration.department(department_name)
    names = _who_leads(department) if department else ()
    found = (sorted(work.directory.staff_of([name])) for name in names)
    return next((ids[0] for ids in found if ids), None)


def _who_leads(department: Department) -> tuple[str, ...]:
    return *department.leads, *department.managers
