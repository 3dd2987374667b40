"""Rows for people and programs: a table in the terminal, JSON, or CSV.

A column knows its name, how to get its value from a row, and what kind of value that is. CSV and
JSON carry instants as `2026-03-02T08:55:00Z` and durations in seconds; a table shows both as people
read them. Nothing a person typed can become a formula in a spreadsheet or a command in a terminal.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import IO, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.errors import UserFacingError
from bot.wording.suggestions import advice
from sla_core.instants import iso

T = TypeVar("T")
DASH: Final = "-"
_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The signs with which a spreadsheet begins a formula, as wide as Japanese ones too."""
_BEHIND_SEMICOLON: Final = re.compile(
    f"(;)(?=[\\s\"']*[{re.escape(''.join(sorted(_FORMULA_STARTS)))}])"
)
"""Where a cell would begin with a formula: half of Europe separates them by a semicolon."""
_SUSPECT: Final = _FORMULA_STARTS | {" "}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that move a cursor, end a line or turn the direction of text."""
_WIDE: Final = 240


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ColumnKind(StrEnum):
    """What a column holds: text, a number, whole seconds since 1970, seconds, or percent."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"
    SECONDS = "seconds"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Column:
    """A named value of every row; None where a row has none. `of` names a row's attribute."""

    name: str
    value: Callable[[Any], Any]
    kind: ColumnKind = ColumnKind.TEXT
    of: str | None = None


def attribute(name: str, of: str, kind: ColumnKind = ColumnKind.TEXT) -> Column:
    """The column of an attribute."""
    return Column(name, attrgetter(of), kind, of)


def chosen(columns: Sequence[Column], names: str | None) -> list[Column]:
    """The columns of a comma-separated list of names, in its order; all without one."""
    if names is None:
        return list(columns)
    return [_column_called(columns, name.strip()) for name in names.split(",")]


def ordered(rows: Sequence[Any], columns: Sequence[Column], order: str | None) -> list[Any]:
    """The rows sorted by `COLUMN` or `COLUMN:desc`; those without a value come last."""
    if order is None:
        return list(rows)
    name, _, direction = order.partition(":")
    if direction not in ("", "asc", "desc"):
        raise UserFacingError(f"--sort {order}: give COLUMN, COLUMN:asc or COLUMN:desc")
    value = _column_called(columns, name).value
    with_value = [row for row in rows if value(row) is not None]
    without = [row for row in rows if value(row) is None]
    return sorted(with_value, key=value, reverse=direction == "desc") + without


def _column_called(columns: Sequence[Column], name: str) -> Column:
    for column in columns:
        if column.name == name:
            return column
    names = [column.name for column in columns]
    raise UserFacingError(f"there is no column {name!r}: {advice(name, names)}")


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
    cells_of = _cells(columns)
    instants = _positions(columns, ColumnKind.INSTANT)
    texts = _positions(columns, ColumnKind.TEXT)
    percents = _positions(columns, ColumnKind.PERCENT)
    for row in rows:
        cells = cells_of(row)
        for index in instants:
            if (instant_s := cells[index]) is not None:
                cells[index] = _known_instant(instant_s)
        for index in texts:
            if (text := cells[index]) and (
                text[0] in _SUSPECT or ";" in text or not text.isprintable()
            ):
                cells[index] = _guarded(text)
        for index in percents:
            cells[index] = _percent(cells[index])
        writerow(cells)
        yield row


def _guarded(text: str) -> str:
    """A text of one line that no spreadsheet takes for a formula, nor what stands behind a `;`."""
    clean: str = _BEHIND_SEMICOLON.sub(r"\1'", without_control(text))
    begins = text[0] in _FORMULA_STARTS or clean.lstrip()[:1] in _FORMULA_STARTS
    return f"'{clean}" if begins else clean


_known_instant = lru_cache(maxsize=4096)(iso)
"""Rows that follow each other share instants: clocks start together, and stop when decided."""


def _cells(columns: Sequence[Column]) -> Callable[[Any], list[Any]]:
    """Gets the values of a row; all at once where they are attributes, as a log has millions."""
    paths = [column.of for column in columns if column.of is not None]
    if len(paths) == len(columns) > 1:
        values = attrgetter(*paths)
        return lambda row: list(values(row))
    return lambda row: [column.value(row) for column in columns]


def _positions(columns: Sequence[Column], kind: ColumnKind) -> list[int]:
    return [index for index, column in enumerate(columns) if column.kind is kind]


def json_lines(columns: Sequence[Column], rows: Iterable[T], out: IO[str]) -> Iterator[T]:
    """Write one JSON object a line, each when its row is asked for; the rows are passed on."""
    for row in rows:
        out.write(json.dumps(json_object(columns, row), ensure_ascii=False) + "\n")
        yield row


def json_object(columns: Sequence[Column], row: Any) -> dict[str, Any]:
    """The values of a row by the names of their columns."""
    return {column.name: _plain(column.value(row), column.kind) for column in columns}


def json_list(lines: Iterable[str], out: IO[str]) -> None:
    """Write JSON values, one a line, as one list."""
    separator = "[\n"
    for line in lines:
        out.write(separator + line.removesuffix("\n"))
        separator = ",\n"
    out.write("[]" if separator == "[\n" else "\n]")


def _write_json(columns: Sequence[Column], rows: Iterable[Any], out: IO[str]) -> None:
    records = (json.dumps(json_object(columns, row), ensure_ascii=False) for row in rows)
    json_list(records, out)
    out.write("\n")


def _plain(value: Any, kind: ColumnKind) -> Any:
    if value is None:
        return None
    if kind is ColumnKind.INSTANT:
        return iso(value)
    return round(value, 1) if kind is ColumnKind.PERCENT else without_control(value)


def _write_table(
    columns: Sequence[Column], rows: Iterable[Any], out: IO[str], zone: ZoneInfo
) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        is_text = column.kind in (ColumnKind.TEXT, ColumnKind.INSTANT)
        heading = column.name.removesuffix("_seconds").replace("_pct", " %").replace("_", " ")
        table.add_column(heading, justify="left" if is_text else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(column, row, zone)) for column in columns))
    console = Console(file=out, highlight=False)
    if not console.is_terminal:
        console = Console(file=out, highlight=False, width=_WIDE)
    console.print(table)


def _shown(column: Column, row: Any, zone: ZoneInfo) -> str:
    if column.kind is ColumnKind.PERCENT:
        return _percent(column.value(row))
    return shown(column.value(row), column.kind, zone)


def shown(value: Any, kind: ColumnKind, zone: ZoneInfo) -> str:
    """A value as people read it; nothing of None."""
    if value is None:
        return ""
    if kind is ColumnKind.PERCENT:
        return _percent(value)
    if kind is ColumnKind.INSTANT:
        return f"{datetime.fromtimestamp(value, zone):%Y-%m-%d %H:%M:%S}"
    return human(value) if kind is ColumnKind.SECONDS else printable(str(value))


def change(before: Any, after: Any, kind: ColumnKind, zone: ZoneInfo) -> str:
    """A value before and after as people read it: once where both read the same."""
    before_text, after_text = (shown(value, kind, zone) or DASH for value in (before, after))
    return before_text if before_text == after_text else f"{before_text} → {after_text}"


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{value:.1f}"


def human(seconds: int) -> str:
    """`2 h 10 min` of 7,800 seconds; the two largest units, and hours are never days."""
    sign, remainder = ("-" if seconds < 0 else ""), abs(seconds)
    hours, minutes, second = remainder // 3600, remainder // 60 % 60, remainder % 60
    parts = [(hours, "h"), (minutes, "min"), (second, "s")]
    while len(parts) > 1 and not parts[0][0]:
        parts.pop(0)
    texts = [f"{amount} {unit}" for amount, unit in parts[:2] if amount]
    return sign + " ".join(texts or ["0 s"])


def without_control(value: Any) -> Any:
    """The text, or all texts of a JSON value, with a blank for what is an order and no sign."""
    if isinstance(value, str):
        return value if value.isprintable() else _CONTROL.sub(" ", value)
    if isinstance(value, dict):
        return {name: without_control(item) for name, item in value.items()}
    return [without_control(item) for item in value] if isinstance(value, list) else value


def printable(text: str) -> str:
    """The text without anything that could move a terminal's cursor or change its colours."""
    return "".join(character if character.isprintable() else " " for character in text)
