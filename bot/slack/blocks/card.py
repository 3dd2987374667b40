"""The live card of a ticket, and the lines that lists and alerts share with it."""

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    fields,
    joined,
    link_button,
    message,
    section,
)
from bot.slack.names import Names
from bot.usecases.views import ClockView, TicketView
from bot.wording import words
from bot.wording.times import moment
from sla_core.tickets.vocabulary import AWAY, SETTLED

SUBJECT = 300
FACT = 300


def card(ticket: TicketView, names: Names, domain: str | None) -> Payload:
    """The card: what it is about, who has it, what was promised, what can be done."""
    title = titled(ticket, domain)
    blocks = [
        section(f"*{title}*"),
        fields(_facts(ticket, names)),
        section(joined(clock_lines(ticket))),
        *buttons(ticket),
        context(wording.tickets.as_of(moment(ticket.now))),
    ]
    return message(f"#{ticket.number} · {escaped(ticket.subject, SUBJECT)}", blocks)


def titled(ticket: TicketView, domain: str | None) -> str:
    """The number, linked to the conversation where that is known, and the subject."""
    url = thread_url(ticket, domain)
    number = f"<{url}|#{ticket.number}>" if url else f"#{ticket.number}"
    return f"{number} · {escaped(ticket.subject, SUBJECT)}"


def thread_url(ticket: TicketView, domain: str | None) -> str | None:
    """The address of the conversation in Slack, or None where there is none."""
    if not domain or ticket.channel_id is None or ticket.thread_ts is None:
        return None
    place = f"{ticket.channel_id}/p{ticket.thread_ts.replace('.', '')}"
    return f"https://{domain}.slack.com/archives/{place}"


def clock_lines(ticket: TicketView) -> list[str]:
    """One line for every open clock, the most pressing first; without any, what became of all."""
    clocks = sorted(ticket.open_clocks, key=lambda clock: clock.remaining_seconds)
    if clocks:
        return [clock_line(clock) for clock in clocks]
    ended = [wording.clocks.ended_line(clock) for clock in ticket.clocks]
    return ended or [wording.clocks.no_clocks()]


def clock_line(clock: ClockView) -> str:
    """One open clock in words, its due time in the reader's zone."""
    return wording.clocks.clock_line(clock, moment(clock.due_at) if clock.due_at else None)


def buttons(ticket: TicketView, *more: Block) -> list[Block]:
    """The row of what can be done with a ticket as it stands; none if that is nothing."""
    row = [*_offers(ticket), *more]
    return [actions(*row)] if row else []


def _offers(ticket: TicketView) -> list[Block]:
    number = str(ticket.number)
    if ticket.status in AWAY:
        return []
    if ticket.status in SETTLED:
        return [button(ids.REOPEN, wording.tickets.reopen(), number)]
    claim = (
        [] if ticket.assignee else [button(ids.CLAIM, wording.tickets.claim(), number, "primary")]
    )
    return [
        *claim,
        button(ids.REPLY, wording.tickets.reply(), number),
        button(ids.RESOLVE, wording.tickets.resolve(), number),
    ]


def open_thread(ticket: TicketView, domain: str | None) -> list[Block]:
    """The button that leads to the conversation, where there is one."""
    url = thread_url(ticket, domain)
    return [link_button(ids.OPEN_THREAD, wording.tickets.open_thread(), url)] if url else []


def _facts(ticket: TicketView, names: Names) -> list[str]:
    facts = {
        "requester": names.of(ticket.requester),
        "customer": ticket.customer or words.none(),
        "assignee": names.of(ticket.assignee),
        "department": ticket.department or words.none(),
        "level": wording.tickets.level_chosen(
            ticket.level, wording.clocks.chosen_by(ticket.level_chosen_by)
        ),
        "priority": words.priority(ticket.priority),
        "status": words.status(ticket.status),
        "tags": ", ".join(ticket.tags) or words.none(),
    }
    called = words.choices(wording.tickets.FACTS)
    return [f"*{called[name]}*\n{escaped(value, FACT)}" for name, value in facts.items()]
