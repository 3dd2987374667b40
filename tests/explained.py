"""The explained clocks of a story, as the use case makes them, without a database."""

from bot.views.tickets import ExplainedClock, clock_view, in_order
from sla_core.instants import from_us
from sla_core.why import choices, explain
from tests.sla_core.builders import events, played

CALLED = {"ana": "Ana Kovač", "lea": "Lea Novak", "ada": "Ada Zupan", "VIP": "the rule VIP"}


def explained(lines, under, at):
    """Every clock of a story under a history or one level, at an instant."""
    replayed = played(lines, under, at)
    ticket, at_s = replayed.ticket, replayed.at_s
    opens_at = None if ticket.until_us is None else from_us(ticket.until_us)
    made = choices(events(lines))
    return [
        ExplainedClock(
            clock_view(each, at_s), explain(each, at_s, ticket.statuses, made), opens_at, CALLED
        )
        for each in in_order(replayed.clocks)
    ]
