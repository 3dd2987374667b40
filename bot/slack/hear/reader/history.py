"""Asks Slack for messages, page by page; it never waits, and knows when Slack may be asked again.

Whoever reads plans by that: places that cannot be asked for now are asked for later, and hold up
no others.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.delivery.ports import Answer, SlackPort, UnclearAnswer
from bot.delivery.refusals import CUT_OFF, RATE_LIMITED
from bot.usecases.hearing.reading_queue import LIMITED

Json = Mapping[str, Any]

OF_CHANNEL: Final = "conversations.history"
OF_THREAD: Final = "conversations.replies"
TIMEOUT_S: Final = 10.0
PAGE: Final = 999
"""Slack's most."""
PATIENCE: Final = 3
"""How often a page is asked for when the answer is lost."""
LONGEST_WAIT_S: Final = 60.0
LONG_WAIT_S: Final = 30.0
"""Slack has one wait so long, after few calls, only where it allows about one a minute."""
MINUTE_S: Final = 60.0
FEW_CALLS: Final = 2
"""So few calls of a method in a minute may be too many only where Slack allows about one."""
MANY_CALLS: Final = 3
"""So many answers of a method in a minute are given only where Slack allows more than one."""


class HistoryAway(Exception):
    """Slack gave no answer, or none that tells anything of messages: nothing can be said either."""


class HistoryRefused(Exception):
    """Slack will not show these messages now, though it is there."""


class HistoryLimited(HistoryRefused):
    """Slack takes no call of this method for a while; `History.opens_in_s` says how long."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What Slack showed, the oldest first; there is more behind `cursor`, where there is one."""

    messages: tuple[Json, ...] = ()
    cursor: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether Slack showed all of it."""
        return not self.cursor


NOTHING: Final = HistoryPage()


@dataclass
class History:
    """Reads messages; `is_sparse` once Slack was seen to allow about one call a minute."""

    slack: SlackPort
    monotonic: Callable[[], float]
    is_sparse: bool = False
    _calls_s: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _answers_s: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _answered: set[str] = field(default_factory=set)
    _opens_s: dict[str, float] = field(default_factory=dict)

    def calls_in_a_minute(self, *methods: str) -> int:
        """How often Slack was asked for messages by these methods within the last minute."""
        return sum(self._in_a_minute(self._calls_s[method]) for method in methods)

    def opens_in_s(self, method: str) -> float:
        """How long Slack takes no call of a method; 0 where it may be asked now."""
        return max(0.0, self._opens_s.get(method, 0.0) - self.monotonic())

    def of_channel(self, channel_id: str, oldest: str, begun: HistoryPage = NOTHING) -> HistoryPage:
        """The messages outside of threads from a `ts` on, with those that were `begun` with."""
        arguments = {"channel": channel_id, "oldest": oldest, "inclusive": True}
        return self._pages(OF_CHANNEL, arguments, begun)

    def of_thread(
        self, channel_id: str, root_ts: str, oldest: str = "", begun: HistoryPage = NOTHING
    ) -> HistoryPage:
        """The messages of a thread, its first one too; with `oldest` only the replies after it."""
        arguments = {"channel": channel_id, "ts": root_ts} | ({"oldest": oldest} if oldest else {})
        return self._pages(OF_THREAD, arguments, begun)

    def directs(self) -> tuple[Json, ...]:
        """The direct conversations with the bot."""
        fetched = self._pages("conversations.list", {"types": "im"}, NOTHING, "channels")
        if not fetched.is_whole:
            raise HistoryLimited(LIMITED)
        return fetched.messages

    def _pages(
        self, method: str, arguments: dict[str, Any], begun: HistoryPage, key: str = "messages"
    ) -> HistoryPage:
        """All pages, or those before Slack took no more calls; raises that if there is none."""
        messages, cursor, is_first = list(begun.messages), begun.cursor, True
        while is_first or cursor:
            page = {**arguments, "limit": PAGE} | ({"cursor": cursor} if cursor else {})
            try:
                data = self._page(method, page)
            except HistoryLimited:
                if is_first:
                    raise
                break
            is_first = False
            messages += data.get(key) or []
            cursor = (data.get("response_metadata") or {}).get("next_cursor") or ""
        return HistoryPage(tuple(sorted(messages, key=_ts)), cursor)

    def _page(self, method: str, arguments: dict[str, Any]) -> Json:
        trouble = ""
        for _ in range(PATIENCE):
            try:
                answer = self._call(method, arguments)
            except UnclearAnswer as problem:
                trouble = str(problem)
                continue
            if answer.ok:
                self._note_answer(method)
                return answer.data
            trouble = answer.error or "no_reason_given"
            break
        if trouble in RATE_LIMITED:
            raise HistoryLimited(LIMITED)
        if trouble in CUT_OFF or not self._is_there():
            raise HistoryAway(trouble)
        raise HistoryRefused(trouble)

    def _call(self, method: str, arguments: dict[str, Any]) -> Answer:
        self._calls_s[method].append(self.monotonic())
        answer = self.slack.call(method, arguments, timeout_s=TIMEOUT_S)
        if answer.error in RATE_LIMITED:
            self._close(method, answer.retry_after_s)
        return answer

    def _close(self, method: str, wait_s: float | None) -> None:
        """Ask no more before Slack allows it.

        After few calls a long wait tells that hardly any are allowed. A short one tells nothing, as
        processes before may have used the minute up; that none is named does behind an answer.
        """
        self._opens_s[method] = self.monotonic() + min(wait_s or 1.0, LONGEST_WAIT_S)
        is_odd = method in self._answered if wait_s is None else wait_s >= LONG_WAIT_S
        if method in (OF_CHANNEL, OF_THREAD) and is_odd:
            self.is_sparse |= self.calls_in_a_minute(method) <= FEW_CALLS

    def _note_answer(self, method: str) -> None:
        self._answered.add(method)
        answers_s = self._answers_s[method]
        answers_s.append(self.monotonic())
        is_many = self._in_a_minute(answers_s) >= MANY_CALLS
        if method in (OF_CHANNEL, OF_THREAD) and is_many:
            self.is_sparse = False

    def _in_a_minute(self, instants_s: deque[float]) -> int:
        while instants_s and self.monotonic() - instants_s[0] >= MINUTE_S:
            instants_s.popleft()
        return len(instants_s)

    def _is_there(self) -> bool:
        """Whether Slack answers at all, so that something could be said."""
        try:
            return self.slack.call("auth.test", {}, timeout_s=TIMEOUT_S).ok
        except UnclearAnswer:
            return False


def _ts(message: Json) -> float:
    return float(message.get("ts") or 0)
