"""Business time of many instants at once: the answers of ``Calendar``, a million in milliseconds.

For previews and forecasts, which ask about every open clock. Instants and seconds are arrays of
whole seconds as in ``Calendar.due`` and ``Calendar.business_seconds``; one number stands for as
many as the other side has. What a scalar answers with None is ``NEVER_S`` here: an int later than
every instant, so that ``due_s <= now_s`` stays true to the meaning.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sla_core.calendars.calendar import Calendar, years_later
from sla_core.calendars.timetable import NEVER_S, STEP, SURELY_WITHIN_S, Timetable
from sla_core.errors import CalendarError

__all__ = ["NEVER_S", "business_seconds", "due"]

Ints = NDArray[np.int64]


def due(calendar: Calendar, starts_s: ArrayLike, seconds: ArrayLike) -> Ints:
    """For each pair what ``calendar.due`` answers; ``NEVER_S`` beyond five years."""
    starts, targets = _pairs(starts_s, seconds)
    if not starts.size:
        return starts
    if targets.min() < 0:
        raise CalendarError("negative_time")
    targets = np.minimum(targets, NEVER_S)  # so that no sum is too large for an int64
    table = calendar.timetable(int(starts.min()), int(starts.max()))
    dues = _first_with(table, _open_before(table, starts) + targets)
    while (unknown := dues == NEVER_S).any():
        longer = calendar.timetable_after(table, int(starts[unknown].max()))
        if longer is None:
            break
        table = longer
        dues[unknown] = _first_with(table, _open_before(table, starts[unknown]) + targets[unknown])
    for at in np.flatnonzero(~unknown & (dues - starts > SURELY_WITHIN_S)):
        if dues[at] > years_later(int(starts[at])):
            dues[at] = NEVER_S
    return np.where(targets == 0, starts, dues)


def business_seconds(calendar: Calendar, starts_s: ArrayLike, ends_s: ArrayLike) -> Ints:
    """For each pair the open seconds in ``[start_s, end_s)``, negative when the end comes first."""
    starts, ends = _pairs(starts_s, ends_s)
    if not starts.size:
        return starts
    first_s, last_s = min(starts.min(), ends.min()), max(starts.max(), ends.max())
    table = calendar.timetable(int(first_s), int(last_s))
    return _open_before(table, ends) - _open_before(table, starts)


def _pairs(first: ArrayLike, second: ArrayLike) -> tuple[Ints, Ints]:
    """Both as int64 arrays of one length; floats are refused with ``TypeError``, never rounded."""
    arrays = (np.atleast_1d(values) for values in (first, second))
    left, right = np.broadcast_arrays(*arrays)
    return left.astype(np.int64, casting="safe"), right.astype(np.int64, casting="safe")


class _Columns(NamedTuple):
    """A timetable's rows as arrays, by the names they have there."""

    next_starts: Ints
    ends: Ints
    through: Ints
    shut: Ints
    time_posts: Ints
    position_posts: Ints


@lru_cache(maxsize=64)
def _columns(table: Timetable) -> _Columns:
    return _Columns(*(np.array(getattr(table, name), np.int64) for name in _Columns._fields))


def _open_before(table: Timetable, at_s: Ints) -> Ints:
    """``Timetable.open_before`` of every instant."""
    columns = _columns(table)
    at = columns.time_posts[(at_s - table.from_s) >> STEP]
    while (later := columns.next_starts[at] <= at_s).any():
        at += later
    open_s: Ints = np.minimum(columns.ends[at], at_s) - columns.shut[at]
    return open_s


def _first_with(table: Timetable, positions: Ints) -> Ints:
    """``Timetable.first_with`` of every position, 0 or more; any answer for 0."""
    columns = _columns(table)
    clipped = np.clip(positions, 1, table.total_s)
    at = columns.position_posts[(clipped - 1) >> STEP]
    while (later := columns.through[at] < clipped).any():
        at += later
    return np.where(positions <= table.total_s, clipped + columns.shut[at], NEVER_S)
