"""A Slack in memory that can fail in every way, and a database that dies at a chosen commit."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.delivery.ports import Answer, UnclearAnswer

DELAY_S = {"commit_soon": 4.0, "commit_late": 40.0}


class Crash(BaseException):
    """The process ends here: no handler may catch it."""


@dataclass
class FakeSlack:
    """Channels of messages. `faults` are used up one per call of a method that writes.

    A fault is `lose_before`, `lose_after`, `commit_soon`, `commit_late`, `crash_before`,
    `crash_after`, or an `Answer`. `DELAY_S` says when what is committed soon or late appears.
    """

    clock: Any
    faults: list[Any] = field(default_factory=list)
    search_faults: list[Any] = field(default_factory=list)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    late: list[tuple[datetime, Callable[[], Any]]] = field(default_factory=list)
    committed: list[str] = field(default_factory=list)
    page: int = 2

    def __post_init__(self):
        self._lock = threading.Lock()
        self._count = 0

    def call(self, method, payload, *, timeout_s):
        with self._lock:
            self.calls.append((method, payload))
            self.land_late()
            if method.startswith("conversations."):
                fault = self.search_faults.pop(0) if self.search_faults else None
                return self._faulty(fault, lambda: self._read(method, payload))
            fault = self.faults.pop(0) if self.faults else None
            return self._faulty(fault, lambda: self._write(method, payload))

    def _faulty(self, fault, act):
        if isinstance(fault, Answer):
            return fault
        if fault == "crash_before":
            raise Crash
        if fault in DELAY_S:
            self.late.append((self.clock.now() + timedelta(seconds=DELAY_S[fault]), act))
        elif fault != "lose_before":
            answer = act()
            if fault is None:
                return answer
            if fault == "crash_after":
                raise Crash
        raise UnclearAnswer(str(fault))

    def land_late(self):
        due = [act for at, act in self.late if at <= self.clock.now()]
        self.late = [(at, act) for at, act in self.late if at > self.clock.now()]
        for act in due:
            act()

    def _write(self, method, payload):
        return getattr(self, "_" + method.replace(".", "_"))(payload)

    def _chat_postMessage(self, payload):  # noqa: N802
        self._count += 1
        channel = payload["channel"]
        channel = f"D{channel}" if channel.startswith("U") else channel
        ts = f"{self.clock.now().timestamp():.0f}.{self._count:06d}"
        self.messages.setdefault(channel, []).append({**payload, "ts": ts})
        self.committed.append(payload["text"])
        return Answer(ok=True, data={"ok": True, "channel": channel, "ts": ts})

    def _chat_update(self, payload):
        for message in self.messages.get(payload["channel"], []):
            if message["ts"] == payload["ts"]:
                message["text"] = payload["text"]
                return Answer(ok=True, data={"channel": payload["channel"], "ts": payload["ts"]})
        return Answer(ok=False, error="message_not_found")

    def _chat_delete(self, payload):
        before = self.messages.get(payload["channel"], [])
        after = [m for m in before if m["ts"] != payload["ts"]]
        self.messages[payload["channel"]] = after
        gone = len(after) < len(before)
        return Answer(ok=gone, error=None if gone else "message_not_found")

    def _reactions_add(self, payload):
        for message in self.messages.get(payload["channel"], []):
            if message["ts"] == payload["timestamp"]:
                had = payload["name"] in message.setdefault("reactions", [])
                message["reactions"] += [] if had else [payload["name"]]
                return Answer(ok=not had, error="already_reacted" if had else None)
        return Answer(ok=False, error="message_not_found")

    def _views_publish(self, payload):
        return Answer(ok=True, data={"view": payload["view"]})

    def _read(self, method, payload):
        if method == "conversations.open":
            return Answer(ok=True, data={"channel": {"id": f"D{payload['users']}"}})
        if method == "conversations.list":
            return Answer(ok=True, data={"channels": []})
        in_thread = method == "conversations.replies"
        every = self.messages.get(payload["channel"], [])
        chosen = [m for m in every if float(m["ts"]) > float(payload.get("oldest", 0))]
        if in_thread:
            chosen = [m for m in chosen if payload["ts"] in (m["ts"], m.get("thread_ts"))]
        else:
            chosen = [m for m in reversed(chosen) if "thread_ts" not in m]
        start = int(payload.get("cursor") or 0)
        rest = start + self.page < len(chosen)
        shown = chosen[start : start + self.page]
        if not payload.get("include_all_metadata"):
            shown = [{k: v for k, v in m.items() if k != "metadata"} for m in shown]
        cursor = str(start + self.page) if rest else ""
        data = {"messages": shown, "response_metadata": {"next_cursor": cursor}}
        return Answer(ok=True, data=data)

    def said(self, channel):
        """The texts of a channel, threads included, in the order they arrived."""
        self.land_late()
        return [message["text"] for message in self.messages.get(channel, [])]


@dataclass
class DyingDatabase:
    """A database whose nth writing transaction ends in a crash, `before` or `after` its commit."""

    database: Any
    dies_at: int
    moment: str
    count: int = 0

    def __post_init__(self):
        self._lock = threading.Lock()

    @contextmanager
    def writing(self):
        with self._lock:
            self.count += 1
            dies = self.count == self.dies_at
        with self.database.writing() as connection:
            yield connection
            if dies and self.moment == "before":
                raise Crash
        if dies:
            raise Crash

    def reading(self):
        return self.database.reading()


def drain(deliverer, clock, limit_s=3600):
    """Let passes follow each other as the deliverer wishes, until nothing is wanted any more."""
    ends_at = clock.now() + timedelta(seconds=limit_s)
    while True:
        wanted_at = deliverer.run_once().next_at
        if wanted_at is None or wanted_at > ends_at:
            return
        clock.at = max(clock.at, wanted_at)
