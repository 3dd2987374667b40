"""What somebody meant who wrote a word nobody knows."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.wording.language import gettext as _

ENOUGH = 3
"""Letters that tell a word from others."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, case ignored; none when nothing comes close.

    One that alone begins with it, from three letters on, is meant.
    """
    words = {name.casefold(): name for name in known}
    candidates = [name for name in words if name.startswith(word.casefold())]
    if len(candidates) == 1 and len(word) >= ENOUGH:
        return words[candidates[0]]
    matches = get_close_matches(word.casefold(), words, n=1, cutoff=0.55)
    return words[matches[0]] if matches else None


def advice(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean X?``, or the list of what there is."""
    words = list(known)
    suggestion = nearest(word, words)
    if suggestion is None:
        return _("use one of {names}").format(names=", ".join(words))
    return _("did you mean {meant}?").format(meant=suggestion)
