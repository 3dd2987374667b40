"""The lines of a file, or of a part of it, that several processes may read at once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from itertools import islice, pairwise
from typing import IO, Final

LINES_AT_ONCE: Final = 1024
_BUFFER_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class ByteSpan:
    """Bytes ``[start, end)`` of a file: whole lines."""

    start: int
    end: int

    def read(self, file: IO[bytes]) -> bytes:
        """All of it, as it stands in the file."""
        return os.pread(file.fileno(), self.end - self.start, self.start)

    def lines(self, file: IO[bytes]) -> Iterator[list[bytes]]:
        """Its lines with their ends, some at a time."""
        with BufferedReader(_Bytes(file, self), _BUFFER_BYTES) as lines:
            while some := list(islice(lines, LINES_AT_ONCE)):
                yield some


class _Bytes(RawIOBase):
    """The bytes of a span, read without moving the place in the file that processes share."""

    def __init__(self, file: IO[bytes], span: ByteSpan) -> None:
        self._fd = file.fileno()
        self._at, self._end = span.start, span.end

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next, and return how many bytes that is."""
        data = os.pread(self._fd, min(len(buffer), self._end - self._at), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def spans(file: IO[bytes], start: int, size: int) -> list[ByteSpan]:
    """The file from an offset on in spans of so many bytes, and the rest of the line each ends in.

    There are none of a file that is empty from there on.
    """
    end = os.fstat(file.fileno()).st_size
    cuts = [start]
    while cuts[-1] < end:
        cuts.append(_line_end(file, min(cuts[-1] + size, end), end))
    return [ByteSpan(*edges) for edges in pairwise(cuts)]


def _line_end(file: IO[bytes], at: int, end: int) -> int:
    """The first offset from `at` on at which a line begins; the file's end where none does."""
    with BufferedReader(_Bytes(file, ByteSpan(at - 1, end)), _BUFFER_BYTES) as reader:
        return at - 1 + len(reader.readline())
