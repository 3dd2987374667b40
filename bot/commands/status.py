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
from bot.wording import status as texts
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
    """One fact: its subject, how many, since when, how late, and a remark."""

    about: str
    what: str
    count: int | None = None
    since_s: int | None = None
    late_s: int | None = None
    detail: str | None = None


def status_command(*, fmt: FormatOption = Format.TABLE, workspace: WorkspaceOption = None) -> None:
    """Whether Slack is heard, what waits, how late alarms were, what stands in the way."""
    with opened_desk(workspace) as program, program.look() as work:
        rows = list(_rows(status(work)))
        zone = time_zone(work.configuration.options.report_time_zone)
    write(COLUMNS, rows, fmt, sys.stdout, zone)


def _rows(facts: Status) -> Iterator[Row]:
    hearing = facts.hearing
    clock = texts.clock_off_by(hearing.off_s) if hearing.off_s else hearing.reason
    yield Row("hearing", hearing.state, since_s=_second(hearing.since), detail=clock)
    for outage in facts.outages:
        detail = f"{outage.error}: {texts.remedy(outage.error)}"
        yield Row("outage", outage.scope, since_s=to_s(outage.began_at), detail=detail)
    yield from _reading(facts)
    arrivals = facts.to_work_off
    yield Row("to_work_off", "arrivals", arrivals.count, _second(arrivals.since))
    for group in facts.to_say:
        label = "alarm" if group.is_alarm else group.method
        yield Row("to_say", label, group.waiting.count, _second(group.waiting.since))
    yield from _alarms(facts)
    for item in facts.set_aside:
        label = f"{item.kind} {item.name}"
        yield Row(
            "set_aside", label, since_s=to_s(item.at), detail=faults.detail(item.kind, item.reason)
        )
    for name in facts.waiting_names:
        detail = identities.waiting(name.place, name.written, name.why, name.bearers)
        yield Row("waiting_name", name.written, detail=detail)
    for waiting in facts.new_data.calendars:
        first = waiting.days[0].on.isoformat()
        detail = f"{', '.join(waiting.versions)}: open otherwise on days, first {first}"
        yield Row("new_calendar_data", waiting.calendar, waiting.count, detail=detail)
    for scope in facts.missing_scopes:
        effect = texts.LACKS[scope]() if scope in texts.LACKS else None
        yield Row("missing_scope", scope, detail=effect)


def _alarms(facts: Status) -> Iterator[Row]:
    late, waiting = facts.lateness, facts.alarms_waiting
    if late is not None:
        yield Row("alarms", "median", late.count, late_s=late.median_s)
        ticket = "" if late.worst_ticket is None else f"#{late.worst_ticket}"
        why = "" if late.late is None else lateness.why(*astuple(late.late))
        yield Row(
            "alarms", "worst", late_s=late.worst_s, detail=": ".join(filter(None, (ticket, why)))
        )
    yield Row("alarms", "waiting", waiting.count, _second(waiting.since))
    held_back = facts.held_back
    if held_back is not None:
        why = texts.WHY_HELD_BACK[held_back.why]()
        yield Row("due", "tickets", held_back.count, to_s(held_back.since), detail=why)
    for error, count in sorted(facts.alarms_refused.items()):
        yield Row("alarms", "refused", count, detail=error)


def _reading(facts: Status) -> Iterator[Row]:
    backlog = facts.to_read
    since_s = _second(backlog.since)
    yield Row("to_read", "channels", backlog.channels, since_s)
    yield Row("to_read", "threads", backlog.threads)
    if backlog.is_sparse:
        yield Row("to_read", "one call a minute", detail=texts.is_sparse())
    for refusal in backlog.refusals:
        label = f"{'a thread in ' if refusal.is_thread else ''}{refusal.channel_id}"
        yield Row("refused", label, since_s=_second(refusal.since), detail=refusal.error)


def _second(at: datetime | None) -> int | None:
    return None if at is None else to_s(at)
