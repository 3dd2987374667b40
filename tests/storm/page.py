"""docs/storm.md: what was played, what is judged, and the figures of the last whole run."""

from collections.abc import Sequence
from pathlib import Path

from tests.storm.outcome import Outcome
from tests.storm.protections import PROTECTIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "storm.md"
PLAYED = (
    *("kills", "SIGTERM", "network cuts", "silent sockets", "sockets cut", "sockets replaced"),
    *("lost answers", "lost answers while catching up", "refusals", "rate limits"),
    *("app_rate_limited", "clock steps", "shuffled and doubled events", "poisoned rows"),
    "edits that move clocks",
    *("events Slack gave up", "doubles taken back", "messages", "still to be said"),
)
JUDGED = {
    "requests": "requests",
    "reply": "answers of agents",
    "word": "further messages of who asked",
    "edit": "edits",
    "claim": "claims",
    "resolve": "resolved by emoji",
    "warnings told": "warnings told",
    "breaches told": "breaches told",
}
_HEAD = """# What keeps when all goes wrong

Made by `make storm`, which writes this page and fails if a figure below the line is not 0.

A support team meets a network that is gone, a socket that is open and carries nothing, a clock that
is set, a machine that dies. So these are played, on SQLite and on PostgreSQL side by side (there
with two bots on one database), with real processes: `punctual serve`, and the
[sandbox](sandbox.md) in Slack's place.

## What is played

People write requests in four channels and to the bot alone, write again, edit, choose a department;
agents claim by button, answer in threads, by `/ticket reply` and by form, and resolve by emoji.
Answers are promised within 24 s, so that warnings and breaches fall due all the time, and come
early, around the warning, in the last second, late or never. Meanwhile, scene after scene drawn
from the seed:

- bots die (`kill -9`) at any moment: at work, while starting, while nobody knows whether a message
  arrived, while an answer is written that nobody hears; now and then they are ended by SIGTERM;
- the network is cut, calls are reset or hang; sockets are cut, fall silent, are refused, slow,
  replaced by Slack;
- answers of Slack are lost before, after and long before they are carried out, also while the bot
  reads what it missed; Slack refuses, limits, answers with a page, drops events and says so, sends
  them twice and in mixed order;
- the clock on the wall is set an hour back or ahead and right again, also while a breach waits to
  be sent;
- rows of inbox, outbox and a timeline become unreadable in the live database;
- the promise is edited under running clocks, which are moved there and back; and messages are heard
  a minute and more after what followed them.

Waits are shortened: Slack tries an event again after 0.5 and 1.5 s instead of 1 and 5 minutes, a
socket counts as silent after 6 s instead of 30, a call as lost after 3 s.

Then comes an outage by itself: 200 promises run out while the network is cut, 40 of them answered
in time, and 1,000 requests are written in four channels, with Slack's rate limits on.

## What is judged

Only what Slack saw (the sandbox's log) and what people did; never the bot's own word, nor its
clocks: which promises were kept is worked out by hand, in `tests/storm/clocks.py`.

- **lost**: a request without ticket, confirmation and card; an answer, a message, an edit that was
  not passed on; a button or command that was taken and did nothing.
- **doubled at the end**: a message that stands twice once doubles were looked for; a request with
  two tickets.
- **false**: a warning or breach of a promise whose answer stood in Slack by then; a warning said
  15 s after the answer. It is false although it is corrected later, unless Slack refused for a
  minute to show what was written.
- **breaches untold**: a broken promise that no message names, alone or in a digest.
- **said late**: a breach told later than 60 s. Lateness counts seconds in which a socket was open
  and audible, the network up, and the clock right.
"""


def table_of(outcomes: Sequence[Outcome]) -> str:
    """What was played and what came of it, a column a database."""
    rows = _rows(outcomes)
    width = max(len(row[0]) for row in rows)
    return "\n".join(
        " | ".join([row[0].ljust(width), *(cell.rjust(16) for cell in row[1:])]) for row in rows
    )


def page_of(outcomes: Sequence[Outcome]) -> str:
    """The page."""
    parts = [_HEAD, f"## The last run\n\nSeed {outcomes[0].seed}.\n"]
    head, *rows = _rows(outcomes)
    parts.append(
        "\n".join([_row(head), _row(["---", *("---:" for _ in outcomes)]), *map(_row, rows)])
    )
    parts.append(_PROTECTIONS)
    parts.append("| without | it turns red, as |\n|---|---|")
    text = "\n".join(parts)
    lines = "\n".join(f"| `{name}` | {each.why} |" for name, each in PROTECTIONS.items())
    return f"{text}\n{lines}\n{_AGAIN}"


_PROTECTIONS = """
## What each protection is good for

`make storm ARGS="--without NAME"` switches one off, plays the scenes that show it for a minute or
two, and ends with exit 1.
"""
_AGAIN = """
## Doing it again

`make storm` draws a seed and prints it; `ARGS="--seed 7"` plays that storm again, as far as
processes and networks do the same twice; `--minutes 3`, `--database sqlite`, `--scene backlog` play
less, `--keep FOLDER` keeps what the processes said. `make test` plays a few scenes on each
database.
"""


def _rows(outcomes: Sequence[Outcome]) -> list[list[str]]:
    rows = [["", *(outcome.name for outcome in outcomes)]]
    rows += [[name, *(f"{each.counts[name]:,}" for each in outcomes)] for name in PLAYED]
    rows += [
        [f"judged: {name}", *(f"{each.verdict.judged[kind]:,}" for each in outcomes)]
        for kind, name in JUDGED.items()
    ]
    rows += [
        [name, *(str(count) for count in counts)]
        for name, counts in (
            ("lost", [len(each.verdict.lost) for each in outcomes]),
            ("doubled at the end", [len(each.verdict.doubled) for each in outcomes]),
            ("false", [len(each.verdict.false) for each in outcomes]),
            ("breaches untold", [len(each.verdict.untold) for each in outcomes]),
            ("said late", [len(each.verdict.late) for each in outcomes]),
            ("else amiss", [len(each.trouble) for each in outcomes]),
            (
                "said in ignorance and taken back",
                [each.verdict.judged["taken back"] for each in outcomes],
            ),
        )
    ]
    lateness = (f"{each.verdict.greatest_lateness_s:.1f}" for each in outcomes)
    return [
        *rows,
        ["greatest lateness, s", *lateness],
        ["minutes", *(f"{o.minutes:.1f}" for o in outcomes)],
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
