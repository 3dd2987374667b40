"""The help: one sentence for every command, and advice on what was meant.

A command's words, its filters and what may follow it are the language of the commands: they are
typed as they stand, in every language.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

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
rule_test_more: Final = later(
    "The rules in force are tried on the ticket as it stands now, and nothing is changed."
)
rule_named_more: Final = later("A rule is named by its name, or by its number in `/sla rules`.")
examples: Final = later("For example:")
in_threads: Final = later("In a thread of the ticket, leave its number out.")
ask_for_one: Final = later("`help` and a command, such as `help show`, says more.")

levels: Final = later("shows what is promised.")
level_new: Final = later("opens a form for a new level.")
level_edit: Final = later("opens the form of a level.")
level_copy: Final = later("opens a form for a new level that begins as another one.")
level_archive: Final = later("takes a level out of use, once you confirmed it.")
calendars: Final = later("reads the calendars aloud: hours, holidays, and who uses them.")
closure: Final = later("closes calendars for a time nobody planned, once you saw what it does.")
calendar_new: Final = later("opens a form for a new calendar.")
calendar_edit: Final = later("opens the form of a calendar.")
calendar_copy: Final = later("opens a form for a new calendar that begins as another one.")
calendar_archive: Final = later("takes a calendar out of use, once you confirmed it.")
departments: Final = later("shows the departments: their channels, people, level and fields.")
department_new: Final = later("opens a form for a new department.")
department_edit: Final = later("opens the form of a department.")
department_copy: Final = later("opens a form for a new department that begins as another one.")
department_archive: Final = later("takes a department out of use, once you confirmed it.")
customers: Final = later(
    "shows the customers and their groups, and what tells a request of theirs."
)
customer_new: Final = later("opens a form for a new customer.")
customer_edit: Final = later("opens the form of a customer.")
customer_archive: Final = later("takes a customer out of use, once you confirmed it.")
group_new: Final = later("opens a form for a new group of customers, which share a level.")
group_edit: Final = later("opens the form of a group of customers.")
group_archive: Final = later("takes a group of customers out of use, once you confirmed it.")
roles: Final = later("shows who is admin, lead, manager and agent, and why.")
settings: Final = later("opens the settings of the workspace.")
config: Final = later("takes the whole configuration as a file, and says what it changes first.")
config_check: Final = later("says all that is wrong with a configuration file, by line and column.")
config_diff: Final = later("says what a configuration file would change.")
config_apply: Final = later("applies a configuration file, once you saw what it changes.")
config_export: Final = later("sends you the configuration as a file, in a direct message.")
setup: Final = later("sets up your desk, step by step, and tries it out.")
rules: Final = later("reads every rule as a sentence, from the top.")
rule_new: Final = later("opens a form for a new rule.")
rule_edit: Final = later("opens the form of a rule.")
rule_copy: Final = later("opens a form for a new rule that begins as another one.")
rule_test: Final = later("says what the rules would do to a ticket, condition by condition.")
rule_on: Final = later("switches a rule on.")
rule_off: Final = later("switches a rule off.")
rule_up: Final = later("moves a rule one up: the upper ones are looked at first.")
rule_down: Final = later("moves a rule one down.")
rule_archive: Final = later("takes a rule out of the list.")
rule_ready_made: Final = later("offers rules that escalate tickets, and adds them.")
report: Final = later("shows what was kept and what was missed.")
log: Final = later("lists the clocks.")
why: Final = later("explains every clock of a ticket.")
review: Final = later("lists the misses that wait for a review, for leads.")
audit: Final = later("shows who changed what and when, through what, what was before and after.")
audit_more: Final = later(
    "Every change of what is configured and every act on a ticket is there, also what rules and "
    "the passing of time did. Filters stand in any order; with `csv` I send you all of it as a "
    "file, in a direct message."
)
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


def family(commands: Sequence[str]) -> str:
    """The commands that begin with the word that was typed."""
    return _("There are {commands}.").format(
        commands=", ".join(f"`{command}`" for command in commands)
    )


def ask_for_all(slash: str) -> str:
    """Where all commands are listed."""
    return _("`{slash} help` lists all there is.").format(slash=slash)


start: Final = later("What would you like to see or do?")
STARTS: Final[Mapping[str, Sentence]] = {
    "levels": later("Levels"),
    "level new": later("New level"),
    "rules": later("Rules"),
    "calendars": later("Calendars"),
    "departments": later("Departments"),
    "customers": later("Customers"),
    "roles": later("Roles"),
    "settings": later("Settings"),
    "setup": later("Set-up"),
    "report": later("Report"),
    "log": later("Log"),
    "review": later("Reviews"),
    "digest": later("Digest"),
    "status": later("How I am"),
    "help": later("All commands"),
}
"""What `/sla` alone offers, as the buttons say it."""


def unknown(slash: str, word: str, meant: str | None) -> str:
    """That there is no such subcommand, and which one was likely meant."""
    command = f"{slash} {word}"
    if meant is None:
        return _("I do not know `{said}`.").format(said=command)
    return _("I do not know `{said}`. Did you mean `{meant}`?").format(said=command, meant=meant)
