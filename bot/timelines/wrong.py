"""Lines that are no event of a timeline, reported by number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.errors import UserFacingError

SHOWN: Final = 10


@dataclass(frozen=True, slots=True, order=True)
class WrongLine:
    """A line, counted from 1, and what is wrong with it."""

    line: int
    reason: str


class TimelinesRefused(UserFacingError):
    """A file of which nothing was taken in: its first wrong lines, and how many there are."""

    def __init__(self, name: str, wrong: Iterable[WrongLine]) -> None:
        self.wrong = sorted(wrong)
        shown = [f"{name}:{each.line}: {each.reason}" for each in self.wrong[:SHOWN]]
        if len(self.wrong) > SHOWN:
            shown.append(f"{name}: {len(self.wrong)} wrong lines, nothing was taken in")
        super().__init__("\n".join(shown))
