"""What somebody meant who wrote a word nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches

ENOUGH = 3
"""Letters that tell a word from others."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, case ignored; none when nothing comes close.

    One that alone begins with it, from three letters on, is meant.
    """
    words = {each.casefold(): each for each in known}
    begun = [each for each in words if each.startswith(word.casefold())]
    if len(begun) == 1 and len(word) >= ENOUGH:
        return words[begun[0]]
    found = get_close_matches(word.casefold(), words, n=1, cutoff=0.55)
    return words[found[0]] if found else None


def advice(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean X?``, or the list of what there is."""
    words = list(known)
    found = nearest(word, words)
    return f"did you mean {found}?" if found else f"use one of {', '.join(words)}"
