"""A little of what people did and Slack saw, for tests of the judge."""

import itertools
from typing import Any

from bot.demo.driver import Sandbox
from tests.storm.clocks import Move
from tests.storm.diary import REPLY, WORD, Deed, Diary, Request, Span
from tests.storm.judge import Verdict, judged
from tests.storm.slack_log import SlackLog
from tests.storm.weather import Period, weather

BEGINS_AT = 1_000_000.0
NOW = BEGINS_AT + 1000


class Scene:
    """A request at second 0 that promises an answer within 24, and what Slack saw of it."""

    def __init__(self) -> None:
        self._count = itertools.count()
        self.log = SlackLog(Sandbox(""))
        self.diary = Diary()
        self.moves: list[Move] = []
        self.blind: list[Period] = []
        self.request = self.diary.add(
            Request("request00001x", "U0ASK1", "C0HELP1", ts(0), 24, "U0ANA", "C0HELPALERTS")
        )
        self.entries: list[dict[str, Any]] = [
            {"at": BEGINS_AT - 9, "kind": "socket", "event": "connected", "connection": 1}
        ]

    def opened(self) -> "Scene":
        """It opened ticket 1."""
        self.post("confirmation:1", 1, "C0HELP1", thread_ts=ts(0))
        return self.post("card:1", 2)

    def answered(self, second: float, *, last: float | None = None, is_taken: bool = True) -> Deed:
        """In the thread at a second, or by command between two."""
        at, is_command = BEGINS_AT + second, last is not None
        span = Span(at, BEGINS_AT + last) if last is not None else Span(at, at)
        where = None if is_command else ts(second)
        deed = Deed(REPLY, "U0ANA", span, "answer00002x", where, is_taken)
        self.diary.note(self.request, deed)
        return deed

    def asks_again(self, second: float) -> None:
        """Who asked writes again, and the agents hear of it."""
        deed = Deed(WORD, "U0ASK1", Span.of(ts(second)), "word00003x", ts(second))
        self.diary.note(self.request, deed)
        self.post(f"heard:1:C0HELP1:{ts(second)}", second + 1)

    def post(
        self,
        key: str | list[str],
        second: float,
        channel: str = "C0HELPALERTS",
        thread_ts: str | None = None,
        text: str = "",
    ) -> "Scene":
        """A message of the bot's appears; several keys are those of a digest."""
        payload = {"key": key} if isinstance(key, str) else {"keys": key}
        args = {"metadata": {"event_payload": payload}, "thread_ts": thread_ts, "text": text}
        answer = {"channel": channel, "ts": ts(second + next(self._count) / 1000)}
        return self._call("chat.postMessage", second, args, answer)

    def delete(self, key: str, second: float) -> "Scene":
        """The newest message of a key is deleted."""
        message = self.log.by_key[key][-1]
        args = {"channel": message.channel, "ts": message.ts}
        return self._call("chat.delete", second, args, {})

    def edit(self, key: str, second: float, text: str = "Taken back: it was in time") -> "Scene":
        """The message of a key says something else."""
        message = self.log.by_key[key][-1]
        args = {"channel": message.channel, "ts": message.ts, "text": text}
        return self._call("chat.update", second, args, {})

    def moved(self, from_second: float, to_second: float, target_s: int) -> None:
        """So much more is promised between two seconds, and running clocks are moved."""
        self.moves.append(Move(BEGINS_AT + from_second, BEGINS_AT + to_second, target_s))

    def showed_nothing(self, from_second: float, to_second: float) -> None:
        """Slack showed nobody what was written between two seconds."""
        self.blind.append((BEGINS_AT + from_second, BEGINS_AT + to_second))

    def verdict(self) -> Verdict:
        """What the judge makes of it."""
        return judged(
            self.diary, self.log, weather(self.entries, blind=self.blind), NOW, self.moves
        )

    def _call(self, method: str, second: float, args: dict, answer: dict) -> "Scene":
        entry = {
            "n": next(self._count),
            "at": BEGINS_AT + second,
            "kind": "api",
            "method": method,
            "committed": True,
            "args": args,
            "response": answer,
        }
        self.log.take(entry)
        return self


def ts(second: float) -> str:
    """A second of the scene as Slack writes it."""
    return f"{BEGINS_AT + second:.6f}"
