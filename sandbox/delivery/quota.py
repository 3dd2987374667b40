"""How many events an app is sent in an hour; what is above that, Slack drops."""

from collections import deque

EVENTS_AN_HOUR = 30_000
_HOUR_S = 3600.0
_MINUTE_S = 60


class Quota:
    """Counts the events of the last hour; a quota of none drops every event."""

    def __init__(self) -> None:
        self.events_an_hour = EVENTS_AN_HOUR
        self._admitted_at_s: deque[float] = deque()
        self._minute_told_s: int | None = None

    def admits(self, now_s: float) -> bool:
        """Count one event; False when the hour has had its share."""
        admitted = self._admitted_at_s
        while admitted and admitted[0] <= now_s - _HOUR_S:
            admitted.popleft()
        if len(admitted) >= self.events_an_hour:
            return False
        admitted.append(now_s)
        return True

    def minute_to_tell(self, now_s: float) -> int | None:
        """The epoch second at which this limited minute began, once for each such minute."""
        minute_s = int(now_s) // _MINUTE_S * _MINUTE_S
        if minute_s == self._minute_told_s:
            return None
        self._minute_told_s = minute_s
        return minute_s
