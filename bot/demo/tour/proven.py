"""The last part: why it was late, what was kept, and a new promise for the next time."""

import csv
import io
from collections.abc import Iterator

from bot.demo.tour.stage import ALERTS, Proof, SeenLines, Stage, expect

LOG_COMMAND = (
    "punctual report log --format csv "
    "--columns ticket,level,metric,cycle,state,started_at,due_at,remaining_seconds"
)
EXPECTED_LOG = {
    ("1", "first_reply", "1"): "missed",
    ("1", "next_reply", "1"): "met",
    ("1", "next_reply", "2"): "cancelled",
    ("1", "resolution", "1"): "met",
    ("2", "first_reply", "1"): "met",
    ("2", "resolution", "1"): "paused",
}
"""What the story must come to: ticket, metric, cycle, and the state of that clock."""


def why(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Every clock of the ticket, explained span by span."""
    lea = stage.people["lea"]
    yield stage.said(lea, "#sla-alerts", "/sla why 1")
    answer = lea.asks(ALERTS, "/sla why 1")
    for wanted in ("First reply", "Next reply", "Resolution", "Urgent SLA", "Tag URGENT"):
        expect(wanted in str(answer.body), f"/sla why 1 does not speak of {wanted}")
    yield stage.told(lea, answer)


def report(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The promises that were kept and those that were missed."""
    lea = stage.people["lea"]
    yield stage.said(lea, "#sla-alerts", "/sla report level metric")
    answer = lea.asks(ALERTS, "/sla report level metric")
    expect("50.0 %" in str(lea.asks(ALERTS, "/sla report").body), "first replies: not 50.0 % kept")
    yield stage.told(lea, answer)


def log(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The same on the command line, clock by clock."""
    text = stage.run(LOG_COMMAND)
    typed = LOG_COMMAND.replace(" --columns", " \\\n    --columns")
    yield SeenLines("", "On the command line", (*typed.splitlines(), *text.splitlines()))
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {(row["ticket"], row["metric"], row["cycle"]): row["state"] for row in rows}
    expect(found == EXPECTED_LOG, f"the log says {found}")
    yield Proof(f"{len(rows)} clocks, each as the story made it")


def level(stage: Stage) -> Iterator[SeenLines | Proof]:
    """An admin makes a level in a form; a wrong time is refused at its field."""
    ada = stage.people["ada"]
    since = stage.slack.mark()
    yield stage.said(ada, "#sla-alerts", "/sla level new Gold")
    ada.sends(ALERTS, "/sla level new Gold")
    view_id = ada.form(since, "the form of a new level")["id"]
    yield stage.said(ada, "in the form", "First reply within: 1 day  [Save]")
    refused = ada.submits(view_id, {"first_reply": {"value": "1 day"}})
    expect("first_reply" in refused.get("errors", {}), "1 day is not refused at its field")
    yield SeenLines("in the form, below the field", "Punctual", (refused["errors"]["first_reply"],))
    yield stage.said(ada, "in the form", "First reply within: 30m  [Save]")
    since = stage.slack.mark()
    ada.submits(view_id, {"first_reply": {"value": "30m"}})
    saved = ada.form(since, "what became of the form")
    yield SeenLines("in the form", "Punctual", stage.lines(ada, saved))
    answer = ada.asks(ALERTS, "/sla levels")
    expect("*Gold*" in str(answer.body), "/sla levels does not show Gold")
    yield Proof("/sla levels shows it")
