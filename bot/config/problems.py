"""What is wrong with a configuration, and where: file, line, key."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing to put right; `str` is its one line. `line` counts from 1, None where unknown."""

    file: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        location = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (location, self.key, self.text) if part)


class ConfigRefused(Exception):
    """A configuration that is not taken: every problem found in it, in the order of the file."""

    def __init__(self, problems: Iterable[ConfigProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(str(each) for each in self.problems))
