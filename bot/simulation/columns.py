"""What a comparison shows: to programs in two columns, before and after; to people in one."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.output.tables import (
    Column,
    Kind,
    attribute,
    change,
)
from sla_core.reports.flips import Flip

_NAMES: Final = {
    "ticket": Kind.TEXT,
    "metric": Kind.TEXT,
    "cycle": Kind.NUMBER,
    "started_at": Kind.INSTANT,
}
_OF_A_FLIP: Final = {
    "level": Kind.TEXT,
    "state": Kind.TEXT,
    "target_seconds": Kind.SECONDS,
    "elapsed_seconds": Kind.SECONDS,
    "breached_at": Kind.INSTANT,
}
_OF_TOTALS: Final = {
    "met": ("met.count", Kind.NUMBER),
    "missed": ("missed.count", Kind.NUMBER),
    "cancelled": ("cancelled", Kind.NUMBER),
    "open": ("open", Kind.NUMBER),
    "compliance_pct": ("compliance_pct", Kind.PERCENT),
}
Value = Callable[[Any], Any]


def _of_row(side: str, name: str, flip: Flip) -> Any:
    """A value of one of the two rows, None of a clock that is not promised there."""
    if name == "state":
        return flip.kind[0 if side == "before" else 1]
    row = getattr(flip, side)
    return None if row is None else getattr(row, _field(name))


def _field(name: str) -> str:
    return f"{name}_s" if name.endswith("_at") else name


def _two(name: str, before: Value, after: Value, kind: Kind) -> list[Column]:
    return [Column(f"{name}_before", before, kind), Column(f"{name}_after", after, kind)]


def _one(name: str, before: Value, after: Value, kind: Kind, zone: ZoneInfo) -> Column:
    is_number = kind in (Kind.NUMBER, Kind.PERCENT)
    return Column(
        name,
        lambda row: change(before(row), after(row), kind, zone),
        Kind.NUMBER if is_number else Kind.TEXT,
    )


_FLIP_NAMES: Final = [
    attribute(name, of=f"row.{_field(name)}", kind=kind) for name, kind in _NAMES.items()
]
_FLIP_SIDES: Final = [
    (name, partial(_of_row, "before", name), partial(_of_row, "after", name), kind)
    for name, kind in _OF_A_FLIP.items()
]
_TOTAL_NAMES: Final = [
    Column("level", lambda totals: totals.before.keys[0]),
    Column("metric", lambda totals: totals.before.keys[1]),
]
_TOTAL_SIDES: Final = [
    (name, attrgetter(f"before.{of}"), attrgetter(f"after.{of}"), kind)
    for name, (of, kind) in _OF_TOTALS.items()
]

FLIP_COLUMNS: Final = [*_FLIP_NAMES, *(each for side in _FLIP_SIDES for each in _two(*side))]
TOTALS_COLUMNS: Final = [*_TOTAL_NAMES, *(each for side in _TOTAL_SIDES for each in _two(*side))]
TOTALS_TABLE: Final = [*_TOTAL_NAMES, *(_one(*side, ZoneInfo("UTC")) for side in _TOTAL_SIDES)]


def flip_table(zone: ZoneInfo) -> list[Column]:
    """What people see of a flip, instants in a zone."""
    return [*_FLIP_NAMES[:3], *(_one(*side, zone) for side in _FLIP_SIDES)]
