"""Tickets for one person's eyes: a list by pages, the next one to solve, one in full."""

from collections.abc import Iterable

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import (
    FACT,
    buttons,
    card,
    clock_line,
    clock_lines,
    open_thread,
    titled,
)
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.draw.blocks.requests import request_line
from bot.slack.draw.names import Names
from bot.usecases.tickets.lists import TicketList
from bot.usecases.tickets.queue import NextTicket
from bot.views.requests import Request
from bot.views.tickets import TicketView
from sla_core.tickets.vocabulary import OVER, SETTLED

FILTERS = 1900


def ticket_in_full(
    ticket: TicketView, names: Names, domain: str | None, *, is_agent: bool = True
) -> Payload:
    """A ticket as its card shows it, with a way to its thread; what agents do is for agents."""
    payload = card(ticket, names, domain)
    blocks = payload["blocks"] if is_agent else _without_buttons(payload["blocks"])
    elements = [*(_solve(ticket) if is_agent else _reopen(ticket)), *open_thread(ticket, domain)]
    rows = [*_fields(ticket), *([actions(*elements)] if elements else [])]
    return message(payload["text"], [*blocks, *rows])


def _fields(ticket: TicketView) -> list[Block]:
    """The custom fields, where the ticket has any."""
    lines = [
        f"*{escaped(name, FACT)}*: {escaped(str(value), FACT)}" for name, value in ticket.fields
    ]
    return [section(joined(lines))] if lines else []


def ticket_in_short(ticket: TicketView, domain: str | None) -> list[Block]:
    """The subject of a ticket, the time left on it, and its most frequent buttons."""
    about = "\n".join([f"*{titled(ticket, domain)}*", *clock_lines(ticket)])
    return [section(about), *buttons(ticket, *open_thread(ticket, domain))]


def next_up(
    found: NextTicket, skipped: frozenset[int], names: Names, domain: str | None
) -> Payload:
    """The ticket to solve next, why, and what to do with it."""
    ticket, clock = found.ticket, found.clock
    left = wording.clocks.left(clock) if clock else wording.clocks.waiting_for(found.seconds_left)
    why = wording.clocks.first_because(
        clock.metric if clock else None,
        left,
        is_escalated=found.is_escalated,
        has_level=ticket.level is not None,
    )
    skip = button(ids.SKIP, wording.tickets.skip(), _numbers({*skipped, ticket.number}))
    payload = card(ticket, names, domain)
    row = buttons(ticket, *open_thread(ticket, domain), skip)
    return message(
        wording.tickets.next_in_short(payload["text"]),
        [section(wording.tickets.next_because(why)), *_without_buttons(payload["blocks"]), *row],
    )


def _numbers(numbers: Iterable[int]) -> str:
    """As many numbers as a button's value holds, the newest tickets first."""
    texts: list[str] = []
    for number in sorted(numbers, reverse=True):
        if sum(len(text) + 1 for text in texts) + len(str(number)) > FILTERS:
            break
        texts.append(str(number))
    return " ".join(reversed(texts))


def _without_buttons(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block["type"] != "actions"]


def _solve(ticket: TicketView) -> list[Block]:
    if ticket.status in OVER:
        return []
    return [button(ids.SOLVE, wording.work.solve(), str(ticket.number))]


def _reopen(ticket: TicketView) -> list[Block]:
    if ticket.status not in SETTLED:
        return []
    return [button(ids.REOPEN, wording.tickets.reopen(), str(ticket.number))]


def page_of_tickets(found: TicketList, filters: str, names: Names, domain: str | None) -> Payload:
    """One page; its buttons carry the filters, which are read again."""
    if found.of_agents is not None:
        return message(wording.refusals.filter_of_agents(found.of_agents))
    if not (found.tickets or found.unreadable):
        return message(wording.tickets.no_tickets())
    head = wording.tickets.page_of(found.page, found.pages, found.total)
    lines = [section(_line(ticket, names, domain)) for ticket in found.tickets]
    lines += [section(wording.refusals.unreadable(number)) for number in found.unreadable]
    return message(head, [context(head), *lines, *_pager(found, filters)])


def _line(ticket: TicketView | Request, names: Names, domain: str | None) -> str:
    if isinstance(ticket, Request):
        return request_line(ticket, names, domain)
    facts = [
        *([wording.cards.escalated()] if ticket.is_escalated else []),
        wording.words.status(ticket.status),
        wording.words.priority(ticket.priority),
        ticket.department or wording.tickets.no_department(),
        wording.tickets.assigned_to(names.of(ticket.assignee)),
    ]
    about = escaped(" · ".join(facts), FACT)
    clocks = sorted(ticket.open_clocks, key=lambda clock: clock.remaining_seconds)
    first = clock_line(clocks[0]) if clocks else wording.clocks.no_clocks()
    return f"*{titled(ticket, domain)}*\n{about}\n{first}"


def _pager(page: TicketList, filters: str) -> list[Block]:
    back = [
        button(
            ids.PAGE_BACK, wording.tickets.previous_page(), f"{page.page - 1} {filters}"[:FILTERS]
        )
    ]
    on = [button(ids.PAGE_ON, wording.tickets.next_page(), f"{page.page + 1} {filters}"[:FILTERS])]
    elements = (back if page.page > 1 else []) + (on if page.page < page.pages else [])
    return [actions(*elements)] if elements else []
