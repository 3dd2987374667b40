"""The beat at which the sweep looks whether something is due.

APScheduler is only the metronome: one job in memory, never two at once. A beat that is late,
doubled or missed changes how late an alarm is, never whether it comes.
"""

from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler


class Metronome:
    """Calls ``beat`` every ``seconds``."""

    def __init__(self, beat: Callable[[], object], seconds: float) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            beat,
            "interval",
            seconds=seconds,
            id="sweep",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to beat."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the beat under way end, and beat no more."""
        self._scheduler.shutdown(wait=True)
