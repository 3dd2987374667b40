"""Where timelines come from: a file or standard input, of JSON lines or CSV.

Whatever it is, it ends as a file of JSON lines that can be read again from any place.
"""

import csv
import json
import os
import shutil
import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

from bot.errors import UserFacingError
from bot.simulation.progress import Advance, progress
from bot.simulation.timelines.wrong import TimelinesRefused, WrongLine, WrongLines
from bot.wording.suggestions import advice
from sla_core.tickets.event_fields import CHECKS, REQUIRED

STANDARD_INPUT: Final = "-"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_JSON_SUFFIXES: Final = frozenset({".jsonl", ".json", ".ndjson"})
_LONGEST_CELL: Final = 2**31 - 1
_IN_EVERY_ROW: Final = ("ticket", "at", "type")
_COLUMNS: Final = tuple(dict.fromkeys(key for keys in CHECKS.values() for key in keys))


@dataclass(frozen=True, slots=True)
class Source:
    """A file of JSON lines from `start` on.

    Where it was made from something else, `lines` are the lines there, and `wrong` those that
    could not be made JSON.
    """

    name: str
    file: IO[bytes]
    start: int
    lines: "array[int] | None" = None
    wrong: WrongLines = field(default_factory=WrongLines)

    @property
    def size(self) -> int:
        """How many bytes there are to read."""
        return os.fstat(self.file.fileno()).st_size - self.start

    def wrong_with(self, found: WrongLines) -> WrongLines:
        """All that is wrong with what was given, once its JSON lines were judged."""
        if self.lines is None:
            return found
        numbered = (
            WrongLine(self.lines[wrong_line.line - 1], wrong_line.reason)
            for wrong_line in found.first
        )
        wrong = WrongLines(*self.wrong.first, *numbered)
        wrong.count = self.wrong.count + found.count
        return wrong


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
    """The file of a path; a pipe is copied to one first."""
    try:
        file = Path(path).open("rb")  # noqa: SIM115 the source's to close
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise UserFacingError(f"{path}: {reason}") from None
    if file.seekable():
        return file
    with file:
        return _spooled(file)


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
    lines, wrong = array("q"), WrongLines()
    spool = TemporaryFile()  # noqa: SIM115 the source's to close
    size = os.fstat(file.fileno()).st_size
    try:
        with progress("Reading", size) as advance:
            for line, event in _events(name, _texts(name, file, advance)):
                if isinstance(event, str):
                    wrong.add(WrongLine(line, event))
                else:
                    lines.append(line)
                    spool.write(json.dumps(event).encode() + b"\n")
    except BaseException:
        spool.close()
        raise
    spool.flush()
    return Source(name, spool, 0, lines, wrong)


def _texts(name: str, file: IO[bytes], advance: Advance) -> Iterator[str]:
    for line, raw in enumerate(file, 1):
        try:
            yield raw.decode()
        except UnicodeDecodeError:
            reason = "not UTF-8: save the file as UTF-8"
            raise _refused(name, line, reason) from None
        advance(len(raw))


def _events(name: str, texts: Iterator[str]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each row's first line with its event, or with what is wrong with it."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(texts, strict=True)
    line = 1
    try:
        columns = next(rows, None)
        if columns is None:
            return
        if problem := _wrong_header(columns):
            raise _refused(name, line, problem)
        line = rows.line_num + 1
        for cells in rows:
            if cells:
                yield line, _event(columns, cells)
            line = rows.line_num + 1
    except csv.Error as error:
        raise _refused(name, line, f"not CSV: {error}") from None


def _wrong_header(columns: list[str]) -> str | None:
    """What is wrong with the names of the columns."""
    if len(columns) == 1 and ";" in columns[0]:
        return "the columns are separated by semicolons: save the file with commas"
    for index, column in enumerate(columns):
        if column not in _COLUMNS:
            return f"there is no column {column!r}: {advice(column, _COLUMNS)}"
        if column in columns[:index]:
            return f"the column {column!r} is there twice: remove one of them"
    for column in _IN_EVERY_ROW:
        if column not in columns:
            return f"there is no column {column!r}: add it"
    return None


def _event(columns: list[str], cells: list[str]) -> dict[str, Any] | str:
    if len(cells) > len(columns):
        return f"{len(cells)} cells in {len(columns)} columns: quote a cell that holds a comma"
    row = dict(zip(columns, cells, strict=False))
    required = (*_IN_EVERY_ROW, *REQUIRED.get(row.get("type", ""), ()))
    return {
        column: _READ.get(column, str)(cell) if cell else None
        for column, cell in row.items()
        if cell or column in required
    }


def _refused(name: str, line: int, reason: str) -> TimelinesRefused:
    return TimelinesRefused(name, WrongLines(WrongLine(line, reason)))


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
