"""`punctual simulate`."""

import sys
from os import devnull
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.clock import SystemClock
from bot.commands.options import (
    STANDARD,
    FormatOption,
    configuration_of,
    instant_s,
    say,
    written,
)
from bot.report_columns import compliance_columns
from bot.simulation import BY, Job, write_log
from bot.tabular import Format, write
from bot.timelines import TimelineFile
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import iso, to_s
from sla_core.reports.compliance import ComplianceRow


def simulate(
    config: Annotated[str, typer.Option(help="The configuration, a YAML file.")],
    events: Annotated[
        str, typer.Option(help="Timelines: JSON lines or CSV, - for standard input.")
    ],
    until: Annotated[
        str | None, typer.Option(help="Judge open clocks then; the last instant in the file.")
    ] = None,
    out: Annotated[
        str | None, typer.Option(help="Where the SLA log goes as CSV, - for standard output.")
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """Replay timelines under a configuration: the SLA log, and what was kept of it."""
    configuration = configuration_of(config, to_s(SystemClock().now())).configuration
    until_s = None if until is None else instant_s(until, "--until")
    with TimelineFile.open(events) as timelines:
        if until_s is None:
            until_s = timelines.last_instant_s or 0
        job = Job(timelines, ConfigurationHistory.of(configuration), until_s)
        with written(out or devnull) as log:
            rows = write_log(job, log)
    shown = sys.stderr if out == STANDARD else sys.stdout
    write(compliance_columns(BY), rows, fmt, shown, ZoneInfo("UTC"))
    say(_sum(rows, until_s))


def _sum(rows: list[ComplianceRow], until_s: int) -> str:
    met, missed = sum(row.met.count for row in rows), sum(row.missed.count for row in rows)
    cancelled, still_open = sum(row.cancelled for row in rows), sum(row.open for row in rows)
    total = met + missed + cancelled + still_open
    return (
        f"met {met:,} + missed {missed:,} + cancelled {cancelled:,} + open {still_open:,} = "
        f"{total:,} rows of the log, judged at {iso(until_s)}"
    )
