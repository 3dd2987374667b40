"""`punctual adopt`."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, day, say, time_zone, whoever
from bot.delivery.ports import SlackPort
from bot.errors import UserFacingError
from bot.output.tables import ColumnKind, Format, attribute, write
from bot.settings import settings_from_environment
from bot.slack.draw.speech import speech_for
from bot.slack.hear.reader.old_threads import old_threads
from bot.slack.hear.slack_calls import SlackAway
from bot.store import workspaces
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.intake.adoption import OldThread, adopt, shown, waits
from sla_core.configuration import Department

COLUMNS: Final = [
    attribute("ts", "ts"),
    attribute("written_at", "written_s", ColumnKind.INSTANT),
    attribute("requester", "requester"),
    attribute("subject", "subject"),
    attribute("replies", "replies", ColumnKind.NUMBER),
    attribute("last_at", "last_s", ColumnKind.INSTANT),
    attribute("last_by", "last_by"),
    attribute("ticket", "ticket", ColumnKind.NUMBER),
]


def adopt_command(
    *,
    channel: Annotated[str, typer.Option(metavar="C…", help="An intake channel, by id or #name.")],
    since: Annotated[str, typer.Option(metavar="DATE", help="How far to look back.")],
    yes: Annotated[bool, typer.Option("--yes", help="Open all; without, they are listed.")] = False,
    only: Annotated[
        str | None, typer.Option(metavar="TS,…", help="Open these, by their ts in the list.")
    ] = None,
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """List threads without an agent's last word, and open tickets of those chosen, from now on."""
    settings = settings_from_environment()
    if not settings.bot_token:
        raise UserFacingError("SLACK_BOT_TOKEN is missing: set it in the environment or in .env")
    from bot.delivery.slack import WebSlack  # noqa: PLC0415 it takes a second to import

    slack = WebSlack(settings.bot_token, settings.slack_api_url)
    with opened_desk(workspace) as plain_desk:
        program = _speaking(plain_desk)
        with program.look() as work:
            channel_id, department = _intake_channel(work, channel)
            zone = time_zone(work.configuration.options.report_time_zone)
        since_at = _midnight(since, zone)
        threads = _waiting_threads(program, slack, channel_id, department, since_at)
        selection = _selection(threads, only)
        is_done = yes or only is not None
        with (program.work if is_done and selection else program.look)() as work:
            rows = (
                adopt(work, department, selection, whoever())
                if is_done
                else [shown(work, thread) for thread in selection]
            )
    write(COLUMNS, rows, fmt, sys.stdout, zone)
    if rows and not is_done:
        say(f"nothing was opened: add --yes to open {len(rows)}, or --only with some of their ts")
        raise typer.Exit(1)
    if not rows:
        say("no thread waits for an agent's word")


def _midnight(since: str, zone: ZoneInfo) -> datetime:
    """When the day of `--since` began in a zone."""
    first_on = day(since, "--since")
    assert first_on is not None  # noqa: S101 the option is not optional
    return datetime.combine(first_on, time(), zone).astimezone(UTC)


def _speaking(program: Program) -> Program:
    """The desk with a voice that knows what people are called."""
    with program.look() as work:
        row = workspaces.get(*work.scope)
    domain = row.domain if row else None
    return replace(
        program, speech=speech_for(program.database, program.workspace_id, domain or None)
    )


def _intake_channel(work: Transaction, channel: str) -> tuple[str, Department]:
    channel_id = work.directory.channel_id(channel)
    if channel_id is None:
        channel_ids = work.directory.channels_called(channel)
        channel_id = channel_ids[0] if len(channel_ids) == 1 else None
    department = None if channel_id is None else intake_department(work, channel_id)
    if channel_id is None or department is None:
        raise UserFacingError(
            f"--channel {channel}: requests come in there for no department: "
            "name it among the intake_channels of one"
        )
    return channel_id, department


def _waiting_threads(
    program: Program, slack: SlackPort, channel_id: str, department: Department, since: datetime
) -> list[OldThread]:
    """The threads that wait, the oldest first."""
    try:
        threads = list(old_threads(program, slack, channel_id, since))
    except SlackAway as away:
        raise UserFacingError(f"slack does not tell what was written ({away})") from away
    with program.look() as work:
        return [thread for thread in reversed(threads) if waits(work, department, thread)]


def _selection(threads: list[OldThread], only: str | None) -> list[OldThread]:
    if only is None:
        return threads
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in {thread.first.ts for thread in threads}]
    if unknown:
        raise UserFacingError(f"--only {unknown[0]}: no thread with this ts waits; see the list")
    return [thread for thread in threads if thread.first.ts in names]
