"""The times and limits of delivery."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """Seconds unless said otherwise; the defaults are for Slack itself."""

    timeout_s: float = 10.0
    """How long to wait for an answer."""
    settle_s: float = 10.0
    """How long Slack may still be busy with a call that went unanswered."""
    margin_s: float = 10.0
    """How much longer than `timeout_s` a sender may take before it counts as gone."""
    skew_s: float = 300.0
    """How far Slack's clock may be from ours."""
    repair_after_s: tuple[float, ...] = (10.0, 30.0, 60.0, 120.0, 300.0)
    """When to look for late doubles, counted from when a repeated message was sent."""
    refresh_after_s: float = 60.0
    """When to say a change of a message again, after one of them went unanswered."""
    edit_gap_s: float = 10.0
    """How long a message stands before it is changed again: what changes all the time is unread."""
    workers: int = 4
    """Calls at once."""

    @property
    def lease(self) -> timedelta:
        """Return how long a claimed row belongs to whoever claimed it."""
        return timedelta(seconds=self.timeout_s + self.margin_s)

    @property
    def settle(self) -> timedelta:
        """Return the settle time."""
        return timedelta(seconds=self.settle_s)

    @property
    def edit_gap(self) -> timedelta:
        """Return how long a message stands before it is changed again."""
        return timedelta(seconds=self.edit_gap_s)
