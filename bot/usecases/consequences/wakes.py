"""When a ticket is looked at next though nothing happens to it: rules and silence want that."""

from dataclasses import replace

from bot.store import tickets
from bot.usecases.consequences import rules, silence
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import Configuration


def wake(work: Transaction, step: TicketStep) -> None:
    """Let a locked ticket wake when something is to be looked at, if that is sooner."""
    row, events = step.row, (*step.history, *step.events)
    looks = rules.next_look_at(work, row, events), silence.next_at(work, row, step.replayed, events)
    at = min((look for look in (*looks, row.wake_at) if look is not None), default=None)
    if at != row.wake_at:
        tickets.save(*work.scope, replace(row, wake_at=at))


def wake_all(work: Transaction, configuration: Configuration) -> None:
    """Look at every ticket anew under what is in force from now on, where that may matter."""
    if rules.look_again(configuration) or silence.is_treated_otherwise(work, configuration):
        tickets.wake(*work.scope, work.now)
