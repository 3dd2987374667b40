"""`punctual config check|export|diff|apply`."""

import getpass
from typing import Annotated

import typer

from bot.clock import SystemClock
from bot.commands.desks import opened_desk
from bot.commands.options import (
    STANDARD,
    ConfigFile,
    WorkspaceOption,
    configuration_of,
    say,
    written,
)
from bot.config import ConfigRefused, preview, write
from bot.store import channels, people
from bot.usecases.configuring import apply_configuration
from bot.usecases.desk import Work
from sla_core.configuration import Configuration
from sla_core.instants import to_s

app = typer.Typer(help="Everything an admin can set, as one YAML file.", no_args_is_help=True)
NOTHING = "nothing to change"
BAD_INPUT = 2


@app.command()
def check(file: ConfigFile) -> int:
    """Say all that is wrong with a file, a line each, or that nothing is."""
    try:
        found = _contents(_configuration(file))
    except ConfigRefused as refused:
        for problem in refused.problems:
            say(str(problem))
        return BAD_INPUT
    typer.echo(f"{file}: {found}, nothing wrong")
    return 0


def _configuration(file: str) -> Configuration:
    return configuration_of(file, to_s(SystemClock().now())).configuration


def _contents(configuration: Configuration) -> str:
    amounts = {
        "calendar": len(configuration.calendars),
        "level": len(configuration.levels),
        "rule": len(configuration.rules),
        "department": len(configuration.departments),
        "customer": len(configuration.customers),
    }
    return ", ".join(
        f"{amount} {what}{'' if amount == 1 else 's'}" for what, amount in amounts.items()
    )


@app.command()
def export(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where it goes, - for standard output.")
    ] = STANDARD,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the configuration in force, ids with their names as comments."""
    with opened_desk(workspace) as desk, desk.look() as work:
        text = write(work.configuration, _names(work))
    with written(file) as out:
        out.write(text)


def _names(work: Work) -> dict[str, str]:
    """The names of the people and channels that ids stand for."""
    here = work.connection, work.workspace_id
    known_people = {each.id: each.name for each in people.listing(*here)}
    return known_people | {each.id: f"#{each.name}" for each in channels.listing(*here)}


@app.command()
def diff(file: ConfigFile, workspace: WorkspaceOption = None) -> None:
    """Say what a file would change."""
    wanted = _configuration(file)
    with opened_desk(workspace) as desk, desk.look() as work:
        lines = preview(work.configuration, wanted)
    typer.echo("\n".join(lines or [NOTHING]))


@app.command()
def apply(
    file: ConfigFile,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only shown.")] = False,
    move_running: Annotated[
        bool, typer.Option("--move-running", help="Move running clocks to what is new.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Put a file in the place of the configuration in force."""
    wanted = _configuration(file)
    with opened_desk(workspace) as desk, desk.work() if yes else desk.look() as work:
        lines = preview(work.configuration, wanted)
        typer.echo("\n".join(lines or [NOTHING]))
        if yes and lines:
            by = f"{getpass.getuser()} at the command line"
            apply_configuration(work, wanted, by, moves_running=move_running)
    if move_running:
        say("--move-running is kept with the change, but this version moves no running clock yet")
    if lines and not yes:
        say("nothing was changed: add --yes to do it")
        raise typer.Exit(1)
