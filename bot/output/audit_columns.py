"""The columns of the audit log, in their order."""

import json
from typing import Any, Final

from bot.output.tables import Column, ColumnKind, attribute
from sla_core.instants import to_s

_WHAT: Final = [
    Column("at", lambda row: to_s(row.at), ColumnKind.INSTANT),
    attribute("actor", "actor"),
    attribute("action", "action"),
    attribute("subject", "subject"),
    attribute("way", "way"),
    attribute("way_name", "way_name"),
]
_LINK: Final = [
    attribute("chain", "chain"),
    attribute("seq", "seq", ColumnKind.NUMBER),
]


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


AUDIT_COLUMNS: Final = [
    *_WHAT,
    Column("before", lambda row: _as_json(row.before)),
    Column("after", lambda row: _as_json(row.after)),
    *_LINK,
    attribute("hash", "hash"),
]
"""For programs: before and after as JSON."""


def table_columns(changes: Any) -> list[Column]:
    """For people: what changed in a line, as a function of the row."""
    return [*_WHAT, Column("change", changes), *_LINK]
