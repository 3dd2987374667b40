"""The columns of the reports, by the names of the contract (interfaces, section 5)."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.output.tables import Column, ColumnKind, attribute
from sla_core.reports.compliance import ComplianceRow
from sla_core.reports.log import COLUMNS, LogRow


def _log_column(name: str, of: str) -> Column:
    if name == "cycle":
        return attribute(name, of, ColumnKind.NUMBER)
    if of.endswith("_at_s"):
        return attribute(name, of, ColumnKind.INSTANT)
    return attribute(name, of, ColumnKind.SECONDS if name.endswith("_seconds") else ColumnKind.TEXT)


LOG_COLUMNS: Final = [
    _log_column(name, of) for name, of in zip(COLUMNS, LogRow._fields, strict=False)
]


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
