"""A missed clock asks its leads for a review, and asks no more once its breach is taken back.

Decided where clocks are written, in the same transaction: a clock that is written as missed has its
review from then on, whatever made it so and however late that was found. So none is lost, and none
is there twice. What asks nothing (an import) writes clocks without it.
"""

from dataclasses import replace
from typing import Final

from bot.store import reviews
from bot.store.clocks import ClockRow, Name
from bot.store.reviews import DONE, EXCLUDED, OPEN, WITHDRAWN, ReviewRow
from bot.store.tickets import TicketRow
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from sla_core.reports.severity import proposed_severity

MISSED: Final = "missed"


def ask(work: Transaction, step: TicketStep) -> None:
    """Open a review for each clock that is missed only now; close those of misses taken back."""
    if step.clocks is None:
        return
    ticket, after = step.row, step.clocks.now
    was_missed = {clock.name for clock in step.clocks.before if clock.state == MISSED}
    is_missed = {clock.name: clock for clock in after if clock.state == MISSED}
    if not (was_missed or is_missed):
        return
    existing = {_name(row): row for row in reviews.of(*work.scope, ticket.number)}
    for name, clock in is_missed.items():
        if name in existing:
            _save(work, existing[name], _still_missed(work, existing[name], ticket, clock))
        elif name not in was_missed:
            _save(work, None, _new_review(work, ticket, clock))
    reasons = {clock.name: clock.cancel_reason for clock in after}
    for name in was_missed - is_missed.keys():
        if name in existing:
            is_excluded = reasons.get(name) == "excluded"
            state = EXCLUDED if is_excluded else WITHDRAWN
            _save(work, existing[name], replace(existing[name], state=state))


def _new_review(work: Transaction, ticket: TicketRow, clock: ClockRow) -> ReviewRow:
    return ReviewRow(
        ticket_number=ticket.number,
        metric=clock.metric,
        cycle=clock.cycle,
        state=OPEN,
        missed_at=clock.breached_at or clock.decided_at or work.now,
        asked_at=work.now,
        department=_department(work, clock),
        proposed=severity_of(clock, ticket),
    )


def _still_missed(
    work: Transaction, review: ReviewRow, ticket: TicketRow, clock: ClockRow
) -> ReviewRow:
    state = review.state
    if state in (WITHDRAWN, EXCLUDED):
        state = OPEN if review.reviewed_at is None else DONE
    return replace(
        review,
        state=state,
        missed_at=clock.breached_at or clock.decided_at or review.missed_at,
        department=_department(work, clock),
        proposed=severity_of(clock, ticket),
    )


def _department(work: Transaction, clock: ClockRow) -> str | None:
    """The department a clock counts for, as it is written in the configuration if it is there."""
    configured = work.configuration.department(clock.department)
    return clock.department if configured is None else configured.name


def severity_of(clock: ClockRow, ticket: TicketRow) -> str:
    """The severity to propose for a missed clock, as far as it was over when it was written."""
    target_seconds = clock.target_seconds or 1
    return proposed_severity(
        clock.elapsed_seconds - target_seconds,
        target_seconds,
        clock.priority,
        is_of_a_group=ticket.customer_group is not None,
    )


def _save(work: Transaction, before: ReviewRow | None, after: ReviewRow) -> None:
    if after != before:
        reviews.save(*work.scope, after)


def _name(review: ReviewRow) -> Name:
    return review.metric, review.cycle
