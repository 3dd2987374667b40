"""A sandbox and a bot as real processes, ended with the test; the sandbox's log is the judge."""

from contextlib import suppress
from pathlib import Path

import pytest

from bot.demo.pair import Pair
from bot.demo.seen import key_of, keys_posted
from bot.demo.verdict import kind_of
from tests import recording

QUICK = Path(__file__).parent / "quick.yml"
SETTLE = {"PUNCTUAL_SETTLE_SECONDS": "1", "PUNCTUAL_ANSWER_SECONDS": "3"}


class Story:
    """One pair of processes, and the people of the demo's team."""

    def __init__(self, pair):
        self.pair = pair
        self.slack = pair.slack
        self.carla, self.noah, self.ana = (self.slack.member(n) for n in ("carla", "noah", "ana"))

    def kill_bot(self):
        self.pair.bot.kill()

    def start_bot(self):
        self.pair.start_bot()

    def alarm(self, point, number=1, since=0):
        kind = f"alarm:{number}:first_reply:1:{point}"
        return self.slack.wait_until(
            lambda entry: kind_of(key_of(entry)) == kind,
            since,
            kind,
            timeout_s=45,
            kind="api",
            method="chat.postMessage",
            committed=True,
        )

    def number_of(self, request_ts):
        """The number of the ticket that a message opened, by the confirmation in its thread."""
        confirmed = self.slack.wait(
            0,
            "the confirmation",
            timeout_s=45,
            kind="api",
            method="chat.postMessage",
            committed=True,
            args={"thread_ts": request_ts},
        )
        return int(key_of(confirmed).removeprefix("confirmation:"))

    def posted(self):
        """The kinds of all messages in Slack, sorted; a double stands there twice."""
        return sorted(kind_of(key) for key in keys_posted(self.slack.log()))

    def answers(self):
        """How the bot acknowledged what was delivered to it, but for what its death cut short."""
        return {
            entry["error"]
            for entry in self.slack.log()
            if entry["kind"] == "ack" and entry["error"] not in ("connection_lost", None)
        }


@pytest.fixture
def begin_sandbox(tmp_path):
    """Start a sandbox alone, and give the pair that lacks its bot."""
    pairs = []

    def start(promises=QUICK, **more):
        pair = Pair(tmp_path, promises, **{"more": SETTLE, **more})
        pairs.append(pair)
        pair.start_sandbox()
        return pair

    yield start
    for pair in pairs:
        with suppress(OSError):  # a sandbox that was ended tells nothing
            recording.keep_log(pair.slack.log())
        pair.stop()


@pytest.fixture
def http_story(begin_sandbox):
    """A sandbox that calls its bot at a URL, both at work."""
    pair = begin_sandbox(is_http=True)
    pair.start_bot()
    return Story(pair)


@pytest.fixture
def story(begin_sandbox, database_url):
    """A sandbox and a bot at work, on a database of its own of both kinds."""
    pair = begin_sandbox(database_url=database_url)
    pair.start_bot()
    return Story(pair)
