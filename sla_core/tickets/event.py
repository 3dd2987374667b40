"""What all events of a timeline carry."""

from dataclasses import dataclass
from typing import ClassVar

from sla_core.instants import MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What all events carry: when, by whom, the sender's own id, the rule that did it."""

    type: ClassVar[str]

    at_us: int
    seq: int = 0
    actor: str | None = None
    id: str | None = None
    rule: str | None = None

    @property
    def at_s(self) -> int:
        """The whole second that arithmetic uses."""
        return self.at_us // MICROSECONDS

    @property
    def order(self) -> tuple[int, int]:
        """The place in the timeline: by instant with its fraction, then by arrival."""
        return self.at_us, self.seq
