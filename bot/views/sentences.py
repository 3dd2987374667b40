"""Messages that are one sentence of `bot.wording` with facts in it, whoever reads them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, str | int]
"""What a sentence's blanks are filled with, by their names."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with facts in it; texts of people in it ping nobody, and are cut where long."""

    sentence: Callable[..., str]
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence with the words of a person in it: its fact ``text`` is never cut short."""

    sentence: Callable[..., str]
    facts: Facts = field(default_factory=dict)
