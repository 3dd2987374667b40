"""`punctual migrate`."""

import typer

from bot.settings import settings_from_environment
from bot.store.engine import Database


def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = settings_from_environment()
    database = Database.open(settings.database_url)
    try:
        before = database.schema_version()
        database.migrate()
        after = database.schema_version()
    finally:
        database.dispose()
    was = "was already there" if before == after else f"came from {before or 'nothing'}"
    typer.echo(f"{settings.shown_url}: schema {after}, {was}")
