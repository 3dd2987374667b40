"""Looks for our own messages in Slack, by the key in their metadata."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.methods import EVENT_TYPE
from bot.delivery.ports import Answer, Json, SlackPort

PAGE = 200
PERSON = ("U", "W")


class SearchRefused(Exception):
    """Slack will not let us look; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.error)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Search:
    """Finds messages through the port: a thread's by its replies, others by the history."""

    slack: SlackPort
    timeout_s: float
    skew: timedelta

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
        messages = self._messages(channel, thread_ts, since - self.skew)
        return tuple(message["ts"] for message in messages if _key_of(message) == key)

    def _messages(self, channel: str, thread_ts: str | None, since: datetime) -> Iterator[Json]:
        method, question = "conversations.history", {"channel": channel}
        if thread_ts is not None:
            method, question = "conversations.replies", {"channel": channel, "ts": thread_ts}
        cursor = ""
        while True:
            answer = self._ask(
                method,
                {
                    **question,
                    **({"cursor": cursor} if cursor else {}),
                    "oldest": f"{since.timestamp():.6f}",
                    "limit": PAGE,
                    "include_all_metadata": True,
                },
            )
            yield from answer.data.get("messages", [])
            cursor = (answer.data.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _ask(self, method: str, question: Json) -> Answer:
        answer = self.slack.call(method, question, timeout_s=self.timeout_s)
        if not answer.ok:
            raise SearchRefused(answer)
        return answer


def _key_of(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return None if key is None else str(key)
