"""The core's words for plain values, and its answers as plain rows."""

from functools import lru_cache

from sla_core.calendars import CalendarDefinition
from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.configuration import ConfigurationHistory, Level, Revision, Target
from sla_core.reports.log import log_rows
from sla_core.tickets.event_lines import checked, event_from
from sla_core.tickets.timeline import Timeline
from tests.oracle import Plan
from tests.proof.calendars import definition_of


def history_of(edits: list[dict]) -> ConfigurationHistory:
    """The history that plain edits tell."""
    return ConfigurationHistory([_revision_of(edit) for edit in edits])


def _revision_of(edit: dict) -> Revision:
    name, value = edit["name"], edit["value"]
    if value is not None:
        value = _calendar_of(value, name) if edit["kind"] == "calendar" else _level_of(name, value)
    return Revision(
        *(edit["number"], edit["at_s"], edit["kind"], name, value, edit["by"], edit["moves"]),
        fraction_us=edit.get("fraction_us", 0),
    )


@lru_cache(maxsize=512)
def _calendar_of(plan: Plan, name: str) -> CalendarDefinition:
    return definition_of(plan, name)


def _level_of(name: str, level: dict) -> Level:
    return Level(
        name,
        {metric: _target_of(target) for metric, target in level["targets"].items()},
        level["calendar"],
        {metric: frozenset(statuses) for metric, statuses in level["pause_on"].items()},
        level["reopen"],
        level["on_change"],
    )


def _target_of(target: int | dict[str, int]) -> Target:
    if isinstance(target, int):
        return Target(target)
    allowed = dict(target)
    return Target(allowed.pop("default", None), tuple(allowed.items()))


def timeline_of(lines: list[dict]) -> Timeline:
    """The timeline of good lines in order of arrival."""
    for line in lines:
        checked(line)
    return Timeline.of("T1", [event_from(line, seq) for seq, line in enumerate(lines)])


def replayed(lines: list[dict], edits: list[dict], until_s: int) -> ReplayedTicket:
    return replay(timeline_of(lines), history_of(edits), until_s)


def rows_of(found: ReplayedTicket) -> list[dict]:
    """What the core says of every clock, by metric and cycle."""
    logged = {(row.metric, row.cycle): row for row in log_rows(found)}
    rows = []
    for clock in sorted(found.clocks, key=lambda each: (each.metric, each.cycle)):
        row = logged[clock.metric, clock.cycle]
        rows.append(
            {
                "metric": row.metric,
                "cycle": row.cycle,
                "level": row.level.lower(),
                "level_revision": clock.promise.level_revision,
                "calendar_revision": clock.promise.calendar_revision,
                "priority": row.priority,
                "target_s": row.target_seconds,
                "started_at_s": row.started_at_s,
                "due_at_s": row.due_at_s,
                "stopped_at_s": row.stopped_at_s,
                "state": row.state,
                "elapsed_s": row.elapsed_seconds,
                "remaining_s": row.remaining_seconds,
                "paused_s": row.paused_seconds,
                "breached_at_s": row.breached_at_s,
                "decided_at_s": row.decided_at_s,
                "cancel_reason": row.cancel_reason,
                "breach_reason": clock.breach_reason if row.breached_at_s is not None else None,
                "withdrawn_at_s": row.withdrawn_at_s,
                "withdrawn_by": clock.withdrawal.by if clock.withdrawal else None,
                "withdrawn_why": clock.withdrawal.reason if clock.withdrawal else None,
                "agent": row.agent,
            }
        )
    return rows


def facts_of(found: ReplayedTicket) -> dict:
    """How the core says the ticket stands."""
    ticket = found.ticket
    return {
        "status": ticket.status,
        "level": None if ticket.level is None else ticket.level.lower(),
        "priority": ticket.priority,
        "assignee": ticket.assignee,
        "first_reply_phase": ticket.in_first_reply_phase,
        "message_open": ticket.open_message_at_s is not None,
        "tags": list(ticket.tags),
    }
