"""How a library is asked: with patience, and only what it has words for."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_S = 0.5


class CannotBeAsked(Exception):
    """The peer has no word for this schedule or this question."""


class Silent(Exception):
    """The peer did not answer in time."""


@contextmanager
def patience() -> Iterator[None]:
    """Raises Silent where an answer takes too long: one peer can walk in circles for ever."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise Silent

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
