"""Says what is in the outbox, as soon as it is committed and as fast as Slack allows."""

from bot.clock import Clock
from bot.delivery.deliverer import Deliverer


class Sender:
    """One pass of delivery after another."""

    def __init__(self, deliverer: Deliverer, clock: Clock) -> None:
        self._deliverer = deliverer
        self._clock = clock

    def run_once(self) -> float | None:
        """Send what may go now; return the seconds until more may, None until there is news."""
        delivered = self._deliverer.run_once()
        if delivered.next_at is None:
            return None
        return max(0.01, (delivered.next_at - self._clock.now()).total_seconds())
