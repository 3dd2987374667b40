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
from bot.usecases.promises.corrections import (
    RejudgedClock,
    check,
    reprocess,
    verdicts,
)
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
    with opened_desk(workspace) as program:
        now_s = to_s(program.clock.now())
        as_of_s = now_s if as_of is None else instant_s(as_of, "--as-of")
        with program.look() as work:
            zone = time_zone(work.configuration.options.report_time_zone)
            selection = _filter(zone, ticket, level, metric, first, last)
            check(work, as_of_s, selection)
            clocks = verdicts(work, as_of_s, selection)
        if clocks or fmt is not Format.TABLE:
            columns = TABLE_COLUMNS if fmt is Format.TABLE else COLUMNS
            write(columns, clocks, fmt, sys.stdout, zone)
        if not clocks:
            say("no stopped clock would be judged otherwise")
            return
        say(f"{_summary(clocks)}; times in {zone.key}")
        if not yes:
            say("nothing was changed: add --yes to do it")
            raise typer.Exit(1)
        outcome = reprocess(program, as_of_s, clocks, whoever())
        say(f"judged anew: {counted(outcome.clocks, 'clock')} of {_tickets(outcome.numbers)}")


def _filter(
    zone: ZoneInfo, ticket: Text, level: Text, metric: Text, first: Text, last: Text
) -> JudgedFilter:
    """The filter of the options; days are those of the zone, the last one included."""
    from_on, to_on = day(first, "--from"), day(last, "--to")
    for option, day_on in (("--from", from_on), ("--to", to_on)):
        if day_on is not None and day_on.year not in YEARS:
            raise UserFacingError(
                f"{option} {day_on}: give a day of the years {YEARS[0]} to {YEARS[-1]}"
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


def _summary(clocks: Sequence[RejudgedClock]) -> str:
    """`3 misses become met, 1 met clock becomes missed`, and what else would change."""
    met = sum(clock.change.fits_again for clock in clocks)
    missed = sum(clock.change.breaches for clock in clocks)
    others = len(clocks) - met - missed
    parts = [
        f"{counted(amount, singular, plural)} {does if amount == 1 else do}"
        for amount, singular, plural, does, do in (
            (met, "miss", "misses", "becomes met", "become met"),
            (missed, "met clock", "met clocks", "becomes missed", "become missed"),
            (others, "clock", "clocks", *2 * ("with other times only",)),
        )
        if amount
    ]
    numbers = sorted({clock.number for clock in clocks})
    return f"{', '.join(parts)}, of {_tickets(numbers)}"


def _tickets(numbers: Sequence[int]) -> str:
    return counted(len(numbers), "ticket")


def _pair(name: str, field: str, kind: ColumnKind = ColumnKind.TEXT) -> list[Column]:
    """The columns of a value before and after."""
    return [
        Column(f"{name}_before{_unit(kind)}", lambda row: _value(row.change.before, field), kind),
        Column(f"{name}_after{_unit(kind)}", lambda row: _value(row.change.after, field), kind),
    ]


def _unit(kind: ColumnKind) -> str:
    return "_seconds" if kind is ColumnKind.SECONDS else ""


def _value(standing: ClockStanding | None, field: str) -> Any:
    return getattr(standing, field, None)


def _arrow(name: str, field: str) -> Column:
    """One column of a value before and after, or of the value alone where it stays."""

    def shown(row: RejudgedClock) -> str:
        before, after = (
            _text(_value(standing, field)) for standing in (row.change.before, row.change.after)
        )
        return before if before == after else f"{before} → {after}"

    return Column(name, shown)


def _text(value: Any) -> str:
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
