"""Deeds done with a ticket, and the lines of its threads."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.wording import words
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


def released(number: int) -> str:
    """That nobody has a ticket now."""
    return _("Nobody has ticket *#{number}* now: it can be claimed.").format(number=number)


def assigned(number: int, to: str) -> str:
    """That a ticket is somebody's now, who was told."""
    return _("{to} has ticket *#{number}* now, and was told.").format(to=to, number=number)


def assigned_to_you(number: int, by: str) -> str:
    """That somebody gave the reader a ticket."""
    return _("{by} gave you ticket *#{number}*.").format(by=by, number=number)


def handed_over(by: str, to: str) -> str:
    """Who gave a ticket to whom, at its card."""
    return _("{by} gave this ticket to {to}.").format(by=by, to=to)


def taken_away(by: str, holder: str) -> str:
    """Who took a ticket from whom, at its card."""
    return _("{by} took this ticket from {holder}: it can be claimed.").format(by=by, holder=holder)


def no_reply_needed(number: int, status: str) -> str:
    """That nobody waits for an answer now, and how the ticket stands."""
    return _("Ticket *#{number}* needs no reply now: {status}.").format(
        number=number, status=words.status(status)
    )


def on_hold(number: int, until: str | None) -> str:
    """That a ticket is put off, and until when."""
    if until is None:
        return _("Ticket *#{number}* is on hold now.").format(number=number)
    return _("Ticket *#{number}* is on hold now, and opens again {until}.").format(
        number=number, until=until
    )


def closed(number: int) -> str:
    """That a ticket is closed."""
    return _("You closed ticket *#{number}*.").format(number=number)


def put_away_as_spam(number: int) -> str:
    """That a ticket is spam."""
    return _("Ticket *#{number}* is spam now: its clocks are cancelled.").format(number=number)


def deleted(number: int) -> str:
    """That a ticket is deleted."""
    return _(
        "Ticket *#{number}* is deleted now, its clocks are cancelled. "
        "`/ticket restore {number}` brings it back."
    ).format(number=number)


def restored(number: int, status: str) -> str:
    """That a ticket is back, and how it stands."""
    return _("Ticket *#{number}* is back: {status}. Its clocks run on.").format(
        number=number, status=words.status(status)
    )


def prioritised(number: int, priority: str) -> str:
    """That a ticket has another priority."""
    return _("The priority of ticket *#{number}* is {priority} now.").format(
        number=number, priority=words.priority(priority)
    )


def moved(number: int, department: str | None, *, is_hidden: bool) -> str:
    """That a ticket is with another department; `is_hidden` where who moved it reads it no more."""
    if is_hidden:
        return _(
            "Ticket *#{number}* is with {department} now. That department is private: its people "
            "have the ticket, and you cannot read it any more."
        ).format(number=number, department=department or no_department())
    return _("Ticket *#{number}* is with {department} now.").format(
        number=number, department=department or no_department()
    )


def promised(number: int, level: str | None) -> str:
    """Under which level a ticket is now."""
    if level is None:
        return _("Nothing is promised on ticket *#{number}* now.").format(number=number)
    return _("Ticket *#{number}* is under the level {level} now.").format(
        number=number, level=level
    )


def of_customer(number: int, customer: str | None) -> str:
    """Whose a ticket is now."""
    if customer is None:
        return _("Ticket *#{number}* belongs to no customer now.").format(number=number)
    return _("Ticket *#{number}* belongs to {customer} now.").format(
        number=number, customer=customer
    )


def tagged(number: int, tags: Iterable[str]) -> str:
    """Which tags a ticket has now."""
    return _("The tags of ticket *#{number}* are now: {tags}.").format(
        number=number, tags=", ".join(tags) or none()
    )


def field_set(number: int, name: str, value: str) -> str:
    """That a custom field has a value now."""
    return _("On ticket *#{number}*, {name} is {value} now.").format(
        number=number, name=name, value=value or none()
    )


def merged(number: int, into: int) -> str:
    """That a ticket went into another."""
    return _(
        "Ticket *#{number}* went into *#{into}*: what is written in its threads belongs there now."
    ).format(number=number, into=into)


def merged_card(number: int, into: int) -> str:
    """What stands at the card of a ticket that went into another."""
    return _(
        "This ticket, #{number}, went into #{into}. What is written here belongs there now."
    ).format(number=number, into=into)


def absorbed_card(number: int, into: int) -> str:
    """What stands at the card of a ticket that another went into."""
    return _(
        "Ticket #{number} went into this one, #{into}. What is written there belongs here now."
    ).format(number=number, into=into)


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


def level_cannot_be_read(level: str) -> str:
    """What a department is told whose tickets are under a level that cannot be read."""
    return _(
        ":warning: I cannot read the level *{level}* in my configuration, so the promises of level "
        "{level} stand still: no warning and no breach of them will be told. Please look after "
        "those tickets yourselves, and ask an admin to put the configuration in force again with "
        "`punctual config apply FILE --yes`. Then the clocks go on as if nothing had been, and "
        "what was due meanwhile is told."
    ).format(level=level)


def cannot_be_read(number: int, subject: str) -> str:
    """A department's notice of a ticket that is silent, and its remedy."""
    return _(
        ":warning: I cannot read what was written down of ticket #{number} ({subject}), so its "
        "clocks are silent: no warning and no breach of it will be told. Please look after it "
        "yourselves, and ask an admin to run `punctual status`, which says what is broken. What "
        "is written in its thread is kept until it can be read again."
    ).format(number=number, subject=subject)
