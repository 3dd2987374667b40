"""What the sandbox was told to do wrong, and for how many calls."""

from dataclasses import dataclass, field

FAULTS = (
    "lose_before_commit",
    "lose_after_commit",
    "commit_late",
    "status_500",
    "ratelimited",
    "one_history_a_minute",
)


@dataclass(slots=True)
class Fault:
    """One order to fail: for `times` calls of `method` in `channel` (None means any)."""

    fault: str
    times: int = 1
    method: str | None = None
    channel: str | None = None
    delay_s: float = 1.0
    retry_after_s: int = 1

    def applies(self, method: str, channel: str | None) -> bool:
        """Whether a call is one of those meant."""
        return (
            self.times > 0
            and self.method in (None, method)
            and self.channel in (None, channel)
            and self.fault != "one_history_a_minute"
        )


@dataclass(slots=True)
class Faults:
    """The standing orders, oldest first."""

    orders: list[Fault] = field(default_factory=list)

    def take(self, method: str, channel: str | None) -> Fault | None:
        """Return the first order that applies to this call and count it down."""
        for order in self.orders:
            if order.applies(method, channel):
                order.times -= 1
                return order
        return None

    @property
    def one_history_a_minute(self) -> bool:
        """Whether history and replies are limited as for an app outside the Marketplace."""
        return any(order.fault == "one_history_a_minute" for order in self.orders)
