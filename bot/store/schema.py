"""The schema's version: where the database stands, and how it is brought to the newest."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store.errors import StoreError

SCRIPTS = Path(__file__).parent.parent / "migrations"
MIGRATION_LOCK = 0x50554E43  # any number that only Punctual's migrations take on PostgreSQL


@cache
def _scripts() -> ScriptDirectory:
    """Return the migrations, which are read once: that takes longer than most transactions."""
    return ScriptDirectory.from_config(_config())


def newest_version() -> str:
    """Return the schema this program was written for."""
    return str(_scripts().get_current_head())


def version_of(connection: Connection) -> str | None:
    """Return the schema the database has; none when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(connection: Connection) -> None:
    """Raise `StoreError` when the database was made by a newer program."""
    version = version_of(connection)
    versions = {script.revision for script in _scripts().walk_revisions()}
    if version is not None and version not in versions:
        raise StoreError(
            f"the database has schema {version}, this program knows only {newest_version()}: "
            "install the newer Punctual, or restore a backup made by this one"
        )


def bring_to(connection: Connection, version: str = "head") -> None:
    """Bring the database to a version, up or down, inside the transaction that is open."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    refuse_newer(connection)
    config = _config()
    config.attributes["connection"] = connection
    if _is_behind(connection, version):
        command.upgrade(config, version)
    else:
        command.downgrade(config, version)
    if connection.dialect.name == "sqlite":
        _refuse_orphans(connection)


def _is_behind(connection: Connection, version: str) -> bool:
    if version in ("head", "heads"):
        return True
    if version == "base":
        return False
    order = [s.revision for s in _scripts().walk_revisions()][::-1]
    current = version_of(connection)
    return current is None or order.index(current) <= order.index(version)


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise StoreError(
            f"the migration would leave {len(orphans)} rows without what they refer to"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
