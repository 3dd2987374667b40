"""Plays the tour: 0 when every step was seen and the whole log is in order, else 1."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.demo.pair import Pair
from bot.demo.processes import ProcessDied, punctual, ran
from bot.demo.seen import NotSeen, SandboxRefused
from bot.demo.team import TOUR_PROMISES
from bot.demo.tour import answered, proven, warned
from bot.demo.tour.narrator import Narrator
from bot.demo.tour.stage import Stage, Step
from bot.demo.verdict import wrongs

LAST_WORDS = 20
HASTE = {"PUNCTUAL_EDIT_SECONDS": "0.2"}
"""The story is short: cards are edited as soon as something happened."""
STEPS: Sequence[tuple[str, Step]] = (
    ("A request in a channel becomes a ticket", warned.request),
    ("A rule chose the level, the level the due time", warned.rule),
    ("What should Ben do next?", warned.queue),
    ("Another department, answered in time", warned.billing),
    ("75 % of the time is used: the warning", warned.warning),
    ("The time is up: the breach", warned.breach),
    ("Two claim at once, one has it", answered.claim),
    ("A reply by command", answered.reply),
    ("The customer writes again: the next clock", answered.next_reply),
    ("Asking in a thread", answered.mention),
    ("A note among agents", answered.note),
    ("Waiting for the customer", answered.pending),
    ("Solved", answered.resolve),
    ("Why was it late?", proven.why),
    ("The lead reads the report", proven.report),
    ("The same as CSV", proven.log),
    ("A new promise", proven.level),
)


def play_tour(*, port: int = 0, is_http: bool = False) -> int:
    """Start both processes on the short promises, play, judge, end them; the exit code."""
    teller = Narrator.to_terminal()
    with tempfile.TemporaryDirectory(prefix="punctual-tour-") as folder:
        try:
            with Pair(Path(folder), TOUR_PROMISES, port=port, is_http=is_http, more=HASTE) as pair:
                return play(pair, teller)
        except ProcessDied as died:
            teller.failed(str(died))
            return 1


def play(pair: Pair, teller: Narrator) -> int:
    """Play all steps with a pair that runs."""
    way = "signed HTTP" if pair.is_http else "Socket Mode"
    teller.line(f"The sandbox is at {pair.slack.url}, the bot talks to it by {way}.")
    began_s = time.monotonic()
    stage = Stage.of(pair.slack, lambda line: said_by(pair, line))
    for number, (title, step) in enumerate(STEPS, 1):
        teller.begin(number, title, time.monotonic() - began_s)
        try:
            for scene in step(stage):
                teller.show(scene)
        except (NotSeen, SandboxRefused) as why:
            pair.bot.require_running()
            teller.failed(f"step {number}, {title}: {why}")
            teller.heard("the bot's last words", pair.bot.tail(LAST_WORDS))
            return 1
    entries = pair.slack.log()
    found = wrongs(entries, stage.expected)
    teller.summary(len(STEPS), len(entries), found, time.monotonic() - began_s)
    return 1 if found else 0


def said_by(pair: Pair, line: str) -> str:
    """What a `punctual` command prints beside the running bot."""
    ended = ran(punctual(*line.split()[1:]), pair.folder, pair.environment())
    if ended.returncode:
        raise NotSeen(f"{line}: exit {ended.returncode}, {ended.stderr.strip()}")
    return ended.stdout
