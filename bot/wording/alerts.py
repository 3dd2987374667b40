"""Warnings, breaches, the answers to who takes note of them, and digests."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.views.tickets import ClockView
from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.words import metric_inside

_BREACHES: Final[Mapping[str | None, Sentence]] = {
    None: later("Breach: the {metric} is late"),
    "level_change": later("Breach: the {metric} is late, as its promise was changed"),
    "calendar_change": later("Breach: the {metric} is late, as its calendar was changed"),
    "merged": later("Breach: the {metric} is late, as another ticket went into this one"),
}


def headline(clock: ClockView, point: str, *, is_breach: bool) -> str:
    """What an alert is about, in its first words; a breach of a clock that stopped is past."""
    return _pattern(clock, point, is_breach=is_breach).format(
        metric=metric_inside(clock.metric), point=point.removeprefix("-")
    )


def _pattern(clock: ClockView, point: str, *, is_breach: bool) -> str:
    if not clock.is_open and clock.breached_at is None:
        return _("Taken back: the {metric} was in time")
    if is_breach and not clock.is_open:
        return _("Breach: the {metric} was late")
    if is_breach and point == "breach":
        return _BREACHES.get(clock.breach_reason, _BREACHES[None])()
    if is_breach:
        return _("Still late: the {metric}, {point}")
    if point.endswith("%"):
        return _("Warning: the {metric} is at {point}")
    return _("Warning: the {metric} is due in {point}")


def subject_line(headline: str, number: int, subject: str) -> str:
    """An alert in one line, for where no blocks are shown."""
    return _("{headline}: #{number} · {subject}").format(
        headline=headline, number=number, subject=subject
    )


def done(at: str, who: str | None) -> str:
    """When, and by whom, what was late was done before the alert was said."""
    if who is None:
        return _("Done {at}.").format(at=at)
    return _("Done {at} by {who}.").format(at=at, who=who)


def assignee(name: str) -> str:
    """Who has the ticket an alert is about."""
    return _("Assignee: {name}").format(name=name)


def line(headline: str, ticket: str, mentions: str) -> str:
    """An alert as one line of a digest; the mentions may be none."""
    if not mentions:
        return _("*{headline}* · {ticket}").format(headline=headline, ticket=ticket)
    return _("*{headline}* · {ticket} · {mentions}").format(
        headline=headline, ticket=ticket, mentions=mentions
    )


def digest(count: int) -> str:
    """The head of several alerts in one message."""
    return ngettext("{count} alert at once", "{count} alerts at once", count).format(count=count)


def for_people(mentions: str) -> str:
    """Whom several alerts in one message are for, behind them."""
    return _("For {mentions}").format(mentions=mentions)


def acknowledged_by(who: str, until: str | None) -> str:
    """Who acknowledged an alert, on the alert."""
    if until is None:
        return _("Acknowledged by {who}.").format(who=who)
    return _("Acknowledged by {who} until {until}.").format(who=who, until=until)


def snoozed_by(who: str, until: str | None) -> str:
    """Who snoozed the warnings, on the alert."""
    if until is None:
        return _("Snoozed by {who}.").format(who=who)
    return _("Snoozed by {who} until {until}.").format(who=who, until=until)


def you_acknowledged(metric: str, number: int, until: str) -> str:
    """That reminders wait."""
    return _(
        "You acknowledged the {metric} of ticket *#{number}*: "
        "after its breach nothing more is said of it until {until}."
    ).format(metric=metric_inside(metric), number=number, until=until)


def you_snoozed(metric: str, number: int, until: str) -> str:
    """That warnings wait."""
    return _(
        "You snoozed the {metric} of ticket *#{number}*: warnings wait until {until}, "
        "and a breach is still told at once."
    ).format(metric=metric_inside(metric), number=number, until=until)


def too_late_to_snooze(metric: str) -> str:
    """That there is no warning left to wait."""
    return _(
        "The {metric} is late already, so there is no warning to snooze. Acknowledge it."
    ).format(metric=metric_inside(metric))


def bad_minutes(known: Iterable[int]) -> str:
    """That an alarm does not wait for so long."""
    return _("An alert waits for one of these numbers of minutes: {known}.").format(
        known=", ".join(str(minutes) for minutes in known)
    )


def runs_no_more(metric: str, number: int) -> str:
    """That an alert is of a clock that has stopped; how the ticket stands follows."""
    return _(
        "The {metric} of ticket *#{number}* does not run any more, so nothing is left to alert of. "
        "This is how the ticket stands now:"
    ).format(metric=metric_inside(metric), number=number)


def escalated(number: int) -> str:
    """That a ticket goes before all others."""
    return _("Ticket *#{number}* goes before all others now, until an agent replies.").format(
        number=number
    )


def escalated_already(number: int) -> str:
    """That a ticket goes before all others anyway."""
    return _("Ticket #{number} goes before all others already, until an agent replies.").format(
        number=number
    )


def escalated_by(who: str, number: int) -> str:
    """Who put a ticket before all others, in the thread of its card."""
    return _(
        "{who} escalated ticket *#{number}*: it goes before all others until an agent replies."
    ).format(who=who, number=number)


def closing(calendar: str, closes: str, opens: str) -> str:
    """The head of the message before a calendar closes."""
    return _(
        "*{calendar}* closes {closes}. What breaches in the first business hour "
        "after it opens again, {opens}:"
    ).format(calendar=calendar, closes=closes, opens=opens)


def closing_line(ticket: str, metric: str, left: str, assignee: str) -> str:
    """One clock of that message: what is left of it when its calendar closes."""
    return _("{ticket}: {metric}, {left} at closing time, assignee {assignee}").format(
        ticket=ticket, metric=metric_inside(metric), left=left, assignee=assignee
    )
