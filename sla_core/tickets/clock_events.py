"""The events that are about one clock of a ticket."""

from dataclasses import dataclass
from typing import ClassVar

from sla_core.tickets.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClock(Event):
    """What is decided about one clock of the ticket: that of a metric and a cycle."""

    metric: str
    cycle: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(OfClock):
    """Somebody took note of an alarm; escalation waits until an instant, or until the end."""

    type: ClassVar[str] = "acknowledged"
    until_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(OfClock):
    """Warnings of a clock wait until an instant, or until the breach."""

    type: ClassVar[str] = "snoozed"
    until_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded(OfClock):
    """A missed clock is left out of the count, by two people's decision."""

    type: ClassVar[str] = "excluded"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprocessed(OfClock):
    """A stopped clock is judged anew, by its level and calendar as in force at ``as_of_us``."""

    type: ClassVar[str] = "reprocessed"
    as_of_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseNamed(OfClock):
    """The review of a miss named its cause."""

    type: ClassVar[str] = "cause"
    reason: str | None = None
