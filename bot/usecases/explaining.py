"""Why the clocks of a ticket stand where they stand."""

from bot.errors import UserFacingError
from bot.usecases.desk import Work
from bot.usecases.recording import load
from bot.usecases.views import ExplainedClock, explained_clock, in_order
from sla_core.tickets.vocabulary import METRICS
from sla_core.why import explain


def explained(work: Work, number: int, metric: str | None = None) -> list[ExplainedClock]:
    """Every clock of a ticket, or of one metric of it, span by span."""
    if metric is not None and metric not in METRICS:
        raise UserFacingError(f"There is no metric {metric}. There are: {', '.join(METRICS)}.")
    replayed = load(work, number).replayed(work)
    return [
        explained_clock(explain(clock, replayed.at_s), replayed.ticket.level_chosen_by)
        for clock in in_order(replayed.clocks)
        if metric in (None, clock.metric)
    ]
