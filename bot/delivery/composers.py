"""Functions that make texts for delivery, which knows neither alarms nor whom to tell."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery import links, storms
from bot.delivery.links import Link
from bot.delivery.storms import Digest

Notice = Callable[[], bool]
"""Tells people, in transactions of its own, what was refused of theirs; whether there was any."""


def nobody_asks() -> bool:
    """The notice where nobody has to be told."""
    return False


@dataclass(frozen=True, slots=True)
class Composers:
    """How several alarms are one message, how one leads to its card, who is told of refusals."""

    digest: Digest = storms.in_lines
    link: Link = links.plain
    notice: Notice = nobody_asks
