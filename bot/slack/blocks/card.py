"""The live card of a ticket, and the lines that lists and alerts share with it."""

from bot.slack import wording
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
    moment,
    section,
)
from bot.slack.names import Names
from bot.usecases.views import ClockView, TicketView
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
        context(f"As of {moment(ticket.now)}"),
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
    ended = [wording.ended_line(clock) for clock in ticket.clocks]
    return ended or [wording.NO_CLOCKS]


def clock_line(clock: ClockView) -> str:
    """One open clock in words, its due time in the reader's zone."""
    return wording.clock_line(clock, moment(clock.due_at) if clock.due_at else None)


def buttons(ticket: TicketView, *more: Block) -> list[Block]:
    """The row of what can be done with a ticket as it stands; none if that is nothing."""
    row = [*_offers(ticket), *more]
    return [actions(*row)] if row else []


def _offers(ticket: TicketView) -> list[Block]:
    number = str(ticket.number)
    if ticket.status in AWAY:
        return []
    if ticket.status in SETTLED:
        return [button(ids.REOPEN, "Reopen", number)]
    claim = [] if ticket.assignee else [button(ids.CLAIM, "Claim", number, "primary")]
    return [
        *claim,
        button(ids.REPLY, "Reply", number),
        button(ids.RESOLVE, "Resolve", number),
    ]


def open_thread(ticket: TicketView, domain: str | None) -> list[Block]:
    """The button that leads to the conversation, where there is one."""
    url = thread_url(ticket, domain)
    return [link_button(ids.OPEN_THREAD, "Open thread", url)] if url else []


def _facts(ticket: TicketView, names: Names) -> list[str]:
    facts = {
        "Requester": names.of(ticket.requester),
        "Customer": ticket.customer or "none",
        "Assignee": names.of(ticket.assignee),
        "Department": ticket.department or "none",
        "Level": _level(ticket),
        "Priority": wording.PRIORITIES.get(ticket.priority, ticket.priority),
        "Status": wording.STATUSES.get(ticket.status, ticket.status),
        "Tags": ", ".join(ticket.tags) or "none",
    }
    return [f"*{name}*\n{escaped(value, FACT)}" for name, value in facts.items()]


def _level(ticket: TicketView) -> str:
    if ticket.level is None:
        return "none"
    return f"{ticket.level} ({wording.chosen_by(ticket.level_chosen_by)})"
