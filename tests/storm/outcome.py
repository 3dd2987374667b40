"""What came of a storm."""

from collections import Counter
from dataclasses import dataclass, field

from tests.storm.judge import Verdict


@dataclass(slots=True)
class Outcome:
    """What came of a storm."""

    name: str
    seed: int
    counts: Counter[str]
    verdict: Verdict
    trouble: list[str] = field(default_factory=list)
    minutes: float = 0.0

    @property
    def is_red(self) -> bool:
        """Whether anything was lost, doubled, false, untold, late, or did not end in time."""
        return bool(self.verdict.wrongs or self.trouble)
