"""`punctual report compliance|log`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, day, say, time_zone
from bot.errors import UserFacingError
from bot.output.report_columns import LOG_COLUMNS, compliance_columns
from bot.output.tables import (
    Column,
    Format,
    chosen,
    ordered,
    write,
)
from bot.usecases.reports.figures import load_rows
from bot.wording.suggestions import advice
from sla_core.reports.compliance import GROUPINGS, compliance
from sla_core.reports.log import LogRow
from sla_core.reports.selection import Selection
from sla_core.tickets.vocabulary import METRICS

app = typer.Typer(help="What was kept.", no_args_is_help=True)
STATES = ("met", "missed", "cancelled", "running", "paused")

Text = str | None
From = Annotated[Text, typer.Option("--from", metavar="DATE", help="First day, by when decided.")]
To = Annotated[Text, typer.Option("--to", metavar="DATE", help="Last day.")]
Department = Annotated[Text, typer.Option(help="Only this department.")]
Agent = Annotated[Text, typer.Option(help="Only this agent.")]
Level = Annotated[Text, typer.Option(help="Only this level.")]
Metric = Annotated[Text, typer.Option(help="Only this metric.")]
State = Annotated[Text, typer.Option(help="Only clocks in this state.")]
Customer = Annotated[Text, typer.Option(help="Only this customer.")]
Sort = Annotated[Text, typer.Option(metavar="COLUMN[:desc]", help="What to sort by.")]
Columns = Annotated[Text, typer.Option(metavar="A,B", help="Which columns, in which order.")]
Zone = Annotated[Text, typer.Option("--time-zone", help="Where days begin; the workspace's.")]
By = Annotated[str, typer.Option(help=f"Groups, with commas: {', '.join(GROUPINGS)}.")]


@dataclass(frozen=True, slots=True)
class _Filter:
    """What was asked for, as text."""

    first: Text
    last: Text
    department: Text
    agent: Text
    level: Text
    metric: Text
    state: Text
    customer: Text

    def selection(self, zone: ZoneInfo) -> Selection:
        """The same, checked."""
        return Selection(
            zone,
            day(self.first, "--from"),
            day(self.last, "--to"),
            self.department,
            self.agent,
            self.level,
            _one_of("--metric", self.metric, METRICS),
            _one_of("--state", self.state, STATES),
            self.customer,
        )


def _one_of(option: str, word: Text, words: Sequence[str]) -> Text:
    if word is not None and word not in words:
        raise UserFacingError(f"{option} {word}: {advice(word, words)}")
    return word


def _rows(asked: _Filter, zone_name: Text, workspace: Text) -> tuple[list[LogRow], ZoneInfo]:
    """The clocks that were asked for, and the zone in which days are cut."""
    with opened_desk(workspace) as desk, desk.look() as work:
        zone = time_zone(zone_name or work.configuration.options.report_time_zone)
        selection = asked.selection(zone)
        return selection.chosen(load_rows(work), work.now_s), zone


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
    groups = [name.strip() for name in by.split(",") if name.strip()]
    for name in groups:
        _one_of("--by", name, list(GROUPINGS))
    asked = _Filter(first, last, department, agent, level, metric, state, customer)
    rows, place = _rows(asked, zone, workspace)
    counted = compliance(rows, groups, place)
    _print(compliance_columns(groups), counted, sort, columns, fmt, place)


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
    asked = _Filter(first, last, department, agent, level, metric, state, customer)
    rows, place = _rows(asked, zone, workspace)
    _print(LOG_COLUMNS, rows, sort, columns, fmt, place)
