"""When a ticket whose requester is silent is reminded, resolved, closed: instants, and no deed.

``resolve_after`` counts business time of the level's calendar since the last public word while it
is the requester's turn (``answered``, or ``pending`` without an ``until``); half of it is the
reminder. ``close_after`` counts seconds on the wall since the ticket was resolved. What is done at
these instants stands in the timeline as events, decided once; replay and ``simulate`` read them
like any other and make up none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sla_core.calendars import Calendar
from sla_core.configuration import Level
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, CallAnswered, RequesterMessage
from sla_core.tickets.ticket import Ticket
from sla_core.tickets.vocabulary import REQUESTERS_TURN

_WORDS: Final = (AgentReply, CallAnswered, RequesterMessage)


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch of silence since an instant, and what is due if it lasts; None: that never is."""

    since_s: int
    remind_at_s: int | None = None
    resolve_at_s: int | None = None
    close_at_s: int | None = None

    @property
    def ends(self) -> tuple[str, int] | None:
        """The status that the silence leads to, and when; None where it leads nowhere."""
        if self.resolve_at_s is not None:
            return "resolved", self.resolve_at_s
        if self.close_at_s is not None:
            return "closed", self.close_at_s
        return None


def silence(
    ticket: Ticket, events: Iterable[Event], level: Level | None, calendar: Calendar
) -> Silence | None:
    """The silence a ticket stands in, with the instants its level gives it; None where it has none.

    ``events`` are all of the ticket's, by when it stands as it does; ``calendar`` is the level's.
    """
    if level is None or ticket.away is not None:
        return None
    turned_at_s = ticket.statuses[-1][0]
    if ticket.status == "resolved":
        return _until_closed(turned_at_s, level.close_after_s)
    if ticket.status not in REQUESTERS_TURN or ticket.until_us is not None:
        return None
    words = (event.at_s for event in events if isinstance(event, _WORDS))
    return _until_resolved(max([turned_at_s, *words]), level.resolve_after_s, calendar)


def _until_closed(since_s: int, after_s: int | None) -> Silence | None:
    return None if after_s is None else Silence(since_s, close_at_s=since_s + after_s)


def _until_resolved(since_s: int, after_s: int | None, calendar: Calendar) -> Silence | None:
    resolve_at_s = None if after_s is None else calendar.due(since_s, after_s)
    if after_s is None or resolve_at_s is None:
        return None
    return Silence(since_s, calendar.due(since_s, after_s // 2), resolve_at_s)
