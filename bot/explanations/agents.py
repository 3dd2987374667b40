"""A clock's explanation in sentences, the same in the terminal and in Slack.

Every time is told in the zone of the clock's calendar, and every length to the second, so that
what is read can be added up.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from bot import wording
from bot.views.tickets import ExplainedClock
from bot.wording import explanations, times
from bot.wording.words import exact
from sla_core.calendars import Period
from sla_core.calendars.reasons import CLOSURE, HALF_DAY, HOLIDAY, OUTSIDE_HOURS
from sla_core.clocks.clock import FOREVER_S
from sla_core.instants import to_s
from sla_core.why import COUNTED, PAUSED, LevelChoice, Span, Sum, Terms

_ORDER: Final = (COUNTED, PAUSED, OUTSIDE_HOURS, HOLIDAY, HALF_DAY, CLOSURE)
"""In which the shares of the time are told."""

Fact = tuple[str, str]


class ClockText:
    """One explained clock, told in words."""

    def __init__(self, explained: ExplainedClock) -> None:
        self._explained = explained
        self._view = explained.clock
        self._why = explained.explanation
        self._clock = explained.explanation.clock
        self._zone = ZoneInfo(explained.time_zone)
        self._started = self._local(self._clock.started_at_s)

    @property
    def heading(self) -> tuple[str, str]:
        """Its name, and which cycle it is with what became of it."""
        view = self._view
        state = explanations.heading(view.cycle, wording.clocks.ended_as(view))
        return wording.words.metric(view.metric), state

    @property
    def facts(self) -> list[Fact]:
        """What there is to know beside the spans: a word and a sentence each."""
        calendar = self._clock.calendar.definition
        revision = self._clock.promise.calendar_revision
        return [
            *self._promises(),
            (
                explanations.calendar(),
                explanations.calendar_used(calendar.name, revision, calendar.time_zone),
            ),
            (explanations.started(), times.dated(self._started, with_year=True)),
            *self._breaches(),
            *self._waits(),
            self._end(),
        ]

    @property
    def total(self) -> str:
        """The time that was counted, of the time promised."""
        target = exact(self._view.target_seconds)
        return explanations.total(exact(self._why.counted_seconds), target)

    @property
    def verdict(self) -> str:
        """What that leaves; nothing is left of a promise that lapsed."""
        remaining_s = self._view.remaining_seconds
        if self._view.cancel_reason is not None:
            return explanations.lapsed()
        if remaining_s < 0:
            return explanations.late_by(exact(-remaining_s))
        is_open = self._view.is_open
        return (explanations.still_left if is_open else explanations.to_spare)(exact(remaining_s))

    @property
    def passed(self) -> str:
        """Where the time by the wall clock went; the parts sum to the whole."""
        sums: dict[tuple[str, str], list[Sum]] = defaultdict(list)
        for part in self._why.sums:
            sums[part.kind, part.name if part.kind == PAUSED else ""].append(part)
        parts = [_share(sums[cause]) for cause in sorted(sums, key=lambda of: _ORDER.index(of[0]))]
        seconds = sum(part.seconds for part in self._why.sums)
        return explanations.passed(exact(seconds), parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that counted and those that did not, in order."""
        return self._why.spans

    def span(self, span: Span) -> str:
        """What a span is: counted, paused or skipped, and why."""
        label = explanations.span(span.kind, span.name)
        return explanations.in_parts(label, span.periods) if span.periods > 1 else label

    def ends(self, span: Span) -> tuple[str, str]:
        """From when to when a span lasts; only the time where both are on one date."""
        end = self._local(span.end_s)
        same_date = self._local(span.start_s).date() == end.date()
        until = times.time_of_day(end) if same_date else self.when(span.end_s)
        return self.when(span.start_s), until

    def when(self, at_s: int) -> str:
        """An instant in the calendar's zone, with the year where another than it started in."""
        at = self._local(at_s)
        return times.dated(at, with_year=at.year != self._started.year)

    def _local(self, at_s: int) -> datetime:
        return datetime.fromtimestamp(at_s, self._zone)

    def _called(self, person_id: str | None) -> str | None:
        return self._explained.called.get(person_id, person_id) if person_id else None

    # --- the promise ------------------------------------------------------------------------

    def _promises(self) -> Iterator[Fact]:
        stages = [(self._why.terms[0], "")]
        for before, after in pairwise(self._why.terms):
            if changes := _changes(before, after):
                by = self._changer(after)
                stages.append((after, explanations.done_by(explanations.changed(changes), by)))
        word = explanations.promise()
        for (terms, change), (following, _) in pairwise(stages):
            when = self.when(following.since_s)
            yield word, explanations.promise_until(when, self._terms(terms), change)
        now, change = stages[-1]
        terms_now = self._terms(now)
        yield word, explanations.promise_since(terms_now, change) if change else terms_now
        if change:
            yield explanations.counted(), explanations.the_whole_time()

    def _terms(self, terms: Terms) -> str:
        if terms.promise is None:
            return explanations.no_level()
        level, revision = terms.promise.level.name, terms.promise.level_revision
        chooser = "" if terms.choice is None else self._chooser(terms.choice)
        seconds = terms.target_seconds
        target = explanations.no_target() if seconds is None else exact(seconds)
        return explanations.terms(level, target, terms.priority, revision, chooser)

    def _chooser(self, choice: LevelChoice) -> str:
        chooser = wording.clocks.chosen_by(choice.rule or choice.place)
        by_hand = choice.rule is None and choice.place is None
        return explanations.done_by(chooser, self._called(choice.by) if by_hand else None)

    def _changer(self, terms: Terms) -> str | None:
        rule = None if terms.choice is None else terms.choice.rule
        return None if terms.by == rule else self._called(terms.by)

    # --- breach, waits, end -----------------------------------------------------------------

    def _breaches(self) -> Iterator[Fact]:
        breached_s, reason = self._clock.breached_at(self._why.at_s), self._clock.breach_reason
        if breached_s is not None:
            changes = [
                terms for terms in self._why.terms if terms.since_s == breached_s and terms.by
            ]
            by = self._called(changes[-1].by) if reason and changes else None
            yield explanations.breached(), explanations.breach(self.when(breached_s), reason, by)
        withdrawal = self._clock.withdrawal
        if withdrawal is not None:
            when, by = self.when(withdrawal.breached_at_s), self._called(withdrawal.by)
            yield explanations.taken_back(), explanations.withdrawal(when, withdrawal.reason, by)

    def _waits(self) -> Iterator[Fact]:
        for wait in self._clock.acknowledged:
            yield explanations.acknowledged(), explanations.escalation_waits(*self._during(wait))
        for wait in self._clock.snoozed:
            yield explanations.snoozed(), explanations.warnings_wait(*self._during(wait))

    def _during(self, wait: Period) -> tuple[str, str | None]:
        until = None if wait.end_s == FOREVER_S else self.when(wait.end_s)
        return self.when(wait.start_s), until

    def _end(self) -> Fact:
        clock, view = self._clock, self._view
        if clock.stopped_at_s is not None:
            is_kept = clock.cancel_reason is None
            word = explanations.stopped() if is_kept else explanations.cancelled()
            when = self.when(clock.stopped_at_s)
            return word, explanations.done_by(when, self._called(clock.stopped_by))
        if view.is_paused:
            return explanations.paused(), self._paused()
        if clock.due_at_s is None:
            far = explanations.beyond_five_years()
            return explanations.due(), explanations.awaited(far, clock.metric)
        word = explanations.due() if view.remaining_seconds >= 0 else explanations.was_due()
        return word, explanations.awaited(self.when(clock.due_at_s), clock.metric)

    def _paused(self) -> str:
        opens_at = self._explained.opens_at
        until = self.when(to_s(opens_at)) if opens_at else None
        is_late = self._view.remaining_seconds < 0
        return explanations.pause(self._why.held_by or "", until, is_late=is_late)


def _changes(before: Terms, after: Terms) -> list[str]:
    """What was changed between two terms; empty for nothing that matters."""
    if after.reason == "reprocessed":
        return ["reprocessed"]
    changes = []
    if _level(before) != _level(after):
        changes.append("level")
    elif _revision(before) != _revision(after):
        changes.append("level_edited")
    elif _calendar(before) != _calendar(after):
        changes.append("calendar")
    if before.priority != after.priority:
        changes.append("priority")
    return changes


def _level(terms: Terms) -> str | None:
    return None if terms.promise is None else terms.promise.level.name


def _revision(terms: Terms) -> int | None:
    return None if terms.promise is None else terms.promise.level_revision


def _calendar(terms: Terms) -> int | None:
    return None if terms.promise is None else terms.promise.calendar_revision


# --- where the time went --------------------------------------------------------------------


def _share(sums: Sequence[Sum]) -> str:
    """The spans of one cause, or of several holidays or closures, together."""
    duration, first = exact(sum(part.seconds for part in sums)), sums[0]
    if len(sums) > 1:
        return explanations.share_of_several(duration, first.kind)
    if first.kind == PAUSED:
        return explanations.share_of_pause(duration, first.name, exact(first.business_seconds))
    return explanations.share(duration, first.kind, first.name)
