"""Which tickets go before all others."""

from sla_core.alarms.points import alerts_of, points_of
from sla_core.clocks.replay import ReplayedTicket


def is_escalated(found: ReplayedTicket) -> bool:
    """Whether a ticket goes before all others: somebody said so, or a point of its level did.

    Until an agent replies, or it is resolved or closed; while it is spam or deleted it does not.
    """
    ticket = found.ticket
    if ticket.is_settled or ticket.away is not None:
        return False
    done_s = max(ticket.replied_at_s or 0, ticket.settled_at_s or 0)
    return ticket.escalated or any(
        point.escalate and done_s < point.at_s <= found.at_s
        for clock in found.open_clocks()
        if any(alert.escalate for alert in alerts_of(clock))
        for point in points_of(clock, found.at_s)
    )
