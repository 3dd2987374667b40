"""The database as commands use it, beside a bot that may be running."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.clock import SystemClock
from bot.config.history import HistoryReader
from bot.database import open_database
from bot.errors import UserFacingError
from bot.settings import settings_from_environment
from bot.slack.draw.speech import SlackSpeech
from bot.store import workspaces
from bot.store.engine import Database
from bot.store.workspaces import Workspace
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.audit_log import Way
from bot.usecases.ground.transaction import Program


@contextmanager
def opened_desk(workspace_id: str | None = None) -> Iterator[Program]:
    """The desk of a workspace, of the only one unless told; it sends nothing."""
    settings = settings_from_environment()
    database = open_database(settings)
    try:
        workspace = _workspace(database, workspace_id)
        yield Program(
            database=database,
            clock=database.clock(SystemClock()),
            workspace_id=workspace.id,
            bot_user_id=workspace.bot_user_id or "",
            speech=SlackSpeech(domain=workspace.domain),
            histories=HistoryReader(),
            on_commit=_nobody_waits,
            consequences=IN_ORDER,
            first_admin=settings.admin,
            way=Way("terminal"),
            secret_key=settings.signing_key,
            config_file=settings.config,
        )
    finally:
        database.dispose()


def _nobody_waits() -> None:
    """What was committed is noticed by the bot's own looks into the database."""


def _workspace(database: Database, workspace_id: str | None) -> Workspace:
    with database.reading() as connection:
        rows = workspaces.listing(connection)
    if not rows:
        raise UserFacingError(
            "no workspace is known to this database: run `punctual serve` once, or set DATABASE_URL"
        )
    ids = ", ".join(row.id for row in rows)
    if workspace_id is None:
        if len(rows) > 1:
            raise UserFacingError(f"there are several workspaces: add --workspace, one of {ids}")
        return rows[0]
    for row in rows:
        if row.id == workspace_id:
            return row
    raise UserFacingError(f"--workspace {workspace_id}: there is only {ids}")
