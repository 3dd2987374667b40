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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.storm.backlog import play_backlog
from tests.storm.outcome import Outcome
from tests.storm.page import PAGE, page_of, table_of
from tests.storm.protections import PROTECTIONS
from tests.storm.storm import Plan, play, scenes_of

DATABASES = ("sqlite", "postgres")
STORM_MINUTES = 20.5
"""With the calm after it and the backlog it stays below half an hour."""
WITHOUT_MINUTES = 1.5
LEAST = {
    "kills": 60,
    "network cuts": 20,
    "silent sockets": 4,
    "lost answers": 4,
    "lost answers while catching up": 2,
    "clock steps": 4,
    "poisoned rows": 1,
    "shuffled and doubled events": 4,
}
"""What a whole storm plays at least, on each database."""
PATIENCE_S = 75.0
"""How long after the reconnect a backlog is judged."""
SHOWN = 25

Play = Callable[[str, str, Path], Outcome]
over = threading.Event()


def say(text: str) -> None:
    """Print it at once."""
    print(text, flush=True)  # noqa: T201 a command


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--seed", type=int, help="another storm; drawn unless given")
    parser.add_argument("--minutes", type=float, help="of storm; the calm comes after")
    parser.add_argument(
        "--without", nargs="?", const="", help="switch a protection off; alone: list"
    )
    parser.add_argument("--scene", choices=("storm", "backlog"), help="this alone")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--patience", type=float, default=PATIENCE_S, help="s, with a backlog")
    parser.add_argument("--keep", type=Path, help="a folder for what the processes say")
    parser.add_argument("--page", type=Path, help="where to write what was played")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Play, print, write the page; 1 when anything is red."""
    asked = _arguments(given)
    if asked.without is not None and asked.without not in PROTECTIONS:
        for name, protection in PROTECTIONS.items():
            say(f"{name:12} {protection.why}")
        return 2 if asked.without else 0
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1_000_000)
    say(f"seed {seed}")
    outcomes = _all_played(asked, seed)
    _tell(outcomes)
    is_whole = not any((asked.without, asked.minutes, asked.scene, over.is_set()))
    if asked.page or (is_whole and asked.database == "both"):
        (asked.page or PAGE).write_text(page_of(outcomes), encoding="utf-8")
    return 1 if any(outcome.is_red for outcome in outcomes) else 0


def _all_played(asked: argparse.Namespace, seed: int) -> list[Outcome]:
    """The storm and the backlog, or the one that was asked for."""
    plan = _plan(asked, seed)
    acts: dict[str, Play] = {
        "storm": lambda database, url, folder: play(database, url, folder, plan, over),
        "backlog": lambda database, url, folder: play_backlog(
            database, url, folder, seed, asked.patience, over
        ),
    }
    chosen = [asked.scene] if asked.scene else list(acts)
    if asked.without is not None:
        chosen = ["storm"]
    databases = DATABASES if asked.database == "both" else (asked.database,)
    with _folder(asked.keep) as folder, _server():
        return [
            outcome
            for name in chosen
            for outcome in side_by_side(acts[name], databases, folder / name)
        ]


def _plan(asked: argparse.Namespace, seed: int) -> Plan:
    minutes = asked.minutes
    if asked.without is None:
        is_whole = minutes is None
        return Plan(seed, STORM_MINUTES if is_whole else minutes, least=LEAST if is_whole else {})
    minutes = WITHOUT_MINUTES if minutes is None else minutes
    return Plan(seed, minutes, asked.without, calm_s=60.0, scenes=scenes_of(asked.without))


def side_by_side(act: Play, databases: Sequence[str], folder: Path) -> list[Outcome]:
    """An act on each database, all at once."""

    def on(database: str) -> Outcome:
        place = folder / database
        place.mkdir(parents=True)
        with database_of(database, place) as url:
            return act(database, url, place)

    with ThreadPoolExecutor(len(databases)) as pool:
        return list(pool.map(on, databases))


@contextmanager
def database_of(database: str, folder: Path) -> Iterator[str]:
    """The address of a database of its own."""
    if database == "postgres":
        with postgres.fresh_database() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'punctual.db'}"


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="punctual-storm-") as folder:
        yield Path(folder)


@contextmanager
def _server() -> Iterator[None]:
    postgres.announce()
    try:
        yield
    finally:
        postgres.stop()


def _tell(outcomes: Sequence[Outcome]) -> None:
    say(table_of(outcomes))
    for outcome in outcomes:
        lines = [*outcome.verdict.wrongs, *outcome.trouble]
        for line in lines[:SHOWN]:
            say(f"{outcome.name}: {line}")
        if len(lines) > SHOWN:
            say(f"{outcome.name}: and {len(lines) - SHOWN} more")


if __name__ == "__main__":
    sys.exit(main())
