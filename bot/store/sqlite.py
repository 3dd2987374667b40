"""How SQLite is opened: the recipe that neither loses updates nor corrupts the file.

Python's own transaction handling begins late and deferred, so that two writers who both read first
lose one update; here every transaction begins by our own word. The journal is a write-ahead log
only where the library is free of the WAL-reset bug, which can corrupt the file.
"""

from functools import partial
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import OperationalError

from bot.store.errors import StoreError
from bot.store.modes import make_private, narrow
from bot.store.write_ahead_log import files_beside

BUSY_TIMEOUT_MS = 15_000
WAL_FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))

MODE = "punctual_mode"
BEGIN_BY_MODE = {
    "reading": ("PRAGMA query_only = ON", "BEGIN"),
    "writing": ("PRAGMA query_only = OFF", "BEGIN IMMEDIATE"),
    # A migration that rebuilds a table must not cascade into those that refer to it.
    "migrating": ("PRAGMA query_only = OFF", "PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"),
}


def sqlite_library() -> ModuleType:
    """Return `pysqlite3`, which carries a recent SQLite, where it is installed; else Python's."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - not installed everywhere
    except ImportError:
        from sqlite3 import dbapi2  # noqa: PLC0415
    return dbapi2  # type: ignore[no-any-return]


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Say whether this version of SQLite is free of the WAL-reset bug."""
    newest = max(WAL_FIXED_IN)
    return version >= newest or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIXED_IN
    )


def open_sqlite(url: URL) -> Engine:
    """Return an engine on the file, which is made when it is missing; its folder must be there.

    Only its owner may read it; SQLite makes the files beside it as it finds the file itself.
    """
    path = _path_of(url)
    make_private(path)
    for beside in files_beside(path):
        narrow(beside)
    library = sqlite_library()
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        module=library,
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    is_broken = Event()
    event.listen(engine, "begin", partial(_begin, is_broken))
    event.listen(engine, "handle_error", partial(_notice_broken_text, is_broken))
    _choose_journal(engine, path, "wal" if is_wal_safe(library.sqlite_version_info) else "delete")
    return engine


def _path_of(url: URL) -> Path:
    if url.database in (None, "", ":memory:"):
        raise StoreError("an SQLite database needs a file, as in sqlite:///punctual.db")
    path = Path(str(url.database))
    if not path.parent.is_dir():
        raise StoreError(f"the database's folder {path.parent} does not exist: create it")
    return path


def _prepare(connection: DBAPIConnection, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "foreign_keys = ON",
        "synchronous = FULL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(is_broken: Event, connection: Connection) -> None:
    """Begin by our own word; read text that is no UTF-8 with a mark where it is broken.

    That only once any such text was met: until then the library reads text by itself, which is far
    quicker, and the first time fails.
    """
    if is_broken.is_set():
        raw: Any = connection.connection.driver_connection
        raw.text_factory = partial(str, encoding="utf-8", errors="replace")
    mode = connection.get_execution_options().get(MODE, "writing")
    for statement in BEGIN_BY_MODE[mode]:
        connection.exec_driver_sql(statement)


def _notice_broken_text(is_broken: Event, context: ExceptionContext) -> None:
    if "decode to UTF-8" in str(context.original_exception):
        is_broken.set()


def _choose_journal(engine: Engine, path: Path, mode: str) -> None:
    """Guarantee the journal mode; the file remembers WAL, so mostly this only looks."""
    try:
        raw = engine.raw_connection()
        try:
            if _journal_of(raw.cursor(), "") != mode:
                _journal_of(raw.cursor(), f" = {mode}")
        finally:
            raw.close()
    except (OperationalError, sqlite_library().Error) as problem:
        engine.dispose()
        raise StoreError(f"cannot open the database {path}: {problem}") from problem


def _journal_of(cursor: Any, change: str) -> str:
    return str(cursor.execute(f"PRAGMA journal_mode{change}").fetchone()[0]).lower()
