"""`punctual closure`: an unplanned closure, looked at first, then declared."""

from typing import Annotated

import typer

from bot.commands.desks import opened_desk
from bot.commands.impacts import tell
from bot.commands.options import WorkspaceOption, say, time_zone, whoever
from bot.usecases.promises.closures import DeclaredClosure, closed, closure_impact, declare


def closure_command(
    *,
    since: Annotated[
        str, typer.Option("--from", metavar="LOCAL", help="A date or 2026-12-31T12:00.")
    ],
    until: Annotated[
        str, typer.Option("--to", metavar="LOCAL", help="The same; a date is closed to its end.")
    ],
    calendar: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Which; all of them if left out.")
    ] = None,
    why: Annotated[str, typer.Option(help="Its name, such as a snow day.")] = "",
    keep_running: Annotated[
        bool, typer.Option("--keep-running", help="Running clocks keep their due times.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only shown.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Close calendars for some time that nobody planned, such as an outage."""
    closure = DeclaredClosure(since, until, why, tuple(calendar or ()))
    with opened_desk(workspace) as program:
        with program.look() as work:
            zone = time_zone(work.configuration.options.report_time_zone)
            impact = closure_impact(work, closed(work, closure))
        tell(impact, zone, moves=not keep_running)
        if not yes:
            say("nothing was changed: add --yes to do it")
            raise typer.Exit(1)
        with program.work() as work:
            numbers = None if impact is None else impact.numbers
            wanted = declare(
                work, closure, whoever(), moves_running=not keep_running, numbers=numbers
            )
        names = ", ".join(change.name for change in wanted.changes)
        typer.echo(f"closed from {since} to {until}: {names}")
