"""The buttons of a ticket's card and of its alarms, and the lines of the card."""

from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext

note: Final = later("Note")
pending: Final = later("Pending")
hold: Final = later("On hold")
no_reply: Final = later("No reply needed")
why: Final = later("Why?")
assign: Final = later("Assign")
reassign: Final = later("Reassign")
raise_priority: Final = later("Raise priority")
escalate: Final = later("Escalate")
acknowledge: Final = later("Acknowledge")
snooze: Final = later("Snooze")
open_card: Final = later("Open thread")

escalated: Final = later("Escalated")
until_answered: Final = later("Yes, before all others until an agent replies")


def for_minutes(minutes: int) -> str:
    """For how long an alarm waits, in a menu."""
    return ngettext("for {minutes} minute", "for {minutes} minutes", minutes).format(
        minutes=minutes
    )


def in_short(number: int, subject: str, status: str) -> str:
    """A card in one line, for where no blocks are shown."""
    return _("#{number} · {subject} ({status})").format(
        number=number, subject=subject, status=status
    )


def merged(status: str, into: str) -> str:
    """The status of a ticket that went into another."""
    return _("{status}: it went into #{into}").format(status=status, into=into)


def moved_away(number: int) -> str:
    """What stands in a channel of a ticket that may not be read there any more."""
    return _("Ticket #{number} moved away.").format(number=number)


def moved(number: int, subject: str, department: str) -> str:
    """What a card says whose ticket is another department's now."""
    return _(
        "#{number} · {subject}\nThis ticket is with {department} now, and so is its card."
    ).format(number=number, subject=subject, department=department)
