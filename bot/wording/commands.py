"""The help: one sentence for every command, and advice on what was meant.

A command's words, its filters and what may follow it are the language of the commands: they are
typed as they stand, in every language.
"""

from collections.abc import Sequence
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later

help_: Final = later("shows this.")

find: Final = later("Find and show")
work: Final = later("Work on a ticket")
turn: Final = later("Put it off, finish it, bring it back")
describe: Final = later("Say what it is")

new: Final = later("opens a form for a new ticket.")
next_: Final = later("shows the ticket to solve next, and why.")
list_: Final = later("lists tickets, the most pressing first; yours, if you are no agent.")
show: Final = later("shows a ticket.")
claim: Final = later("makes a ticket yours.")
release: Final = later("gives it back, so that anybody can claim it.")
assign: Final = later("gives it to an agent, who is told.")
reply: Final = later("answers the requester in your name.")
note: Final = later("writes a note the requester does not see.")
no_reply: Final = later("marks that what was written asks for no answer.")
pending: Final = later("waits for the requester, until a time.")
hold: Final = later("waits for somebody else, until a time.")
resolve: Final = later("resolves it, with a last answer if you like.")
close: Final = later("closes it for good.")
reopen: Final = later("opens a resolved ticket again.")
spam: Final = later("puts it away as spam.")
delete: Final = later("deletes it.")
restore: Final = later("brings it back from spam or deletion.")
priority: Final = later("sets how pressing it is.")
dept: Final = later("moves it to another department.")
level: Final = later("promises a level by hand; auto leaves it to the rules.")
customer: Final = later("says whose it is.")
tag: Final = later("puts tags on it and takes others off.")
field: Final = later("gives a field of yours a value.")
merge: Final = later("puts it into another ticket.")

next_more: Final = later(
    "Escalated tickets come first, then the one with the least business time left over all its "
    "running clocks. A ticket without a level counts as due a week after it was opened. Nobody's "
    "tickets and your own are looked at, in your departments."
)
list_more: Final = later(
    "Put a value with blanks into quotes. Resolved, closed, spam and deleted tickets are shown "
    "where their status is asked for, such as `status:closed`."
)
reply_more: Final = later("It counts from the moment it was sent. Without a text a form opens.")
no_reply_more: Final = later(
    "For a *Thanks!*: the clock of the answer ends, and a ticket it reopened is as it was before."
)
until_more: Final = later(
    "A time is read in your own zone; a day without one means 9:00. Then, or when the requester "
    "writes, the ticket opens again. Without a time it waits until you say otherwise."
)
level_more: Final = later("A level set by hand holds against all rules until you say `auto`.")
merge_more: Final = later(
    "The first goes into the second: what is written in its threads belongs there from then on, "
    "and who asked is told. Where different people asked, you read first who will read what."
)
examples: Final = later("For example:")
in_threads: Final = later("In a thread of the ticket, leave its number out.")
ask_for_one: Final = later("`help` and a command, such as `help show`, says more.")

levels: Final = later("shows what is promised.")
level_new: Final = later("opens a form for a new level.")
rules: Final = later("shows which ticket gets which level.")
report: Final = later("shows what was kept and what was missed.")
log: Final = later("lists the clocks.")
why: Final = later("explains every clock of a ticket.")
review: Final = later("lists the misses that wait for a review, for leads.")
status: Final = later("shows how I am: what I hear, what waits, how late I was; for leads.")
digest: Final = later("shows the last day, week or month; with `now`, the one under way.")


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
