"""The live card of a ticket, and the lines that lists and alerts share with it."""

from typing import Protocol

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
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
from bot.slack.draw.names import Names
from bot.views.addresses import address_of
from bot.views.tickets import ClockView, TicketView
from bot.wording import words
from bot.wording.times import moment
from sla_core.tickets.vocabulary import AWAY, PRIORITIES, SETTLED

SUBJECT = 300
FACT = 300


def card(ticket: TicketView, names: Names, domain: str | None) -> Payload:
    """The card: its subject, who has it, its promises, and its buttons."""
    title = titled(ticket, domain)
    undelivered = wording.undelivered.on_card(ticket.undelivered) if ticket.undelivered else ""
    blocks = [
        section(f"*{title}*"),
        fields(_facts(ticket, names)),
        section(joined(clock_lines(ticket))),
        *([section(undelivered)] if undelivered else []),
        *_rows(ticket),
        context(wording.tickets.as_of(moment(ticket.now))),
    ]
    subject, status = escaped(ticket.subject, SUBJECT), status_line(ticket)
    return message(wording.cards.in_short(ticket.number, subject, status), blocks)


class Titled(Protocol):
    """What has a title: a ticket, or a line about one."""

    @property
    def number(self) -> int:
        """The ticket's number."""
        ...

    @property
    def subject(self) -> str:
        """What it is about."""
        ...

    @property
    def channel_id(self) -> str | None:
        """The channel of its conversation."""
        ...

    @property
    def thread_ts(self) -> str | None:
        """The first message of its conversation."""
        ...


def titled(ticket: Titled, domain: str | None) -> str:
    """The number, linked to the conversation where that is known, and the subject."""
    url = thread_url(ticket, domain)
    number = f"<{url}|#{ticket.number}>" if url else f"#{ticket.number}"
    return f"{number} · {escaped(ticket.subject, SUBJECT)}"


def thread_url(ticket: Titled, domain: str | None) -> str | None:
    """The address of the conversation in Slack, or None where there is none."""
    if not domain or ticket.channel_id is None or ticket.thread_ts is None:
        return None
    return address_of(ticket.channel_id, ticket.thread_ts, domain)


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
    """The row of what is done most with a ticket as it stands; none if that is nothing."""
    number = str(ticket.number)
    if ticket.status in AWAY or ticket.merged_into is not None:
        offered: list[Block] = []
    elif ticket.status in SETTLED:
        offered = [button(ids.REOPEN, wording.tickets.reopen(), number)]
    else:
        reply = button(ids.REPLY, wording.tickets.reply(), number)
        resolve = button(ids.RESOLVE, wording.tickets.resolve(), number)
        offered = [*claim(ticket), reply, resolve]
    return [actions(*offered, *more)] if offered or more else []


def claim(ticket: TicketView) -> list[Block]:
    """The button that takes a ticket, while nobody has it."""
    if ticket.assignee:
        return []
    return [button(ids.CLAIM, wording.tickets.claim(), str(ticket.number), "primary")]


def pushes(ticket: TicketView) -> list[Block]:
    """The buttons that move a ticket on: to somebody else, up, before all others."""
    number = str(ticket.number)
    label = wording.cards.reassign() if ticket.assignee else wording.cards.assign()
    blocks = [button(ids.ASSIGN, label, number)]
    if ticket.priority != PRIORITIES[-1]:
        blocks.append(button(ids.RAISE_PRIORITY, wording.cards.raise_priority(), number))
    if not ticket.is_escalated:
        blocks.append(button(ids.ESCALATE, wording.cards.escalate(), number))
    return blocks


def _rows(ticket: TicketView) -> list[Block]:
    """The buttons of a card: those for the ticket's properties, and below those that move it on."""
    number = str(ticket.number)
    note = button(ids.NOTE, wording.cards.note(), number)
    why = button(ids.WHY, wording.cards.why(), number)
    if ticket.status in AWAY:
        return []
    if ticket.merged_into is not None:
        return [actions(why)]
    if ticket.status in SETTLED:
        return [actions(button(ids.REOPEN, wording.tickets.reopen(), number), note, why)]
    waits = {
        "pending": (ids.PENDING, wording.cards.pending),
        "on_hold": (ids.HOLD, wording.cards.hold),
    }
    pending, hold = (
        [button(action_id, label(), number)] if ticket.status != status else []
        for status, (action_id, label) in waits.items()
    )
    row = (
        *claim(ticket),
        button(ids.REPLY, wording.tickets.reply(), number),
        note,
        *pending,
        button(ids.RESOLVE, wording.tickets.resolve(), number),
        button(ids.NO_REPLY, wording.cards.no_reply(), number),
        why,
    )
    return [actions(*row), actions(*hold, *pushes(ticket))]


def status_line(ticket: TicketView) -> str:
    """The status in words, and where it went if it went into another."""
    status = words.status(ticket.status)
    into = ticket.merged_into
    return status if into is None else wording.cards.merged(status, into)


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
        "status": status_line(ticket),
        "tags": ", ".join(ticket.tags) or words.none(),
    }
    labels = words.choices(wording.tickets.FACTS)
    lines = [f"*{labels[name]}*\n{escaped(value, FACT)}" for name, value in facts.items()]
    if ticket.is_escalated:
        lines.append(f"*{wording.cards.escalated()}*\n{wording.cards.until_answered()}")
    return lines
