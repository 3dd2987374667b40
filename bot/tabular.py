"""Rows for people and programs: a table in the terminal, JSON, or CSV.

A column knows its name, how to get its value from a row, and what kind of value that is. CSV and
JSON carry instants as `2026-03-02T08:55:00Z` and durations in seconds; a table shows both as people
read them. Nothing a person typed can become a formula in a spreadsheet or a command in a terminal.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import IO, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import UserFacingError
from bot.suggesting import advice
from sla_core.instants import iso

T = TypeVar("T")
DASH: Final = "-"
_FORMULA_STARTS: Final = frozenset("=+-@\t\r")
_WIDE: Final = 240


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Kind(StrEnum):
    """What a column holds: text, a number, whole seconds since 1970, seconds, or percent."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"
    SECONDS = "seconds"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    """A named value of every row; None where a row has none."""

    name: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT


def attribute(name: str, of: str, kind: Kind = Kind.TEXT) -> Column:
    """The column of an attribute."""
    return Column(name, attrgetter(of), kind)


def chosen(columns: Sequence[Column], names: str | None) -> list[Column]:
    """The columns of a comma-separated list of names, in its order; all without one."""
    if names is None:
        return list(columns)
    return [_named(columns, name.strip()) for name in names.split(",")]


def ordered(rows: Sequence[Any], columns: Sequence[Column], order: str | None) -> list[Any]:
    """The rows sorted by `COLUMN` or `COLUMN:desc`; those without a value come last."""
    if order is None:
        return list(rows)
    name, _, direction = order.partition(":")
    if direction not in ("", "asc", "desc"):
        raise UserFacingError(f"--sort {order}: give COLUMN, COLUMN:asc or COLUMN:desc")
    value = _named(columns, name).value
    with_value = [row for row in rows if value(row) is not None]
    without = [row for row in rows if value(row) is None]
    return sorted(with_value, key=value, reverse=direction == "desc") + without


def _named(columns: Sequence[Column], name: str) -> Column:
    for column in columns:
        if column.name == name:
            return column
    known = [column.name for column in columns]
    raise UserFacingError(f"there is no column {name!r}: {advice(name, known)}")


def write(
    columns: Sequence[Column],
    rows: Iterable[Any],
    fmt: Format,
    out: IO[str],
    zone: ZoneInfo | None = None,
) -> None:
    """Print the rows; a table shows instants in `zone`, UTC unless given."""
    if fmt is Format.CSV:
        csv_header(columns, out)
        for _ in csv_lines(columns, rows, out):
            pass
    elif fmt is Format.JSON:
        _write_json(columns, rows, out)
    else:
        _write_table(columns, rows, out, zone or ZoneInfo("UTC"))


def csv_header(columns: Sequence[Column], out: IO[str]) -> None:
    """Write the first line of a CSV: the names of its columns."""
    csv.writer(out, lineterminator="\n").writerow([column.name for column in columns])


def csv_lines(columns: Sequence[Column], rows: Iterable[T], out: IO[str]) -> Iterator[T]:
    """Write the lines of a CSV, each when its row is asked for; the rows are passed on."""
    writerow = csv.writer(out, lineterminator="\n").writerow
    values = [column.value for column in columns]
    instants = _places(columns, Kind.INSTANT)
    texts = _places(columns, Kind.TEXT)
    percents = _places(columns, Kind.PERCENT)
    for row in rows:
        cells = [value(row) for value in values]
        for place in instants:
            if (instant_s := cells[place]) is not None:
                cells[place] = iso(instant_s)
        for place in texts:
            if (text := cells[place]) and text[0] in _FORMULA_STARTS:
                cells[place] = f"'{text}"
        for place in percents:
            cells[place] = _percent(cells[place])
        writerow(cells)
        yield row


def _places(columns: Sequence[Column], kind: Kind) -> list[int]:
    return [place for place, column in enumerate(columns) if column.kind is kind]


def _write_json(columns: Sequence[Column], rows: Iterable[Any], out: IO[str]) -> None:
    separator = "[\n"
    for row in rows:
        record = {column.name: _plain(column.value(row), column.kind) for column in columns}
        out.write(separator + json.dumps(record, ensure_ascii=False))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _plain(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind is Kind.INSTANT:
        return iso(value)
    return round(value, 1) if kind is Kind.PERCENT else value


def _write_table(
    columns: Sequence[Column], rows: Iterable[Any], out: IO[str], zone: ZoneInfo
) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        is_text = column.kind in (Kind.TEXT, Kind.INSTANT)
        heading = column.name.removesuffix("_seconds").replace("_pct", " %").replace("_", " ")
        table.add_column(heading, justify="left" if is_text else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(column, row, zone)) for column in columns))
    console = Console(file=out, highlight=False)
    if not console.is_terminal:
        console = Console(file=out, highlight=False, width=_WIDE)
    console.print(table)


def _shown(column: Column, row: Any, zone: ZoneInfo) -> str:
    value = column.value(row)
    if column.kind is Kind.PERCENT:
        return _percent(value)
    if value is None:
        return ""
    if column.kind is Kind.INSTANT:
        return f"{datetime.fromtimestamp(value, zone):%Y-%m-%d %H:%M:%S}"
    return human(value) if column.kind is Kind.SECONDS else printable(str(value))


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{value:.1f}"


def human(seconds: int) -> str:
    """`2 h 10 min` of 7,800 seconds; the two largest units, and hours are never days."""
    sign, rest = ("-" if seconds < 0 else ""), abs(seconds)
    hours, minutes, second = rest // 3600, rest // 60 % 60, rest % 60
    parts = [(hours, "h"), (minutes, "min"), (second, "s")]
    while len(parts) > 1 and not parts[0][0]:
        parts.pop(0)
    shown = [f"{amount} {unit}" for amount, unit in parts[:2] if amount]
    return sign + " ".join(shown or ["0 s"])


def printable(text: str) -> str:
    """The text without anything that could move a terminal's cursor or change its colours."""
    return "".join(each if each.isprintable() else " " for each in text)
