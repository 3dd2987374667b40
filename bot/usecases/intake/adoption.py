"""Day one: threads that wait for an agent's word become tickets, their clocks starting now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.usecases.ground.subjects import first_line, says_something
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake.new_tickets import asked_in, open_ticket
from bot.usecases.intake.ticket_threads import find
from bot.views.messages import Message
from sla_core.configuration import Department
from sla_core.instants import to_s


@dataclass(frozen=True, slots=True)
class OldThread:
    """A message of a channel and what people answered in its thread, in order."""

    first: Message
    replies: tuple[Message, ...] = ()

    @property
    def last(self) -> Message:
        """The last word."""
        return self.replies[-1] if self.replies else self.first


@dataclass(frozen=True, slots=True)
class WaitingThread:
    """A thread without an agent's last word; ``ticket`` once it is one."""

    ts: str
    written_at: datetime
    requester: str
    subject: str
    replies: int
    last_at: datetime
    last_by: str
    ticket: int | None = None

    @property
    def written_s(self) -> int:
        """When it was written, in whole seconds since 1970."""
        return to_s(self.written_at)

    @property
    def last_s(self) -> int:
        """When the last word was said, in whole seconds since 1970."""
        return to_s(self.last_at)


def waits(work: Transaction, department: Department, thread: OldThread) -> bool:
    """Whether a thread is a request that an agent has not answered last, and no ticket yet."""
    is_agent, first = work.directory.is_on_roster, thread.first
    is_request = not is_agent(first.user_id, department) and says_something(first.text)
    is_answered = is_agent(thread.last.user_id, department)
    return is_request and not is_answered and find(work, first.channel_id, first.ts) is None


def shown(work: Transaction, thread: OldThread, ticket: int | None = None) -> WaitingThread:
    """A thread as it is listed, with its ticket once there is one."""
    first, last = thread.first, thread.last
    return WaitingThread(
        ts=first.ts,
        written_at=first.at,
        requester=work.directory.name_of(first.user_id),
        subject=first.subject or first_line(first.text),
        replies=len(thread.replies),
        last_at=last.at,
        last_by=work.directory.name_of(last.user_id),
        ticket=ticket,
    )


def adopt(
    work: Transaction, department: Department, threads: Sequence[OldThread], by: str
) -> list[WaitingThread]:
    """Open a ticket of each thread that still waits, from now on, and return them."""
    waiting = []
    for thread in threads:
        if waits(work, department, thread):
            first = thread.first
            new = asked_in(first, by, work.now, department.name)
            view = open_ticket(work, new.begun_by(first, first.ts))
            waiting.append(shown(work, thread, view.number))
    return waiting
