"""`punctual simulate`: a promise tried on the past, alone or against another."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from os import devnull
from pathlib import Path
from typing import IO, Annotated

import typer

from bot.clock import SystemClock
from bot.commands.comparison import AS_LINES, FlipReport, write_flips
from bot.commands.options import (
    STANDARD,
    FormatOption,
    configuration_of,
    instant_s,
    say,
    time_zone,
    written,
)
from bot.config.identities import names_taken
from bot.errors import UserFacingError
from bot.output.report_columns import LOG_COLUMNS, compliance_columns
from bot.output.tables import Format, csv_header, write
from bot.simulation import BY, Comparison, Log, simulated
from bot.simulation.timelines import TimelineFile
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import iso, to_s
from sla_core.reports.compliance import ComplianceRow


def simulate(
    config: Annotated[str, typer.Option(help="The configuration, a YAML file.")],
    events: Annotated[
        str, typer.Option(help="Timelines: JSON lines or CSV, - for standard input.")
    ],
    compare: Annotated[
        str | None, typer.Option(help="Another configuration: what changes under it.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Judge open clocks then; the last instant in the file.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            help="Where the SLA log goes as CSV, with --compare all clocks that flip; "
            "- for standard output."
        ),
    ] = None,
    fmt: FormatOption = Format.TABLE,
) -> None:
    """Replay timelines under a configuration: what was kept, and what another would change."""
    _check_files({"--config": config, "--compare": compare, "--events": events}, out)
    before = _history(config)
    after = None if compare is None else _history(compare)
    until_s = None if until is None else instant_s(until, "--until")
    with written(out or devnull) as target, TimelineFile.open(events) as timelines:
        at_s = (timelines.last_instant_s or 0) if until_s is None else until_s
        _tell_of_nothing(timelines, events, at_s)
        output = _Output(fmt, out, None if out is None else target)
        if after is None:
            _log(timelines, Log(before, at_s), output)
        else:
            _changes(timelines, Comparison(before, after, at_s, AS_LINES[output.lines]), output)


@dataclass(frozen=True, slots=True)
class _Output:
    """How and where what was found is printed; `to` takes what `--out` asked for, if it did."""

    fmt: Format
    path: str | None
    to: IO[str] | None

    @property
    def shown(self) -> IO[str]:
        """Where everything else goes."""
        return sys.stderr if self.path == STANDARD else sys.stdout

    @property
    def lines(self) -> Format:
        """How clocks that flip are written."""
        return Format.JSON if self.fmt is Format.JSON and self.to is None else Format.CSV


def _log(file: TimelineFile, log: Log, output: _Output) -> None:
    with simulated(log, file, to_files=output.to is not None) as (sums, parts):
        if output.to is not None:
            csv_header(LOG_COLUMNS, output.to)
            parts.copy_to(output.to)
        rows = sums.rows()
    write(compliance_columns(BY), rows, output.fmt, output.shown)
    say(f"{_sum(rows)} rows of the log, judged at {iso(log.until_s)}")


def _changes(file: TimelineFile, comparison: Comparison, output: _Output) -> None:
    to_files = output.to is not None or output.fmt is not Format.TABLE
    with simulated(comparison, file, to_files=to_files) as (changes, parts):
        if output.to is not None:
            write_flips(parts, output.to)
        zone = time_zone(comparison.before.latest.options.report_time_zone)
        flips = FlipReport(changes, parts, comparison.until_s, output.path, zone)
        flips.show(output.fmt, output.shown)
    say(f"before: {_sum(changes.before.rows())} in all")
    say(f"after: {_sum(changes.after.rows())} in all, judged at {iso(comparison.until_s)}")


def _history(file: str) -> ConfigurationHistory:
    document = configuration_of(file, to_s(SystemClock().now()), names_taken)
    return ConfigurationHistory.of(document.configuration)


def _check_files(inputs: Mapping[str, str | None], out: str | None) -> None:
    """Raise `UserFacingError` where one file cannot serve two options."""
    standard = [option for option, path in inputs.items() if path == STANDARD]
    if len(standard) > 1:
        raise UserFacingError(f"{' and '.join(standard)}: standard input can be read once")
    for option, path in inputs.items():
        if path and out and STANDARD not in (path, out) and _is_same(path, out):
            raise UserFacingError(f"--out {out}: {option} reads this file, give another")


def _is_same(path: str, other_path: str) -> bool:
    return Path(path).is_file() and Path(path).resolve() == Path(other_path).resolve()


def _tell_of_nothing(timelines: TimelineFile, name: str, until_s: int) -> None:
    """Say why there is nothing to see, where there is nothing."""
    first_s = timelines.first_instant_s
    if first_s is None:
        say(f"{name} holds no events")
    elif until_s < first_s:
        say(f"no ticket was created by then: the first came at {iso(first_s)}")


def _sum(rows: list[ComplianceRow]) -> str:
    met, missed = sum(row.met.count for row in rows), sum(row.missed.count for row in rows)
    cancelled, still_open = sum(row.cancelled for row in rows), sum(row.open for row in rows)
    total = met + missed + cancelled + still_open
    return (
        f"met {met:,} + missed {missed:,} + cancelled {cancelled:,} + open {still_open:,} = "
        f"{total:,}"
    )
