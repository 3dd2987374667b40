"""One time for Slack and the bot: it stands still until it is moved."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


class HouseClock:
    """What the bot is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)
        self._started_at = self.at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - self._started_at).total_seconds()

    def move_to(self, at: datetime) -> None:
        """Move ahead; an instant that is past already changes nothing."""
        self.at = max(self.at, at)


@dataclass(frozen=True, slots=True)
class SlackClock:
    """The same time in epoch seconds, for the sandbox."""

    of: HouseClock

    def now(self) -> float:
        return self.of.at.timestamp()

    def advance(self, seconds: float) -> None:
        self.of.move_to(self.of.at + timedelta(seconds=seconds))
