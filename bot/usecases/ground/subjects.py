"""What a text is about: its first line, its hashtags, and whether it says anything in words."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.words.spelling import spelled
from bot.words.tags import LONGEST_TAG

SUBJECT_LENGTH: Final = 150
_LOOKED_AT: Final = 4 * SUBJECT_LENGTH
"""How much of a line is looked through for marks of formatting."""
_TAG: Final = re.compile(r"(?:(?<=\s)|^)#([^\W\d_][\w-]*)")
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?", re.IGNORECASE)
_PICTURES: Final = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Zs", "Cc"})
"""The categories of what emoji are made of, and of blanks."""
_UNSEEN: Final = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me"})
"""The categories of signs that nobody sees where they stand alone."""
_MARKS: Final = frozenset("*_~`>\u115f\u1160\u2800\u3164\uffa0")
"""What Slack makes formatting of, and letters that are blanks."""
_FENCE: Final = "```"
_QUOTED: Final = re.compile(r"^\s*(?:>\s*)+")
_MARKED: Final = re.compile(
    r"""(?<![^\s("'\[*_~`])([*_~`])(?=\S)([^*_~`]+)(?<=\S)\1(?![^\s)"'\].,:;!?*_~`])"""
)
"""Words that Slack shows bold, slanted, struck or as code."""
_OF_WORDS: Final = frozenset("LN")
"""The categories of letters and digits, by their first sign."""
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows, beyond the text they stand in."""


def first_line(text: str) -> str:
    """The first line of a text that says something, shortened to what a subject holds.

    One's own words come before what is quoted or shown as code, and both before a line without
    words. It stands among words of ours, so it keeps its own direction and turns nothing around it.
    """
    lines = list(_lines(_TURNING.sub("", text)))
    own_lines = (line for line, is_own in lines if is_own and _has_words(line))
    others = (line for line, _ in lines if _has_words(line))
    line = next(own_lines, None) or next(others, None) or next((line for line, _ in lines), "")
    line = _unmarked(line[:_LOOKED_AT])
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line without the marks of quotes and code, and whether its words are one's own."""
    is_code = False
    for line in text.splitlines():
        is_own = not (is_code or _QUOTED.match(line) or _FENCE in line)
        is_code ^= line.count(_FENCE) % 2 == 1
        content = _QUOTED.sub("", line).replace(_FENCE, " ").strip()
        if content:
            yield content, is_own


def _unmarked(line: str) -> str:
    """The words without the marks of their formatting, which would end that of ours around them."""
    while (bare := _MARKED.sub(r"\2", line)) != line:
        line = bare
    return line


def _has_words(line: str) -> bool:
    """Whether a line holds a letter or a digit that is not of an emoji's name."""
    return any(unicodedata.category(char)[0] in _OF_WORDS for char in _EMOJI.sub("", line))


def hashtags(*texts: str) -> tuple[str, ...]:
    """The words that begin with `#`, each once, in their order; an accent is part of its letter.

    One that is too long for a tag is left in the text alone.
    """
    composed = (unicodedata.normalize("NFC", spelled(text)) for text in texts)
    tags = (tag for text in composed for tag in _TAG.findall(text))
    return tuple(dict.fromkeys(tag for tag in tags if len(tag) <= LONGEST_TAG))


def shows_something(text: str) -> bool:
    """Whether a reader sees anything of a text: emoji count, blanks and mere formatting do not."""
    visible = (char for char in text if char not in _MARKS)
    return any(unicodedata.category(char) not in _UNSEEN for char in visible)


def says_something(text: str) -> bool:
    """Whether a text holds more than emoji, blanks and formatting."""
    characters = "".join(char for char in _EMOJI.sub("", text) if char not in _MARKS)
    return any(unicodedata.category(char) not in _PICTURES for char in characters)
