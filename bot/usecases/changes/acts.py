"""What the audit log says of a step of a ticket: who did what, what was before, what after.

What somebody did is one entry, what each rule decided on it is one more, and that time opened a
ticket again is another. The texts people wrote stay in the timeline: an entry holds the digests of
the events it made, so that nobody changes them unseen either.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.store.audit import AuditEntry, Way, chain_of_ticket
from bot.store.types import Json
from bot.usecases.ground.audit_log import note
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.timelines import LoadedTicket, stored_of
from bot.usecases.ground.transaction import Transaction
from sla_core.instants import from_us
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import body_of
from sla_core.tickets.events import Assigned, StatusSet
from sla_core.tickets.ticket import Ticket

SWEEP: Final = Way("sweep")
"""Through what time does something."""
WAKE: Final = "wake"
"""What it is called when a ticket opens because the time for which it waited is over."""
_STATE: Final = (
    *("priority", "department", "customer", "customer_group", "level", "level_by_hand"),
    *("assignee", "tags", "escalated", "merged_into"),
)
_ACTIONS: Final[Mapping[str, str]] = {
    "created": "create",
    "requester_message": "message",
    "agent_reply": "reply",
    "no_reply_needed": "no_reply",
    "merged": "merge",
    "absorbed": "absorb",
    "deleted": "delete",
    "restored": "restore",
    "excluded": "exclusion granted",
    "reprocessed": "reprocess",
    "cause": "review",
    "rated": "rate",
    "ruled": "rule",
    "escalated": "escalate",
    "notified": "notify",
}
"""What it is called that an event happened; others go by their own names."""
_STATUSES: Final[Mapping[str, str]] = {
    "pending": "pending",
    "on_hold": "hold",
    "resolved": "resolve",
    "closed": "close",
    "open": "reopen",
    "spam": "spam",
}
"""What it is called that a status was set."""
_TOLD: Final = frozenset(
    {"metric", "cycle", "until", "score", "into", "from", "message_at", "as_of", "answer"}
)
"""What an entry tells of an event beside what became of the ticket."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, where its events do not say all of it; its facts stand beside the others.

    `subject` is what it was done to, the ticket unless told.
    """

    action: str
    before: Json | None = None
    after: Json | None = None
    subject: str | None = None


def note_step(work: Transaction, step: TicketStep, act: Act | None = None) -> None:
    """Write down what happened to a ticket in a step, if anything did."""
    note(work, *_entries(work, step, act))


def note_act(work: Transaction, number: int, act: Act, by: str, at: datetime) -> None:
    """Write down an act on a ticket that is no event of its timeline."""
    chain = chain_of_ticket(number)
    entry = AuditEntry(at, by, act.action, act.subject or chain, act.before, act.after, chain)
    note(work, entry)


def _entries(work: Transaction, step: TicketStep, act: Act | None) -> Iterator[AuditEntry]:
    state = None if step.change is None else state_of(step.change.stands.ticket)
    if step.history:
        yield from _woken(work, step, state)
    happened, groups = list(step.history), _by_doer(step.events)
    for index, group in enumerate(groups, 1):
        happened += group
        is_last = index == len(groups)
        replayed = (
            step.replayed if is_last else LoadedTicket(step.row, tuple(happened)).replayed(work)
        )
        before, state = state, state_of(replayed.ticket)
        changed = _differing(before, state)
        yield _entry(work, step.row.number, group, changed, act if index == 1 else None)


def _by_doer(events: Sequence[Event]) -> list[list[Event]]:
    """What happened, by who did it or by the rule that did; who began it comes first."""
    groups: dict[tuple[str | None, str | None], list[Event]] = {}
    for event in events:
        doer = event.rule, None if event.rule else event.actor or events[0].actor
        groups.setdefault(doer, []).append(event)
    return list(groups.values())


def _woken(work: Transaction, step: TicketStep, stands: Json | None) -> Iterator[AuditEntry]:
    """That time turned the ticket since it was written last: what it waited for is over."""
    before = "deleted" if step.before.is_deleted else step.before.status
    after = state_of(step.replayed.ticket) if stands is None else stands
    if before != after["status"]:
        chain = chain_of_ticket(step.row.number)
        turned = {"status": before}, {"status": after["status"]}
        yield AuditEntry(work.now, work.bot_user_id, WAKE, chain, *turned, chain, SWEEP)


def _entry(
    work: Transaction,
    number: int,
    group: Sequence[Event],
    changed: tuple[Json | None, Json],
    act: Act | None,
) -> AuditEntry:
    first, chain = group[0], chain_of_ticket(number)
    before, after = changed
    if act is not None:
        before = {**(before or {}), **(act.before or {})} or None
    told = _told(group) if act is None or act.after is None else act.after
    return AuditEntry(
        at=from_us(first.at_us),
        actor=first.actor or work.bot_user_id,
        action=_action_of(first) if act is None else act.action,
        subject=chain if act is None or act.subject is None else act.subject,
        before=before,
        after={**after, **told} or None,
        chain=chain,
        way=None if first.rule is None else Way("rule", first.rule),
        events=tuple(stored_of(event) for event in group),
    )


def _action_of(event: Event) -> str:
    if event.rule is not None:
        return "rule"
    if isinstance(event, StatusSet):
        return _STATUSES.get(event.to, event.type)
    if isinstance(event, Assigned):
        return "release" if event.to is None else "claim" if event.to == event.actor else "assign"
    return _ACTIONS.get(event.type, event.type)


def state_of(ticket: Ticket) -> Json:
    """What an entry tells of a ticket, as JSON: its status and what else there is to set."""
    state: Json = {"status": "deleted" if ticket.is_deleted else ticket.status}
    for name in _STATE:
        value = getattr(ticket, name)
        state[name] = list(value) if isinstance(value, tuple) else value
    return {**state, **{f"field {name}": value for name, value in ticket.fields.items()}}


def _differing(before: Json | None, after: Json) -> tuple[Json | None, Json]:
    """What differs, as it was and as it is; of what is new, all that is set."""
    if before is None:
        return None, {
            name: value for name, value in after.items() if value not in (None, [], False)
        }
    names = [name for name in after if before.get(name) != after[name]]
    was = {name: before.get(name) for name in names}
    return was or None, {name: after[name] for name in names}


def _told(group: Sequence[Event]) -> Json:
    """What is told of what happened, but for what people wrote: of that only how much it was."""
    told: Json = {}
    for event in group:
        body = body_of(event)
        told |= {name: value for name, value in body.items() if name in _TOLD}
        if body.get("text"):
            told["characters"] = len(body["text"])
    return told
