"""`punctual why`."""

import json
import sys
from dataclasses import dataclass
from typing import IO, Annotated

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption
from bot.errors import UserFacingError
from bot.explanations.agents import ClockText
from bot.explanations.record import record
from bot.output.tables import (
    ColumnKind,
    Format,
    attribute,
    printable,
    without_control,
    write,
)
from bot.usecases.reports.explanations import explained
from bot.views.tickets import ExplainedClock
from bot.wording.words import exact
from bot.words.spelling import value_in
from sla_core.why import Span, folded


@dataclass(frozen=True, slots=True)
class _Row:
    """A span of a clock, for programs."""

    metric: str
    cycle: int
    from_s: int
    to_s: int
    kind: str
    name: str
    counted_seconds: int
    business_seconds: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A span of a clock, or their sum, for reading."""

    start: str
    end: str
    what: str
    passed: str
    counted: str


COLUMNS = [
    attribute("metric", "metric"),
    attribute("cycle", "cycle", ColumnKind.NUMBER),
    attribute("from", "from_s", ColumnKind.INSTANT),
    attribute("to", "to_s", ColumnKind.INSTANT),
    attribute("kind", "kind"),
    attribute("name", "name"),
    attribute("counted_seconds", "counted_seconds", ColumnKind.NUMBER),
    attribute("business_seconds", "business_seconds", ColumnKind.NUMBER),
]
LINES = [
    attribute("from", "start"),
    attribute("to", "end"),
    attribute("what", "what"),
    attribute("passed", "passed", ColumnKind.NUMBER),
    attribute("counted", "counted", ColumnKind.NUMBER),
]


def why(
    ticket: Annotated[str, typer.Argument(metavar="TICKET", help="Its number.")],
    metric: Annotated[str | None, typer.Option(help="Only the clocks of this metric.")] = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Explain every clock of a ticket, span by span."""
    number = value_in(ticket).removeprefix("#")
    if not number.isdecimal():
        raise UserFacingError(f"{ticket} is no ticket: give its number, such as 42")
    with opened_desk(workspace) as program, program.look() as work:
        clocks = explained(work, int(number), metric)
    if fmt is Format.JSON:
        records = without_control([record(clock) for clock in clocks])
        json.dump(records, sys.stdout, ensure_ascii=False, indent=2)
        typer.echo()
    elif fmt is Format.CSV:
        write(COLUMNS, [row for clock in clocks for row in _rows(clock)], fmt, sys.stdout)
    elif clocks:
        for clock in clocks:
            _show(clock, sys.stdout)
    else:
        typer.echo(f"ticket {number} has no clock with a target")


# --- for reading ----------------------------------------------------------------------------


def _show(explained_clock: ExplainedClock, out: IO[str]) -> None:
    clock = ClockText(explained_clock)
    typer.echo(printable(", ".join(clock.heading)))
    before = ""
    for word, text in clock.facts:
        typer.echo(printable(f"  {'' if word == before else word:<13}{text}"))
        before = word
    typer.echo()
    spans = folded(explained_clock.explanation.spans)
    total = _Line("", "", "sum", *_sums(spans))
    write(LINES, [*(_line(clock, span) for span in spans), total], Format.TABLE, out)
    typer.echo(printable(f"  {clock.passed}"))
    typer.echo(f"  Sum: {clock.total}, {clock.verdict}")
    if len(spans) < len(explained_clock.explanation.spans):
        typer.echo("  Every span by itself: add --format csv")
    typer.echo()


def _line(clock: ClockText, span: Span) -> _Line:
    return _Line(*clock.ends(span), clock.span(span), *_sums([span]))


def _sums(spans: list[Span]) -> tuple[str, str]:
    counted_s = sum(span.counted_seconds for span in spans)
    return exact(sum(span.seconds for span in spans)), exact(counted_s) if counted_s else ""


# --- for programs ---------------------------------------------------------------------------


def _rows(explained_clock: ExplainedClock) -> list[_Row]:
    clock = explained_clock.clock
    return [
        _Row(
            clock.metric,
            clock.cycle,
            span.start_s,
            span.end_s,
            span.kind,
            span.name,
            span.counted_seconds,
            span.business_seconds,
        )
        for span in explained_clock.explanation.spans
    ]
