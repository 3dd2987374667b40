"""`punctual status`."""

import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, time_zone
from bot.output.tables import (
    ColumnKind,
    Format,
    attribute,
    write,
)
from bot.usecases.status.status import Status, status
from bot.wording import faults, identities, lateness
from bot.wording import status as told
from sla_core.instants import to_s

COLUMNS: Final = [
    attribute("about", "about"),
    attribute("what", "what"),
    attribute("count", "count", ColumnKind.NUMBER),
    attribute("since", "since_s", ColumnKind.INSTANT),
    attribute("late_seconds", "late_s", ColumnKind.SECONDS),
    attribute("detail", "detail"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: what it is about, how many, since when, how late, and what there is to say."""

    about: str
    what: str
    count: int | None = None
    since_s: int | None = None
    late_s: int | None = None
    detail: str | None = None


def status_command(*, fmt: FormatOption = Format.TABLE, workspace: WorkspaceOption = None) -> None:
    """Whether Slack is heard, what waits, how late alarms were, what stands in the way."""
    with opened_desk(workspace) as desk, desk.look() as work:
        rows = list(_rows(status(work)))
        zone = time_zone(work.configuration.options.report_time_zone)
    write(COLUMNS, rows, fmt, sys.stdout, zone)


def _rows(found: Status) -> Iterator[Row]:
    now = found.hearing
    clock = told.clock_off_by(now.off_s) if now.off_s else now.reason
    yield Row("hearing", now.state, since_s=_second(now.since), detail=clock)
    for outage in found.outages:
        detail = f"{outage.error}: {told.remedy(outage.error)}"
        yield Row("outage", outage.scope, since_s=to_s(outage.began_at), detail=detail)
    yield from _reading(found)
    came = found.to_work_off
    yield Row("to_work_off", "arrivals", came.count, _second(came.since))
    for each in found.to_say:
        what = "alarm" if each.is_alarm else each.method
        yield Row("to_say", what, each.waiting.count, _second(each.waiting.since))
    yield from _alarms(found)
    for item in found.set_aside:
        what = f"{item.kind} {item.name}"
        yield Row(
            "set_aside", what, since_s=to_s(item.at), detail=faults.detail(item.kind, item.reason)
        )
    for name in found.waiting_names:
        detail = identities.waiting(name.place, name.written, name.why, name.bearers)
        yield Row("waiting_name", name.written, detail=detail)
    for scope in found.missing_scopes:
        effect = told.LACKS[scope]() if scope in told.LACKS else None
        yield Row("missing_scope", scope, detail=effect)


def _alarms(found: Status) -> Iterator[Row]:
    late, waiting = found.lateness, found.alarms_waiting
    if late is not None:
        yield Row("alarms", "median", late.count, late_s=late.median_s)
        ticket = "" if late.worst_ticket is None else f"#{late.worst_ticket}"
        why = "" if late.late is None else lateness.why(*astuple(late.late))
        yield Row(
            "alarms", "worst", late_s=late.worst_s, detail=": ".join(filter(None, (ticket, why)))
        )
    yield Row("alarms", "waiting", waiting.count, _second(waiting.since))
    held_back = found.held_back
    if held_back is not None:
        why = told.WHY_HELD_BACK[held_back.why]()
        yield Row("due", "tickets", held_back.count, to_s(held_back.since), detail=why)
    for error, count in sorted(found.alarms_refused.items()):
        yield Row("alarms", "refused", count, detail=error)


def _reading(found: Status) -> Iterator[Row]:
    wanted = found.to_read
    since_s = _second(wanted.since)
    yield Row("to_read", "channels", wanted.channels, since_s)
    yield Row("to_read", "threads", wanted.threads)
    if wanted.is_sparse:
        yield Row("to_read", "one call a minute", detail=told.is_sparse())
    for each in wanted.refusals:
        what = f"{'a thread in ' if each.is_thread else ''}{each.channel_id}"
        yield Row("refused", what, since_s=_second(each.since), detail=each.error)


def _second(at: datetime | None) -> int | None:
    return None if at is None else to_s(at)
