"""Says what is in the outbox, as soon as it is committed and as fast as Slack allows."""

from collections import Counter
from collections.abc import Callable

from bot.clock import TimeSource
from bot.delivery.deliverer import Deliverer, DeliveryResult


class Sender:
    """One pass of delivery after another."""

    def __init__(self, deliverer: Deliverer, clock: TimeSource) -> None:
        self._deliverer = deliverer
        self._clock = clock

    def run_once(self) -> float | None:
        """Send what may go now; return the seconds until more may, None until there is news."""
        return self._rest_s(self._deliverer.run_once())

    def run_for(self, budget_s: float, sleep: Callable[[float], None]) -> dict[str, int]:
        """Send until nothing waits that may go within the budget; count what became of the rows."""
        ends_s = self._clock.monotonic() + budget_s
        counts: Counter[str] = Counter()
        while True:
            delivered = self._deliverer.run_once()
            counts.update(delivered.counts)
            rest_s = self._rest_s(delivered)
            if rest_s is None or self._clock.monotonic() + rest_s > ends_s:
                return dict(counts)
            sleep(rest_s)

    def _rest_s(self, delivered: DeliveryResult) -> float | None:
        if delivered.next_at is None:
            return None
        return max(0.01, (delivered.next_at - self._clock.now()).total_seconds())
