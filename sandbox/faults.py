"""What the Web API was told to do wrong, and for how many calls."""

from dataclasses import dataclass, field

FAULTS = (
    "lose_before_commit",
    "lose_after_commit",
    "commit_late",
    "error",
    "html",
    "status",
    "status_500",
    "slow",
    "ratelimited",
    "one_history_a_minute",
)


@dataclass(slots=True)
class Fault:
    """One order to fail: for `times` calls of `method` in `channel`; None means any, and ever.

    `error` is the word of a refusal, `status` the HTTP status of a page or an error of the server,
    `delay_s` how long a slow answer or a late commit takes.
    """

    fault: str
    times: int | None = 1
    method: str | None = None
    channel: str | None = None
    delay_s: float = 1.0
    retry_after_s: int = 1
    error: str = "internal_error"
    status: int = 503

    def applies(self, method: str, channel: str | None) -> bool:
        """Whether a call is one of those meant."""
        return (
            self.times != 0
            and self.method in (None, method)
            and self.channel in (None, channel)
            and self.fault != "one_history_a_minute"
        )

    def count_down(self) -> None:
        """Note that one call was failed."""
        if self.times is not None:
            self.times -= 1

    def lift(self) -> None:
        """Fail no more calls."""
        self.times = 0


@dataclass(slots=True)
class Faults:
    """The standing orders, oldest first."""

    orders: list[Fault] = field(default_factory=list)

    def take(self, method: str, channel: str | None) -> Fault | None:
        """Return the first order that applies to this call and count it down."""
        for order in self.orders:
            if order.applies(method, channel):
                order.count_down()
                return order
        return None

    def lift(self, fault: str | None = None, method: str | None = None) -> int:
        """Forget the orders of one kind, for one method, or all; return how many there were."""
        left = [
            order
            for order in self.orders
            if fault not in (None, order.fault) or method not in (None, order.method)
        ]
        lifted = len(self.orders) - len(left)
        self.orders[:] = left
        return lifted

    @property
    def one_history_a_minute(self) -> bool:
        """Whether history and replies are limited as for an app outside the Marketplace."""
        kinds = [order.fault for order in self.orders if order.times != 0]
        return "one_history_a_minute" in kinds
