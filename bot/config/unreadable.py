"""Revisions that cannot be read: what counts instead of each, and which levels stand still.

The readable revision before it counts. Where there is none, a level or a calendar counts as it is
made the next time, also for the time before that; until then the level stands still, and each that
is counted by such a calendar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.store.configuration import ConfigRevision
from sla_core.configuration import UNDER_CLOCKS, Level, Revision
from sla_core.instants import MICROSECONDS, to_us

EARLIER: Final = "configuration"
"""The revision before it counts."""
STALLED: Final = "stalled configuration"
"""Nothing counts, and the promises that stand on it stand still."""
ABSENT: Final = "absent configuration"
"""Nothing counts: it is as if it had never been made."""
RECOMPILED: Final = "recompiled configuration"
"""It counts itself, without the data of its calendar."""


@dataclass(frozen=True, slots=True)
class UnreadableRevision:
    """A revision that cannot be read, or not wholly; `effect` is one of the four above."""

    number: int
    kind: str
    name: str
    reason: str
    at: datetime
    effect: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the history and what is wrong with it; `is_left_out` unless the rest of it counts.

    `reason` is for the log.
    """

    row: ConfigRevision
    reason: str
    is_left_out: bool

    @property
    def place(self) -> tuple[str, str]:
        """The kind and the name, case folded, of what it is a revision of."""
        return self.row.kind, self.row.name.casefold()


@dataclass(frozen=True, slots=True)
class RepairedHistory:
    """The revisions that count, and what of the history is still unreadable.

    `stalled` has the levels that stand still by name, case folded, with the number of the revision
    that is to blame.
    """

    revisions: tuple[Revision, ...]
    unreadable: tuple[UnreadableRevision, ...] = ()
    stalled: tuple[tuple[str, int], ...] = ()


def mended(readable: Sequence[Revision], faults: Sequence[Fault]) -> RepairedHistory:
    """Return what counts of a history in which some rows cannot be read, both in their order."""
    if not faults:
        return RepairedHistory(tuple(readable))
    stand_ins = [revision for fault in faults for revision in _stand_in(readable, fault)]
    unreadable = tuple(item for fault in faults for item in _unreadable(readable, fault))
    missing = {
        (item.kind, item.name.casefold()): item.number
        for item in unreadable
        if item.effect == STALLED
    }
    stalled = {name: number for (kind, name), number in missing.items() if kind == "level"}
    counting = []
    for revision in (*readable, *stand_ins):
        calendar = revision.value.calendar if isinstance(revision.value, Level) else ""
        number = missing.get(("calendar", calendar.casefold()))
        if number is None:
            counting.append(revision)
        else:
            stalled[revision.name.casefold()] = number
    return RepairedHistory(tuple(counting), unreadable, tuple(stalled.items()))


def _others(readable: Sequence[Revision], fault: Fault) -> tuple[list[Revision], list[Revision]]:
    """The readable revisions of the same thing: those before it, and those after it."""
    same = [each for each in readable if (each.kind, each.name.casefold()) == fault.place]
    number = fault.row.revision
    return [each for each in same if each.number < number], [
        each for each in same if each.number > number
    ]


def _has_earlier(before: Sequence[Revision]) -> bool:
    return bool(before) and before[-1].value is not None


def _stand_in(readable: Sequence[Revision], fault: Fault) -> Iterator[Revision]:
    """What it was made the next time, where clocks stand on it and nothing was before."""
    before, after = _others(readable, fault)
    if not fault.is_left_out or fault.row.kind not in UNDER_CLOCKS or _has_earlier(before):
        return
    made_again = next((revision for revision in after if revision.value is not None), None)
    if made_again is not None:
        row = fault.row
        at_s, fraction_us = divmod(to_us(row.changed_at), MICROSECONDS)
        yield replace(
            made_again,
            number=row.revision,
            at_s=at_s,
            fraction_us=fraction_us,
            by=row.changed_by,
            moves_running=row.moves_running,
        )


def _unreadable(readable: Sequence[Revision], fault: Fault) -> Iterator[UnreadableRevision]:
    """It, unless it was made again since."""
    before, after = _others(readable, fault)
    effect = _effect(before, fault)
    is_mended = any(revision.value is not None or effect != STALLED for revision in after)
    if not is_mended:
        row = fault.row
        yield UnreadableRevision(
            row.revision, row.kind, row.name, fault.reason, row.changed_at, effect
        )


def _effect(before: Sequence[Revision], fault: Fault) -> str:
    if not fault.is_left_out:
        return RECOMPILED
    if _has_earlier(before):
        return EARLIER
    return STALLED if fault.row.kind in UNDER_CLOCKS else ABSENT
