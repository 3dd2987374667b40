"""What a comparison shows: to programs in two columns, before and after; to people in one."""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.output.tables import (
    Column,
    ColumnKind,
    attribute,
    change,
)
from sla_core.reports.flips import Flip

_NAMES: Final = {
    "ticket": ColumnKind.TEXT,
    "metric": ColumnKind.TEXT,
    "cycle": ColumnKind.NUMBER,
    "started_at": ColumnKind.INSTANT,
}
_OF_A_FLIP: Final = {
    "level": ColumnKind.TEXT,
    "state": ColumnKind.TEXT,
    "target_seconds": ColumnKind.SECONDS,
    "elapsed_seconds": ColumnKind.SECONDS,
    "breached_at": ColumnKind.INSTANT,
}
_OF_TOTALS: Final = {
    "met": ("met.count", ColumnKind.NUMBER),
    "missed": ("missed.count", ColumnKind.NUMBER),
    "cancelled": ("cancelled", ColumnKind.NUMBER),
    "open": ("open", ColumnKind.NUMBER),
    "compliance_pct": ("compliance_pct", ColumnKind.PERCENT),
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


def _two(name: str, before: Value, after: Value, kind: ColumnKind) -> list[Column]:
    return [Column(f"{name}_before", before, kind), Column(f"{name}_after", after, kind)]


def _one(name: str, before: Value, after: Value, kind: ColumnKind, zone: ZoneInfo) -> Column:
    is_number = kind in (ColumnKind.NUMBER, ColumnKind.PERCENT)
    return Column(
        name,
        lambda row: change(before(row), after(row), kind, zone),
        ColumnKind.NUMBER if is_number else ColumnKind.TEXT,
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

FLIP_COLUMNS: Final = [*_FLIP_NAMES, *(column for side in _FLIP_SIDES for column in _two(*side))]
TOTALS_COLUMNS: Final = [
    *_TOTAL_NAMES,
    *(column for side in _TOTAL_SIDES for column in _two(*side)),
]
TOTALS_TABLE: Final = [*_TOTAL_NAMES, *(_one(*side, ZoneInfo("UTC")) for side in _TOTAL_SIDES)]


def flip_table(zone: ZoneInfo) -> list[Column]:
    """What people see of a flip, instants in a zone."""
    return [*_FLIP_NAMES[:3], *(_one(*side, zone) for side in _FLIP_SIDES)]
