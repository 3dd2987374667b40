"""What those who ask read: that they were heard, by when they are answered, if it is solved."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

yes: Final = later("Yes, thank you")
no: Final = later("No, I still need help")
comment: Final = later("Add a comment")
comment_title: Final = later("Your comment")
comment_label: Final = later("What was good, what was not?")
comment_submit: Final = later("Send")
write_here: Final = later("Write in this thread if you want to add something.")
was_deleted: Final = later("(This message was deleted by who wrote it.)")
good_to_know: Final = later("Good to know. Thank you for telling us.")
thanks_for_rating: Final = later("Thank you for telling us how it was.")
comment_kept: Final = later("Thank you. The team will read your comment.")
rate_first: Final = later("Say first how it was: good, OK or bad.")
what_comment: Final = later("There is no comment yet: write a few words.")

RATINGS: Final[Mapping[int, Sentence]] = {5: later("Good"), 3: later("OK"), 1: later("Bad")}
"""What each score is called, the best first; a score runs from 1 to 5."""

STATUSES: Final[Mapping[str, Sentence]] = {
    "new": later("with the team"),
    "open": later("with the team"),
    "answered": later("answered, your turn"),
    "pending": later("waiting for your answer"),
    "on_hold": later("on hold, the team waits for somebody else"),
    "resolved": later("resolved"),
    "closed": later("closed"),
    "spam": later("put aside"),
    "deleted": later("deleted"),
}
"""How a ticket stands, as who asked sees it."""

no_requests: Final = later("You have not asked for anything yet. `/ticket new` opens a ticket.")
your_requests: Final = later("Your requests")
open_thread: Final = later("Open thread")
reopen: Final = later("I still need help")


def status(name: str) -> str:
    """How a ticket stands, in the words of who asked."""
    sentence = STATUSES.get(name)
    return name if sentence is None else sentence()


def rating(score: int) -> str:
    """What a score is called; a number where it is none of ours."""
    sentence = RATINGS.get(score)
    return str(score) if sentence is None else sentence()


def confirmation(number: int, answer_by: str | None) -> str:
    """What a requester reads first."""
    if answer_by is None:
        return _("Thank you. This is ticket *#{number}* now, and the team has been told.").format(
            number=number
        )
    return _(
        "Thank you. This is ticket *#{number}* now. You will have an answer by {moment}."
    ).format(number=number, moment=answer_by)


def received(number: int) -> str:
    """What a requester reads first where the promised instant has passed or the answer stands."""
    return _("Thank you. This is ticket *#{number}* now.").format(number=number)


def opened_by(name: str, number: int, subject: str) -> str:
    """That somebody opened a ticket in the reader's name."""
    return _("{name} opened ticket *#{number}* for you: *{subject}*.").format(
        name=name, number=number, subject=subject
    )


def opened(number: int, subject: str) -> str:
    """That the reader's ticket is open."""
    return _("Thank you. Ticket *#{number}* is open: *{subject}*.").format(
        number=number, subject=subject
    )


def answer_by(moment: str) -> str:
    """By when somebody answers."""
    return _("You will have an answer by {moment}.").format(moment=moment)


def away(moment: str) -> str:
    """That nobody is there now, and from when on somebody is."""
    return _("The team is not at work now; it is back {moment}.").format(moment=moment)


def reminder(number: int, moment: str) -> str:
    """That an answer is waited for, and what happens without one."""
    return _(
        "A kind reminder: ticket *#{number}* waits for your answer. "
        "If nothing comes, it is taken as resolved {moment}; a word here keeps it open."
    ).format(number=number, moment=moment)


def resolved(number: int) -> str:
    """That a ticket is resolved, and the question whether it is."""
    return _("Ticket *#{number}* is resolved. Is this solved for you?").format(number=number)


def resolved_in_silence(number: int) -> str:
    """That a ticket was resolved because nothing was heard, and the question whether it is."""
    return _(
        "Nothing was heard for a while, so ticket *#{number}* is taken as resolved. "
        "Is this solved for you?"
    ).format(number=number)


def how_to_reopen() -> str:
    """That a word is enough."""
    return _("If it comes back, just write in this thread: that opens the ticket again.")


def reopened(number: int) -> str:
    """That a ticket is open again."""
    return _("Ticket *#{number}* is open again.").format(number=number)


def goes_on_here(number: int, subject: str) -> str:
    """The first line of a thread of one's own, about what was asked in a channel."""
    return _(
        "Your ticket *#{number} · {subject}* goes on here, between you and the team: "
        "what is written in this thread nobody else reads."
    ).format(number=number, subject=subject)


def goes_on_alone(number: int) -> str:
    """What stands in a channel from then on."""
    return _("Ticket #{number} goes on in a direct message.").format(number=number)


def not_reopened(number: int, state: str) -> str:
    """That who asked cannot open a ticket again that was put away."""
    return _("Ticket #{number} is {state}: ask the team about it, or open another one.").format(
        number=number, state=state
    )


def as_it_is(number: int, state: str) -> str:
    """How a ticket stands that is no longer what a button was for."""
    return _("Ticket *#{number}* is not resolved any more. It is {state}.").format(
        number=number, state=state
    )


def rate(number: int) -> str:
    """The question how it was."""
    return _("Good to know. How was the help you got with ticket *#{number}*?").format(
        number=number
    )


def rated(number: int, score: int) -> str:
    """What a requester said of the help they got, told to themselves."""
    return _("Thank you. You rated the help with ticket *#{number}*: {rating}.").format(
        number=number, rating=rating(score)
    )


def rate_later(number: int) -> str:
    """That it is too early to say how it was."""
    return _("Ticket *#{number}* is open again: I ask when it is resolved.").format(number=number)


def only_the_requester(number: int) -> str:
    """That somebody else was asked."""
    return _("Only who asked for ticket *#{number}* can answer that.").format(number=number)


# --- what agents are told of a requester ----------------------------------------------------------


def wrote(name: str, text: str) -> str:
    """That a requester wrote again, with what."""
    return _("*{name}* wrote: {text}").format(name=name, text=text)


def wrote_in_channel(name: str, text: str, url: str) -> str:
    """The same of what stands in a channel by itself, with a way to it."""
    return _("*{name}* wrote in <{url}|the channel>: {text}").format(name=name, text=text, url=url)


def wrote_in_thread(name: str, text: str, url: str) -> str:
    """The same of what stands in a thread."""
    return _("*{name}* wrote in <{url}|the thread>: {text}").format(name=name, text=text, url=url)


def still_needs_help(name: str, number: int) -> str:
    """That a requester says it is not solved."""
    return _("*{name}* still needs help: ticket *#{number}* is open again.").format(
        name=name, number=number
    )


def gave_rating(name: str, score: int) -> str:
    """What a requester said of the help they got, told to the team."""
    return _("*{name}* rated the help: {rating}.").format(name=name, rating=rating(score))


def gave_comment(name: str, score: int, text: str) -> str:
    """The same, with their comment."""
    return _("*{name}* rated the help: {rating}. They add: {text}").format(
        name=name, rating=rating(score), text=text
    )


# --- a conversation that the bot began ------------------------------------------------------------


def goes_to(number: int, subject: str, requester: str) -> str:
    """The head of a conversation whose requester reads in direct messages."""
    return _(
        "*#{number} · {subject}*\nWhat you write here goes to {requester} in Slack, and back."
    ).format(number=number, subject=subject, requester=requester)


def goes_nowhere(number: int, subject: str, requester: str) -> str:
    """The head of a conversation whose requester nobody reaches."""
    return _(
        "*#{number} · {subject}*\nAsked by {requester}. No gateway: nobody will receive this."
    ).format(number=number, subject=subject, requester=requester)


# --- one's own requests ---------------------------------------------------------------------------


def who_has_it(name: str | None) -> str:
    """Who answers a request."""
    if name is None:
        return _("nobody has it yet")
    return _("{name} has it").format(name=name)


def promised_by(moment: str) -> str:
    """By when something was promised."""
    return _("promised by {moment}").format(moment=moment)


def was_promised_by(moment: str) -> str:
    """By when something was promised that is late now."""
    return _("was promised by {moment}, and is late").format(moment=moment)


def requests_page(page: int, pages: int, total: int) -> str:
    """Where one is among one's requests."""
    return _("Page {page} of {pages}, {total} in all").format(page=page, pages=pages, total=total)


# --- a request that went into another -------------------------------------------------------------


def merged(number: int, into: int) -> str:
    """That a request goes on in another."""
    return _(
        "Ticket *#{number}* and ticket *#{into}* are about the same, so they go on together as "
        "*#{into}*. You can keep writing here."
    ).format(number=number, into=into)


def absorbed(number: int, into: int, name: str) -> str:
    """That somebody else's request goes on in one's own, so that they read along."""
    return _(
        "{name} asked about the same in ticket *#{number}*, which goes on here as *#{into}*: "
        "what is answered here, {name} reads as well."
    ).format(number=number, into=into, name=name)


def goes_on_as(number: int, into: int) -> str:
    """To who asked for a request that went into another: where they write."""
    return _(
        "Ticket #{number} goes on as #{into}: write where you asked, and it arrives there."
    ).format(number=number, into=into)
