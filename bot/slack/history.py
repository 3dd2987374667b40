"""Asks Slack for messages, page by page, and waits as long as Slack says to wait."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.delivery.ports import Answer, SlackPort, Unclear
from bot.delivery.refusals import CUT_OFF, RATE_LIMITED

Json = Mapping[str, Any]

OF_CHANNEL: Final = "conversations.history"
OF_THREAD: Final = "conversations.replies"
TIMEOUT_S: Final = 10.0
PAGE: Final = 999
"""Slack's most."""
PATIENCE: Final = 3
"""How often a page is asked for when the answer is lost, or Slack says to wait."""
LONGEST_WAIT_S: Final = 60.0
MINUTE_S: Final = 60.0
FEW_CALLS: Final = 2
"""So few calls of a method in a minute may be too many only where Slack allows about one."""


class Away(Exception):
    """Slack gave no answer, or none that tells anything of messages: nothing can be said either."""


class Refused(Exception):
    """Slack will not show these messages now, though it is there."""


@dataclass
class History:
    """Reads messages; `sleep` returns False where there is no more time to wait.

    `is_sparse` once Slack was seen to allow about one call a minute.
    """

    slack: SlackPort
    monotonic: Callable[[], float]
    sleep: Callable[[float], bool]
    is_sparse: bool = False
    _calls_s: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _answered: set[str] = field(default_factory=set)

    def calls_in_a_minute(self, method: str = OF_CHANNEL) -> int:
        """How often Slack was asked for messages within the last minute, those of channels."""
        calls_s = self._calls_s[method]
        while calls_s and self.monotonic() - calls_s[0] >= MINUTE_S:
            calls_s.popleft()
        return len(calls_s)

    def of_channel(self, channel_id: str, oldest: str) -> list[Json]:
        """The messages outside of threads from a `ts` on, the oldest first."""
        asked = {"channel": channel_id, "oldest": oldest, "inclusive": True}
        return sorted(self._pages(OF_CHANNEL, asked), key=_ts)

    def of_thread(self, channel_id: str, root_ts: str) -> list[Json]:
        """All messages of a thread but the first one, the oldest first."""
        asked = {"channel": channel_id, "ts": root_ts}
        found = self._pages(OF_THREAD, asked)
        return sorted((each for each in found if each["ts"] != root_ts), key=_ts)

    def directs(self) -> list[Json]:
        """The direct conversations with the bot."""
        return list(self._pages("conversations.list", {"types": "im"}, "channels"))

    def _pages(self, method: str, asked: dict[str, Any], key: str = "messages") -> Iterator[Json]:
        cursor = ""
        while True:
            page = {**asked, "limit": PAGE} | ({"cursor": cursor} if cursor else {})
            data = self._page(method, page)
            yield from data.get(key) or []
            cursor = (data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(self, method: str, asked: dict[str, Any]) -> Json:
        trouble = ""
        for _ in range(PATIENCE):
            try:
                answer = self._call(method, asked)
            except Unclear as problem:
                trouble = str(problem)
                continue
            if answer.ok:
                self._answered.add(method)
                return answer.data
            trouble = answer.error or "no_reason_given"
            if trouble not in RATE_LIMITED or not self._wait(method, answer):
                break
        if trouble in CUT_OFF or not self._is_there():
            raise Away(trouble)
        raise Refused(trouble)

    def _call(self, method: str, asked: dict[str, Any]) -> Answer:
        if method in (OF_CHANNEL, OF_THREAD):
            self._calls_s[method].append(self.monotonic())
        return self.slack.call(method, asked, timeout_s=TIMEOUT_S)

    def _wait(self, method: str, answer: Answer) -> bool:
        """Wait as Slack says; what it refuses at first a process before may have used up."""
        is_known = method in self._answered and method in self._calls_s
        if is_known and self.calls_in_a_minute(method) <= FEW_CALLS:
            self.is_sparse = True
        return self.sleep(min(answer.retry_after_s or 1.0, LONGEST_WAIT_S))

    def _is_there(self) -> bool:
        """Whether Slack answers at all, so that something could be said."""
        try:
            return self.slack.call("auth.test", {}, timeout_s=TIMEOUT_S).ok
        except Unclear:
            return False


def _ts(message: Json) -> float:
    return float(message["ts"])
