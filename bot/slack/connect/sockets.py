"""Socket Mode: two connections, each opened again for as long as it takes, and a watchdog.

What is not acknowledged Slack sends again. What the signs of life mean is judged by `Watch`; here
sockets are opened, read, pinged and closed.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse

from bot.clock import TimeSource
from bot.delivery.ports import NoAnswer, SlackPort, UnclearAnswer
from bot.errors import SettingsError
from bot.jobs.patience import LONGEST_WAIT_S, Complaint, wait_s
from bot.slack.connect.acknowledgements import acknowledge_broken
from bot.slack.connect.identity import is_of_the_token
from bot.slack.connect.link import Link, LinkLost, Signs, open_link
from bot.slack.connect.watch import Watch
from bot.usecases.hearing import reasons

Json = dict[str, Any]
log = structlog.get_logger(__name__)

CONNECTIONS: Final = 2
LISTENING_THREADS: Final = 4
"""Requests at once; each holds a thread until it is acknowledged. More only fight for Python."""
TIMEOUT_S: Final = 10.0
LONGEST_NETWORK_WAIT_S: Final = 3.0
"""How long is waited at most while the network is away: soon after it is back Slack is heard."""
UNREACHABLE: Final = "unreachable"
HELLO_WITHIN_S: Final = 10.0
LOOK_EVERY_S: Final = 1.0
PING_EVERY_LOOKS: Final = 3
"""Slack's answers are reported a look later, so that what is written is less than 4 s old."""
SETTLED_AFTER_S: Final = 10.0
"""A connection that broke sooner counts as one that could not be opened."""
RELIEVED_FOR_S: Final = 15.0
"""How long a socket is still read that Slack asked to be replaced, and then closes itself."""
NOT_HEARD: Final = 500


class CannotOpen(Exception):
    """Slack opens no socket now; `retry_after_s` is what it asked for.

    Where it is the network nothing got as far as Slack, so that none of its limits is used up.
    """

    def __init__(
        self, problem: str, retry_after_s: float = 0.0, *, is_network: bool = False
    ) -> None:
        super().__init__(problem)
        self._retry_after_s = retry_after_s
        self._longest_s = LONGEST_NETWORK_WAIT_S if is_network else LONGEST_WAIT_S

    def rest_s(self, failures: int) -> float:
        """Return the seconds to wait after so many failures in a row, this one the last."""
        return max(self._retry_after_s, wait_s(failures, self._longest_s))


class Sockets:
    """Hears Slack over sockets that `slack`, with the app's own token, gives the addresses of.

    `hear` returns the answer to an envelope. `refused` is told once of a token that Slack
    definitely refuses.
    """

    def __init__(
        self,
        slack: SlackPort,
        hear: Callable[[Json], BoltResponse],
        watch: Watch,
        clock: TimeSource,
        refused: Callable[[SettingsError], None],
        opened: Callable[[str, Signs], Link] = open_link,
    ) -> None:
        self._slack = slack
        self._hear = hear
        self._watch = watch
        self._monotonic = clock.monotonic
        self._refused = refused
        self._open_link = opened
        self._links: list[Link | None] = [None] * CONNECTIONS
        self._listening = ThreadPoolExecutor(LISTENING_THREADS, "listening")
        self._complaint = Complaint(
            "slack cannot be listened to; it is tried again by itself", clock.monotonic
        )
        self._stopping = Event()
        self._threads = [
            Thread(target=self._stay_open, args=(number,), name=f"socket-{number}", daemon=True)
            for number in range(CONNECTIONS)
        ]
        self._threads.append(Thread(target=self._keep_watch, name="watchdog", daemon=True))

    def start(self) -> None:
        """Begin to open the sockets; nobody waits for them."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Hear no more; what was not acknowledged Slack sends to who listens next."""
        self._stopping.set()
        self._listening.shutdown(wait=False, cancel_futures=True)
        for link in list(self._links):
            if link is not None:
                link.close()

    def verify(self, timeout_s: float) -> bool:
        """Ping every open socket now; return whether there is one and each answered in time."""
        ends_s = time.monotonic() + timeout_s
        try:
            answers = [link.ping() for link in self._links if link is not None]
        except LinkLost:
            return False
        return bool(answers) and all(
            answer.wait(max(0.0, ends_s - time.monotonic())) for answer in answers
        )

    def back(self, messages: int) -> None:
        """Say how many messages were read to make up for what was not heard."""
        self._watch.back(messages)

    # One connection

    def _stay_open(self, number: int) -> None:
        failures, rest_s = 0, 0.0
        while not self._stopping.wait(rest_s):
            try:
                failures = 0 if self._listen(number) else failures + 1
                rest_s = wait_s(failures)
            except CannotOpen as problem:
                failures += 1
                rest_s = problem.rest_s(failures)
                self._complaint.say(str(problem))
            except Exception:
                failures += 1
                rest_s = wait_s(failures)
                log.exception("trouble with a connection")

    def _listen(self, number: int) -> bool:
        """Hear Slack until a socket ends; return whether it lasted for a while.

        One that Slack has replaced at once is as good as none: it may be one too many.
        """
        link = self._opened(number)
        self._complaint.over()
        began_s = self._monotonic()
        self._read(number, link)
        return self._monotonic() - began_s >= SETTLED_AFTER_S

    def _opened(self, number: int) -> Link:
        """Return a socket over which Slack has greeted us."""
        link: Link | None = None
        signs = Signs(
            pinged=lambda: self._sign(link, self._watch.heard),
            answered=lambda: self._sign(link, self._watch.answered),
        )
        try:
            link = self._open_link(self._address(), signs)
            greeting = _parsed(link.receive(HELLO_WITHIN_S))
        except LinkLost as problem:
            if link is not None:
                link.cut()
            raise CannotOpen(str(problem)) from problem
        if greeting.get("type") != "hello":
            link.cut()
            raise CannotOpen(str(greeting.get("reason") or "no greeting"))
        self._links[number] = link
        self._watch.opened(number)
        return link

    def _address(self) -> str:
        try:
            answer = self._slack.call("apps.connections.open", {}, timeout_s=TIMEOUT_S)
        except UnclearAnswer as problem:
            is_network = isinstance(problem, NoAnswer)
            raise CannotOpen(str(problem), is_network=is_network) from problem
        if answer.ok:
            return str(answer.data.get("url"))
        if is_of_the_token(answer.error):
            refusal = SettingsError(
                f"SLACK_APP_TOKEN: Slack refuses it ({answer.error}): copy the app-level token "
                "again"
            )
            self._refused(refusal)
            raise CannotOpen(str(refusal))
        is_network = answer.error == UNREACHABLE
        raise CannotOpen(str(answer.error), answer.retry_after_s or 0.0, is_network=is_network)

    def _read(self, number: int, link: Link) -> None:
        """Take what comes until the socket ends, or Slack asks for its relief."""
        try:
            while True:
                message = _parsed(link.receive())
                self._sign(link, self._watch.heard)
                if message.get("type") == "disconnect":
                    self._relieve(number, link, str(message.get("reason")))
                    return
                self._take(link, message)
        except LinkLost:
            self._links[number] = None
            if not self._stopping.is_set():
                self._watch.broke(number, reasons.BROKE)

    def _relieve(self, number: int, link: Link, reason: str) -> None:
        """Go on reading the socket beside the one that takes its place, until it ends."""
        log.info("slack asks for a connection to be replaced", reason=reason)
        self._links[number] = None
        self._watch.relieved(number)
        Thread(target=self._read_out, args=(link,), name="relieved", daemon=True).start()

    def _read_out(self, link: Link) -> None:
        ends_s = time.monotonic() + RELIEVED_FOR_S
        try:
            while (left_s := ends_s - time.monotonic()) > 0:
                self._take(link, _parsed(link.receive(left_s)))
        except LinkLost:
            pass
        link.close()

    def _take(self, link: Link, message: Json) -> None:
        """Have an envelope answered over the socket it came by."""
        if "envelope_id" in message and not self._stopping.is_set():
            self._listening.submit(self._answer, link, message)

    def _answer(self, link: Link, envelope: Json) -> None:
        try:
            response = self._hear(envelope)
            if response.status < NOT_HEARD:
                ack = {"envelope_id": envelope["envelope_id"], **_payload(response)}
                link.send(json.dumps(ack))
        except LinkLost:
            log.info("a connection ended before an answer; slack asks again")
        except Exception:
            log.exception("an envelope could not be answered")

    # The watchdog

    def _keep_watch(self) -> None:
        looks = 0
        while not self._stopping.wait(LOOK_EVERY_S):
            self.look(looks)
            looks += 1

    def look(self, number: int) -> None:
        """Have silent sockets replaced; at every third look ping, and report at the one after."""
        for silent in self._watch.silent():
            self._drop(silent)
        if number % PING_EVERY_LOOKS == 0:
            self._ping()
        elif number % PING_EVERY_LOOKS == 1:
            self._watch.on_change()

    def _drop(self, number: int) -> None:
        """Cut a silent socket: who reads it opens another."""
        link, self._links[number] = self._links[number], None
        self._watch.broke(number, reasons.SILENT)
        if link is not None:
            link.cut()

    def _ping(self) -> None:
        for link in self._links:
            try:
                if link is not None:
                    link.ping()
            except LinkLost:
                continue  # who reads it notices

    def _sign(self, link: Link | None, note: Callable[[int], None]) -> None:
        """Note a sign of life of a socket that is still relied on."""
        if link is not None and link in self._links:
            note(self._links.index(link))


def _parsed(text: str) -> Json:
    """Return a message of Slack's; an empty one for what is none."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        message = None
    if isinstance(message, dict):
        return message
    acknowledge_broken("no message of socket mode")
    return {}


def _payload(response: BoltResponse) -> Json:
    """Return the body of an ack as a socket carries it: an object, or nothing."""
    if not response.body:
        return {}
    if response.first_headers().get("content-type", "").startswith("application/json"):
        return {"payload": json.loads(response.body)}
    return {"payload": {"text": response.body}}
