"""What `punctual serve` runs: the ways in from Slack, and all that works at once.

Nothing waits for anything else: not for Slack to say who the bot is where the database knows, not
for the directory, not for what was missed. What must not be said yet is held back where it is
decided.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final

import structlog

from bot.clock import TimeSource
from bot.delivery.slack import WebSlack
from bot.errors import SettingsError
from bot.jobs.inbox_worker import InboxWorker
from bot.jobs.metronome import Metronome
from bot.jobs.rounds import EVERY_S, go_round
from bot.jobs.sender import Sender
from bot.jobs.shutdown import Shutdown, Worker, stop_all
from bot.jobs.thread import WakingThread
from bot.services import Services, parts_of
from bot.settings import Settings
from bot.slack.act.commands_in_text import is_command
from bot.slack.act.dispatch import Dispatch
from bot.slack.connect.acknowledgements import answer_envelope
from bot.slack.connect.app import SlackDeps, build_app
from bot.slack.connect.beats import HTTP, SOCKET, Beats
from bot.slack.connect.identity import Introduction
from bot.slack.connect.sockets import CONNECTIONS, Sockets
from bot.slack.connect.watch import Watch
from bot.slack.connect.web_server import Entrance, Reception, WebServer, web_app
from bot.slack.hear.directory.joins import Joins
from bot.slack.hear.directory.upkeep import DirectoryUpkeep
from bot.slack.hear.reader.reader import Reader
from bot.usecases.hearing import reasons
from bot.usecases.hearing.arrivals import was_anything_heard
from bot.usecases.hearing.state import doubt
from bot.usecases.promises.configuration import apply_to_empty
from bot.usecases.sweep.sweep import sweep
from bot.wording import words

log = structlog.get_logger(__name__)

LONGEST_REST_S: Final = 5.0
"""How long a worker rests without a wake: another process may have written meanwhile."""
LOOK_AGAIN_S: Final = 0.2
"""How soon to look whether the directory is there, at the very first start."""
A_DAY_S: Final = 86_400.0
SIGN_WITHIN_S: Final = 1.0
"""How long a socket may take to answer before something is decided."""


class Service:
    """One run of `punctual serve`, from before anybody knows who the bot is to its end."""

    def __init__(self, settings: Settings, clock: TimeSource, stopping: Shutdown) -> None:
        self._settings = settings
        self._stopping = stopping
        self._reception = Reception()
        self._sockets: Sockets | None = None
        self.introduction = Introduction(clock, stopping.rest, stopping.fail)

    @contextmanager
    def at_the_door(self) -> Iterator[None]:
        """Listen over HTTP, where Slack calls; raises `SettingsError` for a port in use."""
        if self._settings.uses_socket_mode:
            yield
            return
        entrance = Entrance()
        app = web_app(self._reception, self._settings.signing_secret, entrance)
        server = WebServer(app, self._settings.host, self._settings.port, entrance)
        server.start()
        try:
            yield
        finally:
            server.stop()

    @contextmanager
    def at_work(self, services: Services) -> Iterator[None]:
        """Run all that works at once; it ends, or is left to itself, within a few seconds."""
        program, settings = services.program, self._settings
        for line in apply_to_empty(program, settings.config) if settings.config else ():
            log.info(line)
        doubt(program, reasons.START)
        services.timekeeper.run_once()
        talking = ThreadPoolExecutor(settings.talk_threads, "talk")
        parts = self._parts(services, talking)
        for part in parts:
            part.start()
        try:
            yield
        finally:
            talking.shutdown(wait=False, cancel_futures=True)
            if not stop_all(parts):
                self._stopping.end_now()  # who still sends must not outlive the right to send

    def _parts(self, services: Services, talking: ThreadPoolExecutor) -> list[Worker]:
        """Return all that works at once."""
        program, slack = services.program, services.slack
        inbox_worker = InboxWorker(program, Dispatch(program, slack, talking))
        directory = DirectoryUpkeep(program, slack)
        work_off = partial(_work_off, inbox_worker, directory)
        worker = WakingThread("inbox", work_off, LONGEST_REST_S)
        send = partial(self._send, Sender(services.deliverer, program.clock))
        sender = WakingThread("sender", send, LONGEST_REST_S)
        reader = Reader(program, slack, is_command, worker.wake, self._back)
        reading = WakingThread("reader", reader.run_once, LONGEST_REST_S, reader.stop)
        services.wakes.threads += [sender, reading]
        deps = SlackDeps(
            program=program,
            slack=slack,
            bot_token=self._settings.bot_token,
            signing_secret=self._settings.signing_secret,
            base_url=self._settings.slack_api_url,
            is_command=is_command,
            wake_inbox=worker.wake,
            talking=talking,
            slack_now=services.timekeeper.slack_now,
        )
        steady = program.clock.monotonic
        timekeeper = WakingThread("clock", services.timekeeper.run_once, LONGEST_REST_S)
        services.timekeeper.at_jump(timekeeper.wake)
        return [
            timekeeper,
            *self._listeners(deps),
            sender,
            worker,
            reading,
            Metronome(
                lambda: sweep(program, self._show_signs), self._settings.tick_seconds, steady
            ),
            Metronome(lambda: go_round(program, parts_of(services)), EVERY_S, steady),
            WakingThread("identity", partial(self._confirm, services, sender), A_DAY_S),
            WakingThread("directory", directory.run_once, A_DAY_S),
            WakingThread("joins", Joins(program, slack).run_once, LONGEST_REST_S),
        ]

    def _send(self, sender: Sender) -> float | None:
        """Say what waits, but nothing before Slack has said whose the token is."""
        return sender.run_once() if self.introduction.is_confirmed.is_set() else None

    def _confirm(self, services: Services, sender: WakingThread) -> float:
        """Have Slack confirm who the bot is; then what waits is said."""
        rest_s = self.introduction.confirm(
            services.program.database, services.slack, services.identity
        )
        if self.introduction.is_confirmed.is_set():
            self._reception.confirm()
            sender.wake()
        return rest_s

    def _listeners(self, deps: SlackDeps) -> list[Worker]:
        """Return the listener to Slack, and the writer of its signs of life."""
        app = build_app(deps)
        if self._settings.app_token is None:
            is_confirmed = self.introduction.is_confirmed.is_set()
            self._reception.open(
                app, deps.program, is_confirmed=is_confirmed, slack_now=deps.slack_now
            )
            return [Beats(deps.program, HTTP)]
        watch = Watch(deps.program.clock, CONNECTIONS)
        beats = Beats(deps.program, SOCKET, watch.report, watch.owe)
        watch.on_change = beats.wake
        sockets = Sockets(
            WebSlack(self._settings.app_token, self._settings.slack_api_url),
            partial(answer_envelope, app),
            watch,
            deps.program.clock,
            partial(self._refused, is_first=not was_anything_heard(deps.program)),
        )
        self._sockets, self._beats = sockets, beats
        return [beats, sockets]

    def _show_signs(self) -> None:
        """Have the sockets show whether they live, as something is to be decided now."""
        if self._sockets is not None and self._sockets.verify(SIGN_WITHIN_S):
            self._beats.beat()

    def _back(self, messages: int) -> None:
        """Say how much was read that was not heard."""
        if self._sockets is not None:
            self._sockets.back(messages)
        else:
            log.info("%s read that nobody had heard", words.messages(messages))

    def _refused(self, problem: SettingsError, *, is_first: bool) -> None:
        """End where the app's token never worked; else it may be well again any minute."""
        if is_first:
            self._stopping.fail(problem)


def _work_off(inbox_worker: InboxWorker, directory: DirectoryUpkeep) -> float | None:
    """Work off what came in, once it is known whose channels are whose."""
    return inbox_worker.run_once() if directory.is_known() else LOOK_AGAIN_S
