"""What a text is about: its first line, its hashtags, and whether it says anything in words."""

import re
import unicodedata
from typing import Final

SUBJECT_LENGTH: Final = 150
_TAG: Final = re.compile(r"(?:(?<=\s)|^)#([^\W\d_][\w-]*)")
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?", re.IGNORECASE)
_PICTURES: Final = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Zs", "Cc"})
"""The categories of what emoji are made of, and of blanks."""
_UNSEEN: Final = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me"})
"""The categories of signs that nobody sees where they stand alone."""
_MARKS: Final = frozenset("*_~`>\u115f\u1160\u2800\u3164\uffa0")
"""What Slack makes formatting of, and letters that are blanks."""
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows, beyond the text they stand in."""


def first_line(text: str) -> str:
    """The first line of a text, shortened to what a subject holds.

    It stands among words of ours, so it keeps its own direction and turns nothing around it.
    """
    lines = (_TURNING.sub("", each).strip() for each in text.splitlines())
    line = next(filter(None, lines), "")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def hashtags(*texts: str) -> tuple[str, ...]:
    """The words that begin with `#`, each once, in their order; an accent is part of its letter."""
    composed = (unicodedata.normalize("NFC", text) for text in texts)
    return tuple(dict.fromkeys(tag for text in composed for tag in _TAG.findall(text)))


def shows_something(text: str) -> bool:
    """Whether a reader sees anything of a text: emoji count, blanks and mere formatting do not."""
    seen = (each for each in text if each not in _MARKS)
    return any(unicodedata.category(each) not in _UNSEEN for each in seen)


def says_something(text: str) -> bool:
    """Whether a text holds more than emoji, blanks and formatting."""
    rest = "".join(each for each in _EMOJI.sub("", text) if each not in _MARKS)
    return any(unicodedata.category(each) not in _PICTURES for each in rest)
