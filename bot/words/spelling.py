"""Text from phones and pastes as a keyboard has it: the one reader of words.

Words are what we look for meaning in: commands, numbers, times, tags, the names of filters. What
people say to each other is none of it and stays as they typed it; so do the names of things, which
are compared by `named` instead.
"""

import re
from collections.abc import Iterable
from typing import Final

from sla_core.text_equality import folded

_NOT_SPELLED: Final = frozenset("<>&")
"""What Slack makes markup of is never made of anything else."""
_WIDE: Final = {
    code: chr(code - 0xFEE0)
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0) not in _NOT_SPELLED
}
"""The signs, digits and letters that Japanese and Chinese keyboards type, as wide as their own."""
_SIGNS: Final = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\u301d\u301e\u301f",
    "'": "\u2018\u2019\u201a\u201b\u2039\u203a\u02bc",
    "#": "\u2116",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000",
}
"""Dashes, quotes, number signs and blanks, by the key that means them."""
DASHES: Final = f"\\-{_SIGNS['-']}\uff0d"
"""All that a dash is typed with, as a class of a pattern."""
_KEYS: Final = {ord(sign): key for key, signs in _SIGNS.items() for sign in signs} | _WIDE
NO_WIDTH: Final = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
"""Characters without width, that only turn the direction of those around them: as a class of
a pattern."""
_UNSEEN: Final = re.compile(f"[{NO_WIDTH}]")
_JOINERS: Final = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
"""Joiners that join nothing; between letters of Persian and the parts of an emoji they do."""
_DOUBLE: Final = '"\uff02' + _SIGNS['"']
_SINGLE: Final = "'\uff07" + _SIGNS["'"]
QUOTES: Final = _DOUBLE + _SINGLE
"""All that a quote is typed with."""
_EDGE: Final = rf"[\s{NO_WIDTH}\u200c\u200d]*"
_QUOTED: Final = re.compile(
    rf"{_EDGE}(?:[{_DOUBLE}](?P<double>[^{_DOUBLE}]*)[{_DOUBLE}]"
    rf"|[{_SINGLE}](?P<single>(?:[^{_SINGLE}]|(?<=\w)[{_SINGLE}](?=\w))*)[{_SINGLE}]){_EDGE}"
)
"""A text between quotes of one key; an apostrophe within a word is none."""
_BEHIND: Final = ".,;"
"""What ends a sentence, and no value."""
_AT_ENDS: Final = " \t\r\n\"'"


def seen(text: str) -> str:
    """The text without what has no width."""
    return _JOINERS.sub("", _UNSEEN.sub("", text))


def spelled(text: str) -> str:
    """The text as a keyboard has it: plain dashes, quotes, blanks, digits and letters."""
    return seen(text.translate(_KEYS))


def unquoted(text: str) -> str:
    """A value without the quotes that enclose it and blanks around them, else as it was typed."""
    while (match := _QUOTED.fullmatch(text)) is not None:
        text = match["double"] if match["double"] is not None else match["single"]
    return text.strip()


def value_in(text: str) -> str:
    """The value that a person typed, for what it means: spelled, with no quote at its ends."""
    return spelled(text).strip(_AT_ENDS)


def number_in(text: str) -> str:
    """A number as it is counted with: its value, in the digits 0 to 9."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in value_in(text))


def duration_in(text: str) -> str:
    """A duration as it is reckoned with: `30m` of `"30 m"`, `4h` of `4 H.`."""
    return "".join(value_in(text).casefold().rstrip(_BEHIND).split())


def named(typed: str, names: Iterable[str]) -> str | None:
    """The name that was typed, of those there are; None where it is none of them, or either of two.

    The very name comes before one that is only spelled alike, quotes at its ends included or not.
    """
    candidates = list(names)
    for same in (folded, alike, _bare):
        target = same(typed.strip())
        matches = [name for name in candidates if same(name) == target]
        if matches:
            return matches[0] if len(set(map(folded, matches))) == 1 else None
    return None


def alike(name: str) -> str:
    """What is the same for all spellings of a name."""
    return folded(" ".join(spelled(name).split()))


def _bare(name: str) -> str:
    return alike(value_in(name))
