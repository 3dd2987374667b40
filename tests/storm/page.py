"""docs/storm.md: what was played, what is judged, and the figures of the last whole run."""

from collections.abc import Sequence
from pathlib import Path

from tests.storm.outcome import Outcome

PAGE = Path(__file__).resolve().parents[2] / "docs" / "storm.md"
PLAYED = (
    *("kills", "SIGTERM", "network cuts", "silent sockets", "sockets cut", "sockets replaced"),
    *("lost answers", "lost answers while catching up", "refusals", "rate limits"),
    *("app_rate_limited", "clock steps", "shuffled and doubled events", "poisoned rows"),
    *("events Slack gave up", "doubles taken back", "messages"),
)
JUDGED = ("requests", "reply", "word", "edit", "claim", "resolve", "warnings told", "breaches told")


def table_of(outcomes: Sequence[Outcome]) -> str:
    """What was played and what came of it, a column a database."""
    rows = [["", *(outcome.database for outcome in outcomes)]]
    rows += [[name, *(str(each.counts[name]) for each in outcomes)] for name in PLAYED]
    rows += [
        [f"judged: {name}", *(str(o.verdict.judged[name]) for o in outcomes)] for name in JUDGED
    ]
    rows += [
        ["lost", *(str(len(each.verdict.lost)) for each in outcomes)],
        ["doubled at the end", *(str(len(each.verdict.doubled)) for each in outcomes)],
        ["false", *(str(len(each.verdict.false)) for each in outcomes)],
        ["breaches untold", *(str(len(each.verdict.untold)) for each in outcomes)],
        ["said late", *(str(len(each.verdict.late)) for each in outcomes)],
        ["taken back", *(str(each.verdict.judged["taken back"]) for each in outcomes)],
        [
            "greatest lateness, s",
            *(f"{each.verdict.greatest_lateness_s:.1f}" for each in outcomes),
        ],
        ["else amiss", *(str(len(each.trouble)) for each in outcomes)],
        ["minutes", *(f"{each.minutes:.1f}" for each in outcomes)],
    ]
    width = max(len(row[0]) for row in rows)
    return "\n".join(
        " | ".join([row[0].ljust(width), *(cell.rjust(9) for cell in row[1:])]) for row in rows
    )


def page_of(outcomes: Sequence[Outcome]) -> str:
    """The page."""
    return f"{table_of(outcomes)}\n"
