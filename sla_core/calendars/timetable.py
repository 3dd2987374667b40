"""The open periods of some years, laid out so that every question costs the same.

Sorted ints say where each period starts and ends and how many open seconds lie before it. Two rows
of signposts, one for every few hours of time and one for every few open hours, name the period to
begin looking at; the one looked for is seldom more than a step further.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from sla_core.calendars.periods import Period
from sla_core.instants import SECONDS_A_DAY

NEVER_S: Final = 2**62
"""The answer where no instant is known; later than every instant."""

LOOK_AHEAD_YEARS: Final = 5
SURELY_WITHIN_S: Final = LOOK_AHEAD_YEARS * 365 * SECONDS_A_DAY
"""What lies no further ahead lies within five years, wherever the leap days are."""

STEP: Final = 14
"""Signposts stand 2**14 seconds apart: a shift by this many bits finds one."""


class Timetable:
    """Open periods, numbered from 1; complete for ``from_s <= t < to_s``, and cut off at ``to_s``.

    Period ``i`` ends at ``ends[i]``, the next begins at ``next_starts[i]``, and ``through[i]`` open
    seconds have passed when it ends. ``shut[i]`` are the seconds by which the open seconds lag
    behind the clock in it: ``t - shut[i]`` have passed at ``t``, and ``position + shut[i]`` is the
    instant with so many. Period 0 is empty and before all time.
    """

    __slots__ = (
        *("ends", "from_s", "next_starts", "position_posts", "shut", "through"),
        *("time_posts", "to_s", "total_s", "years"),
    )

    def __init__(self, periods: Sequence[Period], years: range, from_s: int, to_s: int) -> None:
        kept = [Period(start_s, min(end_s, to_s)) for start_s, end_s in periods if start_s < to_s]
        through = [0, *accumulate(end_s - start_s for start_s, end_s in kept)]
        self.years, self.from_s, self.to_s = years, from_s, to_s
        self.next_starts = [*(period.start_s for period in kept), NEVER_S]
        self.ends = [-NEVER_S, *(period.end_s for period in kept)]
        self.through = [*through, NEVER_S]
        self.shut = [end_s - passed for end_s, passed in zip(self.ends, through, strict=True)]
        self.total_s = through[-1]
        self.time_posts = [
            bisect_right(self.next_starts, at_s) for at_s in range(from_s, to_s, 1 << STEP)
        ]
        self.position_posts = [
            bisect_left(through, min(position, self.total_s))
            for position in range(1, self.total_s + 2, 1 << STEP)
        ]

    def open_before(self, at_s: int) -> int:
        """Open seconds from the first compiled year to an instant ``from_s <= at_s < to_s``."""
        next_starts = self.next_starts
        at = self.time_posts[(at_s - self.from_s) >> STEP]
        while next_starts[at] <= at_s:
            at += 1
        end_s = self.ends[at]
        return (at_s if at_s < end_s else end_s) - self.shut[at]  # noqa: FURB136 min() is slower

    def first_with(self, position: int) -> int:
        """The earliest instant with so many open seconds before it, 1 or more; else ``NEVER_S``."""
        if not 0 < position <= self.total_s:
            return NEVER_S
        through = self.through
        at = self.position_posts[(position - 1) >> STEP]
        while through[at] < position:
            at += 1
        return position + self.shut[at]

    def last_with(self, position: int) -> int:
        """The latest instant with so many open seconds before it; else ``NEVER_S``.

        It is the second before there is one more.
        """
        next_s = self.first_with(position + 1)
        return NEVER_S if next_s == NEVER_S else next_s - 1

    def due(self, start_s: int, seconds: int) -> int:
        """``first_with(open_before(start_s) + seconds)`` in one go, the question asked most.

        ``NEVER_S`` where this alone cannot tell: ``seconds`` below 1, a start that is not compiled,
        an instant that is not or that may lie beyond five years. No bound is checked that the end
        of a list tells as well.
        """
        if seconds > 0 and start_s >= self.from_s:
            next_starts, shut, through = self.next_starts, self.shut, self.through
            try:
                at = self.time_posts[(start_s - self.from_s) >> STEP]
                while next_starts[at] <= start_s:
                    at += 1
                end_s = self.ends[at]
                position = (start_s if start_s < end_s else end_s) - shut[at] + seconds  # noqa: FURB136 as above
                at = self.position_posts[(position - 1) >> STEP]
                while through[at] < position:
                    at += 1
                due_s = position + shut[at]
            except IndexError:
                return NEVER_S
            if due_s - start_s <= SURELY_WITHIN_S:
                return due_s
        return NEVER_S

    def touching(self, start_s: int, end_s: int) -> Iterator[Period]:
        """The periods that touch ``[start_s, end_s)``, cut to it, in order."""
        at = bisect_right(self.ends, start_s)
        while self.next_starts[at - 1] < end_s:
            yield Period(max(self.next_starts[at - 1], start_s), min(self.ends[at], end_s))
            at += 1
