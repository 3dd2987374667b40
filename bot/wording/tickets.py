"""What was done with a ticket, what its card shows, and what stands in its threads."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.words import none, tickets

claim: Final = later("Claim")
reply: Final = later("Reply")
resolve: Final = later("Resolve")
reopen: Final = later("Reopen")
skip: Final = later("Skip")
open_thread: Final = later("Open thread")
previous_page: Final = later("Previous page")
next_page: Final = later("Next page")

empty_queue: Final = later("Nothing waits for you: every ticket of your departments is in hand.")
skipped_all: Final = later("That was the last one waiting: you have skipped the others.")
no_tickets: Final = later("There are no such tickets.")
no_department: Final = later("no department")

FACTS: Final[Mapping[str, Sentence]] = {
    "requester": later("Requester"),
    "customer": later("Customer"),
    "assignee": later("Assignee"),
    "department": later("Department"),
    "level": later("Level"),
    "priority": later("Priority"),
    "status": later("Status"),
    "tags": later("Tags"),
}
"""What the facts of a card are called, in their order."""


def level_chosen(level: str | None, chooser: str) -> str:
    """A level and what chose it."""
    if level is None:
        return none()
    return _("{level} ({chooser})").format(level=level, chooser=chooser)


def as_of(moment: str) -> str:
    """When a card was drawn."""
    return _("As of {moment}").format(moment=moment)


def assigned_to(name: str) -> str:
    """Who has a ticket, in a list."""
    return _("assignee: {name}").format(name=name)


def claimed(number: int) -> str:
    """That a ticket is the reader's now."""
    return _("You have ticket *#{number}*.").format(number=number)


def replied(number: int) -> str:
    """That a reply was taken."""
    return _("Your reply is on its way to ticket *#{number}*.").format(number=number)


def noted(number: int) -> str:
    """That a note was taken."""
    return _("Your note is in the thread of ticket *#{number}*.").format(number=number)


def resolved(number: int) -> str:
    """That a ticket is resolved."""
    return _("You resolved ticket *#{number}*.").format(number=number)


def reopened(number: int) -> str:
    """That a ticket is open again."""
    return _("You reopened ticket *#{number}*.").format(number=number)


def pending(number: int, until: str | None) -> str:
    """That a ticket waits, and until when."""
    if until is None:
        return _("Ticket *#{number}* waits for the requester now.").format(number=number)
    return _("Ticket *#{number}* waits for the requester now, and opens again {until}.").format(
        number=number, until=until
    )


def opened(number: int, due: str | None) -> str:
    """That a ticket is open, and what was promised."""
    if due is None:
        return _("Ticket *#{number}* is open. No promise runs on it.").format(number=number)
    return _("Ticket *#{number}* is open. First due {due}.").format(number=number, due=due)


def next_in_short(ticket: str) -> str:
    """The next ticket to solve, in one line."""
    return _("Next: {ticket}").format(ticket=ticket)


def next_because(why: str) -> str:
    """Why it is the next one."""
    return _("*Next:* {why}").format(why=why)


def page_of(page: int, pages: int, total: int) -> str:
    """Where one is in a list."""
    if pages <= 1:
        return tickets(total)
    return ngettext(
        "{total} ticket, page {page} of {pages}", "{total} tickets, page {page} of {pages}", total
    ).format(total=total, page=page, pages=pages)


def conversation(number: int, subject: str, requester: str) -> str:
    """The head of a conversation the bot begins."""
    return _(
        "*#{number} · {subject}*\nAsked by {requester}. "
        "This thread is the conversation; everybody here reads it."
    ).format(number=number, subject=subject, requester=requester)


def notice(number: int, subject: str, rule: str) -> str:
    """What a rule has to say, before its text."""
    return _("*{rule}*: #{number} · {subject}.").format(rule=rule, number=number, subject=subject)


def note(author: str, text: str) -> str:
    """A note in the card's thread."""
    return _("*Note by {author}*\n{text}").format(author=author, text=text)
