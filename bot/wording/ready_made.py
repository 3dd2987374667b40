"""The rules that come ready-made: names and texts, kept in the language they are switched on in."""

from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext

unassigned: Final = later("Unassigned for 30 minutes")
unassigned_text: Final = later("Nobody has this ticket yet. Who takes it?")
untouched: Final = later("Answered and untouched for 24 hours")
untouched_text: Final = later("Answered a while ago, and nothing since. Is it solved?")
breached_twice: Final = later("Breached twice")
breached_twice_text: Final = later("Two promises of this ticket were missed. Please step in.")

is_there: Final = later("is in your rules already")


def head(count: int) -> str:
    """What is offered."""
    return ngettext(
        "{count} ready-made rule for tickets that are no longer new",
        "{count} ready-made rules for tickets that are no longer new",
        count,
    ).format(count=count)


def how() -> str:
    """How one is switched on."""
    return _(
        "`/sla rule ready-made 1` adds the first to your rules, switched on; "
        "`/sla rule ready-made all` adds all. Hours are business hours of the ticket."
    )


def no_ready_made(typed: str, most: int) -> str:
    """That there is no such ready-made rule."""
    return _("There is no ready-made rule {name}: give a number from 1 to {most}, or all.").format(
        name=typed, most=most
    )
