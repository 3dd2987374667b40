"""Time passed: what is due is announced, each point of each clock once.

Safe to run at any moment, twice, or in several processes: tickets are claimed, and the outbox
takes a key only once.
"""

from dataclasses import replace
from datetime import datetime

from bot.store import alarms
from bot.usecases.desk import Desk, Work
from bot.usecases.recording import Loaded, load, project
from bot.usecases.saying import channel_of, post
from bot.usecases.speaking import card_key
from bot.usecases.views import ticket_view
from sla_core.alarms import Announcement, announcement, points_of
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import to_s

BATCH = 50


def sweep(desk: Desk) -> int:
    """Announce everything that is due by now; return how many tickets were looked at."""
    looked_at = 0
    while found := _sweep_some(desk):
        looked_at += found
    return looked_at


def _sweep_some(desk: Desk) -> int:
    with desk.look() as work:
        first_at = alarms.next_fire_at(work.connection)
        if first_at is None or first_at > work.now:
            return 0
    with desk.work() as work:
        due = alarms.claim_due(work.connection, work.now, BATCH)
        numbers = list(dict.fromkeys(each.ticket_number for each in due))
        for number in numbers:
            announce_due(work, load(work, number, lock=True))
    return len(numbers)


def announce_due(work: Work, loaded: Loaded) -> None:
    """Announce what is due of one locked ticket, and set its alarms to what comes next."""
    replayed = loaded.replayed(work)
    number = loaded.row.number
    rows = {
        (row.metric, row.cycle): row
        for row in alarms.of(work.connection, work.workspace_id, number)
    }
    told = []
    for clock in replayed.open_clocks():
        row = rows.get((clock.metric, clock.cycle))
        if row is None:
            continue
        found = announcement(clock, to_s(row.announced_at), work.now_s)
        if found is not None:
            _put(work, loaded, replayed, clock, found)
            row = replace(row, announced_at=_second(work.now))
        told.append(row)
    alarms.replace(work.connection, work.workspace_id, number, told)
    project(work, loaded)


def _put(work: Work, loaded: Loaded, replayed: Replayed, clock: Clock, found: Announcement) -> None:
    view = ticket_view(loaded.row, replayed)
    channel_id = channel_of(work, card_key(view.number))
    if channel_id is None:
        return
    point = found.point
    payload = work.speech.alert(
        view,
        view.clock(clock.metric, clock.cycle),
        point=point.name,
        is_breach=point.is_breach,
        mentions=_mentions(work, loaded, point.to),
        to_channel=point.is_breach or _is_first(clock, point.at_s, work.now_s),
    )
    key, thread_key = found.key(str(view.number)), card_key(view.number)
    post(work, key, channel_id, payload, ticket_number=view.number, thread_key=thread_key)


def _is_first(clock: Clock, at_s: int, now_s: int) -> bool:
    """Whether no point of the clock came before this one."""
    return all(point.at_s >= at_s for point in points_of(clock, now_s))


def _mentions(work: Work, loaded: Loaded, to: tuple[str, ...]) -> tuple[str, ...]:
    """The Slack ids that ``to`` stands for; the channel itself needs no mention."""
    department = work.configuration.department(loaded.row.department)
    leads = department.leads if department else ()
    meant = {
        "channel": (),
        "leads": leads,
        "managers": department.managers if department else (),
        "agents": department.agents if department else (),
        "assignee": (loaded.row.assignee,) if loaded.row.assignee else leads,
    }
    names = [name for each in to for name in meant.get(each, (each,))]
    found = [work.directory.person_id(name) for name in names]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
