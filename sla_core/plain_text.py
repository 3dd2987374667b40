"""Names looked for as people type them: without case, accents and signs, by beginnings of words."""

import re
from typing import Final
from unicodedata import combining, normalize

_WORD: Final = re.compile(r"\w+")
WHOLE, BEGINNING, WITHIN = 0, 1, 2
"""How well a name fits: it is the text, it begins with it, it has its words."""


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and signs; an underscore is a blank."""
    bare = (letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
    return tuple(_WORD.findall("".join(bare).replace("_", " ")))


def match_rank(text: str, name: tuple[str, ...]) -> int | None:
    """How well a name fits a text, 0 the best; None where a word of the text begins none of it."""
    wanted = plain_words(text)
    if wanted == name:
        return WHOLE
    if " ".join(name).startswith(" ".join(wanted)):
        return BEGINNING
    fits = all(any(word.startswith(piece) for word in name) for piece in wanted)
    return WITHIN if fits else None
