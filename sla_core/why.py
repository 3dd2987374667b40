"""Why a clock stands where it stands: every span of its life, counted or skipped, with the reason.

The counted seconds sum to what has elapsed, to the second.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sla_core.calendars.reasons import OPEN, stretches
from sla_core.clocks.clock import Clock

COUNTED = "counted"
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Span:
    """Time ``[start_s, end_s)`` of a clock: counted, paused, or skipped by its calendar.

    ``counted_seconds`` is its length when counted, else 0.
    """

    start_s: int
    end_s: int
    kind: str
    name: str = ""

    @property
    def counted_seconds(self) -> int:
        """What it adds to the elapsed time."""
        return self.end_s - self.start_s if self.kind == COUNTED else 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock at an instant, with its spans in order."""

    clock: Clock
    at_s: int
    spans: tuple[Span, ...]

    @property
    def counted_seconds(self) -> int:
        """The sum of its spans, which is the elapsed time."""
        return sum(span.counted_seconds for span in self.spans)


def explain(clock: Clock, at_s: int) -> Explanation:
    """The spans of a clock from its start until it stopped, or until ``at_s``."""
    ended_s = at_s if clock.stopped_at_s is None else min(at_s, clock.stopped_at_s)
    return Explanation(clock, at_s, tuple(_spans(clock, ended_s)))


def _spans(clock: Clock, ended_s: int) -> Iterator[Span]:
    from_s = clock.started_at_s
    for pause in clock.pauses:
        if pause.start_s >= ended_s:
            break
        yield from _running(clock, from_s, pause.start_s)
        from_s = min(pause.end_s, ended_s)
        yield Span(pause.start_s, from_s, PAUSED)
    yield from _running(clock, from_s, ended_s)


def _running(clock: Clock, from_s: int, to_s: int) -> Iterator[Span]:
    if from_s < to_s:
        for each in stretches(clock.calendar, from_s, to_s):
            kind = COUNTED if each.kind == OPEN else each.kind
            yield Span(each.start_s, each.end_s, kind, each.name)
