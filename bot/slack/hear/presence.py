"""Whether somebody is active, away or not to be disturbed, as Slack says now."""

import threading
from collections import deque
from datetime import datetime
from typing import Any, Final

import structlog

from bot.clock import TimeSource
from bot.delivery.ports import Answer, SlackPort, UnclearAnswer

log = structlog.get_logger(__name__)

A_MINUTE: Final = 40
"""How many people are asked about in a minute; Slack allows 50 of each of the two calls."""
WINDOW_S: Final = 60.0
HOLDS_S: Final = 10.0
"""How long an answer holds: a decision on the next ticket of the same person needs no other."""
TIMEOUT_S: Final = 3.0
"""A decision waits no longer for it."""
DO_NOT_DISTURB: Final = "do_not_disturb"
_PRESENCES: Final = frozenset({"active", "away"})


class Presence:
    """Asks Slack about one person at a time; None for what it does not say, or not now."""

    def __init__(self, slack: SlackPort, clock: TimeSource) -> None:
        self._slack = slack
        self._clock = clock
        self._lock = threading.Lock()
        self._asked_s: deque[float] = deque()
        self._not_before_s = 0.0
        self._answers: dict[str, tuple[float, str | None]] = {}

    def __call__(self, person_id: str) -> str | None:
        """``active``, ``away``, ``do_not_disturb``, or None."""
        now_s = self._clock.monotonic()
        with self._lock:
            known = self._answers.get(person_id)
            if known is not None and now_s - known[0] < HOLDS_S:
                return known[1]
            if not self._may_ask(now_s):
                return None
            self._asked_s.append(now_s)
        status = self._ask(person_id)
        with self._lock:
            self._answers = {
                other: answer
                for other, answer in self._answers.items()
                if now_s - answer[0] < HOLDS_S
            }
            self._answers[person_id] = (now_s, status)
        return status

    def _may_ask(self, now_s: float) -> bool:
        while self._asked_s and now_s - self._asked_s[0] >= WINDOW_S:
            self._asked_s.popleft()
        return now_s >= self._not_before_s and len(self._asked_s) < A_MINUTE

    def _ask(self, person_id: str) -> str | None:
        presence = self._call("users.getPresence", person_id)
        if presence is None:
            return None
        disturbing = self._call("dnd.info", person_id)
        if disturbing is None:
            return None
        if _is_undisturbed(disturbing.data, self._clock.now()):
            return DO_NOT_DISTURB
        status = presence.data.get("presence")
        return status if status in _PRESENCES else None

    def _call(self, method: str, person_id: str) -> Answer | None:
        try:
            answer = self._slack.call(method, {"user": person_id}, timeout_s=TIMEOUT_S)
        except UnclearAnswer as problem:
            log.warning("presence is not known", method=method, problem=str(problem))
            return None
        if answer.ok:
            return answer
        if answer.error == "ratelimited":
            with self._lock:
                self._not_before_s = self._clock.monotonic() + (answer.retry_after_s or 1.0)
        log.warning("presence is not known", method=method, error=answer.error)
        return None


def _is_undisturbed(told: dict[str, Any], now: datetime) -> bool:
    """Whether it is a time at which they are not to be disturbed."""
    now_s = now.timestamp()
    begins_s, ends_s = told.get("next_dnd_start_ts") or 0, told.get("next_dnd_end_ts") or 0
    return bool(told.get("dnd_enabled")) and begins_s <= now_s < ends_s
