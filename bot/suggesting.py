"""What somebody meant who wrote a word nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, case ignored; none when nothing comes close."""
    words = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold(), words, n=1, cutoff=0.55)
    return words[found[0]] if found else None


def advice(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean X?``, or the list of what there is."""
    words = list(known)
    found = nearest(word, words)
    return f"did you mean {found}?" if found else f"use one of {', '.join(words)}"
