"""What a change means for clocks, as an admin reads it before saying yes."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.output.tables import (
    Column,
    ColumnKind,
    Format,
    attribute,
    human,
    write,
)
from bot.usecases.promises.impact import Impact
from sla_core.preview import ClockChange, ClockStanding

WORST = 10


def tell(impact: Impact | None, zone: ZoneInfo, *, moves: bool, is_done: bool = False) -> None:
    """Print what running and stopped clocks come to; with a table of the worst if they move."""
    if impact is None:
        return
    for line in running_lines(impact, moves=moves, is_done=is_done):
        typer.echo(line)
    if moves:
        _table([change for change in impact.changes if what_becomes(change)], zone)
    for line in stopped_lines(impact, zone, is_done=is_done):
        typer.echo(line)


def running_lines(impact: Impact, *, moves: bool, is_done: bool) -> Iterator[str]:
    """What becomes of clocks that run, in sentences."""
    if not impact.running and not impact.changes:
        yield "no running clock is under what changes"
        return
    clocks = counted(impact.running, "running clock")
    is_one = impact.running == 1
    if is_done and moves:
        yield f"{clocks} moved: {becoming(impact)}"
        return
    if moves:
        yield f"{clocks} would move: {becoming(impact)}"
        return
    yield (
        f"{clocks} {'is' if is_one else 'are'} under what changes "
        f"and {'keeps' if is_one else 'keep'} the promise given"
    )
    if not is_done:
        yield f"with --move-running: {becoming(impact)}"


def becoming(impact: Impact) -> str:
    """`38 due times move, 2 clocks breach at once`, or that nothing comes of it."""
    parts = [
        f"{counted(amount, singular, plural)} {does if amount == 1 else do}"
        for amount, singular, plural, does, do in (
            (impact.due_moves, "due time", "due times", "moves", "move"),
            (impact.breaches, "clock", "clocks", "breaches at once", "breach at once"),
            (impact.taken_back, "miss", "misses", "is taken back", "are taken back"),
            (impact.ends, "clock", "clocks", "ends without a target", "end without a target"),
            (impact.gains, "clock", "clocks", "gets a target", "get a target"),
            (
                *(impact.retargeted, "clock that stands still", "clocks that stand still"),
                *("gets another target", "get another target"),
            ),
        )
        if amount
    ]
    return ", ".join(parts) or "no due time moves"


def stopped_lines(impact: Impact, zone: ZoneInfo, *, is_done: bool) -> Iterator[str]:
    """What judging stopped clocks anew would turn, and how that is done."""
    if impact.turned:
        met = sum(clock.change.fits_again for clock in impact.turned)
        missed = len(impact.turned) - met
        parts = [
            f"{counted(amount, singular, plural)} would become {state}"
            for amount, singular, plural, state in (
                (met, "miss of a stopped clock", "misses of stopped clocks", "met"),
                (missed, "met clock", "met clocks", "missed"),
            )
            if amount
        ]
        first_s = min(clock.decided_at_s for clock in impact.turned)
        first_on = datetime.fromtimestamp(first_s, zone).date()
        when = "" if is_done else "once this is applied, "
        yield f"{', '.join(parts)}: {when}`punctual reprocess --from {first_on}` shows and does it"
    for name in impact.reshaped:
        yield (
            f"calendar {name} has other hours: stopped clocks stay judged as they are "
            "(`punctual reprocess` shows what it would change)"
        )


def what_becomes(change: ClockChange) -> str:
    """What happens to one clock, in a few words."""
    if change.breaches:
        return "breaches at once"
    if change.ends:
        return "ends without a target"
    if change.fits_again:
        return "its miss is taken back"
    if change.before is None or change.after is None:
        return "gets a target"
    before, after = change.before.due_at_s, change.after.due_at_s
    if before is None or after is None or before == after:
        old, new = change.before.target_seconds, change.after.target_seconds
        return "" if old == new else f"target {human(old)} → {human(new)}"
    return f"{human(abs(after - before))} {'later' if after > before else 'earlier'}"


def counted(amount: int, one: str, many: str | None = None) -> str:
    """`1 clock`, `2 clocks`."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def _table(changes: Sequence[ClockChange], zone: ZoneInfo) -> None:
    if not changes:
        return
    typer.echo("")
    write(COLUMNS, changes[:WORST], Format.TABLE, sys.stdout, zone)
    more = len(changes) - WORST
    typer.echo(f"{f'and {more:,} more, ' if more > 0 else ''}times in {zone.key}\n")


def _due(standing: ClockStanding | None) -> int | None:
    return None if standing is None else standing.due_at_s


COLUMNS = [
    Column("ticket", lambda change: f"#{change.ticket}"),
    attribute("metric", "metric"),
    Column("level", lambda change: (change.before or change.after).level),
    Column("due_before", lambda change: _due(change.before), ColumnKind.INSTANT),
    Column("due_after", lambda change: _due(change.after), ColumnKind.INSTANT),
    Column("", what_becomes),
]
