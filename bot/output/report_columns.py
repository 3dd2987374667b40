"""The columns of the reports, by the names of the contract (interfaces, section 5)."""

from collections.abc import Callable, Sequence
from typing import Final, get_type_hints

from bot.output.tables import Column, ColumnKind, attribute
from sla_core.reports.compliance import ComplianceRow
from sla_core.reports.log import COLUMNS, LogRow

_TYPES: Final = get_type_hints(LogRow)


def _log_column(name: str, of: str) -> Column:
    """A column whose kind follows from the name of its field, and from its type."""
    if of.endswith("_at_s"):
        return attribute(name, of, ColumnKind.INSTANT)
    if of.endswith("_seconds"):
        return attribute(name, of, ColumnKind.SECONDS)
    is_number = _TYPES[of] in (int, int | None)
    return attribute(name, of, ColumnKind.NUMBER if is_number else ColumnKind.TEXT)


LOG_COLUMNS: Final = [_log_column(name, of) for name, of in COLUMNS.items()]


def compliance_columns(by: Sequence[str]) -> list[Column]:
    """The groups, then what became of their clocks."""
    groups = [Column(name, _key(index)) for index, name in enumerate(by)]
    return [
        *groups,
        *_times("met"),
        *_times("missed"),
        attribute("cancelled", "cancelled", ColumnKind.NUMBER),
        attribute("open", "open", ColumnKind.NUMBER),
        attribute("compliance_pct", "compliance_pct", ColumnKind.PERCENT),
    ]


def _key(index: int) -> Callable[[ComplianceRow], str]:
    return lambda row: row.keys[index]


def _times(outcome: str) -> list[Column]:
    return [
        attribute(outcome, f"{outcome}.count", ColumnKind.NUMBER),
        attribute(f"avg_{outcome}_seconds", f"{outcome}.average_s", ColumnKind.SECONDS),
        attribute(f"max_{outcome}_seconds", f"{outcome}.maximum_s", ColumnKind.SECONDS),
        attribute(f"min_{outcome}_seconds", f"{outcome}.minimum_s", ColumnKind.SECONDS),
    ]
