"""A warning or a breach: in the card's thread, and in the channel where the level says so."""

from collections.abc import Iterable

from bot import wording
from bot.slack.blocks.card import SUBJECT, buttons, clock_line, open_thread, titled
from bot.slack.blocks.marks import Payload, escaped, message, section
from bot.slack.names import Names
from bot.usecases.views import ClockView, TicketView


def alert(
    ticket: TicketView,
    clock: ClockView,
    headline: str,
    mentions: Iterable[str],
    names: Names,
    domain: str | None,
) -> Payload:
    """The alert; only those the level names are mentioned."""
    has_it = wording.alerts.assignee(escaped(names.of(ticket.assignee)))
    lines = [
        f"*{headline}*",
        titled(ticket, domain),
        clock_line(clock),
        " · ".join([has_it, *(mention(each) for each in mentions)]),
    ]
    text = wording.alerts.subject_line(headline, ticket.number, escaped(ticket.subject, SUBJECT))
    row = buttons(ticket, *open_thread(ticket, domain))
    return message(text, [section("\n".join(lines)), *row])


def mention(person_id: str) -> str:
    """A mention of a person or a user group, which pings."""
    return f"<!subteam^{person_id}>" if person_id.startswith("S") else f"<@{person_id}>"


def headline(clock: ClockView, point: str, *, is_breach: bool) -> str:
    """The first words of an alert."""
    return wording.alerts.headline(clock, point, is_breach=is_breach)
