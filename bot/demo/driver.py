"""Acts as members of the sandbox and reads its log, over its control addresses.

What a step or a test believes is what the log holds: never what the bot says of itself.
"""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Entry = dict[str, Any]

ANSWER_TIMEOUT_S = 30.0
"""How long the sandbox may take; a wait may take its own time on top."""

PATIENCE_S = 10.0
"""How long a thing may take to be seen, unless said otherwise."""

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Refused(Exception):
    """The sandbox would not let a member do it; the text is its reason."""


class NotSeen(Exception):
    """What was waited for is not in the log; the text says what and how long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member was shown after a command or a click: text and blocks, and where."""

    channel: str
    body: Json


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox at ``url``."""

    url: str

    def get(self, name: str, **args: Any) -> Json:
        """What a control address shows."""
        query = urllib.parse.urlencode(args)
        return self._call("GET", f"{name}?{query}" if query else name, None, ANSWER_TIMEOUT_S)

    def post(self, name: str, **args: Any) -> Json:
        """What came of an order."""
        return self._call("POST", name, args, ANSWER_TIMEOUT_S)

    def state(self) -> Json:
        """Team, people, channels, and how many sockets are open."""
        return self.get("state")

    def log(self, since: int = 0) -> list[Entry]:
        """The log from entry ``since`` on."""
        return list(self.get("log", since=since)["entries"])

    def mark(self) -> int:
        """The number the next entry will get: what happens from now on is at or after it."""
        return int(self.state()["log_next"])

    def wait(self, since: int, what: str, timeout_s: float = PATIENCE_S, **match: Any) -> Entry:
        """The first entry from ``since`` on that holds ``match``; raises NotSeen."""
        question = {"since": since, "match": match, "timeout_s": timeout_s}
        try:
            return self._call("POST", "wait", question, timeout_s + ANSWER_TIMEOUT_S)
        except Refused as refused:
            raise NotSeen(f"{what}: not seen within {timeout_s:g} s") from refused

    def wait_until(
        self,
        is_it: Callable[[Entry], bool],
        since: int,
        what: str,
        timeout_s: float = PATIENCE_S,
        **match: Any,
    ) -> Entry:
        """The first entry that holds ``match`` and of which ``is_it`` is true; raises NotSeen."""
        while True:
            entry = self.wait(since, what, timeout_s, **match)
            if is_it(entry):
                return entry
            since = int(entry["n"]) + 1

    def posted(self, key: str, since: int = 0, timeout_s: float = PATIENCE_S) -> Entry:
        """The call that put the message of a key into Slack."""
        return self.wait(
            since,
            f"the message {key}",
            timeout_s,
            kind="api",
            method="chat.postMessage",
            committed=True,
            args={"metadata": {"event_payload": {"key": key}}},
        )

    def fault(self, fault: str, method: str = "chat.postMessage", **more: Any) -> None:
        """Make the next calls of a method fail."""
        self.post("faults", fault=fault, method=method, **more)

    def member(self, name: str) -> "Member":
        """The member of a name."""
        found = next(user for user in self.state()["users"] if user["name"] == name)
        return Member(self, found["id"], found["real_name"], found["tz"])

    def _call(self, verb: str, name: str, args: Json | None, timeout_s: float) -> Json:
        body = None if args is None else json.dumps(args).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - the address of a sandbox we started
            f"{self.url}/control/{name}", data=body, method=verb, headers=headers
        )
        try:
            with _open(request, timeout=timeout_s) as response:
                found: Json = json.loads(response.read())
                return found
        except urllib.error.HTTPError as refused:
            raise Refused(f"{name}: {refused.read().decode()}") from refused


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the workspace, doing what members do."""

    sandbox: Sandbox
    id: str
    name: str
    time_zone: str

    def says(self, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Type a message; return its ts."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        said = self._does("message", channel=channel, text=text, **more)
        return str(said["ts"])

    def reads(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """The messages of a channel or thread that this member sees, oldest first."""
        more = {} if thread_ts is None else {"thread_ts": thread_ts}
        return list(self.sandbox.get("messages", user=self.id, channel=channel, **more)["messages"])

    def message(self, channel: str, ts: str, thread_ts: str | None = None) -> Json:
        """One message as this member sees it now."""
        found = [each for each in self.reads(channel, thread_ts) if each["ts"] == ts]
        if not found:
            raise NotSeen(f"the message {ts} in #{channel}: {self.name} does not see it")
        return found[0]

    def sends(self, channel: str, line: str) -> Json:
        """Type a slash command; return how the bot took it, which must be within 3 seconds."""
        command, _, text = line.partition(" ")
        return self._does("command", channel=channel, command=command, text=text)

    def asks(self, channel: str, line: str) -> Answer:
        """Type a slash command and return what it showed, now or a little later."""
        since = self.sandbox.mark()
        taken = self.sends(channel, line)
        if taken.get("ack"):
            body = taken["ack"]
            return Answer(channel, body if isinstance(body, dict) else {"text": str(body)})
        return self._answer(channel, since, line)

    def clicks(self, channel: str, ts: str, action_id: str) -> int:
        """Press a button of a message; return the mark from which what follows is found."""
        since = self.sandbox.mark()
        self._does("click", channel=channel, ts=ts, action_id=action_id)
        return since

    def is_answered_after_clicking(self, channel: str, ts: str, action_id: str) -> Answer:
        """Press a button and return what this member alone is told."""
        return self._answer(channel, self.clicks(channel, ts, action_id), f"the button {action_id}")

    def form(self, since: int, what: str) -> Json:
        """The form on top, once the bot filled one in after ``since``."""
        self.sandbox.wait(since, what, kind="api", method="views.update", ok=True)
        stack = self.sandbox.get("views", user=self.id)["views"]
        if not stack:
            raise NotSeen(f"{what}: {self.name} sees none")
        found: Json = stack[-1]
        return found

    def submits(self, view_id: str, values: Json) -> Json:
        """Fill in a form and send it; return what the bot made of it."""
        try:
            return self.sandbox.post("view/submit", user=self.id, view_id=view_id, values=values)
        except Refused as refused:
            raise NotSeen(str(refused)) from refused

    def _answer(self, channel: str, since: int, what: str) -> Answer:
        entry = self.sandbox.wait(since, f"the answer to {what}", kind="response_url")
        if not entry["ok"]:
            raise NotSeen(f"the answer to {what}: Slack refused it with {entry['error']}")
        return Answer(channel, entry["body"])

    def _does(self, what: str, **args: Any) -> Json:
        done = self.sandbox.post(what, user=self.id, **args)
        if not done["ok"]:
            raise NotSeen(f"{what}: the bot did not take it ({done.get('error')})")
        return done


def key_of(entry: Entry) -> str | None:
    """The key in the metadata of a call, None when it has none."""
    metadata = (entry.get("args") or {}).get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") if isinstance(metadata, dict) else None


def keys_posted(entries: Iterable[Entry]) -> list[str]:
    """The keys of all messages that are in Slack, in their order; a double is there twice."""
    return [
        key
        for entry in entries
        if entry["kind"] == "api" and entry["method"] == "chat.postMessage" and entry["committed"]
        if (key := key_of(entry)) is not None
    ]
