"""Every sentence Punctual says in Slack: plain, kind, and true."""

from collections.abc import Sequence
from typing import Final

from bot.usecases.views import ClockView

METRICS: Final = {
    "first_reply": "First reply",
    "next_reply": "Next reply",
    "chat_reply": "Chat reply",
    "call_answer": "Call answer",
    "first_assign": "First assignment",
    "resolution": "Resolution",
    "periodic_update": "Periodic update",
}
STATUSES: Final = {
    "new": "New",
    "open": "Open",
    "answered": "Answered, the requester's turn",
    "pending": "Pending, waiting for the requester",
    "on_hold": "On hold",
    "resolved": "Resolved",
    "closed": "Closed",
    "spam": "Spam",
    "deleted": "Deleted",
}
BREACH_REASONS: Final = {
    "level_change": ", as its promise was changed",
    "calendar_change": ", as its calendar was changed",
    "merged": ", as another ticket went into this one",
}
PRIORITIES: Final = {"low": "Low", "normal": "Normal", "high": "High", "urgent": "Urgent"}
REOPEN: Final = {
    "resume": "The same clock runs on",
    "new_cycle": "A new clock starts",
    "ignore": "The first resolution stands",
}
ON_CHANGE: Final = {
    "carry": "Keep the time already used",
    "restart": "Start the clocks anew",
}
CHOOSERS: Final = {
    "customer": "the customer's level",
    "customer_group": "the customer group's level",
    "department": "the department's level",
    "default": "the default level",
    "none": "none was found",
}

LOADING: Final = "One moment, I am looking that up."
SAVING: Final = "One moment, I am writing that down. You can close this: what you typed is kept."
NOT_SENT: Final = "That was not done."
WENT_WRONG: Final = "Something went wrong on my side, and it is in my log. Please try again."
EMPTY_QUEUE: Final = "Nothing waits for you: every ticket of your departments is in hand."
SKIPPED_ALL: Final = "That was the last one waiting: you have skipped the others."
NO_TICKETS: Final = "There are no such tickets."
NO_LEVELS: Final = "There are no levels yet. A workspace admin adds one with `/sla level new`."
NO_RULES: Final = "There are no rules yet: every ticket gets its department's level."
NO_CLOCKS: Final = "No promise runs on this ticket."
NO_ROWS: Final = "There are no such clocks."
AGENTS_ONLY: Final = (
    "That is for the agents of a department. "
    "You can open a ticket and see your own: `/ticket help`."
)
ADMINS_ONLY: Final = "Only workspace admins define levels and rules. Ask one of them, please."
WHICH_TICKET: Final = "Which ticket? Give its number, such as `#42`."
WHAT_TEXT: Final = "There is no text: write it after the ticket's number."
A_FORM: Final = "That needs a form. Press the button and it opens."
TICKET_FORM_TITLE: Final = "Open a ticket"
LEVEL_FORM_TITLE: Final = "New level"
TARGET_HINT: Final = "Such as 4h or 1h30m; by priority: urgent 1h, high 4h, default 8h"
ALERTS_HINT: Final = (
    "One a line: when, then `to` whom. When: 75%, -15m, breach, +1h. Whom: channel, assignee, "
    "leads, managers, agents, or a name. Also `for` metrics, `repeat 3`, `escalate`."
)


def duration(seconds: int) -> str:
    """A length of time in words: `2 h 10 min`, `1 min 30 s`, `20 s`; fractions of these dropped."""
    minutes, rest_s = divmod(abs(seconds), 60)
    hours, rest_min = divmod(minutes, 60)
    if hours:
        return f"{hours} h {rest_min} min" if rest_min else f"{hours} h"
    if minutes >= 10 or (minutes and not rest_s):  # noqa: PLR2004 below that seconds count
        return f"{minutes} min"
    return f"{minutes} min {rest_s} s" if minutes else f"{rest_s} s"


def counted(number: int, noun: str) -> str:
    """A number of things: `1 ticket`, `2 tickets`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def metric(name: str) -> str:
    """What people call a metric."""
    return METRICS.get(name, name)


CANCEL_REASONS: Final = {
    "resolved_unanswered": "resolved before it was answered",
    "level_change": "the promise changed",
    "abandoned": "the caller gave up",
    "no_reply_needed": "no reply was needed",
    "merged": "the ticket went into another",
    "spam": "the ticket was spam",
    "deleted": "the ticket was deleted",
    "excluded": "left out of the count",
}


def state(clock: ClockView) -> str:
    """What became of a clock, with the reason where it was cancelled."""
    if clock.cancel_reason is None:
        return clock.state
    return f"{clock.state}, {CANCEL_REASONS.get(clock.cancel_reason, clock.cancel_reason)}"


def left(clock: ClockView) -> str:
    """How much business time a clock has left, or by how much it is over."""
    if clock.remaining_seconds < 0:
        return f"overdue by {duration(clock.remaining_seconds)} of business time"
    return f"{duration(clock.remaining_seconds)} of business time left"


def clock_line(clock: ClockView, due: str | None) -> str:
    """One open clock: its name, its due time, what is left."""
    name = f"*{metric(clock.metric)}*"
    if clock.is_paused:
        return f"{name}: paused, {left(clock)}"
    if due is None:
        return f"{name}: due in more than 5 years, {left(clock)}"
    was = "was due" if clock.remaining_seconds < 0 else "due"
    return f"{name}: {was} {due}, {left(clock)}"


def ended_line(clock: ClockView) -> str:
    """One clock that has stopped: what became of it, after how long."""
    used = f"after {duration(clock.elapsed_seconds)} of business time"
    return f"*{metric(clock.metric)}*: {clock.state} {used}"


def chosen_by(chooser: str | None) -> str:
    """What chose a level: a person, one of the places where a level can stand, or a rule."""
    if chooser is None:
        return "set by hand"
    return CHOOSERS.get(chooser, f"rule: {chooser}")


def alert_headline(clock: ClockView, point: str, *, is_breach: bool) -> str:
    """What an alert is about, in its first words."""
    name = metric(clock.metric).lower()
    if is_breach:
        return (
            f"Breach: the {name} is late{BREACH_REASONS.get(clock.breach_reason or '', '')}"
            if point == "breach"
            else f"Still late: the {name}, {point}"
        )
    return (
        f"Warning: the {name} is at {point}"
        if point.endswith("%")
        else (f"Warning: the {name} is due in {point.removeprefix('-')}")
    )


def confirmation(number: int, answer_by: str | None) -> str:
    """What a requester reads first."""
    if answer_by is None:
        return f"Thank you. This is ticket *#{number}* now, and the team has been told."
    return f"Thank you. This is ticket *#{number}* now. You will have an answer by {answer_by}."


def conversation(number: int, subject: str, requester: str) -> str:
    """The head of a conversation the bot begins."""
    return (
        f"*#{number} · {subject}*\nAsked by {requester}. "
        "This thread is the conversation; everybody here reads it."
    )


def notice(number: int, subject: str, rule: str) -> str:
    """What a rule has to say, before its text."""
    return f"*{rule}*: #{number} · {subject}."


def note(author: str, text: str) -> str:
    """A note in the card's thread."""
    return f"*Note by {author}*\n{text}"


def done(verb: str, number: int) -> str:
    """What was done, to whom did it."""
    return f"{verb} ticket *#{number}*."


def pending(number: int, until: str | None) -> str:
    """That a ticket waits, and until when."""
    if until is None:
        return f"Ticket *#{number}* waits for the requester now."
    return f"Ticket *#{number}* waits for the requester now, and opens again {until}."


def opened(number: int, due: str | None) -> str:
    """That a ticket is open, and what was promised."""
    promise = f" First due {due}." if due else " No promise runs on it."
    return f"Ticket *#{number}* is open.{promise}"


def unknown_command(slash: str, word: str, nearest: str | None, elsewhere: str | None) -> str:
    """That there is no such subcommand, and which one was likely meant."""
    said = f"I do not know `{slash} {word}`."
    if elsewhere:
        return f"{said} Did you mean `{elsewhere}`?"
    return f"{said} Did you mean `{slash} {nearest}`?" if nearest else said


def help_title(slashes: Sequence[str]) -> str:
    """What the help is about."""
    return f"What {' and '.join(slashes)} can do for you"


def ambiguous_number(verb: str, number: int, own: int) -> str:
    """That a number may be a ticket or the first word of a text."""
    return (
        f"Is {number} a ticket, or your first word? "
        f"Write `{verb} #{number} …` for ticket #{number}, "
        f"or `{verb} #{own} {number} …` for this one."
    )


def bad_until(text: str) -> str:
    """That a time was not understood, and which ones are."""
    return (
        f"I do not understand the time `{text}`. Give one such as `2h`, `1h30m`, `14:00`, "
        "`tomorrow`, `tomorrow 9:00`, `monday 9:00`, `2026-03-05`, `2026-03-05 14:00` "
        "or `2026-03-05T14:00+01:00`."
    )


def past_until(text: str) -> str:
    """That a time lies in the past."""
    return f"`{text}` has passed already: give a time that is still to come."


def too_far(text: str, years: range) -> str:
    """That a day lies where no calendar of ours goes."""
    return f"`{text}` is too far away: give a day between {years[0]} and {years[-1]}."


def too_long(length: int, most: int) -> str:
    """That a text is too long for a message."""
    return (
        f"That is {length:,} characters as Slack counts them (`<`, `>` and `&` count as 4 or 5), "
        f"and a message holds {most:,}: send it in parts, please. Nothing was written down."
    )


def first_because(metric_name: str | None, left_text: str) -> str:
    """Why a ticket is first in the queue."""
    if metric_name is None:
        return f"It is first because it has no level and {left_text}."
    return f"It is first because its {metric(metric_name).lower()} has the least time: {left_text}."


def page_of(page: int, pages: int, total: int) -> str:
    """Where one is in a list."""
    found = counted(total, "ticket")
    return f"{found}, page {page} of {pages}" if pages > 1 else found


def saved_level(name: str) -> str:
    """That a level is there now."""
    return f"The level {name} is there. Rules, departments and customers can name it now."


def waiting_for(seconds: int) -> str:
    """How long a ticket without a level may still wait."""
    if seconds < 0:
        return f"waits {duration(seconds)} longer than a week"
    return f"counts as due in {duration(seconds)}"


def more_rows(count: int, command: str) -> str:
    """That there is more, and how to have all of it."""
    verb = "is" if count == 1 else "are"
    more = f"{counted(count, 'more row')} {verb} not shown. " if count else ""
    return f"{more}All of it as CSV, on the command line: `{command}`"
