"""A ticket that tries a new desk out: opened like any other, then erased: no report has it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.keys.messages import MessageKey
from bot.store import form_drafts, ticket_erasure, tickets
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.audit_log import AuditEntry, note
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.messages.outgoing import delete
from bot.views.tickets import TicketView

SET_UP: Final = "setup"
"""The kind of the form from which one is opened."""
TICKET: Final = "ticket"
"""What has its number there."""
KEPT: Final = timedelta(hours=1)
"""How long one stays that nobody erases."""


def try_out(
    work: Transaction, by: str, department: str | None, subject: str, tags: Sequence[str]
) -> TicketView:
    """Open a ticket of an admin's own."""
    require_admin(work, by)
    wanted = NewTicket(
        requester=by, by=by, at=work.now, text=subject, department=department, tags=tuple(tags)
    )
    return open_ticket(work, wanted)


def shown(work: Transaction, number: int | None) -> TicketView | None:
    """Such a ticket as it stands now; None once it is erased."""
    if number is None or tickets.get(*work.scope, number) is None:
        return None
    return load(work, number).view(work)


def erase(work: Transaction, number: int, by: str) -> None:
    """Take such a ticket back: its messages out of Slack, its timeline out of the database."""
    if tickets.lock(*work.scope, number) is None:
        return
    for key in ticket_erasure.messages_in_slack(*work.scope, number):
        delete(work, MessageKey.parse(key), ticket_number=number)
    ticket_erasure.erase(*work.scope, number)
    note(work, AuditEntry(work.now, by, "test erased", f"ticket:{number}", None, None))


def erase_forgotten(program: Program) -> int:
    """Erase those whose form was left an hour ago; return how many."""
    with program.look() as work:
        if not _forgotten(work):
            return 0
    with program.work() as work:
        forgotten = _forgotten(work)
        for draft in forgotten:
            erase(work, int(draft.content[TICKET]), draft.person_id)
            form_drafts.save(*work.scope, replace(draft, content={**draft.content, TICKET: None}))
    return len(forgotten)


def _forgotten(work: Transaction) -> list[form_drafts.FormDraft]:
    return [
        draft
        for draft in form_drafts.of_kind(*work.scope, SET_UP)
        if draft.content.get(TICKET) is not None and work.now - draft.changed_at >= KEPT
    ]
