"""Levels as people read them, and how many rules there are."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext

no_levels: Final = later(
    "There are no levels yet. A workspace admin adds one with `/sla level new`."
)
no_rules: Final = later("There are no rules yet: every ticket gets its department's level.")


def levels(count: int) -> str:
    """A number of levels."""
    return ngettext("{count} level", "{count} levels", count).format(count=count)


def rules(count: int) -> str:
    """A number of rules, and how they are read."""
    return ngettext(
        "{count} rule, read from the top", "{count} rules, read from the top", count
    ).format(count=count)


around_the_clock: Final = later("around the clock")


def of_hours(calendar: str) -> str:
    """The hours that count, by the name of their calendar."""
    return _("of {calendar} time").format(calendar=calendar)


def replies(first: str, hours: str, after: str) -> str:
    """What is promised of the first reply, and of each after it."""
    return _("First reply within {first} {hours}, then within {after}.").format(
        first=first, hours=hours, after=after
    )


def promise(metric: str, first: str, hours: str, others: Sequence[str]) -> str:
    """What is promised of one metric: its first time with the hours that count, the others."""
    head = _("{metric} {first} {hours}").format(metric=metric, first=first, hours=hours)
    return _("{sentence}.").format(sentence=", ".join([head, *others]))


def within(time: str) -> str:
    """The time of a promise."""
    return _("within {time}").format(time=time)


def at_priority(priority: str, time: str) -> str:
    """The time of a promise at one priority."""
    return _("at priority {priority} within {time}").format(priority=priority, time=time)


def pauses_while(metrics: Sequence[str], statuses: Sequence[str]) -> str:
    """The statuses in which clocks pause."""
    return ngettext(
        "The {metrics} clock pauses while the ticket is {statuses}.",
        "The {metrics} clocks pause while the ticket is {statuses}.",
        len(metrics),
    ).format(metrics=_listed(metrics, both), statuses=_listed(statuses, either))


def _listed(texts: Sequence[str], joining: Callable[[str, str], str]) -> str:
    """Texts with commas between them, but for the last two: `a, b or c`."""
    *others, last = texts
    return joining(", ".join(others), last) if others else last


never_pauses: Final = later("No clock pauses.")


def resolved_after(time: str) -> str:
    """When a ticket is resolved by itself."""
    return _("Tickets are resolved after {time} in which the requester is silent.").format(
        time=time
    )


def closed_after(time: str) -> str:
    """When a resolved ticket is closed by itself."""
    return _("Resolved tickets are closed after {time}.").format(time=time)


def quiet_hours(hours: str) -> str:
    """When only breaches are told."""
    return _("From {hours} only breaches are told.").format(hours=hours)


def both(first: str, second: str) -> str:
    """That two things hold."""
    return _("{first} and {second}").format(first=first, second=second)


def either(first: str, second: str) -> str:
    """That one of two things holds."""
    return _("{first} or {second}").format(first=first, second=second)
