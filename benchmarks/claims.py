"""A claim: a promise, its measurement, and how both are told."""

from dataclasses import dataclass
from enum import Enum

MICROSECONDS = 1_000_000
TENTH_OF_A_MICROSECOND = 1e-7


class Promise(Enum):
    """Whether a measured number has to reach its limit or to stay within it."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of ours that is promised. ``unit`` follows the number: ``times``, ``MB``."""

    what: str
    promise: Promise
    limit: float
    measured: float
    unit: str
    peer: str
    ours: str

    @property
    def is_reached(self) -> bool:
        """Whether the measured number keeps the promise."""
        if self.promise is Promise.AT_LEAST:
            return self.measured >= self.limit
        if self.promise is Promise.AT_MOST:
            return self.measured <= self.limit
        return self.measured < self.limit


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds one call took the peer and us, the medians of rounds run in turn."""

    label: str
    peer_name: str
    peer_seconds: float
    our_seconds: float

    @property
    def times(self) -> float:
        """How many times as fast ours is."""
        return self.peer_seconds / self.our_seconds

    def claim(self, what: str, at_least: float) -> Claim:
        """The claim that ours is at least so many times as fast."""
        return Claim(
            *(what, Promise.AT_LEAST, at_least, self.times, "times"),
            *(duration(self.peer_seconds), duration(self.our_seconds)),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark found: its claims, how it measured them, and its races for the picture."""

    title: str
    how: str
    claims: tuple[Claim, ...]
    races: tuple[Race, ...] = ()


def duration(seconds: float) -> str:
    """``13 s``, ``4.4 ms``, ``0.65 µs`` or ``18 ns``: two digits that matter."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_two_digits(seconds / size)} {unit}"
    if seconds >= TENTH_OF_A_MICROSECOND:
        return f"{seconds * MICROSECONDS:.2f} µs"
    return f"{_two_digits(seconds * MICROSECONDS * 1_000)} ns"


def number(value: float) -> str:
    """``6,750``, ``8.3`` or ``1.02``: fewer digits the larger it is."""
    if value == int(value) or value >= 100:  # noqa: PLR2004 by then a fraction says nothing
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 2 else f"{value:.2f}"  # noqa: PLR2004 near 1 it matters


def _two_digits(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"  # noqa: PLR2004 two digits


def table(claims: tuple[Claim, ...]) -> str:
    """The claims as a Markdown table."""
    lines = [
        "| claim | promised | measured | | peer | Punctual |",
        "|---|---:|---:|---|---:|---:|",
    ]
    lines += [
        f"| {claim.what} | {claim.promise.value} {number(claim.limit)} {claim.unit} "
        f"| {number(claim.measured)} {claim.unit} "
        f"| {'reached' if claim.is_reached else '**not reached**'} "
        f"| {claim.peer} | {claim.ours} |"
        for claim in claims
    ]
    return "\n".join(lines)


def section(result: Result) -> str:
    """How one benchmark measured, under its title."""
    return f"## {result.title}\n\n{result.how}"
