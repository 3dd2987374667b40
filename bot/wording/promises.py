"""Levels and rules, as people read them."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

no_levels: Final = later(
    "There are no levels yet. A workspace admin adds one with `/sla level new`."
)
no_rules: Final = later("There are no rules yet: every ticket gets its department's level.")
always: Final = later("always")
nothing: Final = later("nothing")
escalate: Final = later("escalate")
stop_here: Final = later("stop here")
switched_off: Final = later("(switched off)")

OCCASIONS: Final[Mapping[str, Sentence]] = {
    "created": later("at the creation"),
    "changed": later("on each change"),
    "time": later("in time"),
}
ACTIONS: Final[Mapping[str, Sentence]] = {
    "level": later("level {value}"),
    "priority": later("priority {value}"),
    "department": later("department {value}"),
    "assignee": later("assignee {value}"),
    "add_tags": later("add tags {value}"),
    "remove_tags": later("remove tags {value}"),
    "status": later("status {value}"),
    "notify": later("notify {value}"),
    "note": later("note {value}"),
}


def levels(count: int) -> str:
    """A number of levels."""
    return ngettext("{count} level", "{count} levels", count).format(count=count)


def rules(count: int) -> str:
    """A number of rules, and how they are read."""
    return ngettext(
        "{count} rule, read from the top", "{count} rules, read from the top", count
    ).format(count=count)


def level_on(level: str, calendar: str) -> str:
    """A level and its calendar."""
    return _("*{level}* on the calendar {calendar}").format(level=level, calendar=calendar)


def target(metric: str, times: str) -> str:
    """What is promised of one metric."""
    return _("{metric}: {times}").format(metric=metric, times=times)


def otherwise(duration: str) -> str:
    """What is promised at every other priority."""
    return _("otherwise {duration}").format(duration=duration)


def pauses(what: str) -> str:
    """When the clocks of a level pause."""
    return _("Pauses: {what}").format(what=what)


def pauses_while(metric: str, statuses: str) -> str:
    """The statuses in which the clock of a metric pauses."""
    return _("{metric} while {statuses}").format(metric=metric, statuses=statuses)


def alerts(what: str) -> str:
    """Whom a level alerts, and when."""
    return _("Alerts: {what}").format(what=what)


def both(first: str, second: str) -> str:
    """That two things hold."""
    return _("{first} and {second}").format(first=first, second=second)


def either(first: str, second: str) -> str:
    """That one of two things holds."""
    return _("{first} or {second}").format(first=first, second=second)


def rule(head: str, when: str, then: str) -> str:
    """A rule: its head, when it matches, what it does."""
    return _("{head}\nIf {when}\nThen {then}").format(head=head, when=when, then=then)


def action(name: str, value: str) -> str:
    """One thing a rule does."""
    return ACTIONS[name]().format(value=value)
