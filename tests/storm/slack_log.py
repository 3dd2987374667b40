"""What Slack saw: the messages that stand there in the end, with all keys, texts and instants."""

import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.demo.driver import Sandbox
from bot.demo.seen import Entry, keys_of
from tests import recording

POLL_S = 0.3


@dataclass(slots=True)
class Message:
    """A message of the bot's; `text` is all it says now, blocks too."""

    channel: str
    ts: str
    thread_ts: str | None
    keys: list[str]
    at: float
    text: str
    edited_at: float | None = None
    deleted_at: float | None = None


class SlackLog:
    """Follows the sandbox's log, and knows where things stand."""

    def __init__(self, slack: Sandbox) -> None:
        self._slack = slack
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self.entries: list[Entry] = []
        self.messages: dict[tuple[str, str], Message] = {}
        self.by_key: dict[str, list[Message]] = {}
        self._numbers: dict[tuple[str, str], list[int]] = {}
        self._read_to = 0

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Follow no more."""
        self._stopping.set()
        self._thread.join()

    def read(self) -> None:
        """Read what is new now."""
        with self._lock:
            fresh = self._slack.log(self._read_to)
            self._read_to += len(fresh)
            self.entries += [_slim(entry) for entry in fresh]
            recording.keep_log(fresh)
            for entry in fresh:
                self.take(entry)

    def write(self, path: Path) -> None:
        """Write what Slack saw into a file, for who wonders what happened."""
        messages = (
            {name: getattr(each, name) for name in Message.__slots__}
            for each in self.messages.values()
        )
        lines = [json.dumps(each) for each in (*self.entries, *messages)]
        path.write_text("\n".join(lines), encoding="utf-8")

    def find(self, key: str) -> Message | None:
        """The message of a key that stands in Slack."""
        with self._lock:
            found = self.by_key.get(key, [])
            return next((each for each in found if each.deleted_at is None), None)

    def number_of(self, channel: str, thread_ts: str) -> int | None:
        """The number of the ticket a message opened, by the confirmation in its thread."""
        with self._lock:
            return next(iter(self.numbers_of(channel, thread_ts)), None)

    def numbers_of(self, channel: str, thread_ts: str) -> list[int]:
        """The numbers of all tickets that are confirmed in a thread."""
        with self._lock:
            return self._numbers.get((channel, thread_ts), [])

    def standing(self) -> list[Message]:
        """All messages that were not deleted."""
        with self._lock:
            return [each for each in self.messages.values() if each.deleted_at is None]

    def wait_for_fault(self, since: int, timeout_s: float) -> bool:
        """Whether an ordered fault hit a call behind an entry within so many seconds."""
        ends_s = time.monotonic() + timeout_s
        while time.monotonic() < ends_s:
            if any(each["kind"] == "fault" for each in self._slack.log(since)):
                return True
            time.sleep(0.05)
        return False

    def _follow(self) -> None:
        while not self._stopping.wait(POLL_S):
            self.read()

    def take(self, entry: Entry) -> None:
        """Note what a call put into Slack, changed or deleted."""
        if entry["kind"] != "api" or not entry["committed"]:
            return
        take = {
            "chat.postMessage": self._posted,
            "chat.update": self._edited,
            "chat.delete": self._deleted,
        }.get(entry["method"])
        if take is not None:
            take(entry)

    def _posted(self, entry: Entry) -> None:
        args, answer = entry["args"], entry["response"]
        message = Message(
            str(answer["channel"]),
            str(answer["ts"]),
            args.get("thread_ts"),
            keys_of(entry),
            float(entry["at"]),
            _text(args),
        )
        self.messages[message.channel, message.ts] = message
        for key in message.keys:
            self.by_key.setdefault(key, []).append(message)
            if key.startswith("confirmation:") and message.thread_ts:
                place = message.channel, message.thread_ts
                self._numbers.setdefault(place, []).append(int(key.partition(":")[2]))

    def _edited(self, entry: Entry) -> None:
        message = self._meant(entry)
        if message is not None:
            message.text, message.edited_at = _text(entry["args"]), float(entry["at"])

    def _deleted(self, entry: Entry) -> None:
        message = self._meant(entry)
        if message is not None:
            message.deleted_at = float(entry["at"])

    def _meant(self, entry: Entry) -> Message | None:
        args = entry["args"]
        return self.messages.get((str(args.get("channel")), str(args.get("ts"))))


def _text(args: dict) -> str:
    return json.dumps([args.get("text"), args.get("blocks")], ensure_ascii=False)


_HEAVY = ("args", "payload", "response", "body")


def _slim(entry: Entry) -> Entry:
    """An entry without what only its message needs, so that an hour fits into memory."""
    if entry["kind"] in ("control", "fault"):
        return entry
    return {name: value for name, value in entry.items() if name not in _HEAVY}


def count(entries: Iterable[Entry], **match: object) -> int:
    """How many entries hold these values."""
    return sum(all(entry.get(k) == v for k, v in match.items()) for entry in entries)
