"""Durations as people write them: `1h`, `1 hour`, `4h 30m`, `90 min`, `1.5h`.

Each language has its own words beside these.
"""

import re
from fractions import Fraction
from typing import Final

from bot.wording.language import Sentence, later
from bot.words.spelling import value_in
from sla_core.durations import parse_duration
from sla_core.errors import SlaError

hours: Final = later("h, hr, hrs, hour, hours")
minutes: Final = later("m, min, mins, minute, minutes")
seconds: Final = later("s, sec, secs, second, seconds")
days: Final = later("d, day, days, business day, business days")
weeks: Final = later("w, week, weeks")

_UNITS: Final[tuple[tuple[Sentence, int], ...]] = ((hours, 3600), (minutes, 60), (seconds, 1))
_LATIN: Final = {"h": 3600, "m": 60, "s": 1}
_PIECE: Final = re.compile(r"(\d{1,9}(?:[.,]\d{1,4})?)\s*([^\d.,;]+)[.,;]?\s*")
_JOINING: Final = re.compile(r"\s+(?:and|&|\+)\s+")


def typed_duration(text: str) -> int:
    """Return the whole seconds of a duration as it was typed.

    Raises `SlaError`: `days` for days and weeks, which have no fixed number of business hours, and
    `no_duration` for anything else that is none.
    """
    written = value_in(text).casefold().strip().rstrip(".")
    amounts = [_amount(*piece) for piece in _pieces(_JOINING.sub(" ", written))]
    total = sum(amounts, Fraction())
    if total.denominator != 1:
        raise SlaError("no_duration")
    return int(total)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Each number with the unit behind it; `no_duration` where anything else stands."""
    pieces, place = [], 0
    while match := _PIECE.match(text, place):
        pieces.append((match[1], match[2].strip()))
        place = match.end()
    if not pieces or place != len(text):
        return _without_unit(text)
    return pieces


def _without_unit(text: str) -> list[tuple[str, str]]:
    parse_duration("".join(text.split()))  # raises what is wrong, but for `1h30m`
    raise SlaError("no_duration")


def _amount(number: str, unit: str) -> Fraction:
    if unit in _words(days) | _words(weeks):
        raise SlaError("days")
    size = _sizes().get(unit)
    if size is None:
        raise SlaError("no_duration")
    return Fraction(number.replace(",", ".")) * size


def _sizes() -> dict[str, int]:
    """The seconds of each unit by its words, in the language of the moment and in short."""
    words = {word: size for unit, size in _UNITS for word in _words(unit)}
    return {**words, **_LATIN}


def _words(unit: Sentence) -> set[str]:
    return {word.strip().casefold() for word in unit().split(",")}
