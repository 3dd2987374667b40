"""The timeline: everything that happened to one ticket, in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from sla_core.errors import TimelineError
from sla_core.tickets.event import Event
from sla_core.tickets.events import Created, LevelSet

_BY_ORDER = attrgetter("at_us", "seq")


@dataclass(frozen=True, slots=True)
class Timeline:
    """One ticket's events, by instant with its fraction, then by order of arrival.

    It begins with the ticket's one ``created``; anything else is refused.
    """

    ticket: str
    events: tuple[Event, ...]

    @classmethod
    def of(cls, ticket: str, events: Iterable[Event]) -> "Timeline":
        """The timeline of events that arrived in any order; an ``id`` seen twice counts once."""
        return cls(ticket, tuple(sorted(_once(events), key=_BY_ORDER)))

    def __post_init__(self) -> None:
        if not self.events or type(self.events[0]) is not Created:
            raise TimelineError("not_created_first", ticket=self.ticket)

    @property
    def created(self) -> Created:
        """Its first event."""
        first = self.events[0]
        assert isinstance(first, Created)  # noqa: S101 __post_init__ saw to it
        return first

    def decided_anew(self, decisions: Iterable[Event]) -> "Timeline":
        """The same timeline with rules' and choices' events left out, and these put in.

        ``decisions`` stand directly behind ``created``, at its instant (semantics, section 4).
        """
        first, *others = self.events
        return Timeline(
            self.ticket, (first, *decisions, *(event for event in others if not is_decision(event)))
        )


def is_decision(event: Event) -> bool:
    """Whether a rule made it, or the choice of a level where no rule made one."""
    return event.rule is not None or (type(event) is LevelSet and event.chosen_by is not None)


def _once(events: Iterable[Event]) -> list[Event]:
    seen: set[str] = set()
    unique = []
    for event in events:
        if event.id is not None:
            if event.id in seen:
                continue
            seen.add(event.id)
        unique.append(event)
    return unique
