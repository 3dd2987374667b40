"""Why a clock changes: its promise is another, or it ends."""

from typing import NamedTuple

from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event


class Cause(NamedTuple):
    """When, why and by whom a promise was changed."""

    at_us: int
    reason: str
    by: str | None

    @property
    def at_s(self) -> int:
        """The whole second that arithmetic uses."""
        return self.at_us // MICROSECONDS


def cause_of(event: Event, reason: str) -> Cause:
    """The cause of a change that an event brings, made by a person or a rule."""
    return Cause(event.at_us, reason, event.actor or event.rule)
