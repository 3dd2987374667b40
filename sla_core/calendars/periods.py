"""Half-open spans of time ``[start_s, end_s)`` and the two things done with lists of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Period(NamedTuple):
    """Time from ``start_s`` up to, not including, ``end_s``; seconds since 1970 UTC."""

    start_s: int
    end_s: int


def merged(periods: Iterable[Period]) -> list[Period]:
    """The same time as sorted periods that neither overlap nor touch; empty ones are gone."""
    result: list[Period] = []
    for period in sorted(periods):
        if period.start_s >= period.end_s:
            continue
        if result and period.start_s <= result[-1].end_s:
            last = result[-1]
            result[-1] = Period(last.start_s, max(last.end_s, period.end_s))
        else:
            result.append(period)
    return result


def without(periods: Sequence[Period], taken: Sequence[Period]) -> list[Period]:
    """What is left of merged ``periods`` when merged ``taken`` is cut out of them."""
    result: list[Period] = []
    first = 0
    for start_s, end_s in periods:
        left_s = start_s
        while first < len(taken) and taken[first].end_s <= start_s:
            first += 1
        for cut in taken[first:]:
            if cut.start_s >= end_s:
                break
            if cut.start_s > left_s:
                result.append(Period(left_s, cut.start_s))
            left_s = max(left_s, cut.end_s)
        if left_s < end_s:
            result.append(Period(left_s, end_s))
    return result
