"""The database: opened by its address, spoken to in transactions that are begun on purpose."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.clock import TimeSource
from bot.store import schema
from bot.store.database_clock import DatabaseClock
from bot.store.database_file import DatabaseFile, refuse_lost
from bot.store.errors import StoreError
from bot.store.shared_commits import SharedCommits, Write
from bot.store.sqlite import MODE, open_sqlite
from bot.store.turns import Turns

FORMS = "sqlite:///FILE, postgresql+psycopg://… or postgres://…"
DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Transactions are short, and none is open during a call to Slack."""

    url: str = field(repr=False)
    engine: Engine
    turns: Turns | None = None
    together: SharedCommits = field(default_factory=SharedCommits)
    file: DatabaseFile | None = None

    @classmethod
    def open(cls, url: str) -> "Database":
        """Return the database at `url`; raise `StoreError` when it cannot be reached.

        An SQLite file that was there once and is not any more is `DatabaseLost`, and is not made.
        """
        address = _address(url)
        if address.drivername != "sqlite":
            return cls(url, _open_postgresql(address))
        path = Path(str(address.database)).resolve()
        refuse_lost(path)
        engine = open_sqlite(address)
        file = DatabaseFile.at(path)
        event.listen(engine, "do_connect", partial(_connect, file))
        return cls(url, engine, Turns(), file=file)

    @property
    def path(self) -> Path | None:
        """Return the file of an SQLite database, resolved; none on PostgreSQL."""
        if self.engine.dialect.name != "sqlite":
            return None
        return Path(str(self.engine.url.database)).resolve()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that may write: committed at the end, undone by an exception.

        `DatabaseLost` where it could only be written into a file that nobody finds again.
        """
        self.require_file()
        turn = nullcontext() if self.turns is None else self.turns.taken()
        with turn, self.engine.execution_options(**{MODE: "writing"}).begin() as connection:
            yield connection
        self.require_file()

    def require_file(self) -> None:
        """Raise `DatabaseLost` unless the file that was opened is still where it was."""
        if self.file is not None:
            self.file.require()

    def write_together(self, write: Write) -> None:
        """Commit what `write` does, in one transaction with work that others bring meanwhile."""
        self.together.write(write, self.writing)

    def hurried(self) -> AbstractContextManager[None]:
        """Let this thread write before the others: for those whom somebody waits for."""
        return nullcontext() if self.turns is None else self.turns.hurried()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one unmoving picture of the database, in which nothing can be written."""
        options: dict[str, object] = {MODE: "reading"}
        if self.engine.dialect.name != "sqlite":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.execution_options(**options).begin() as connection:
            yield connection

    def migrate(self, version: str = "head") -> None:
        """Bring the schema to a version, the newest unless told; all of it, or nothing."""
        with self.engine.execution_options(**{MODE: "migrating"}).connect() as connection:
            try:
                with connection.begin():
                    schema.bring_to(connection, version)
            finally:
                connection.invalidate()  # it was opened without foreign keys: nobody else gets it
        if self.file is not None:
            self.file.mark()

    def schema_version(self) -> str | None:
        """Return the schema the database has; none when it is empty."""
        with self.reading() as connection:
            return schema.version_of(connection)

    def require_newest_schema(self) -> None:
        """Raise `StoreError` unless the database has exactly the schema this program knows."""
        with self.reading() as connection:
            schema.refuse_newer(connection)
            version = schema.version_of(connection)
        if version != schema.newest_version():
            raise StoreError(
                f"the database has schema {version or 'none'}, this program needs "
                f"{schema.newest_version()}: run `punctual migrate`"
            )

    def clock(self, system: TimeSource) -> TimeSource:
        """Return the clock all processes on this database share: PostgreSQL's own, or `system`."""
        return system if self.path is not None else DatabaseClock(self._ask_time, system)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _ask_time(self) -> datetime:
        with self.reading() as connection:
            instant: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return instant


def _connect(
    file: DatabaseFile, dialect: Dialect, _record: object, _args: object, options: dict[str, Any]
) -> DBAPIConnection:
    """Return a connection to the file that was opened; one of its name is never made anew."""
    file.require()
    try:
        return dialect.connect(f"{file.path.as_uri()}?mode=rw", uri=True, **options)
    except dialect.loaded_dbapi.OperationalError:
        file.require()  # it may have gone this very moment
        raise


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        return address.set(drivername=DRIVERS[address.drivername])
    except (ArgumentError, KeyError, ValueError):
        raise StoreError(f"not the address of a database: write {FORMS}") from None


def _open_postgresql(address: URL) -> Engine:
    engine = create_engine(
        address, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True
    )
    try:
        engine.connect().close()
    except OperationalError as problem:
        engine.dispose()
        reason = str(problem.orig).strip().splitlines()[0]
        where = address.render_as_string(hide_password=True)
        raise StoreError(f"cannot reach the database {where}: {reason}") from problem
    return engine
