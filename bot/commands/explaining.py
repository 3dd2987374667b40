"""`punctual why`."""

import sys
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption
from bot.errors import UserFacingError
from bot.tabular import Format, Kind, attribute, human, printable, write
from bot.usecases.explaining import explained
from bot.usecases.views import ClockView, ExplainedClock
from sla_core.instants import to_s


@dataclass(frozen=True, slots=True)
class _Row:
    """A span of a clock."""

    metric: str
    cycle: int
    from_s: int
    to_s: int
    kind: str
    name: str
    counted_seconds: int


SPAN_COLUMNS = [
    attribute("from", "from_s", Kind.INSTANT),
    attribute("to", "to_s", Kind.INSTANT),
    attribute("kind", "kind"),
    attribute("name", "name"),
    attribute("counted_seconds", "counted_seconds", Kind.SECONDS),
]
COLUMNS = [attribute("metric", "metric"), attribute("cycle", "cycle", Kind.NUMBER), *SPAN_COLUMNS]


def why(
    ticket: Annotated[str, typer.Argument(metavar="TICKET", help="Its number.")],
    metric: Annotated[str | None, typer.Option(help="Only the clocks of this metric.")] = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Explain every clock of a ticket, span by span."""
    number = ticket.removeprefix("#")
    if not number.isdecimal():
        raise UserFacingError(f"{ticket} is no ticket: give its number, such as 42")
    with opened_desk(workspace) as desk, desk.look() as work:
        clocks = explained(work, int(number), metric)
    if fmt is Format.TABLE:
        for clock in clocks:
            _show(clock)
        if not clocks:
            typer.echo(f"ticket {number} has no clock with a target")
    else:
        write(COLUMNS, [row for clock in clocks for row in _rows(clock)], fmt, sys.stdout)


def _show(explained_clock: ExplainedClock) -> None:
    clock = explained_clock.clock
    typer.echo(
        printable(
            f"{clock.metric} #{clock.cycle}, {_state(clock)}: level {explained_clock.level} "
            f"(revision {explained_clock.level_revision}), chosen by "
            f"{explained_clock.chosen_by or 'hand'}, calendar {explained_clock.calendar} "
            f"(revision {explained_clock.calendar_revision}), times in {explained_clock.time_zone}"
        )
    )
    zone = ZoneInfo(explained_clock.time_zone)
    write(SPAN_COLUMNS, _rows(explained_clock), Format.TABLE, sys.stdout, zone)
    typer.echo(
        f"{human(explained_clock.counted_seconds)} counted of {human(clock.target_seconds)}, "
        f"{_left(clock.remaining_seconds)}\n"
    )


def _state(clock: ClockView) -> str:
    return f"{clock.state} ({clock.cancel_reason})" if clock.cancel_reason else clock.state


def _left(seconds: int) -> str:
    return f"overdue by {human(-seconds)}" if seconds < 0 else f"{human(seconds)} left"


def _rows(explained_clock: ExplainedClock) -> list[_Row]:
    clock = explained_clock.clock
    return [
        _Row(
            clock.metric,
            clock.cycle,
            to_s(span.start),
            to_s(span.end),
            span.kind,
            span.name,
            span.counted_seconds,
        )
        for span in explained_clock.spans
    ]
