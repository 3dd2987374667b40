"""Times in which Slack shows nothing of what was written: since when, for whoever asks."""

from bot.store import outages, reading_requests
from bot.store.outages import READING, Outage
from bot.usecases.ground.transaction import Program


def begin_outage(program: Program, problem: str) -> int:
    """Keep that Slack shows nothing, if it is not known yet; return how much waits to be read."""
    with program.quiet_work() as work:
        workspace = work.scope
        outages.note(*workspace, Outage(READING, problem, work.now))
        return len(reading_requests.wanted(*workspace))


def end_outage(program: Program) -> None:
    """Keep that Slack shows again what was written."""
    with program.quiet_work() as work:
        outages.end(*work.scope, [READING])
