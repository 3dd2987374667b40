"""Who judges a mutant: the tests that run its line, in a process of their own, on a copy."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from coverage.numbits import numbits_to_nums

from tests.mutants.changes import Mutant

FIRST: Final = 40
"""So many of the fastest tests are asked first, and as many spread over the rest."""
MOST: Final = 400
CIRCLES_S: Final = 240
"""A mutant that computes for so long goes in circles: it is noticed."""
PATIENCE_S: Final = 1_800.0
"""One that stands still for so long is noticed, too."""
FAILED: Final = (1, 2)
"""pytest's exit codes: a test failed, or its module could not be imported."""
OPTIONS: Final = (
    *("-x", "-q", "--no-postgres", "--tb=no", "-o", "faulthandler_timeout=0"),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:pytest_cov"),
)


class Judges:
    """Knows which tests run which line, from a coverage database with a context for each test."""

    def __init__(self, coverage_file: Path) -> None:
        self._lines: dict[str, list[tuple[str, frozenset[int]]]] = {}
        with sqlite3.connect(coverage_file) as database:
            rows = database.execute(
                "SELECT file.path, context.context, numbits FROM line_bits"
                " JOIN file ON file.id = file_id JOIN context ON context.id = context_id"
            )
            for path, context, numbits in rows:
                test = context.rpartition("|")[0]
                if test and _can_be_asked_for(test):
                    lines = frozenset(numbits_to_nums(numbits))
                    self._lines.setdefault(path, []).append((test, lines))

    def of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run the line of a mutant, those that run few lines first."""
        path = next((path for path in self._lines if path.endswith(f"/{mutant.file}")), "")
        found = [
            (len(lines), test) for test, lines in self._lines.get(path, []) if mutant.line in lines
        ]
        return list(dict.fromkeys(test for _, test in sorted(found)))


def _can_be_asked_for(test: str) -> bool:
    """Whether pytest finds a test by its name: in values it takes `::` for what parts names."""
    _, bracket, values = test.partition("[")
    return not (bracket and ("::" in values or "\\" in values or "/" in values))


def is_noticed(mutant: Mutant, tests: Sequence[str], copy: Path) -> bool:
    """Whether a test fails with the mutant written into the copy."""
    first = list(dict.fromkeys([*tests[:FIRST], *tests[FIRST :: max(1, len(tests) // FIRST)]]))
    rest = [test for test in tests if test not in first][:MOST]
    with _written(mutant, copy):
        return any(_fails(part, copy) for part in (first, rest) if part)


@contextmanager
def _written(mutant: Mutant, copy: Path) -> Iterator[None]:
    path = copy / mutant.file
    code, status = path.read_bytes(), path.stat()
    path.write_bytes(mutant.written_into(code))
    try:
        yield
    finally:
        path.write_bytes(code)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _fails(tests: Sequence[str], copy: Path) -> bool:
    """Whether one of some tests fails, in a process that has all libraries loaded already."""
    process_id = os.fork()
    if process_id == 0:
        _judge(tests, copy)
    ends_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_at:
        ended, status = os.waitpid(process_id, os.WNOHANG)
        if ended:
            return _is_failure(os.waitstatus_to_exitcode(status))
        time.sleep(0.02)
    os.killpg(process_id, signal.SIGKILL)
    os.waitpid(process_id, 0)
    return True


def _is_failure(code: int) -> bool:
    """Whether a test failed; what is neither that nor success is no judgement."""
    if code == -signal.SIGXCPU:
        return True
    if code not in (0, *FAILED):
        raise RuntimeError(f"pytest ended with {code}: is the coverage of other tests?")
    return code in FAILED


def require_sound(tests: Sequence[str], copy: Path) -> None:
    """Refuse to judge where tests fail as the code is."""
    if _fails(tests, copy):
        raise RuntimeError(f"these fail without any change: {', '.join(tests)}")


def _judge(tests: Sequence[str], copy: Path) -> None:
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (CIRCLES_S, CIRCLES_S))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = True
    try:
        code = int(pytest.main([*OPTIONS, *tests]))
    except BaseException:  # noqa: BLE001 whatever it is, the mutant made it
        code = FAILED[0]
    os._exit(code)


def copy_of(root: Path, to: Path) -> Path:
    """Return a copy of the code and its tests, made anew and compiled: judges start fast."""
    shutil.rmtree(to, ignore_errors=True)
    left_out = shutil.ignore_patterns(
        ".venv", ".git", "__pycache__", ".coverage*", ".*_cache", ".hypothesis", "node_modules"
    )
    shutil.copytree(root, to, symlinks=True, ignore=left_out)
    command = (sys.executable, "-m", "pytest", "--collect-only", "-qq", "--no-postgres")
    subprocess.run(command, cwd=to, stdout=subprocess.DEVNULL, check=True)
    return to
