"""Saying that a point of a clock was reached: once, to whom the level says."""

from collections.abc import Collection
from dataclasses import replace

from bot.store import alarms
from bot.store.alarms import AlarmRow, ClockName
from bot.store.tickets import TicketRow
from bot.usecases.desk import Work
from bot.usecases.saying import channel_of, post
from bot.usecases.speaking import card_key
from bot.usecases.views import ticket_view
from sla_core.alarms import Announcement, announcement
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import from_s, to_s


def announce(
    work: Work,
    ticket: TicketRow,
    replayed: Replayed,
    rows: dict[ClockName, AlarmRow],
    *,
    only: Collection[ClockName] | None = None,
) -> None:
    """Say what is due of a locked ticket when it was replayed, and note that it was said."""
    told = dict(rows)
    for clock in replayed.open_clocks():
        name = clock.metric, clock.cycle
        row = rows.get(name)
        if row is None or (only is not None and name not in only):
            continue
        found = announcement(clock, to_s(row.announced_at), replayed.at_s)
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
    view = ticket_view(ticket, replayed)
    channel_id = channel_of(work, card_key(view.number))
    if channel_id is None:
        return
    point = found.point
    payload = work.speech.alert(
        view,
        view.clock(clock.metric, clock.cycle),
        point=point.name,
        is_breach=point.is_breach,
        mentions=mentioned(work, ticket.department, ticket.assignee, point.to),
        to_channel=point.is_breach or first,
    )
    key, thread_key = found.key(str(view.number)), card_key(view.number)
    post(work, key, channel_id, payload, ticket_number=view.number, thread_key=thread_key)


def mentioned(
    work: Work, department_name: str | None, assignee: str | None, to: tuple[str, ...]
) -> tuple[str, ...]:
    """The Slack ids that ``to`` stands for; the channel itself needs no mention."""
    department = work.configuration.department(department_name)
    leads = department.leads if department else ()
    meant = {
        "channel": (),
        "leads": leads,
        "managers": department.managers if department else (),
        "agents": department.agents if department else (),
        "assignee": (assignee,) if assignee else leads,
    }
    names = [name for each in to for name in meant.get(each, (each,))]
    found = [work.directory.person_id(name) for name in names]
    return tuple(dict.fromkeys(each for each in found if each is not None))
