"""Acts as members of the sandbox and reads its log, over its control addresses.

A step or a test believes the log alone: never the bot's own word.
"""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.member import Member
from bot.demo.seen import Entry, Json, NotSeen, SandboxRefused

ANSWER_TIMEOUT_S = 30.0
"""How long the sandbox may take; a wait may take its own time on top."""

_STANDING = ("state",)
"""What can be looked at in between; all else follows from those acts."""

_NO_TIME_S = 0.001

PATIENCE_S = 10.0
"""How long a thing may take to be seen, unless said otherwise."""

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def _at_once() -> None:
    """Look without doing anything first."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox at ``url``.

    A bot that only works when it is told to is told by ``before_looking``: nothing has to be
    waited for then, as what is not there afterwards will not come.
    """

    url: str
    before_looking: Callable[[], None] = _at_once

    def get(self, name: str, /, **args: Any) -> Json:
        """What a control address shows."""
        if name not in _STANDING:
            self.before_looking()
        query = urllib.parse.urlencode(args)
        return self._call("GET", f"{name}?{query}" if query else name, None, ANSWER_TIMEOUT_S)

    def post(self, name: str, /, **args: Any) -> Json:
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
        if self.before_looking is not _at_once:
            self.before_looking()
            timeout_s = _NO_TIME_S
        question = {"since": since, "match": match, "timeout_s": timeout_s}
        try:
            return self._call("POST", "wait", question, timeout_s + ANSWER_TIMEOUT_S)
        except SandboxRefused as refused:
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

    def member(self, name: str) -> Member:
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
            raise SandboxRefused(f"{name}: {refused.read().decode()}") from refused
