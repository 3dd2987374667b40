"""What the bot does after an acknowledgement, kept until it is asked to do it."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Talking(Executor):
    """Takes tasks from any thread; whoever works them off runs them in their order."""

    def __init__(self) -> None:
        self._tasks: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.append((future, lambda: fn(*args, **kwargs)))
        return future

    @property
    def has_tasks(self) -> bool:
        """Whether anything waits."""
        return bool(self._tasks)

    def work_off(self) -> None:
        """Run what waits, and what that makes wait."""
        while self._tasks:
            future, task = self._tasks.popleft()
            future.set_result(task())
