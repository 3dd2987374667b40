"""The help: one sentence for every command, and advice on what was meant.

A command's words, its filters and what may follow it are the language of the commands: they are
typed as they stand, in every language.
"""

from collections.abc import Sequence
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later

help_: Final = later("shows this.")

new: Final = later("opens a form for a new ticket.")
next_: Final = later("shows the ticket to solve next, and why.")
list_: Final = later("lists tickets, the most pressing first; yours, if you are no agent.")
show: Final = later("shows a ticket.")
claim: Final = later("makes a ticket yours.")
reply: Final = later("answers the requester in your name.")
note: Final = later("writes a note the requester does not see.")
pending: Final = later("waits for the requester, until a time.")
resolve: Final = later("resolves it, with a last answer if you like.")
reopen: Final = later("opens a resolved ticket again.")

levels: Final = later("shows what is promised.")
level_new: Final = later("opens a form for a new level.")
rules: Final = later("shows which ticket gets which level.")
report: Final = later("shows what was kept and what was missed.")
log: Final = later("lists the clocks.")
why: Final = later("explains every clock of a ticket.")


def help_title(slashes: Sequence[str]) -> str:
    """What the help is about."""
    if len(slashes) == 1:
        return _("What {command} can do for you").format(command=slashes[0])
    *others, last = slashes
    return _("What {commands} and {last} can do for you").format(
        commands=", ".join(others), last=last
    )


def unknown(slash: str, word: str, meant: str | None) -> str:
    """That there is no such subcommand, and which one was likely meant."""
    said = f"{slash} {word}"
    if meant is None:
        return _("I do not know `{said}`.").format(said=said)
    return _("I do not know `{said}`. Did you mean `{meant}`?").format(said=said, meant=meant)
