"""`punctual audit` and `punctual audit verify`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, say, time_zone
from bot.errors import UserFacingError
from bot.output.audit_columns import AUDIT_COLUMNS, table_columns
from bot.output.tables import Format, write
from bot.store.audit import AuditRow
from bot.usecases.reports.audit_log import KINDS_OF_THINGS, all_of, changed_values, chosen
from bot.usecases.reports.audit_sign_off import AuditProof, prove
from bot.usecases.reports.selections import WrongWord
from bot.wording import audit as texts

app = typer.Typer(help="Who changed what, and that nobody changed the record.")

FAILURE = 1
Text = str | None


@app.callback(invoke_without_command=True)
def audit(  # noqa: PLR0913 the filters
    context: typer.Context,
    *,
    by: Annotated[Text, typer.Option(help="Only what this person did: an id or address.")] = None,
    ticket: Annotated[Text, typer.Option(metavar="N", help="Only this ticket.")] = None,
    kind: Annotated[Text, typer.Option(help=f"Only these: {', '.join(KINDS_OF_THINGS)}.")] = None,
    since: Annotated[Text, typer.Option(metavar="DATE", help="First day.")] = None,
    until: Annotated[Text, typer.Option(metavar="DATE", help="Last day.")] = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Every change of the configuration and every act on a ticket, the newest first."""
    if context.invoked_subcommand is not None:
        return
    given = {"by": by, "ticket": ticket, "kind": kind, "since": since, "until": until}
    words = {name: value for name, value in given.items() if value is not None}
    with opened_desk(workspace) as program, program.look() as work:
        with _by_options():
            selection = chosen(work, words)
        zone = time_zone(work.configuration.options.report_time_zone)
        is_table = fmt is Format.TABLE
        columns = table_columns(_change) if is_table else AUDIT_COLUMNS
        write(columns, all_of(work, selection), fmt, sys.stdout, zone)


@contextmanager
def _by_options() -> Iterator[None]:
    """Lets a word that is refused be told as the option it was given by."""
    try:
        yield
    except WrongWord as wrong:
        raise UserFacingError(f"--{wrong.key} {wrong.written}: {wrong.advice}") from wrong


def _change(row: AuditRow) -> str:
    changes = (f"{it.name}: {_text(it.before)} → {_text(it.after)}" for it in changed_values(row))
    return "; ".join(changes)


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in (None, "", {}) else str(value)


@app.command()
def verify(
    *,
    signed: Annotated[
        Text, typer.Option(metavar="HASH", help="A sign-off that was kept elsewhere.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Walk all chains, and say where the first of them breaks."""
    with opened_desk(workspace) as program:
        proof = prove(program, signed)
    _tell(proof)
    if proof.broken:
        raise typer.Exit(FAILURE)


def _tell(proof: AuditProof) -> None:
    for broken in proof.broken:
        say(texts.broken(broken.chain, broken.seq, broken.why, broken.events))
    if proof.broken:
        say(texts.count_of_broken(len(proof.broken)))
    else:
        typer.echo(texts.proved(proof.entries, proof.chains, proof.erased))
    newest = proof.newest
    if newest is None:
        say(texts.never_signed_off())
    else:
        at = f"{newest.signed_at:%Y-%m-%dT%H:%M:%SZ}"
        is_signed = newest.signature is not None
        say(texts.signed_off(newest.number, at, newest.hash, is_signed=is_signed))
