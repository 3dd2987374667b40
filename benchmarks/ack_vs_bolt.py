"""How long Slack waits for the ack of the whole product, beside a bare Bolt handler."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from benchmarks.claims import Claim, Promise, Result, duration
from benchmarks.slack_requests import REQUESTERS, TEAM_ID, some
from bot.demo.pair import Pair, waited
from bot.demo.processes import clean_environment, free_port, is_listening, start
from bot.demo.team import PROMISES, secrets
from bot.store import people, workspaces
from bot.store.engine import Database
from bot.store.people import Person
from bot.store.sqlite import sqlite_library
from bot.store.workspaces import Workspace

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
ALONE, MANY = 1, 16
REQUESTS = {ALONE: 500, MANY: 4_000}
MS = 1_000
HOW = """Peer: a bare [Bolt](https://docs.slack.dev/tools/bolt-python) {bolt} app with one
function for a slash command, an event and a button, which inserts a row into an SQLite file,
commits and acknowledges; served by Bolt's own adapter for Starlette, with Bolt's
`process_before_response`, as else it looks only every 10 ms whether the function is done. Ours:
`punctual serve` over HTTP beside the bundled sandbox, with everything at work that works in life:
what came in is worked off, tickets are opened, cards and answers sent, the sweep beats. Both check
Slack's signature, and both commit one row into a table `inbox` of the same shape, on the same disk,
with `synchronous=FULL`, before they acknowledge. Messages, slash commands and clicks come in turn;
messages are of {people} people. The clients are a process of their own on the same machine, keep
their connections, and each sends its next request as soon as it has the answer to its last: there
is no pause for the bot to catch up in. {rounds} rounds, in which both take turns and the bot stands
still while the peer has its turn; medians over the rounds, by the wall clock; the longest of all.
For {sent} requests to each there were {kept} rows of Punctual afterwards, {kept_bare} of the peer.

| | clients | requests a second | median | 95 % | 99 % | longest |
|---|---:|---:|---:|---:|---:|---:|
{rows}"""


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer times of one turn, in seconds."""

    clients: int
    taken: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        """The seconds within which so many of a hundred answers came."""
        return quantiles(self.taken, n=100, method="inclusive")[percent - 1]

    @property
    def a_second(self) -> float:
        """Requests a second, of all clients together."""
        return self.clients * len(self.taken) / sum(self.taken)


Turns = dict[int, list[Turn]]
"""By the number of clients."""


def run(rounds: int = ROUNDS, requests: dict[int, int] = REQUESTS) -> Result:
    """Times both, in turns; one turn of each beforehand does not count."""
    ours: Turns = {clients: [] for clients in requests}
    bare: Turns = {clients: [] for clients in requests}
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Pair(folder, PROMISES, is_http=True) as pair, _bare(folder) as bare_port:
            people_come(folder / "punctual.db")
            url = f"{pair.slack.url}/response/benchmark"
            for _ in range(rounds + 1):
                for clients, count in requests.items():
                    ours[clients].append(_turn(folder, url, pair.bot_port, clients, count))
                    with _standing_still(pair.bot.process.pid):
                        bare[clients].append(_turn(folder, url, bare_port, clients, count))
        kept, kept_bare = (rows_in(folder / name) for name in ("punctual.db", "bare.db"))
    how = HOW.format(
        bolt=metadata.version("slack-bolt"),
        people=len(REQUESTERS),
        rounds=rounds,
        kept=f"{kept:,}",
        kept_bare=f"{kept_bare:,}",
        sent=f"{(rounds + 1) * sum(requests.values()):,}",
        rows="\n".join(rows("Punctual", ours) + rows("bare Bolt", bare)),
    )
    what = "ack through the whole product, signature checked, one write committed"
    alone = middle(bare[ALONE], 50), middle(ours[ALONE], 50)
    many = middle(bare[MANY], 99), middle(ours[MANY], 99)
    claims = (
        _claim(f"{what}: median at one client", 5, *alone),
        _claim(f"{what}: 99th percentile at {MANY} clients", 25, *many),
    )
    return Result("How soon Slack is answered", how, claims)


def _claim(what: str, limit_ms: float, peer_s: float, our_s: float) -> Claim:
    measured = (our_s * MS, "ms")
    return Claim(what, Promise.AT_MOST, limit_ms, *measured, duration(peer_s), duration(our_s))


def middle(turns: Sequence[Turn], percent: int) -> float:
    """The median of a percentile over the turns that count, in seconds."""
    return median(turn.percentile(percent) for turn in turns[1:])


def rows(name: str, turns: Turns) -> list[str]:
    """The lines of the table for one side."""
    return [
        f"| {name} | {clients} | {median(turn.a_second for turn in taken[1:]):,.0f} | "
        + " | ".join(duration(middle(taken, percent)) for percent in (50, 95, 99))
        + f" | {duration(max(max(turn.taken) for turn in taken[1:]))} |"
        for clients, taken in turns.items()
    ]


def _turn(folder: Path, response_url: str, port: int, clients: int, count: int) -> Turn:
    """So many requests by so many clients, who are a process of their own."""
    file = folder / "requests"
    made = some(count, secrets().signing_secret, response_url)
    file.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    words = [sys.executable, "-m", "benchmarks.clients", str(file), str(port), str(clients)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return Turn(clients, tuple(json.loads(done.stdout)))


@contextmanager
def _standing_still(pid: int) -> Iterator[None]:
    """A process that does nothing while the block lasts."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def _bare(folder: Path) -> Iterator[int]:
    """The peer at work, and its port."""
    path, port, known = folder / "bare.db", free_port(), secrets()
    prepare(path)
    arguments = ["-m", "benchmarks.bare_bolt", str(path), str(port)]
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT)}
    child = start("bare", [*arguments, known.signing_secret], folder, environment)
    try:
        waited(child, lambda: is_listening(port))
        yield port
    finally:
        child.stop()


def prepare(path: Path) -> None:
    """Make a database with the tables that Punctual has, for the peer."""
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    now = datetime.now(UTC)
    with database.writing() as connection:
        workspaces.save(connection, Workspace(TEAM_ID, "Harbour", "harbour", None, None, now))
    database.dispose()


def people_come(path: Path) -> None:
    """Make those who write known, as Slack's list of members would."""
    database = Database.open(f"sqlite:///{path}")
    with database.writing() as connection:
        for each in REQUESTERS:
            people.save(connection, TEAM_ID, person(each))
    database.dispose()


def person(user_id: str) -> Person:
    """Somebody of a customer."""
    return Person(
        id=user_id,
        name=user_id.lower(),
        real_name=user_id.title(),
        email=f"{user_id}@acme.example".lower(),
        time_zone="Europe/Rome",
        is_admin=False,
        is_bot=False,
        is_guest=False,
        is_stranger=False,
        is_deleted=False,
        seen_at=datetime.now(UTC),
    )


def rows_in(path: Path) -> int:
    """How many arrivals a database has kept."""
    connection = sqlite_library().connect(path)
    (kept,) = connection.execute("SELECT count(*) FROM inbox").fetchone()
    connection.close()
    return int(kept)
