"""What warnings and breaches say in their first words."""

from collections.abc import Mapping
from typing import Final

from bot.usecases.views import ClockView
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.words import metric_inside

_BREACHES: Final[Mapping[str | None, Sentence]] = {
    None: later("Breach: the {metric} is late"),
    "level_change": later("Breach: the {metric} is late, as its promise was changed"),
    "calendar_change": later("Breach: the {metric} is late, as its calendar was changed"),
    "merged": later("Breach: the {metric} is late, as another ticket went into this one"),
}


def headline(clock: ClockView, point: str, *, is_breach: bool) -> str:
    """What an alert is about, in its first words."""
    return _pattern(clock, point, is_breach=is_breach).format(
        metric=metric_inside(clock.metric), point=point.removeprefix("-")
    )


def _pattern(clock: ClockView, point: str, *, is_breach: bool) -> str:
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


def assignee(name: str) -> str:
    """Who has the ticket an alert is about."""
    return _("Assignee: {name}").format(name=name)
