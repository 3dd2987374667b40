"""Why a clock stands where it stands: every span of its life, counted or not, with the reason.

The counted seconds sum to what has elapsed, to the second, and the business seconds of the pauses
to what the log calls paused. A pause is told as one span for each status that held it, whatever of
it lies outside business hours: it is the pause that explains it. The whole clock is told by the
calendar it has now, as it is counted (semantics, section 6).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from sla_core.calendars.reasons import OPEN, OUTSIDE_HOURS, stretches
from sla_core.clocks.clock import Clock
from sla_core.configuration import LevelInForce
from sla_core.tickets.event import Event
from sla_core.tickets.events import LevelSet
from sla_core.tickets.fold import apply
from sla_core.tickets.ticket import Ticket
from sla_core.tickets.vocabulary import OVER

COUNTED: Final = "counted"
PAUSED: Final = "paused"
STOPPED: Final = "stopped"
"""The name of a pause in which the clock stood stopped, though the ticket's status did not say so:
it was excluded or cancelled, and later ran on."""

_FEW: Final = 16
_WORTH_FOLDING: Final = 5

Statuses = Sequence[tuple[int, str]]


class Span(NamedTuple):
    """Time ``[start_s, end_s)`` of a clock: counted, paused, or skipped by its calendar.

    ``name`` is the status of a pause, or the name of a holiday or closure. ``business_seconds`` are
    those inside it by the clock's calendar. A span of several ``periods`` stands for as many spans
    counted, and for the time outside hours between them.
    """

    start_s: int
    end_s: int
    kind: str
    name: str = ""
    business_seconds: int = 0
    periods: int = 1

    @property
    def seconds(self) -> int:
        """How long it is by the wall clock."""
        return self.end_s - self.start_s

    @property
    def counted_seconds(self) -> int:
        """What it adds to the elapsed time."""
        return self.business_seconds if self.kind == COUNTED else 0


class Sum(NamedTuple):
    """The spans of one kind and name together: seconds by the wall clock, and business seconds."""

    kind: str
    name: str
    seconds: int
    business_seconds: int


class LevelChoice(NamedTuple):
    """What gave the ticket a level: a rule, a place where a level can stand, or else a person."""

    at_s: int
    level: str
    rule: str | None
    place: str | None
    by: str | None


class Terms(NamedTuple):
    """What a clock was promised from an instant on; ``by`` whom and for what ``reason`` since then.

    The first terms have neither. Without a promise, or a target, it ran unseen.
    """

    since_s: int
    promise: LevelInForce | None
    priority: str
    target_seconds: int | None
    choice: LevelChoice | None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock at an instant: its spans in order, and its terms, the present ones last.

    ``held_by`` is the status that pauses it now, None while nothing does.
    """

    clock: Clock
    at_s: int
    spans: tuple[Span, ...]
    terms: tuple[Terms, ...]
    held_by: str | None

    @property
    def counted_seconds(self) -> int:
        """The sum of its spans, which is the elapsed time."""
        return sum(span.counted_seconds for span in self.spans)

    @property
    def paused_seconds(self) -> int:
        """The business seconds of its pauses."""
        return sum(span.business_seconds for span in self.spans if span.kind == PAUSED)

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Its spans summed by kind and name, in the order of their first."""
        totals: dict[tuple[str, str], tuple[int, int]] = {}
        for span in self.spans:
            seconds, business_seconds = totals.get((span.kind, span.name), (0, 0))
            totals[span.kind, span.name] = (
                seconds + span.seconds,
                business_seconds + span.business_seconds,
            )
        return tuple(Sum(*key, *pair) for key, pair in totals.items())


def explain(
    clock: Clock, at_s: int, statuses: Statuses = (), choices: Sequence[LevelChoice] = ()
) -> Explanation:
    """The spans of a clock from its start until it stopped, or until ``at_s``, and its terms.

    ``statuses`` and ``choices`` are those of its ticket, in order; a pause before them has no name.
    """
    ended_s = at_s if clock.stopped_at_s is None else min(at_s, clock.stopped_at_s)
    spans = tuple(_spans(clock, ended_s, statuses))
    held_by = _held_by(clock, statuses, ended_s) if clock.is_paused else None
    return Explanation(clock, at_s, spans, tuple(_terms(clock, ended_s, choices)), held_by)


def choices(events: Iterable[Event]) -> list[LevelChoice]:
    """Every choice of a level in a ticket's events; one made while it was away had no effect."""
    ticket = Ticket("")
    level_choices: list[LevelChoice] = []
    for event in events:
        if isinstance(event, LevelSet) and event.to and event.to != "auto" and not ticket.away:
            origin = event.rule, event.chosen_by, event.actor
            level_choices.append(LevelChoice(event.at_s, event.to, *origin))
        apply(ticket, event)
    return level_choices


def folded(spans: Sequence[Span]) -> list[Span]:
    """The spans for reading: where there are many, business days in a row become one span.

    Holidays, closures and pauses are always told; the sums stay what they are.
    """
    if len(spans) <= _FEW:
        return list(spans)
    result: list[Span] = []
    for dull, group in groupby(spans, lambda span: span.kind in (COUNTED, OUTSIDE_HOURS)):
        run = list(group)
        result += _one_for_all(run) if dull else run
    return result


# --- spans ----------------------------------------------------------------------------------


def _spans(clock: Clock, ended_s: int, statuses: Statuses) -> Iterator[Span]:
    from_s = clock.started_at_s
    for pause in clock.pauses:
        if pause.start_s >= ended_s:
            break
        yield from _running(clock, from_s, pause.start_s)
        from_s = min(pause.end_s, ended_s)
        yield from _standing(clock, pause.start_s, from_s, statuses)
    yield from _running(clock, from_s, ended_s)


def _running(clock: Clock, from_s: int, to_s: int) -> Iterator[Span]:
    if from_s < to_s:
        for stretch in stretches(clock.calendar, from_s, to_s):
            if stretch.kind == OPEN:
                yield Span(
                    stretch.start_s, stretch.end_s, COUNTED, "", stretch.end_s - stretch.start_s
                )
            else:
                yield Span(stretch.start_s, stretch.end_s, stretch.kind, stretch.name)


def _standing(clock: Clock, from_s: int, to_s: int, statuses: Statuses) -> Iterator[Span]:
    """A pause, cut where what holds the clock becomes something else."""
    edges = dict.fromkeys(at_s for at_s, _ in statuses if from_s < at_s < to_s)
    named = [(at_s, _held_by(clock, statuses, at_s)) for at_s in (from_s, *edges)]
    starts = [next(run) for _, run in groupby(named, lambda pair: pair[1])]
    for (start_s, name), (end_s, _) in pairwise([*starts, (to_s, "")]):
        business_s = clock.calendar.business_seconds(start_s, end_s)
        yield Span(start_s, end_s, PAUSED, name, business_s)


def _held_by(clock: Clock, statuses: Statuses, at_s: int) -> str:
    """The status that holds a paused clock at an instant, or ``STOPPED``."""
    status = _status(statuses, at_s)
    if status == "" or status in OVER:
        return status
    promises = (clock.promise, *(former.promise for former in clock.former if former.promise))
    pauses = any(promise.level.pauses(clock.metric, status) for promise in promises)
    return status if pauses else STOPPED


def _status(statuses: Statuses, at_s: int) -> str:
    position = bisect_right(statuses, at_s, key=lambda pair: pair[0])
    return statuses[position - 1][1] if position else ""


def _one_for_all(run: list[Span]) -> list[Span]:
    """Counted spans in a row as one, what lies outside hours before and behind them left alone."""
    counted = [position for position, span in enumerate(run) if span.kind == COUNTED]
    if not counted:
        return run
    first, last = counted[0], counted[-1]
    if last - first + 1 < _WORTH_FOLDING:
        return run
    business_s = sum(span.counted_seconds for span in run)
    span = Span(run[first].start_s, run[last].end_s, COUNTED, "", business_s, len(counted))
    return [*run[:first], span, *run[last + 1 :]]


# --- terms ----------------------------------------------------------------------------------


def _terms(clock: Clock, ended_s: int, choices: Sequence[LevelChoice]) -> Iterator[Terms]:
    since_s, by, reason = clock.started_at_s, None, None
    for was in clock.former:
        choice = _choice(choices, was.promise, was.until_s - 1)
        yield Terms(since_s, was.promise, was.priority, was.target_seconds, choice, by, reason)
        since_s, by, reason = was.until_s, was.by, was.reason
    choice = _choice(choices, clock.promise, max(ended_s, since_s))
    yield Terms(since_s, clock.promise, clock.priority, clock.target_seconds, choice, by, reason)


def _choice(
    choices: Sequence[LevelChoice], promise: LevelInForce | None, last_s: int
) -> LevelChoice | None:
    """The last choice of a promise's level that was made by then."""
    name = "" if promise is None else promise.level.name.casefold()
    made = (choice for choice in reversed(choices) if choice.at_s <= last_s)
    return next((choice for choice in made if choice.level.casefold() == name), None)
