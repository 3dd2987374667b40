"""Long text as several messages: Slack splits, or refuses, one of more than about 4,000 characters.

What is cut is escaped already. Nothing is torn that means something as a whole: an entity, a
mention, a link, an emoji; code that goes on in the next piece is code there too, and a quote a
quote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import category

PIECE: Final = 3_900
"""Characters of one message's text."""

_FENCE: Final = "```"
_CLOSED, _OPENED = f"\n{_FENCE}", f"{_FENCE}\n"
_FLAG: Final = "[\U0001f1e6-\U0001f1ff]{2}"
_ATOM: Final = re.compile(
    rf"{_FENCE}|<[^<>]+>|&(?:amp|lt|gt);|:[a-z0-9_+'-]+:|{_FLAG}|.", re.DOTALL
)
_QUOTED: Final = re.compile(r"(?:&gt; ?){1,3}")
_ZERO_WIDTH_JOINER: Final = "\u200d"


def in_pieces(text: str, most: int = PIECE) -> list[str]:
    """Cut escaped text into pieces of at most so many characters, at lines, else at words.

    The break at which it is cut is left out; there is always a piece, and none is blank but where
    all of the text is.
    """
    return [piece for piece in _cut(text, most) if piece.strip()] or [" "]


def _cut(text: str, most: int) -> Iterator[str]:
    opening, tail = "", text
    while tail and len(opening) + len(tail) > most:
        is_code = opening == _OPENED
        at = _Places(is_code=is_code).best(tail, most - len(opening) - len(_CLOSED))
        piece, tail = tail[:at], tail[at:]
        is_code ^= piece.count(_FENCE) % 2 == 1
        yield f"{opening}{piece}{_CLOSED if is_code else ''}"
        opening = _OPENED if is_code else "" if tail.startswith("\n") else _quoted(opening, piece)
        tail = tail[1:] if tail[:1] in ("\n", " ") else tail
        if is_code and tail.lstrip().startswith(_FENCE):
            opening, tail = "", tail.lstrip().removeprefix(_FENCE)
    yield opening + tail


def _quoted(opening: str, piece: str) -> str:
    """What makes a quote of a line that goes on, where its beginning was one."""
    line = (opening + piece).rpartition("\n")[2]
    match = _QUOTED.match(line)
    return match[0] if match else ""


@dataclass(slots=True)
class _Places:
    """Where a text may be cut: at the last line's end, the last blank, between two characters."""

    is_code: bool
    outside_code: int = 0
    line: int = 0
    blank: int = 0
    anywhere: int = 0

    def best(self, text: str, most: int) -> int:
        """The place to cut at: a line's end, unless that would leave the piece half empty."""
        self._look(text, most)
        half = most // 2
        late = (at for at in (self.outside_code, self.line, self.blank) if at >= half)
        return next(late, 0) or self.line or self.blank or self.anywhere or max(most, 1)

    def _look(self, text: str, most: int) -> None:
        is_bare = self.is_code
        """Whether the fence has nothing behind it yet: it would be left at the end of a piece."""
        for atom in _ATOM.finditer(text):
            start, end = atom.span()
            if start > most:
                return
            if atom[0] in ("\n", " "):
                if not is_bare:
                    self._note(atom[0], start)
                continue
            is_bare = atom[0] == _FENCE and not self.is_code
            self.is_code ^= atom[0] == _FENCE
            if end <= most and not is_bare and not _is_joined(text, end):
                self.anywhere = end

    def _note(self, blank: str, at: int) -> None:
        if blank == " ":
            self.blank = at
            return
        self.line = at
        if not self.is_code:
            self.outside_code = at


def _is_joined(text: str, at: int) -> bool:
    """Whether the characters around a place are shown as one: an accent, a family."""
    if at >= len(text):
        return False
    left, right = text[at - 1], text[at]
    is_added = category(right).startswith("M") or "\U0001f3fb" <= right <= "\U0001f3ff"
    is_tag = "\U000e0020" <= right <= "\U000e007f"
    return is_added or is_tag or _ZERO_WIDTH_JOINER in (left, right)
