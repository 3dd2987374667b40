"""What happened to each ticket, kept by those who did it: the lines an import would take.

Nothing here is read from the bot. What ought to be on record is what people did in Slack, and when.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SETTLED = ("resolved", "closed")


@dataclass
class Page:
    """One ticket: where it is spoken of, its lines, and as much of its state as planning needs.

    ``asked_in`` is where the requester writes, if that is not where the agents do.
    """

    number: int
    requester: str
    department: str
    level: str
    channel: str
    thread_ts: str | None = None
    asked_in: tuple[str, str] | None = None
    status: str = "new"
    assignee: str | None = None
    is_deleted: bool = False
    is_reopened: bool = False
    """Whether the message that waits opened it again."""
    waits_since: datetime | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED

    @property
    def is_workable(self) -> bool:
        """Whether agents can do something with it."""
        return not self.is_deleted and not self.is_settled

    def write(self, kind: str, at: datetime, actor: str | None = None, **body: Any) -> None:
        """Note what somebody did."""
        line = {"ticket": str(self.number), "at": at.isoformat(), "type": kind, **body}
        self.lines.append(line if actor is None else line | {"actor": actor})

    def created(self, at: datetime, by: str, priority: str = "normal") -> None:
        """It came to be, and the rules gave it its level."""
        role = "requester" if by == self.requester else "agent"
        self.write("created", at, by, by=role, source="slack", priority=priority)
        self.write("level", at, to=self.level, rule="the rules")
        self.waits_since = at if role == "requester" else None

    def asked(self, at: datetime) -> None:
        """The requester wrote."""
        self.write("requester_message", at, self.requester)
        self.waits_since = self.waits_since or at
        self.is_reopened = self.is_reopened or self.status == "resolved"
        self.status = "open"

    def answered(self, at: datetime, by: str) -> None:
        """An agent replied."""
        self.write("agent_reply", at, by)
        self._heard()
        if self.status in ("new", "open"):
            self.status = "answered"

    def set_to(self, status: str, at: datetime, by: str, until: datetime | None = None) -> None:
        """An agent gave it another status."""
        more = {} if until is None else {"until": until.isoformat()}
        self.write("status", at, by, to=status, **more)
        self.status, self.is_reopened = status, False
        if self.is_settled:
            self._heard()

    def needs_no_reply(self, at: datetime, by: str) -> None:
        """The message was a thank-you: what it reopened is resolved again."""
        self.write("no_reply_needed", at, by)
        if self.is_reopened:
            self.status = "resolved"
        self._heard()

    def merged(self, at: datetime, by: str, into: "Page") -> None:
        """It went into another, and so did its message if one waited."""
        waited = self.waits_since
        brought = {} if waited is None else {"message_at": waited.isoformat()}
        self.write("merged", at, by, into=str(into.number))
        into.write("absorbed", at, by, **{"from": str(self.number)}, **brought)
        into.waits_since = min((at for at in (into.waits_since, waited) if at), default=None)
        self.status = "closed"
        self._heard()

    def _heard(self) -> None:
        self.waits_since, self.is_reopened = None, False
