"""The form of a level: its fields, its times by priority, and its alerts."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

level_title: Final = later("Level")
hours: Final = later("Hours")
hours_hint: Final = later("The calendar whose hours count. Left out: around the clock")
time_hint: Final = later("Such as 4h, 1 hour, 90 min or 1.5h; left out: not promised")
only_time_hint: Final = later("Such as 4h, 1 hour, 90 min or 1.5h")
add_priority: Final = later("Add a time for a priority")
priority_title: Final = later("Time for a priority")
promise: Final = later("What is promised")
time: Final = later("Within")
no_time: Final = later("Give a time, such as 4h or 90 min.")
has_a_time: Final = later("This priority has a time already: change that one.")
resolve_after: Final = later("Resolve silent tickets after")
close_after: Final = later("Close resolved tickets after")
quiet: Final = later("Quiet hours")
quiet_hint: Final = later("Such as 22:00-07:00: only breaches are told then")
alerts_head: Final = later("*Alerts*")
add_alert: Final = later("Add an alert")
alert_title: Final = later("Alert")
when: Final = later("When")
share: Final = later("Share of the time")
share_hint: Final = later("In percent, such as 75%")
before: Final = later("How long before")
before_hint: Final = later("In time that counts, such as 15 min or 1h")
after: Final = later("How long after")
after_hint: Final = later("In time that counts, such as 30 min or 1h")
of_promises: Final = later("For which promises")
of_promises_hint: Final = later("Left out: for all of the level")
whom: Final = later("Whom")
whom_hint: Final = later("The alert channel has it in the ticket's thread, and mentions nobody")
people: Final = later("People")
groups: Final = later("User groups")
channels: Final = later("Other channels")
channels_hint: Final = later("Each gets a message of its own, with a button to the ticket's thread")
repeat: Final = later("How often")
repeat_hint: Final = later("Each time as long after the one before, while the clock still runs")
escalation: Final = later("Escalation")
escalate: Final = later("Put the ticket on top of the queue until it is answered")
no_share: Final = later("Give a share between 1% and 99%.")
no_readers: Final = later("Choose at least one who hears of it.")

POINTS: Final[Mapping[str, Sentence]] = {
    "share": later("When a share of the time is used"),
    "before": later("A time before it is due"),
    "breach": later("At the breach"),
    "after": later("A time after the breach"),
}
ROLES: Final[Mapping[str, Sentence]] = {
    "channel": later("the alert channel"),
    "assignee": later("the assignee"),
    "leads": later("the leads"),
    "managers": later("the managers"),
    "agents": later("the agents"),
}


def times(amount: int) -> str:
    """How often it is said."""
    return ngettext("once", "{amount} times", amount).format(amount=amount)


def no_repeat(most: int) -> str:
    """It is repeated a number of times."""
    return _("Give a whole number from 1 to {most}.").format(most=most)


def priority_line(metric: str, priority: str, time: str) -> str:
    """What is promised at one priority."""
    return _("{metric} at priority {priority}: within {time}").format(
        metric=metric, priority=priority, time=time
    )


at_breach: Final = later("At the breach")


def at_share(share: str) -> str:
    """An alert when a share of the time is used."""
    return _("When {share} of the time is used").format(share=share)


def at_before(time: str) -> str:
    """An alert before the due time."""
    return _("{time} before it is due").format(time=time)


def at_after(time: str, repeat: int) -> str:
    """An alert after the breach, perhaps several times."""
    return ngettext(
        "{time} after the breach", "{time} after the breach, {count} times", repeat
    ).format(time=time, count=repeat)


def alert_line(point: str, whom: str, metrics: str, *, escalates: bool) -> str:
    """An alert: when, to whom, of which promises."""
    line = _("{point}: {whom}").format(point=point, whom=whom)
    if metrics:
        line = _("{line}, for {metrics}").format(line=line, metrics=metrics)
    return _("{line}; escalates").format(line=line) if escalates else line
