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
from sla_core.calendars import Period
from sla_core.calendars.reasons import CLOSURE, HOLIDAY, OUTSIDE_HOURS
from sla_core.clocks.clock import FOREVER_S
from sla_core.instants import to_s
from sla_core.why import COUNTED, PAUSED, STOPPED, LevelChoice, Span, Sum, Terms

KINDS: Final = {
    COUNTED: "counted",
    PAUSED: "paused",
    OUTSIDE_HOURS: "outside hours",
    HOLIDAY: "holiday",
    CLOSURE: "closed",
}
SEVERAL: Final = {HOLIDAY: "holidays", CLOSURE: "closures"}
HELD: Final = {
    "on_hold": "on hold",
    STOPPED: "stopped, and later ran on",
}
WAITS: Final = {
    "answered": "the ticket is answered, so it is the requester's turn",
    "pending": "the ticket is pending, so it waits for the requester",
    "on_hold": "the ticket is on hold, so it waits for someone else",
}
AWAITED: Final = {
    "first_reply": "an agent's public reply",
    "next_reply": "an agent's public reply",
    "chat_reply": "an agent's public reply",
    "call_answer": "somebody to take the call",
    "first_assign": "an agent to take the ticket",
    "resolution": "the ticket to be resolved",
    "periodic_update": "an agent's public reply",
}
BREACHES: Final = {
    "level_change": "at once, as the promise was changed",
    "calendar_change": "at once, as its calendar was changed",
    "merged": "at once, as another ticket came in with an older message",
    "reprocessed": "when it was judged anew",
}
WITHDRAWALS: Final = {
    "spam": "the ticket went to spam",
    "deleted": "the ticket was deleted",
    "excluded": "left out of the count",
    "level_change": "the promise was changed, and it fits",
    "calendar_change": "its calendar was changed, and it fits",
    "reprocessed": "it was judged anew, and it fits",
}

Fact = tuple[str, str]


class ToldClock:
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
        return wording.words.metric(
            view.metric
        ), f"cycle {view.cycle}: {wording.clocks.ended_as(view)}"

    @property
    def facts(self) -> list[Fact]:
        """What there is to know beside the spans: a word and a sentence each."""
        calendar = self._clock.calendar.definition
        revision = self._clock.promise.calendar_revision
        return [
            *self._promises(),
            ("Calendar", f"{calendar.name} (revision {revision}), times in {calendar.time_zone}"),
            ("Started", _date(self._started, with_year=True)),
            *self._breaches(),
            *self._waiting("Acknowledged", "escalation waits", self._clock.acknowledged),
            *self._waiting("Snoozed", "warnings wait", self._clock.snoozed),
            self._end(),
        ]

    @property
    def total(self) -> str:
        """What was counted of what was promised."""
        return f"{exact(self._why.counted_seconds)} of {exact(self._view.target_seconds)}"

    @property
    def verdict(self) -> str:
        """What that leaves; nothing is left of a promise that lapsed."""
        left = self._view.remaining_seconds
        if self._view.cancel_reason is not None:
            return "cancelled"
        if left < 0:
            return f"late by {exact(-left)}"
        return f"{exact(left)} {'left' if self._view.is_open else 'to spare'}"

    @property
    def passed(self) -> str:
        """Where the time by the wall clock went; the parts sum to the whole."""
        sums: dict[tuple[str, str], list[Sum]] = defaultdict(list)
        for each in self._why.sums:
            sums[each.kind, each.name if each.kind == PAUSED else ""].append(each)
        order = list(KINDS)
        parts = [_share(sums[cause]) for cause in sorted(sums, key=lambda of: order.index(of[0]))]
        whole = sum(each.seconds for each in self._why.sums)
        return f"{exact(whole)} passed = {' + '.join(parts) or 'nothing yet'}"

    @property
    def spans(self) -> tuple[Span, ...]:
        """What counted and what did not, in order."""
        return self._why.spans

    def span(self, span: Span) -> str:
        """What a span is: counted, paused or skipped, and why."""
        what = _cause(span.kind, span.name)
        return f"{what} in {span.periods} parts" if span.periods > 1 else what

    def ends(self, span: Span) -> tuple[str, str]:
        """From when to when a span lasts; only the time where both are on one date."""
        end = self._local(span.end_s)
        same_date = self._local(span.start_s).date() == end.date()
        return self.when(span.start_s), _time(end) if same_date else self.when(span.end_s)

    def when(self, at_s: int) -> str:
        """An instant in the calendar's zone, with the year where another than it started in."""
        at = self._local(at_s)
        return _date(at, with_year=at.year != self._started.year)

    def _local(self, at_s: int) -> datetime:
        return datetime.fromtimestamp(at_s, self._zone)

    def _called(self, who: str) -> str:
        return self._explained.called.get(who, who)

    # --- the promise ------------------------------------------------------------------------

    def _promises(self) -> Iterator[Fact]:
        shown = [(self._why.terms[0], "")]
        for before, after in pairwise(self._why.terms):
            if change := _change(before, after):
                shown.append((after, f": {change}{self._changer(after)}"))
        for (terms, change), (following, _) in pairwise(shown):
            yield "Promise", f"until {self.when(following.since_s)} {self._terms(terms)}{change}"
        now, change = shown[-1]
        yield "Promise", f"{'then ' if change else ''}{self._terms(now)}{change}"
        if change:
            yield "Counted", "the whole time, from the start, by the promise it has now"

    def _terms(self, terms: Terms) -> str:
        if terms.promise is None:
            return "no level, so no target"
        level, revision = terms.promise.level.name, terms.promise.level_revision
        chosen = "" if terms.choice is None else f"{self._chooser(terms.choice)}; "
        target = "no target" if terms.target_seconds is None else exact(terms.target_seconds)
        return f"{level}, {target} at {terms.priority} priority ({chosen}revision {revision})"

    def _chooser(self, choice: LevelChoice) -> str:
        said = wording.clocks.chosen_by(choice.rule or choice.place)
        by_hand = choice.rule is None and choice.place is None
        return f"{said} by {self._called(choice.by)}" if by_hand and choice.by else said

    def _changer(self, terms: Terms) -> str:
        rule = None if terms.choice is None else terms.choice.rule
        return f" by {self._called(terms.by)}" if terms.by and terms.by != rule else ""

    # --- breach, waits, end -----------------------------------------------------------------

    def _breaches(self) -> Iterator[Fact]:
        breached_s, reason = self._clock.breached_at(self._why.at_s), self._clock.breach_reason
        if breached_s is not None:
            changes = [each for each in self._why.terms if each.since_s == breached_s and each.by]
            by = f" by {self._called(changes[-1].by or '')}" if reason and changes else ""
            cause = BREACHES.get(reason or "", "by then the target was used up")
            yield "Breached", f"{self.when(breached_s)}, {cause}{by}"
        taken = self._clock.withdrawal
        if taken is not None:
            by = f" by {self._called(taken.by)}" if taken.by else ""
            cause = WITHDRAWALS.get(taken.reason, f"left out of the count, {taken.reason}")
            yield "Taken back", f"the breach of {self.when(taken.breached_at_s)}{by}: {cause}"

    def _waiting(self, word: str, what: str, waits: Sequence[Period]) -> Iterator[Fact]:
        for wait in waits:
            until = "" if wait.end_s == FOREVER_S else f" until {self.when(wait.end_s)}"
            yield word, f"{what} from {self.when(wait.start_s)}{until}"

    def _end(self) -> Fact:
        clock, view = self._clock, self._view
        if clock.stopped_at_s is not None:
            by = f" by {self._called(clock.stopped_by)}" if clock.stopped_by else ""
            word = "Stopped" if clock.cancel_reason is None else "Cancelled"
            return word, f"{self.when(clock.stopped_at_s)}{by}"
        awaited = f"waits for {AWAITED[clock.metric]}"
        if view.is_paused:
            return "Paused", self._paused()
        if clock.due_at_s is None:
            return "Due", f"in more than 5 years; {awaited}"
        word = "Due" if view.remaining_seconds >= 0 else "Was due"
        return word, f"{self.when(clock.due_at_s)}; {awaited}"

    def _paused(self) -> str:
        held = self._why.held_by or ""
        why = WAITS.get(held, f"its level pauses it while the ticket is {held}")
        opens_at = self._explained.opens_at
        until = f", until {self.when(to_s(opens_at))} at the latest" if opens_at else ""
        due = "" if self._view.remaining_seconds < 0 else "; no due time before it runs on"
        return f"{why}{until}{due}"


def _change(before: Terms, after: Terms) -> str:
    """What was changed between two terms; empty for nothing that matters."""
    if after.reason == "reprocessed":
        return "judged anew"
    changes = []
    if _level(before) != _level(after):
        changes.append("level changed")
    elif _revision(before) != _revision(after):
        changes.append("level edited")
    elif _calendar(before) != _calendar(after):
        changes.append("calendar changed")
    if before.priority != after.priority:
        changes.append("priority changed")
    return " and ".join(changes)


def _level(terms: Terms) -> str | None:
    return None if terms.promise is None else terms.promise.level.name


def _revision(terms: Terms) -> int | None:
    return None if terms.promise is None else terms.promise.level_revision


def _calendar(terms: Terms) -> int | None:
    return None if terms.promise is None else terms.promise.calendar_revision


# --- small words ----------------------------------------------------------------------------


def exact(seconds: int) -> str:
    """A length of time, nothing dropped: `26 h 5 min 1 s`; hours are never days."""
    parts = [(seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"


def _date(at: datetime, *, with_year: bool) -> str:
    return f"{at:%a} {at.day} {at:%b}{f' {at.year}' if with_year else ''} {_time(at)}"


def _time(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _share(sums: Sequence[Sum]) -> str:
    """The spans of one cause, or of several holidays or closures, together."""
    whole, first = exact(sum(each.seconds for each in sums)), sums[0]
    if len(sums) > 1:
        return f"{whole} {SEVERAL[first.kind]}"
    business = f"{exact(first.business_seconds)} of it business time"
    name = f"{_named(first.name)}, {business}" if first.kind == PAUSED else first.name
    return f"{whole} {_cause(first.kind, name)}"


def _cause(kind: str, name: str) -> str:
    """`paused (on hold)`, `holiday (božič)`, or the kind alone."""
    return f"{KINDS[kind]} ({_named(name)})" if name else KINDS[kind]


def _named(name: str) -> str:
    return HELD.get(name, name)
