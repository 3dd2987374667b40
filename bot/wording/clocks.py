"""The lines of a clock: time left, due time, outcome, and who chose it."""

from collections.abc import Mapping
from typing import Final

from bot.views.tickets import ClockView
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.words import duration, metric, metric_inside, state

CANCEL_REASONS: Final[Mapping[str, Sentence]] = {
    "resolved_unanswered": later("cancelled, resolved before it was answered"),
    "level_change": later("cancelled, the promise changed"),
    "abandoned": later("cancelled, the caller gave up"),
    "no_reply_needed": later("cancelled, no reply was needed"),
    "merged": later("cancelled, the ticket went into another"),
    "spam": later("cancelled, the ticket was spam"),
    "deleted": later("cancelled, the ticket was deleted"),
    "excluded": later("cancelled, left out of the count"),
}
CHOOSERS: Final[Mapping[str, Sentence]] = {
    "customer": later("the customer's level"),
    "customer_group": later("the customer group's level"),
    "department": later("the department's level"),
    "default": later("the default level"),
    "none": later("none was found"),
}

no_clocks: Final = later("No promise runs on this ticket.")
no_rows: Final = later("There are no such clocks.")


def ended_as(clock: ClockView) -> str:
    """What became of a clock, with the reason where it was cancelled."""
    if clock.cancel_reason is None:
        return state(clock.state)
    reason = CANCEL_REASONS.get(clock.cancel_reason)
    return f"{state(clock.state)}, {clock.cancel_reason}" if reason is None else reason()


def left(clock: ClockView) -> str:
    """How much business time a clock has left, or by how much it is over."""
    length = duration(clock.remaining_seconds)
    if clock.remaining_seconds < 0:
        return _("overdue by {duration} of business time").format(duration=length)
    return _("{duration} of business time left").format(duration=length)


def clock_line(clock: ClockView, due: str | None) -> str:
    """One open clock: its name, its due time, what is left."""
    facts = {"metric": metric(clock.metric), "left": left(clock), "due": due}
    if clock.is_paused:
        return _("*{metric}*: paused, {left}").format(**facts)
    if due is None:
        return _("*{metric}*: due in more than 5 years, {left}").format(**facts)
    if clock.remaining_seconds < 0:
        return _("*{metric}*: was due {due}, {left}").format(**facts)
    return _("*{metric}*: {left}, due {due}").format(**facts)


def ended_line(clock: ClockView) -> str:
    """One clock that has stopped: what became of it, after how long."""
    return _("*{metric}*: {state} after {duration} of business time").format(
        metric=metric(clock.metric),
        state=state(clock.state),
        duration=duration(clock.elapsed_seconds),
    )


def chosen_by(chooser: str | None) -> str:
    """What chose a level: a person, one of the places where a level can stand, or a rule."""
    if chooser is None:
        return _("set by hand")
    sentence = CHOOSERS.get(chooser)
    return _("rule: {rule}").format(rule=chooser) if sentence is None else sentence()


def first_because(
    metric_name: str | None, left_text: str, *, is_escalated: bool = False, has_level: bool = False
) -> str:
    """Why a ticket is first in the queue."""
    if is_escalated:
        return _first_as_escalated(metric_name, left_text)
    if metric_name is None and has_level:
        return _("It is first because no promise runs on it and it {left}.").format(left=left_text)
    if metric_name is None:
        return _("It is first because it has no level and {left}.").format(left=left_text)
    return _("It is first because its {metric} has the least time: {left}.").format(
        metric=metric_inside(metric_name), left=left_text
    )


def _first_as_escalated(metric_name: str | None, left_text: str) -> str:
    if metric_name is None:
        return _("It is first because it is escalated; no promise runs on it.")
    return _(
        "It is first because it is escalated. Its {metric} has the least time: {left}."
    ).format(metric=metric_inside(metric_name), left=left_text)


def waiting_for(seconds: int) -> str:
    """How long a ticket without a level may still wait."""
    length = duration(seconds)
    if seconds < 0:
        return _("waits {duration} longer than a week").format(duration=length)
    return _("counts as due in {duration}").format(duration=length)
