"""`punctual config check|export|diff|apply|history`."""

import sys
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import typer

from bot.clock import SystemClock
from bot.commands.desks import opened_desk
from bot.commands.impacts import tell
from bot.commands.options import (
    STANDARD,
    ConfigFile,
    FormatOption,
    WorkspaceOption,
    configuration_of,
    say,
    time_zone,
    whoever,
    written,
)
from bot.config import ConfigRefused, Judge, Read
from bot.config import write as write_yaml
from bot.config.check import without_channels
from bot.config.history import newest_revision
from bot.config.identities import may_be_mistaken, names_refused
from bot.config.past import KINDS, told
from bot.config.references import references
from bot.errors import UserFacingError
from bot.output.tables import (
    ColumnKind,
    Format,
    attribute,
    write,
)
from bot.store import channels, people, user_groups
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.promises.configuration import (
    apply_configuration,
    findings,
    impact_of,
    lines_of,
    problems_of,
    require_unchanged,
)
from bot.usecases.promises.identities import names_of_nobody
from bot.usecases.promises.impact import Impact
from bot.views.waiting_names import WaitingName
from bot.wording import identities
from bot.wording.suggestions import advice
from sla_core.configuration import Configuration
from sla_core.instants import to_s

app = typer.Typer(help="Everything an admin can set, as one YAML file.", no_args_is_help=True)
NOTHING = "nothing to change"
BAD_INPUT = 2
SHOWN = 10
"""How many names that wait are told one by one."""
HISTORY_COLUMNS = [
    attribute("revision", "number", ColumnKind.NUMBER),
    attribute("changed_at", "at_s", ColumnKind.INSTANT),
    attribute("changed_by", "by"),
    attribute("kind", "kind"),
    attribute("name", "name"),
    attribute("change", "change"),
    attribute("running_clocks", "running"),
]


@app.command()
def check(file: ConfigFile) -> int:
    """Say all that is wrong with a file, a line each, or that nothing is."""
    try:
        found = _read(file, names_refused)
    except ConfigRefused as refused:
        for problem in refused.problems:
            say(str(problem))
        return BAD_INPUT
    for note in found.problems(without_channels(found.configuration)):
        say(str(note))
    unsure = {each.written for each in references(found.configuration) if may_be_mistaken(each)}
    if unsure:
        say(
            f"{file}: not looked up here, as only Slack knows: {', '.join(sorted(unsure))} may be "
            "handles or ids, or display names, which `punctual config diff` refuses"
        )
    amount = len(found.warnings)
    said = f"{amount} warning{'' if amount == 1 else 's'}" if amount else "nothing wrong"
    typer.echo(f"{file}: {_contents(found.configuration)}, {said}")
    return 0


def _read(file: str, names: Judge) -> Read:
    return configuration_of(file, to_s(SystemClock().now()), names)


def _judged(work: Work, found: Read) -> Configuration:
    """The configuration of a file, if everybody in it is named as people may be named."""
    problems = problems_of(work, found)
    if problems:
        raise ConfigRefused(problems)
    return found.configuration


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
        text = write_yaml(work.configuration, _names(work))
    with written(file) as out:
        out.write(text)


def _names(work: Work) -> dict[str, str]:
    """The names of the people, groups and channels that the ids in force stand for."""
    here = work.connection, work.workspace_id
    ids = {each.written for each in references(work.configuration)}
    known_people = people.among(*here, ids).values()
    groups = user_groups.among(*here, ids, ())
    return {
        **{each.id: each.real_name or each.name for each in known_people},
        **{each.id: f"@{each.handle}" for each in groups},
        **{each.id: f"#{each.name}" for each in channels.among(*here, ids, ())},
    }


@app.command()
def diff(file: ConfigFile, workspace: WorkspaceOption = None) -> None:
    """Say what a file would change, and what that means for clocks."""
    with opened_desk(workspace) as desk:
        _Seen.by(desk, file, moves=False).tell()


@app.command()
def apply(
    file: ConfigFile,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only shown.")] = False,
    move_running: Annotated[
        bool, typer.Option("--move-running", help="Move running clocks to what is in force then.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Put a file in the place of the configuration in force."""
    with opened_desk(workspace) as desk:
        seen = _Seen.by(desk, file, moves=move_running)
        if yes and seen.lines:
            with desk.work() as work:
                require_unchanged(work, seen.revision)
                wanted = _judged(work, seen.found)
                apply_configuration(
                    work, wanted, whoever(), moves_running=move_running, seen=seen.impact
                )
    seen.tell(is_done=yes)
    if seen.lines and not yes:
        say("nothing was changed: add --yes to do it")
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file would change, what that means for clocks, and the revision it was held against.

    It is looked at outside of the change, which then is short whatever there is to look at.
    """

    found: Read
    lines: list[str]
    impact: Impact | None
    revision: int
    zone: ZoneInfo
    moves: bool
    waiting: tuple[WaitingName, ...]

    @classmethod
    def by(cls, desk: Desk, file: str, *, moves: bool) -> Self:
        """Look at it now; if running clocks are to move, at those left behind as well."""
        with desk.look() as work:
            found = _read(file, partial(findings, work))
            wanted = found.configuration
            impact = impact_of(work, wanted, with_trailing=moves)
            repeats = impact.repeats if impact else ()
            return cls(
                found,
                [*lines_of(work, wanted), *(each.line for each in repeats)],
                impact,
                newest_revision(work.history),
                time_zone(work.configuration.options.report_time_zone),
                moves,
                names_of_nobody(work, wanted),
            )

    def tell(self, *, is_done: bool = False) -> None:
        """Print it."""
        typer.echo("\n".join(self.lines or [NOTHING]))
        tell(self.impact, self.zone, moves=self.moves, is_done=is_done)
        for name in self.waiting[:SHOWN]:
            say(identities.waiting(name.place, name.written, name.why, name.bearers))
        if len(self.waiting) > SHOWN:
            say(f"{len(self.waiting) - SHOWN} more names wait: `punctual status` has them all")


@app.command()
def history(
    *,
    kind: Annotated[str | None, typer.Option(help=f"Only one of {', '.join(KINDS)}.")] = None,
    name: Annotated[str | None, typer.Option(help="Only what has this name.")] = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Say who changed what and when, and whether running clocks were moved."""
    kind = kind and kind.casefold().replace(" ", "_")
    if kind is not None and kind not in KINDS:
        raise UserFacingError(f"--kind {kind}: {advice(kind, KINDS)}")
    with opened_desk(workspace) as desk, desk.look() as work:
        rows = [each for each in told(work.history) if each.is_of(kind, name)]
        zone = time_zone(work.configuration.options.report_time_zone)
    if rows or fmt is not Format.TABLE:
        write(HISTORY_COLUMNS, rows, fmt, sys.stdout, zone)
    if fmt is Format.TABLE:
        say(f"times in {zone.key}" if rows else "nothing of that was ever changed")
