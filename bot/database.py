"""The database that the settings name, ready for use."""

from bot.settings import Settings
from bot.store.engine import Database


def open_database(settings: Settings) -> Database:
    """The database with the newest schema: made so on SQLite, required on PostgreSQL."""
    database = Database.open(settings.database_url)
    try:
        if database.path is not None:
            database.migrate()
        database.require_newest_schema()
    except BaseException:
        database.dispose()
        raise
    return database
