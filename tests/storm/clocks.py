"""Which promises were kept and which broken, by what people did: seconds on a clock without rest.

Worked out by hand from semantics, sections 3, 4 and 8, with nothing of the bot's or the core's. An
answer by command has no instant but a span, so that a promise may be kept or not: then anything
may be said of it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.storm.diary import REPLY, WORD, Deed, Request, Span

SHARE = 0.75
MOVES_WITHIN_S = 5.0
"""So near an edit of what is promised a clock may count as moved by it or not."""
NEVER = Span(math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Move:
    """Between two instants more is promised, and running clocks are moved there and back."""

    begins_at: float
    ends_at: float
    target_s: int


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer promised in so many seconds, and when it came.

    Of a clock that was moved `most_s` may have been promised at some time; its points may be told
    again.
    """

    metric: str
    target_s: int
    begins: Span
    answered: Span
    most_s: int = 0
    is_moved: bool = False

    @property
    def warning_at(self) -> float:
        """The earliest instant of the warning."""
        return math.floor(self.begins.first_at) + math.ceil(self.target_s * SHARE)

    @property
    def breach_at(self) -> float:
        """The earliest instant at which the breach is told."""
        return math.floor(self.begins.first_at) + self.target_s + 1

    @property
    def latest_breach_at(self) -> float:
        """The latest one."""
        return math.floor(self.begins.last_at) + max(self.target_s, self.most_s) + 1

    @property
    def may_be_broken(self) -> bool:
        """Whether some reading of the spans has it missed."""
        used_s = _floor(self.answered.last_at) - math.floor(self.begins.first_at)
        return used_s > self.target_s

    def is_broken(self, now: float) -> bool:
        """Whether it is missed by now, however the spans are read."""
        answered_at = min(self.answered.first_at, now)
        return _floor(answered_at) - math.floor(self.begins.last_at) > max(
            self.target_s, self.most_s
        )

    @property
    def may_be_warned(self) -> bool:
        """Whether the answer did not stand yet when the warning was reached."""
        return self.answered.last_at > self.warning_at


def _floor(at: float) -> float:
    return at if math.isinf(at) else math.floor(at)


def moved(promise: Promise, moves: Sequence[Move]) -> Promise:
    """The promise with what the moves made of it while it ran."""
    met = [
        move.target_s
        for move in moves
        if promise.begins.first_at < move.ends_at + MOVES_WITHIN_S
        and promise.answered.last_at > move.begins_at - MOVES_WITHIN_S
    ]
    return replace(promise, most_s=max(met), is_moved=True) if met else promise


def promises(request: Request, counted: list[Deed]) -> Iterator[Promise]:
    """The promises of a request, in order; `counted` are the deeds that happened."""
    if request.target_s is None or request.begins is None:
        return
    metric = "first_reply"
    open_since: Span | None = request.begins
    for deed in sorted(counted, key=lambda deed: deed.span.first_at):
        if deed.kind == WORD and open_since is None:
            open_since = deed.span
        if deed.kind == REPLY and open_since is not None:
            yield Promise(metric, request.target_s, open_since, deed.span)
            metric, open_since = "next_reply", None
    if open_since is not None:
        yield Promise(metric, request.target_s, open_since, NEVER)
