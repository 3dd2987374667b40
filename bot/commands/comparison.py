"""What `punctual simulate --compare` prints: totals before and after, then the clocks that flip."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, Final
from zoneinfo import ZoneInfo

from bot.output.tables import (
    Column,
    ColumnKind,
    Format,
    csv_header,
    csv_lines,
    json_lines,
    json_list,
    json_object,
    write,
)
from bot.simulation import Changes, Parts
from bot.simulation.columns import FLIP_COLUMNS, TOTALS_COLUMNS, TOTALS_TABLE, flip_table
from bot.simulation.comparison import Write
from sla_core.instants import iso

AS_LINES: Final[Mapping[Format, Write]] = {
    Format.CSV: partial(csv_lines, FLIP_COLUMNS),
    Format.JSON: partial(json_lines, FLIP_COLUMNS),
}
_KINDS: Final = [
    Column("before", lambda counted: counted[0][0]),
    Column("after", lambda counted: counted[0][1]),
    Column("clocks", lambda counted: counted[1], ColumnKind.NUMBER),
]


@dataclass(frozen=True, slots=True)
class FlipReport:
    """What changes, and the flips that were written; `--out` may have taken these."""

    changes: Changes
    flips: Parts
    until_s: int
    taken_by: str | None
    zone: ZoneInfo

    def show(self, fmt: Format, out: IO[str]) -> None:
        """Print all of it, the flips of a table only as far as they can be read."""
        _SHOW[fmt](self, out)


def write_flips(flips: Parts, out: IO[str]) -> None:
    """Write the CSV of all flips."""
    csv_header(FLIP_COLUMNS, out)
    flips.copy_to(out)


def _as_table(result: FlipReport, out: IO[str]) -> None:
    changes = result.changes
    write(TOTALS_TABLE, changes.totals(), Format.TABLE, out)
    kinds, examples = changes.kinds(), changes.examples()
    flipped = sum(count for _, count in kinds)
    if not flipped:
        out.write("\nNo clock flips.\n")
        return
    out.write(f"\n{flipped:,} {'clock flips' if flipped == 1 else 'clocks flip'}:\n")
    for (before, after), count in kinds:
        out.write(f"{count:>9,}  {before} → {after}\n")
    out.write("\n")
    write(flip_table(result.zone), examples, Format.TABLE, out)
    out.write(f"Times in {result.zone.key}.")
    if more := flipped - len(examples):
        where = "--out FILE takes all" if result.taken_by is None else f"all in {result.taken_by}"
        out.write(f" And {more:,} more: {where}.")
    out.write("\n")


def _as_csv(result: FlipReport, out: IO[str]) -> None:
    if result.taken_by is not None:
        write(TOTALS_COLUMNS, result.changes.totals(), Format.CSV, out)
    else:
        write_flips(result.flips, out)


def _as_json(result: FlipReport, out: IO[str]) -> None:
    lists: dict[str, Iterable[str]] = {
        "totals": _json(TOTALS_COLUMNS, result.changes.totals()),
        "kinds": _json(_KINDS, result.changes.kinds()),
    }
    if result.taken_by is None:
        lists["flips"] = result.flips.lines()
    out.write(f'{{\n"judged_at": "{iso(result.until_s)}"')
    for name, lines in lists.items():
        out.write(f',\n"{name}": ')
        json_list(lines, out)
    out.write("\n}\n")


def _json(columns: list[Column], rows: Iterable[object]) -> Iterable[str]:
    return (json.dumps(json_object(columns, row), ensure_ascii=False) for row in rows)


_SHOW: Final = {Format.TABLE: _as_table, Format.CSV: _as_csv, Format.JSON: _as_json}
