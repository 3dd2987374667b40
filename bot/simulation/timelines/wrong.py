"""Lines that are no event of a timeline, reported by number."""

from bisect import insort
from dataclasses import dataclass
from typing import Final

from bot.errors import UserFacingError

SHOWN: Final = 10


@dataclass(frozen=True, slots=True, order=True)
class WrongLine:
    """A line, counted from 1, and what is wrong with it."""

    line: int
    reason: str


class WrongLines:
    """How many lines are wrong, and the first of them: there may be millions."""

    def __init__(self, *wrong: WrongLine) -> None:
        self.count = 0
        self.first: list[WrongLine] = []
        for wrong_line in wrong:
            self.add(wrong_line)

    def add(self, wrong: WrongLine) -> None:
        """Count one more; they may come in any order."""
        self.count += 1
        if len(self.first) < SHOWN or wrong < self.first[-1]:
            insort(self.first, wrong)
            del self.first[SHOWN:]

    def follow(self, theirs: "WrongLines", lines: int) -> None:
        """Count those behind so many lines."""
        self.count += theirs.count - len(theirs.first)
        for wrong_line in theirs.first:
            self.add(WrongLine(wrong_line.line + lines, wrong_line.reason))


class TimelinesRefused(UserFacingError):
    """A file of which nothing was taken in: its first wrong lines, and how many there are."""

    def __init__(self, name: str, wrong: WrongLines) -> None:
        self.wrong = wrong
        texts = [f"{name}:{line.line}: {line.reason}" for line in wrong.first]
        if wrong.count > SHOWN:
            texts.append(f"{name}: {wrong.count:,} wrong lines, nothing was taken in")
        super().__init__("\n".join(texts))
