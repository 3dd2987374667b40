"""Looks for our own messages in Slack, by the key in their metadata.

Slack counts these calls together with those that read what people wrote, so that a look at a long
history may be refused in the middle: it goes on there, and nobody asks before Slack allows it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import TimeSource
from bot.delivery.methods import EVENT_TYPE
from bot.delivery.ports import Answer, Json, SlackPort
from bot.delivery.refusals import RATE_LIMITED

PAGE = 200
GOES_ON_WITHIN_S = 60.0
"""A look that was begun longer ago begins anew: what came since stands on its first page."""
PERSON = ("U", "W")


class SearchRefused(Exception):
    """Slack will not let us look; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.error)
        self.answer = answer


@dataclass(slots=True)
class _Look:
    """A look that Slack let nobody finish: from which page it goes on, and what it found."""

    began_s: float
    cursor: str = ""
    copies: tuple[str, ...] = ()

    def is_old(self, now_s: float) -> bool:
        """Whether too much may have come since it began."""
        return now_s - self.began_s > GOES_ON_WITHIN_S


Place = tuple[str, str | None, str, datetime]
"""What is looked for: channel, thread, key, and since when."""


@dataclass(frozen=True, slots=True)
class Search:
    """Finds messages through the port: a thread's by its replies, others by the history."""

    slack: SlackPort
    clock: TimeSource
    timeout_s: float
    skew: timedelta
    _begun: dict[Place, _Look] = field(default_factory=dict)
    _opens_s: dict[str, float] = field(default_factory=dict)

    def channel_of(self, lane: str) -> str:
        """Return the channel a lane means: a person's is the direct message with the bot."""
        if not lane.startswith(PERSON):
            return lane
        answer = self._ask("conversations.open", {"users": lane})
        return str(answer.data["channel"]["id"])

    def copies(
        self, channel: str, thread_ts: str | None, key: str, since: datetime
    ) -> tuple[str, ...]:
        """Return the `ts` of every message that carries the key, said after `since`."""
        method, question = "conversations.history", {"channel": channel}
        if thread_ts is not None:
            method, question = "conversations.replies", {"channel": channel, "ts": thread_ts}
        place = channel, thread_ts, key, since
        look = self._begin(place)
        while True:
            page = {
                **question,
                **({"cursor": look.cursor} if look.cursor else {}),
                "oldest": f"{(since - self.skew).timestamp():.6f}",
                "limit": PAGE,
                "include_all_metadata": True,
            }
            try:
                answer = self._ask(method, page)
            except SearchRefused as refusal:
                if refusal.answer.error in RATE_LIMITED:
                    self._begun[place] = look
                raise
            messages = answer.data.get("messages", [])
            look.copies += tuple(message["ts"] for message in messages if _key_of(message) == key)
            look.cursor = (answer.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not look.cursor:
                return look.copies

    def _begin(self, place: Place) -> _Look:
        """The look that was broken off a moment ago, or a new one."""
        now_s = self.clock.monotonic()
        for old in [key for key, look in self._begun.copy().items() if look.is_old(now_s)]:
            self._begun.pop(old, None)
        return self._begun.pop(place, _Look(now_s))

    def _ask(self, method: str, question: Json) -> Answer:
        wait_s = self._opens_s.get(method, 0.0) - self.clock.monotonic()
        if wait_s > 0:
            raise SearchRefused(Answer(ok=False, error="ratelimited", retry_after_s=wait_s))
        answer = self.slack.call(method, question, timeout_s=self.timeout_s)
        if answer.error in RATE_LIMITED:
            self._opens_s[method] = self.clock.monotonic() + (answer.retry_after_s or 1.0)
        if not answer.ok:
            raise SearchRefused(answer)
        return answer


def _key_of(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return None if key is None else str(key)
