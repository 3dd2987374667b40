"""Options and arguments that several commands share, and where their output goes."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE
from typing import IO, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.config import ConfigDocument, Judge, read
from bot.config.identities import names_refused
from bot.errors import UserFacingError
from bot.output.tables import Format
from bot.words.spelling import value_in
from sla_core.calendars.zones import zone
from sla_core.instants import MICROSECONDS, parse_us

STANDARD: Final = "-"
FormatOption = Annotated[Format, typer.Option("--format", help="How rows are printed.")]
WorkspaceOption = Annotated[
    str | None,
    typer.Option("--workspace", metavar="ID", help="Which workspace, where there are several."),
]
ConfigFile = Annotated[
    str, typer.Argument(metavar="FILE", help="A YAML file, - for standard input.")
]


def configuration_of(file: str, now_s: int, names: Judge = names_refused) -> ConfigDocument:
    """The configuration of a file, `-` for standard input, with its warnings told.

    `names` says which names of people are refused.
    """
    if file == STANDARD:
        document = read(sys.stdin.read(), "standard input", now_s, names)
    else:
        document = read(Path(file), file, now_s, names)
    for warning in document.warnings:
        say(f"{warning} (a warning)")
    return document


def say(line: str) -> None:
    """Tell the person at the terminal something that is no output."""
    typer.echo(line, err=True)


def whoever() -> str:
    """Who is at the terminal, as the history and the audit log name them."""
    return f"{getpass.getuser()} at the command line"


def instant_s(text: str, option: str) -> int:
    """The whole second of an instant with an offset."""
    try:
        return parse_us(value_in(text)) // MICROSECONDS
    except (ValueError, OverflowError):
        raise UserFacingError(
            f"{option} {text}: give an instant such as 2026-03-02T08:55:00+01:00"
        ) from None


def day(text: str | None, option: str) -> date | None:
    """The date of a text, None of none."""
    try:
        return None if text is None else date.fromisoformat(value_in(text))
    except ValueError:
        raise UserFacingError(f"{option} {text}: give a date such as 2026-03-02") from None


def time_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    return zone(name)


@contextmanager
def written(path: str) -> Iterator[IO[str]]:
    """A file to write, `-` for standard output; it appears only when all of it was written.

    A new one may be read as the umask says, one that was there by whom it could be read before.
    """
    if path == STANDARD:
        yield sys.stdout
        return
    target = Path(path)
    if target.is_dir() or not target.parent.is_dir():
        raise UserFacingError(f"{path}: there is no folder to write this file into")
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8") as device:
            yield device
        return
    beside = target.with_name(f".{target.name[:200]}-{token_hex(4)}")
    with beside.open("x", encoding="utf-8", errors="backslashreplace", newline="") as out:
        try:
            yield out
            out.flush()
            if target.exists():
                beside.chmod(S_IMODE(target.stat().st_mode))
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
