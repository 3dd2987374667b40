"""`punctual reprocess`."""

import sys
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.commands.desks import opened_desk
from bot.commands.impacts import counted
from bot.commands.options import (
    FormatOption,
    WorkspaceOption,
    day,
    instant_s,
    say,
    time_zone,
    whoever,
)
from bot.errors import UserFacingError
from bot.output.tables import (
    Column,
    ColumnKind,
    Format,
    attribute,
    human,
    write,
)
from bot.store.clocks import JudgedFilter
from bot.usecases.promises.reprocessing import RejudgedClock, check, reprocess, verdicts
from sla_core.instants import to_s
from sla_core.preview import ClockStanding

Text = str | None
YEARS = range(3, 9998)
LONGEST_NUMBER = 9
"""Digits; more than any database counts."""


def reprocess_command(  # noqa: PLR0913 the options of the contract
    *,
    as_of: Annotated[
        Text,
        typer.Option("--as-of", metavar="INSTANT", help="By what was promised then; now if not."),
    ] = None,
    ticket: Annotated[Text, typer.Option(metavar="N", help="Only of this ticket.")] = None,
    level: Annotated[Text, typer.Option(help="Only under this level.")] = None,
    metric: Annotated[Text, typer.Option(help="Only of this metric.")] = None,
    first: Annotated[
        Text, typer.Option("--from", metavar="DATE", help="First day, by when decided.")
    ] = None,
    last: Annotated[Text, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    fmt: FormatOption = Format.TABLE,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only shown.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Judge stopped clocks anew, by what is promised now or was at an instant."""
    with opened_desk(workspace) as desk:
        now_s = to_s(desk.clock.now())
        as_of_s = now_s if as_of is None else instant_s(as_of, "--as-of")
        with desk.look() as work:
            zone = time_zone(work.configuration.options.report_time_zone)
            chosen = _chosen(zone, ticket, level, metric, first, last)
            check(work, as_of_s, chosen)
            found = verdicts(work, as_of_s, chosen)
        if found or fmt is not Format.TABLE:
            columns = TABLE_COLUMNS if fmt is Format.TABLE else COLUMNS
            write(columns, found, fmt, sys.stdout, zone)
        if not found:
            say("no stopped clock would be judged otherwise")
            return
        say(f"{_summary(found)}; times in {zone.key}")
        if not yes:
            say("nothing was changed: add --yes to do it")
            raise typer.Exit(1)
        done = reprocess(desk, as_of_s, found, whoever())
        say(f"judged anew: {counted(done.clocks, 'clock')} of {_tickets(done.numbers)}")


def _chosen(
    zone: ZoneInfo, ticket: Text, level: Text, metric: Text, first: Text, last: Text
) -> JudgedFilter:
    """The filter of the options; days are those of the zone, the last one included."""
    from_on, to_on = day(first, "--from"), day(last, "--to")
    for option, given in (("--from", from_on), ("--to", to_on)):
        if given is not None and given.year not in YEARS:
            raise UserFacingError(
                f"{option} {given}: give a day of the years {YEARS[0]} to {YEARS[-1]}"
            )
    after_on = to_on and to_on + timedelta(days=1)
    return JudgedFilter(
        number=_number(ticket),
        metric=metric,
        level=level,
        from_at=None if from_on is None else datetime.combine(from_on, time(), zone),
        to_at=None if after_on is None else datetime.combine(after_on, time(), zone),
    )


def _number(ticket: Text) -> int | None:
    if ticket is None:
        return None
    number = ticket.removeprefix("#")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise UserFacingError(f"--ticket {ticket}: give its number, such as 42")
    return int(number)


def _summary(found: Sequence[RejudgedClock]) -> str:
    """`3 misses become met, 1 met clock becomes missed`, and what else would change."""
    met = sum(each.change.fits_again for each in found)
    missed = sum(each.change.breaches for each in found)
    rest = len(found) - met - missed
    parts = [
        f"{counted(amount, one, many)} {does if amount == 1 else do}"
        for amount, one, many, does, do in (
            (met, "miss", "misses", "becomes met", "become met"),
            (missed, "met clock", "met clocks", "becomes missed", "become missed"),
            (rest, "clock", "clocks", *2 * ("with other times only",)),
        )
        if amount
    ]
    numbers = sorted({each.number for each in found})
    return f"{', '.join(parts)}, of {_tickets(numbers)}"


def _tickets(numbers: Sequence[int]) -> str:
    return counted(len(numbers), "ticket")


def _pair(name: str, what: str, kind: ColumnKind = ColumnKind.TEXT) -> list[Column]:
    """The columns of a value before and after."""
    return [
        Column(f"{name}_before{_unit(kind)}", lambda row: _value(row.change.before, what), kind),
        Column(f"{name}_after{_unit(kind)}", lambda row: _value(row.change.after, what), kind),
    ]


def _unit(kind: ColumnKind) -> str:
    return "_seconds" if kind is ColumnKind.SECONDS else ""


def _value(standing: ClockStanding | None, what: str) -> Any:
    return getattr(standing, what, None)


def _arrow(name: str, what: str) -> Column:
    """One column of a value before and after, or of the value alone where it stays."""

    def shown(row: RejudgedClock) -> str:
        before, after = (
            _told(_value(each, what)) for each in (row.change.before, row.change.after)
        )
        return before if before == after else f"{before} → {after}"

    return Column(name, shown)


def _told(value: Any) -> str:
    return human(value) if isinstance(value, int) else str(value)


WHICH = [
    attribute("ticket", "number", ColumnKind.NUMBER),
    attribute("metric", "change.metric"),
    attribute("cycle", "change.cycle", ColumnKind.NUMBER),
    attribute("level", "change.after.level"),
    attribute("agent", "agent"),
]
COLUMNS = [
    *WHICH,
    *_pair("state", "state"),
    *_pair("target", "target_seconds", ColumnKind.SECONDS),
    *_pair("elapsed", "elapsed_seconds", ColumnKind.SECONDS),
    *_pair("due", "due_at_s", ColumnKind.INSTANT),
]
TABLE_COLUMNS = [
    *WHICH,
    _arrow("state", "state"),
    _arrow("target", "target_seconds"),
    _arrow("elapsed", "elapsed_seconds"),
    *_pair("due", "due_at_s", ColumnKind.INSTANT),
]
