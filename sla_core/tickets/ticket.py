"""A ticket as its timeline has made it so far; ``tickets.fold`` is what makes it."""

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sla_core.tickets.vocabulary import SETTLED

RECORDED: Final = ("department", "customer", "customer_group", "assignee", "tags")
"""The fields whose past is remembered, for a clock is counted as they were when it was decided."""


class Stay(NamedTuple):
    """What a resolved or closed ticket left open, less the answered since (semantics, section 7).

    A reopen by ``status`` asks it again. ``is_unassigned`` says that nobody got the ticket since.
    """

    open_message_at_s: int | None = None
    in_first_reply_phase: bool = False
    is_unassigned: bool = False


@dataclass(slots=True)
class Ticket:
    """The state of one ticket after some of its events. Instants in whole seconds, or None.

    ``away`` is ``spam`` or ``deleted`` while nothing can happen to it; under ``deleted`` its status
    stays what it was. ``message_reopened`` says that the open message is what reopened it; ``stay``
    is of when it was resolved or closed last.
    """

    name: str
    created_at_s: int | None = None
    changed_at_s: int | None = None
    status: str = "new"
    until_us: int | None = None
    away: str | None = None
    status_before_spam: str = "new"
    source: str = "email"
    created_by_requester: bool = True
    requester: str | None = None
    subject: str | None = None
    priority: str = "normal"
    level: str | None = None
    level_by_hand: bool = False
    level_chosen_by: str | None = None
    department: str | None = None
    customer: str | None = None
    customer_group: str | None = None
    assignee: str | None = None
    tags: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    in_first_reply_phase: bool = False
    open_message_at_s: int | None = None
    message_reopened: bool = False
    stay: Stay = field(default_factory=Stay)
    wrote_while_away: bool = False
    escalated: bool = False
    merged_into: str | None = None
    replied_at_s: int | None = None
    replies: int = 0
    reopens: int = 0
    past: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    statuses: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether it is resolved or closed, so that nothing starts on it."""
        return self.status in SETTLED

    @property
    def settled_at_s(self) -> int | None:
        """When it was resolved or closed last, perhaps opened again since."""
        return next((at_s for at_s, status in reversed(self.statuses) if status in SETTLED), None)

    @property
    def is_deleted(self) -> bool:
        """Whether it was deleted and not restored."""
        return self.away == "deleted"

    def was(self, name: str, at_s: int) -> Any:
        """A field of the ticket as it stood at the end of a second (``RECORDED`` names them)."""
        value = None
        for changed_at_s, changed in self.past[name]:
            if changed_at_s > at_s:
                break
            value = changed
        return value

    def put(self, name: str, value: Any, at_s: int) -> None:
        """Set one of the ``RECORDED`` fields and remember since when."""
        setattr(self, name, value)
        self.past[name].append((at_s, value))

    def turn(self, status: str, at_s: int) -> None:
        """Set the status, which makes an ``until`` void, and remember since when."""
        self.status = status
        self.until_us = None
        self.statuses.append((at_s, status))
