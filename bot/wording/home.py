"""What App Home says: to agents, to who watches over a department, to admins, to who asked."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

your_queue: Final = later("Your queue")
queue_is_empty: Final = later(
    "Nothing of yours waits for you. `/ticket next` shows what to take next."
)
your_day: Final = later("Your day")
kept_today: Final = later("Promises kept today")
missed_today: Final = later("Promises missed today")
nearly_due: Final = later("Nearly due, and without an agent")
none_is_near: Final = later("There is none. Well done.")
escalated: Final = later("Escalated")

your_departments: Final = later("What you watch over")
open_tickets: Final = later("Open")
overdue: Final = later("Overdue")
unassigned: Final = later("Without an agent")
misses: Final = later("Misses to review")
show_overdue: Final = later("Show overdue")
show_open: Final = later("Show open")
review_misses: Final = later("Review misses")

set_up: Final = later("How you are set up")
no_departments: Final = later("There are no departments yet, so no channel opens tickets.")
no_intake: Final = later(
    "No channel brings requests: they come by form, shortcut and direct message alone."
)
alerts_to_nobody: Final = later(
    "It has no channel for alerts, and nobody leads it: its tickets have no card, and nobody hears "
    "its alerts."
)
_alerts_to: Final = later(
    "It has no channel for alerts: its tickets have no card, and alerts go to {name} alone."
)
nobody_answers: Final = later("Nobody is in its roster, so nobody can answer its tickets.")
no_levels: Final = later("There are no levels yet, so nothing is promised and no clock runs.")
no_default_level: Final = later(
    "There is no default level: where neither a rule nor a department, customer or group names "
    "one, nothing is promised."
)
nothing_to_look_at: Final = later("Nothing contradicts itself in it.")
look_at: Final = later("What is odd about it:")
names_of_nobody: Final = later("Names that stand for nobody:")
all_delivered: Final = later("In the last 7 days no message had to be given up.")
new_level: Final = later("New level")

what_i_do: Final = later("What I can do for you")
how_to_ask: Final = later(
    "Open a ticket here, or write to me in *Messages*: I pass it on and bring you the answers. "
    "`/ticket help` and `/sla help` say what else there is."
)
help_button: Final = later("Help")

which_language: Final = later("In which language shall I speak with you?")
as_slack_says: Final = later("As the workspace or Slack says")
language_left_open: Final = later(
    "From now on I speak the language of the workspace with you, or that of your Slack."
)
no_time_zone: Final = later("Slack does not tell me your time zone, so times are in UTC.")

UNUSABLE: Final[Mapping[str, Sentence]] = {
    "archived": later("archived"),
    "left": later("I am not in it, `/invite @punctual`"),
    "unknown": later("I do not see it"),
}
"""Why a channel cannot be used, behind its name."""


def first_of(shown: int, count: int) -> str:
    """That there is more in the queue."""
    return _("These are the first {shown} of {count}. `/ticket list mine` shows all.").format(
        shown=shown, count=count
    )


def waiting(count: int) -> str:
    """That some of one's tickets are somebody else's turn."""
    return ngettext(
        "{count} more ticket of yours waits for somebody else.",
        "{count} more tickets of yours wait for somebody else.",
        count,
    ).format(count=count)


def near(shown: int, count: int) -> str:
    """Which tickets these are."""
    if shown < count:
        return _(
            "At most 2 hours of business time left, or escalated: the first {shown} of {count}."
        ).format(shown=shown, count=count)
    return _("At most 2 hours of business time left, or escalated.")


def without_agent(count: int) -> str:
    """How many tickets nobody has."""
    return ngettext(
        "In your departments {count} ticket waits without an agent. "
        "`/ticket list unassigned` shows it.",
        "In your departments {count} tickets wait without an agent. "
        "`/ticket list unassigned` shows them.",
        count,
    ).format(count=count)


def unusable(channel: str, why: str) -> str:
    """A channel that cannot be used, and why."""
    return _("#{channel} ({why})").format(channel=channel, why=UNUSABLE[why]())


def intake(channels: Sequence[str]) -> str:
    """Where requests come in."""
    return _("Requests come in: {channels}").format(channels=", ".join(channels))


def alerts(channel: str) -> str:
    """Where cards and alerts go."""
    return _("Cards and alerts go to: {channel}").format(channel=channel)


def alerts_to(name: str) -> str:
    """Who hears of a department's alerts that have no channel: its first lead, or manager."""
    return _alerts_to().format(name=name)


def people(count: int) -> str:
    """How many answer."""
    return ngettext(
        "{count} person is in its roster.", "{count} people are in its roster.", count
    ).format(count=count)


def levels(names: Sequence[str]) -> str:
    """What is promised."""
    return _("Levels: {names}").format(names=", ".join(names))


def default_level(name: str) -> str:
    """What is promised where nothing else is."""
    return _("The default level is {name}.").format(name=name)


def undelivered(count: int) -> str:
    """That messages were given up."""
    return ngettext(
        "In the last 7 days {count} message could not be delivered; the log says why.",
        "In the last 7 days {count} messages could not be delivered; the log says why.",
        count,
    ).format(count=count)


def language_chosen(language: str) -> str:
    """Which language is spoken from now on."""
    return _("From now on I speak this language with you: {language}.").format(language=language)


def time_zone(zone: str) -> str:
    """In which zone times are told."""
    return _(
        "Times are told in your zone, {zone}, as Slack knows it; Slack's own preferences change it."
    ).format(zone=zone)
