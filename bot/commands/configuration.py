"""`punctual config check|export|schema|diff|apply|history`."""

import json
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
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
from bot.config import ConfigDocument, ConfigRefused, Judge
from bot.config.check import without_channels
from bot.config.identities import may_be_mistaken, names_refused
from bot.config.json_schema import schema
from bot.config.past import told
from bot.config.references import references
from bot.errors import UserFacingError
from bot.output.tables import (
    ColumnKind,
    Format,
    attribute,
    write,
)
from bot.usecases.ground.audit_log import Way
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises.config_export import exported
from bot.usecases.promises.configuration import (
    apply_configuration,
    findings,
    problems_of,
    require_unchanged,
)
from bot.usecases.promises.file_changes import FileChanges, changes_of
from bot.wording import identities
from bot.wording.suggestions import advice
from sla_core.configuration import KINDS, PLACES, WORKSPACE, Configuration
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
        document = _read(file, names_refused)
    except ConfigRefused as refused:
        for problem in refused.problems:
            say(str(problem))
        return BAD_INPUT
    for note in document.problems(without_channels(document.configuration)):
        say(str(note))
    unsure = {
        reference.written
        for reference in references(document.configuration)
        if may_be_mistaken(reference)
    }
    if unsure:
        say(
            f"{file}: not looked up here, as only Slack knows: {', '.join(sorted(unsure))} may be "
            "handles or ids, or display names, which `punctual config diff` refuses"
        )
    amount = len(document.warnings)
    summary = f"{amount} warning{'' if amount == 1 else 's'}" if amount else "nothing wrong"
    typer.echo(f"{file}: {_contents(document.configuration)}, {summary}")
    return 0


def _read(file: str, names: Judge) -> ConfigDocument:
    return configuration_of(file, to_s(SystemClock().now()), names)


def _judged(work: Transaction, document: ConfigDocument) -> Configuration:
    """The configuration of a file, if everybody in it is named as people may be named."""
    problems = problems_of(work, document)
    if problems:
        raise ConfigRefused(problems)
    return document.configuration


def _contents(configuration: Configuration) -> str:
    amounts = {
        section.replace("_", " "): len(getattr(configuration, section))
        for kind, section in PLACES.items()
        if kind != WORKSPACE
    }
    return ", ".join(
        f"{amount} {items.removesuffix('s') if amount == 1 else items}"
        for items, amount in amounts.items()
    )


@app.command()
def export(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where it goes, - for standard output.")
    ] = STANDARD,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the configuration in force, ids with their names as comments."""
    with opened_desk(workspace) as program, program.look() as work:
        text = exported(work)
    with written(file) as out:
        out.write(text)


@app.command(name="schema")
def json_schema() -> None:
    """Write the JSON Schema of the file, for editors."""
    typer.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


@app.command()
def diff(file: ConfigFile, workspace: WorkspaceOption = None) -> None:
    """Say what a file would change, and what that means for clocks."""
    with opened_desk(workspace) as program:
        _FilePreview.by(program, file, moves=False).tell()


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
    with opened_desk(workspace) as program:
        preview = _FilePreview.by(program, file, moves=move_running)
        if yes and preview.found.lines:
            with program.work() as work:
                work.way = Way("file", "standard input" if file == STANDARD else Path(file).name)
                require_unchanged(work, preview.found.revision)
                configuration = _judged(work, preview.found.document)
                apply_configuration(
                    work,
                    configuration,
                    whoever(),
                    moves_running=move_running,
                    seen=preview.found.impact,
                )
    preview.tell(is_done=yes)
    if preview.found.lines and not yes:
        say("nothing was changed: add --yes to do it")
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _FilePreview:
    """The changes a file would make.

    It is looked at outside of the change, which then is short whatever there is to look at.
    """

    found: FileChanges
    zone: ZoneInfo
    moves: bool

    @classmethod
    def by(cls, program: Program, file: str, *, moves: bool) -> Self:
        """Look at it now; if running clocks are to move, at those left behind as well."""
        with program.look() as work:
            document = _read(file, partial(findings, work))
            zone = time_zone(work.configuration.options.report_time_zone)
            return cls(changes_of(work, document, with_trailing=moves), zone, moves)

    def tell(self, *, is_done: bool = False) -> None:
        """Print it."""
        typer.echo("\n".join(self.found.lines or [NOTHING]))
        tell(self.found.impact, self.zone, moves=self.moves, is_done=is_done)
        for name in self.found.waiting[:SHOWN]:
            say(identities.waiting(name.place, name.written, name.why, name.bearers))
        if len(self.found.waiting) > SHOWN:
            say(
                f"{len(self.found.waiting) - SHOWN} more names wait: `punctual status` has them all"
            )


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
    with opened_desk(workspace) as program, program.look() as work:
        rows = [change for change in told(work.history) if change.is_of(kind, name)]
        zone = time_zone(work.configuration.options.report_time_zone)
    if rows or fmt is not Format.TABLE:
        write(HISTORY_COLUMNS, rows, fmt, sys.stdout, zone)
    if fmt is Format.TABLE:
        say(f"times in {zone.key}" if rows else "nothing of that was ever changed")
