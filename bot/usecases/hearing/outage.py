"""Times in which Slack shows nothing of what was written: since when, for whoever asks."""

from bot.store import outages, reading_requests
from bot.store.outages import READING, Outage
from bot.usecases.ground.transaction import Program


def begin_outage(desk: Program, problem: str) -> int:
    """Keep that Slack shows nothing, if it is not known yet; return how much waits to be read."""
    with desk.quiet_work() as work:
        workspace = work.here
        outages.note(*workspace, Outage(READING, problem, work.now))
        return len(reading_requests.wanted(*workspace))


def end_outage(desk: Program) -> None:
    """Keep that Slack shows again what was written."""
    with desk.quiet_work() as work:
        outages.end(*work.here, [READING])
