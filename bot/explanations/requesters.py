"""A clock's explanation for who asked: the promise, the hours, what counted and paused, the sum.

No rule, revision, tag, cause or reason of the desk (semantics, section 11), and no clock that is
promised among agents alone. Times and lengths are told as they are to agents.
"""

from dataclasses import replace
from typing import Any, Final

from bot import wording
from bot.config.calendars import write_calendar
from bot.explanations.agents import ClockText, Fact
from bot.views.tickets import ExplainedClock
from bot.wording import explanations
from bot.wording.times import days_of_week
from bot.wording.words import exact
from sla_core.calendars import CalendarDefinition
from sla_core.calendars.reasons import CLOSURE
from sla_core.tickets.vocabulary import PUT_OFF, REQUESTERS_TURN, SETTLED
from sla_core.why import PAUSED, Span

AMONG_AGENTS: Final = frozenset({"first_assign", "handover"})
"""The metrics that promise nothing to who asks."""
_TOLD_PAUSES: Final = REQUESTERS_TURN | SETTLED | frozenset(PUT_OFF)


class RequesterClockText:
    """One explained clock, told in words to who asked."""

    def __init__(self, explained: ExplainedClock) -> None:
        why = explained.explanation
        modest = replace(why, spans=tuple(_without_reason(span) for span in why.spans))
        self._explained = replace(explained, explanation=modest, called={})
        self._told = ClockText(self._explained)

    @property
    def heading(self) -> tuple[str, str]:
        """Its name, and what became of it; why it was cancelled is the desk's."""
        view = self._explained.clock
        return wording.words.metric(view.metric), wording.words.state(view.state)

    @property
    def facts(self) -> list[Fact]:
        """What was promised, in which hours, from when, and by when it is due or when it ended."""
        clock = self._explained.explanation.clock
        return [
            (explanations.promise(), exact(self._explained.clock.target_seconds)),
            (explanations.hours(), _hours(clock.calendar.definition)),
            (explanations.started(), self._told.when(clock.started_at_s)),
            self._end(),
        ]

    @property
    def total(self) -> str:
        """The time that was counted, of the time promised."""
        return self._told.total

    @property
    def verdict(self) -> str:
        """What that leaves."""
        return self._told.verdict

    @property
    def passed(self) -> str:
        """Where the time by the wall clock went; the parts sum to the whole."""
        return self._told.passed

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that counted and those that did not, in order."""
        return self._explained.explanation.spans

    def span(self, span: Span) -> str:
        """What a span is: counted, paused or skipped."""
        return self._told.span(span)

    def ends(self, span: Span) -> tuple[str, str]:
        """From when to when a span lasts."""
        return self._told.ends(span)

    def _end(self) -> Fact:
        why, view = self._explained.explanation, self._explained.clock
        if why.clock.stopped_at_s is not None:
            is_kept = why.clock.cancel_reason is None
            word = explanations.stopped() if is_kept else explanations.cancelled()
            return word, self._told.when(why.clock.stopped_at_s)
        if view.is_paused:
            return explanations.paused(), explanations.pause_of_yours(why.held_by)
        if why.clock.due_at_s is None:
            return explanations.due(), explanations.beyond_five_years()
        word = explanations.due() if view.remaining_seconds >= 0 else explanations.was_due()
        return word, self._told.when(why.clock.due_at_s)


def _without_reason(span: Span) -> Span:
    """The span without the name of a closure, or of a pause that is the desk's alone."""
    is_named = span.kind != CLOSURE and (span.kind != PAUSED or span.name in _TOLD_PAUSES)
    return span if is_named else span._replace(name="")


def _hours(definition: CalendarDefinition) -> str:
    """`mon-thu 09:00-12:00 13:00-17:00, fri 09:00-15:00, times in Europe/Ljubljana`."""
    hours: Any = write_calendar(definition)["hours"]
    if isinstance(hours, dict):
        hours = ", ".join(
            f"{days_of_week(days)} {' '.join(windows)}" for days, windows in hours.items()
        )
    return explanations.hours_kept(hours, definition.time_zone)
