"""`punctual report compliance|log`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, say
from bot.errors import UserFacingError
from bot.output.report_columns import LOG_COLUMNS, compliance_columns
from bot.output.tables import (
    Column,
    Format,
    chosen,
    ordered,
    write,
)
from bot.usecases.reports.selections import WORDS, WrongWord, asked_for, groupings_of
from sla_core.reports.compliance import GROUPINGS, compliance
from sla_core.reports.log import LogRow

app = typer.Typer(help="What was kept.", no_args_is_help=True)

Text = str | None
From = Annotated[Text, typer.Option("--from", metavar="DATE", help="First day, by when decided.")]
To = Annotated[Text, typer.Option("--to", metavar="DATE", help="Last day.")]
Department = Annotated[Text, typer.Option("--department", "--dept", help="Only this department.")]
Agent = Annotated[Text, typer.Option(help="Only this agent: an id or address.")]
Level = Annotated[Text, typer.Option(help="Only this level.")]
Metric = Annotated[Text, typer.Option(help="Only this metric.")]
State = Annotated[Text, typer.Option(help="Only clocks in this state.")]
Customer = Annotated[Text, typer.Option(help="Only this customer.")]
Sort = Annotated[Text, typer.Option(metavar="COLUMN[:desc]", help="What to sort by.")]
Columns = Annotated[Text, typer.Option(metavar="A,B", help="Which columns, in which order.")]
Zone = Annotated[Text, typer.Option("--time-zone", help="Where days begin; the workspace's.")]
By = Annotated[str, typer.Option(help=f"Groups, with commas: {', '.join(GROUPINGS)}.")]


def _asked_for(
    words: Mapping[str, Text], zone_name: Text, workspace: Text
) -> tuple[list[LogRow], ZoneInfo]:
    """The clocks that were asked for, and the zone in which days are cut."""
    filters = {name: value for name, value in words.items() if value is not None}
    with opened_desk(workspace) as program, program.look() as work, _by_options():
        clocks = asked_for(work, filters, zone_name=zone_name)
    return clocks.rows, clocks.zone


@contextmanager
def _by_options() -> Iterator[None]:
    """Lets a word that is refused be told as the option it was given by."""
    try:
        yield
    except WrongWord as wrong:
        raise UserFacingError(f"--{wrong.key} {wrong.written}: {wrong.advice}") from wrong


def _print(
    columns: Sequence[Column],
    rows: Sequence[object],
    order: Text,
    only: Text,
    fmt: Format,
    zone: ZoneInfo,
) -> None:
    in_order = ordered(rows, columns, order)
    write(chosen(columns, only), in_order, fmt, sys.stdout, zone)
    say(f"days are cut in {zone.key}")


@app.command("compliance")
def compliance_report(  # noqa: PLR0913 the options of the contract
    *,
    first: From = None,
    last: To = None,
    by: By = "level,metric",
    department: Department = None,
    agent: Agent = None,
    level: Level = None,
    metric: Metric = None,
    state: State = None,
    customer: Customer = None,
    sort: Sort = None,
    columns: Columns = None,
    zone: Zone = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Clocks met, missed, cancelled and open, with their times, by any grouping."""
    with _by_options():
        groups = groupings_of(by)
    values = (first, last, department, agent, level, metric, state, customer)
    rows, report_zone = _asked_for(dict(zip(WORDS, values, strict=True)), zone, workspace)
    counted = compliance(rows, groups, report_zone)
    _print(compliance_columns(groups), counted, sort, columns, fmt, report_zone)


@app.command("log")
def log_report(  # noqa: PLR0913 the options of the contract
    *,
    first: From = None,
    last: To = None,
    department: Department = None,
    agent: Agent = None,
    level: Level = None,
    metric: Metric = None,
    state: State = None,
    customer: Customer = None,
    sort: Sort = None,
    columns: Columns = None,
    zone: Zone = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Every clock, one a row."""
    values = (first, last, department, agent, level, metric, state, customer)
    rows, report_zone = _asked_for(dict(zip(WORDS, values, strict=True)), zone, workspace)
    _print(LOG_COLUMNS, rows, sort, columns, fmt, report_zone)
