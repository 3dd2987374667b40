"""Where timelines come from: a file or standard input, of JSON lines or CSV.

Whatever it is, it ends as a file of JSON lines that can be read again from any place.
"""

import csv
import json
import shutil
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from bot.errors import UserFacingError
from bot.suggesting import advice
from bot.timelines.wrong import TimelinesRefused, WrongLine
from sla_core.tickets.mapping import CHECKS, REQUIRED

STANDARD_INPUT: Final = "-"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_JSON_SUFFIXES: Final = frozenset({".jsonl", ".json", ".ndjson"})
_COLUMNS: Final = tuple(dict.fromkeys(key for keys in CHECKS.values() for key in keys))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of JSON lines from `start` on; `lines` are the original's, where that is another."""

    name: str
    file: IO[bytes]
    start: int
    lines: "array[int] | None" = None

    def line_of(self, line: int) -> int:
        """The line of what the user gave that became this one."""
        return line if self.lines is None else self.lines[line - 1]


def opened(path: str) -> Source:
    """The source of a path, or of standard input for `-`; it is the caller's to close."""
    file = _spooled(sys.stdin.buffer) if path == STANDARD_INPUT else _file(path)
    start = len(_BYTE_ORDER_MARK) if file.read(3) == _BYTE_ORDER_MARK else 0
    file.seek(start)
    name = "standard input" if path == STANDARD_INPUT else path
    if not _is_csv(path, file.readline()):
        return Source(name, file, start)
    file.seek(start)
    with file:
        return _converted(name, file)


def _file(path: str) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise UserFacingError(f"{path}: {reason}") from None


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 the source's to close
    shutil.copyfileobj(stream, file)
    file.seek(0)
    return file


def _is_csv(path: str, first_line: bytes) -> bool:
    """By its name, else by a first line that names the column `ticket`."""
    suffix = Path(path).suffix.lower()
    if suffix in _JSON_SUFFIXES:
        return False
    looks_so = not first_line.lstrip().startswith(b"{") and b"ticket" in first_line
    return suffix == ".csv" or looks_so


def _converted(name: str, file: IO[bytes]) -> Source:
    """CSV as JSON lines: an empty cell is a key left out, or null where the key must be there."""
    lines = array("q")
    spool = TemporaryFile()  # noqa: SIM115 the source's to close
    try:
        with TextIOWrapper(file, encoding="utf-8", newline="") as text:
            for line, event in _events(name, text):
                lines.append(line)
                spool.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return Source(name, spool, 0, lines)


def _events(name: str, text: IO[str]) -> Iterator[tuple[int, Any]]:
    rows = csv.reader(text, strict=True)
    line = 1
    try:
        columns = next(rows, [])
        for column in columns:
            if column not in _COLUMNS:
                reason = f"there is no column {column!r}: {advice(column, _COLUMNS)}"
                raise TimelinesRefused(name, [WrongLine(line, reason)])
        line = rows.line_num + 1
        for cells in rows:
            if cells:
                yield line, _event(columns, cells)
            line = rows.line_num + 1
    except csv.Error as error:
        raise TimelinesRefused(name, [WrongLine(line, f"not CSV: {error}")]) from None
    except UnicodeDecodeError:
        reason = "not UTF-8: save the file as UTF-8"
        raise TimelinesRefused(name, [WrongLine(line, reason)]) from None


def _event(columns: list[str], cells: list[str]) -> Any:
    if len(cells) > len(columns):
        return f"{len(cells)} cells in {len(columns)} columns"
    given = dict(zip(columns, cells, strict=False))
    required = ("ticket", "at", "type", *REQUIRED.get(given.get("type", ""), ()))
    return {
        column: _READ.get(column, str)(cell) if cell else None
        for column, cell in given.items()
        if cell or column in required
    }


def _json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


_READ: Final[dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("tags", "fields", "links", "add", "remove"), _json),
    **dict.fromkeys(("cycle", "score", "from_invitation"), _json),
}
"""Columns that hold JSON; a cell that is none stays text, which the line's check refuses."""
