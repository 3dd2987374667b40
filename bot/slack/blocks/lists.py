"""Tickets for one person's eyes: a list by pages, the next one to solve, one in full."""

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.card import (
    FACT,
    buttons,
    card,
    clock_line,
    open_thread,
    titled,
)
from bot.slack.blocks.marks import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    message,
    section,
)
from bot.slack.names import Names
from bot.usecases.queue import Next, TicketList
from bot.usecases.views import TicketView

FILTERS = 1900


def ticket_in_full(ticket: TicketView, names: Names, domain: str | None) -> Payload:
    """A ticket as its card shows it, with a way to its thread."""
    shown = card(ticket, names, domain)
    blocks = [*shown["blocks"]]
    way = open_thread(ticket, domain)
    return message(shown["text"], [*blocks, actions(*way)] if way else blocks)


def next_up(found: Next, skipped: frozenset[int], names: Names, domain: str | None) -> Payload:
    """The ticket to solve next, why, and what to do with it."""
    ticket, clock = found.ticket, found.clock
    left = wording.clocks.left(clock) if clock else wording.clocks.waiting_for(found.seconds_left)
    why = wording.clocks.first_because(clock.metric if clock else None, left)
    numbers = " ".join(str(each) for each in sorted({*skipped, ticket.number}))
    skip = button(ids.SKIP, wording.tickets.skip(), numbers[:FILTERS])
    shown = card(ticket, names, domain)
    kept = [block for block in shown["blocks"] if block["type"] != "actions"]
    row = buttons(ticket, *open_thread(ticket, domain), skip)
    return message(
        wording.tickets.next_in_short(shown["text"]),
        [section(wording.tickets.next_because(why)), *kept, *row],
    )


def page_of_tickets(found: TicketList, filters: str, names: Names, domain: str | None) -> Payload:
    """One page; its buttons carry the filters, which are read again."""
    if not found.tickets:
        return message(wording.tickets.no_tickets())
    head = wording.tickets.page_of(found.page, found.pages, found.total)
    lines = [section(_line(ticket, names, domain)) for ticket in found.tickets]
    return message(head, [context(head), *lines, *_pager(found, filters)])


def _line(ticket: TicketView, names: Names, domain: str | None) -> str:
    facts = [
        wording.words.status(ticket.status),
        wording.words.priority(ticket.priority),
        ticket.department or wording.tickets.no_department(),
        wording.tickets.assigned_to(names.of(ticket.assignee)),
    ]
    about = escaped(" · ".join(facts), FACT)
    clocks = sorted(ticket.open_clocks, key=lambda clock: clock.remaining_seconds)
    first = clock_line(clocks[0]) if clocks else wording.clocks.no_clocks()
    return f"*{titled(ticket, domain)}*\n{about}\n{first}"


def _pager(found: TicketList, filters: str) -> list[Block]:
    back = [
        button(
            ids.PAGE_BACK, wording.tickets.previous_page(), f"{found.page - 1} {filters}"[:FILTERS]
        )
    ]
    on = [button(ids.PAGE_ON, wording.tickets.next_page(), f"{found.page + 1} {filters}"[:FILTERS])]
    shown = (back if found.page > 1 else []) + (on if found.page < found.pages else [])
    return [actions(*shown)] if shown else []
