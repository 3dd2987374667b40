"""What is wrong with a configuration, and where: file, line, key."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing to put right; `str` is its one line.

    `line` and `column` count from 1, None where unknown.
    """

    file: str
    line: int | None
    key: str
    text: str
    column: int | None = None

    def __str__(self) -> str:
        places = (self.line, self.column if self.line is not None else None)
        location = ":".join([self.file, *(str(place) for place in places if place is not None)])
        return ": ".join(part for part in (location, self.key, self.text) if part)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for the order of the file."""
        return self.line or 0, self.column or 0


class ConfigRefused(Exception):
    """A configuration that is not taken: every problem found in it, in the order of the file."""

    def __init__(self, problems: Iterable[ConfigProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(each) for each in self.problems))
