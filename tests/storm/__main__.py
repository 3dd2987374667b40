"""``python -m tests.storm``: a storm on SQLite and one on PostgreSQL, side by side.

Prints what was played and what came of it; writes docs/storm.md after a whole run. Exit 1 if
anything was lost, doubled, false or untold.
"""

import argparse
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.storm.page import PAGE, page_of, table_of
from tests.storm.protections import PROTECTIONS
from tests.storm.storm import Outcome, Plan, play, scenes_of

DATABASES = ("sqlite", "postgres")
SHOWN = 25
LONGEST_WITHOUT = 1.5
_lock = threading.Lock()


def say(text: str) -> None:
    """Print a line, whole."""
    with _lock:
        print(text, flush=True)  # noqa: T201 a command


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="another storm; drawn unless given")
    parser.add_argument(
        "--minutes", type=float, default=None, help="of storm; the calm comes after"
    )
    parser.add_argument(
        "--without", nargs="?", const="", help="switch a protection off; alone: list"
    )
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--page", type=Path, default=None, help="where to write what was played")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Play, print, write the page; 1 when anything is red."""
    asked = _arguments(given)
    if asked.without is not None and asked.without not in PROTECTIONS:
        for name, protection in PROTECTIONS.items():
            say(f"{name:12} {protection.why}")
        return 2 if asked.without else 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    say(f"seed {seed}")
    outcomes = played(
        _plan(asked, seed), DATABASES if asked.database == "both" else (asked.database,)
    )
    say(table_of(outcomes))
    for outcome in outcomes:
        for line in [*outcome.verdict.wrongs, *outcome.trouble][:SHOWN]:
            say(f"{outcome.database}: {line}")
    is_whole = asked.without is None and asked.minutes is None and asked.database == "both"
    if asked.page or is_whole:
        (asked.page or PAGE).write_text(page_of(outcomes), encoding="utf-8")
    return 1 if any(outcome.is_red for outcome in outcomes) else 0


def _plan(asked: argparse.Namespace, seed: int) -> Plan:
    if asked.without is None:
        return Plan(seed, asked.minutes if asked.minutes is not None else 25.0)
    minutes = asked.minutes if asked.minutes is not None else LONGEST_WITHOUT
    return Plan(seed, minutes, asked.without, calm_s=60.0, scenes=scenes_of(asked.without))


def played(plan: Plan, databases: Sequence[str]) -> list[Outcome]:
    """A storm on each database, all at once."""
    with (
        tempfile.TemporaryDirectory(prefix="punctual-storm-") as folder,
        _servers(),
        ThreadPoolExecutor(len(databases)) as pool,
    ):
        return list(pool.map(lambda each: _on(each, plan, Path(folder) / each), databases))


def _on(database: str, plan: Plan, folder: Path) -> Outcome:
    folder.mkdir()
    with database_of(database, folder) as url:
        return play(database, url, folder, plan, lambda line: say(f"{database}: {line}"))


@contextmanager
def database_of(database: str, folder: Path) -> Iterator[str]:
    """The address of a database of its own."""
    if database == "postgres":
        with postgres.fresh_database() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'punctual.db'}"


@contextmanager
def _servers() -> Iterator[None]:
    postgres.announce()
    try:
        yield
    finally:
        postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
