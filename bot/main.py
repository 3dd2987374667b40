"""The composition root: one function builds the program; tests build it the same way."""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event

import structlog

from bot.clock import Clock, SystemClock
from bot.config.history import HistoryReader
from bot.database import open_database
from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import SlackPort
from bot.delivery.settings import DeliverySettings
from bot.delivery.slack import WebSlack
from bot.errors import SettingsError
from bot.jobs.inbox_worker import InboxWorker
from bot.jobs.metronome import Metronome
from bot.jobs.rounds import EVERY_S, PARTS, Part, go_round
from bot.jobs.sender import Sender
from bot.jobs.thread import WakingThread
from bot.settings import Settings
from bot.slack.app import SlackDeps, build_app
from bot.slack.catch_up import catch_up
from bot.slack.directory import sync_directory
from bot.slack.hearing import SlackHearing
from bot.slack.identity import Identity, who_am_i
from bot.slack.names import Names
from bot.slack.report_files import share_report_files
from bot.slack.serving import (
    Connection,
    http_connection,
    require_free,
    socket_mode_connection,
)
from bot.slack.speech import SlackSpeech
from bot.slack.storms import digest_for, link_for
from bot.store import workspaces
from bot.store.engine import Database
from bot.store.lock import sweeping
from bot.store.workspaces import Workspace
from bot.usecases.desk import Desk
from bot.usecases.promises.configuring import apply_to_empty
from bot.usecases.promises.renewing import renew_calendars
from bot.usecases.sweeping import sweep

log = structlog.get_logger(__name__)

LONGEST_REST_S = 5.0
"""How long a worker rests without a wake: another process may have written meanwhile."""

THREADS_SWITCH_S = 0.0005
"""How long a thread keeps Python while others wait for it; by default it is ten times as long."""

TICK_BUDGET_S = 50.0
"""How long a single pass may take to say what waits: cron's next one comes after a minute."""


@dataclass(slots=True)
class _Wakes:
    """Who is woken by a commit; filled in once the threads exist."""

    threads: list[WakingThread] = field(default_factory=list)

    def __call__(self) -> None:
        for thread in self.threads:
            thread.wake()


@dataclass(frozen=True, slots=True)
class Office:
    """A desk with those who say what it decides; what ``serve`` and ``tick`` share."""

    desk: Desk
    deliverer: Deliverer
    slack: SlackPort
    identity: Identity
    wakes: _Wakes


@contextmanager
def open_office(
    settings: Settings, clock: Clock | None = None, delivery: DeliverySettings | None = None
) -> Iterator[Office]:
    """Open the database, learn who we are in Slack, and hold the right to sweep and send."""
    clock = clock or SystemClock()
    database = open_database(settings)
    with ExitStack() as closing:
        closing.callback(database.dispose)
        closing.enter_context(sweeping(database))
        shared = database.clock(clock)
        slack = WebSlack(settings.bot_token, settings.slack_api_url)
        identity = who_am_i(slack)
        _remember(database, identity, shared)
        wakes = _Wakes()
        desk = Desk(
            database=database,
            clock=shared,
            workspace_id=identity.team_id,
            bot_user_id=identity.user_id,
            speech=SlackSpeech(
                Names.in_database(database, identity.team_id), identity.domain or None
            ),
            histories=HistoryReader(),
            on_commit=wakes,
        )
        delivery = delivery or DeliverySettings(
            timeout_s=settings.answer_seconds,
            margin_s=settings.answer_seconds,
            settle_s=settings.settle_seconds,
            edit_gap_s=settings.edit_seconds,
        )
        linked = link_for(desk, identity.domain or None)
        deliverer = Deliverer(database, slack, shared, delivery, digest_for(desk), linked)
        if database.path is not None:
            deliverer.take_over()
        for line in renew_calendars(desk):
            log.warning(line)
        yield Office(desk, deliverer, slack, identity, wakes)


def _remember(database: Database, identity: Identity, clock: Clock) -> None:
    workspace = Workspace(
        id=identity.team_id,
        name=identity.team,
        domain=identity.domain,
        bot_user_id=identity.user_id,
        bot_id=identity.bot_id,
        installed_at=clock.now(),
    )
    with database.writing() as connection:
        known = [each.id for each in workspaces.listing(connection)]
        if known and workspace.id not in known:
            raise SettingsError(
                f"DATABASE_URL: this database belongs to workspace {known[0]} and the token to "
                f"{workspace.id}: give each workspace a database of its own"
            )
        if not known:
            workspaces.save(connection, workspace)


def tick(settings: Settings) -> tuple[int, dict[str, int]]:
    """One pass of everything: tickets looked at, and rows by what became of them."""
    with open_office(settings) as office:
        return one_pass(office, settings.talk_threads)


def one_pass(
    office: Office, talk_threads: int, sleep: Callable[[float], None] = time.sleep
) -> tuple[int, dict[str, int]]:
    """Work off what came in, announce what is due, and say what may be said within the budget."""
    desk = office.desk
    with ThreadPoolExecutor(talk_threads, "talk") as talking:
        InboxWorker(desk, SlackHearing(desk, office.slack, talking)).run_once()
        looked_at = sweep(desk)
        go_round(desk, parts_of(office))
        sender = Sender(office.deliverer, desk.clock)
        sent = sender.run_for(TICK_BUDGET_S, sleep)
        go_round(desk, [_files_part(office)])
        return looked_at, sent


def parts_of(office: Office) -> tuple[Part, ...]:
    """What a round has to do, with what needs Slack itself."""
    return (*PARTS, _files_part(office))


def _files_part(office: Office) -> Part:
    """What goes with digests that were sent."""
    return partial(share_report_files, slack=office.slack)


def serve(settings: Settings) -> None:
    """Run the bot until it is told to stop."""
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    if settings.app_token is None:
        require_free(settings.host, settings.port)
    with open_office(settings) as office, _running(settings, office):
        log.info("punctual is at work", workspace=office.identity.team, database=settings.shown_url)
        _prepare_python()
        stopping.wait()


def _prepare_python() -> None:
    """Have threads take short turns, so that an ack is soon on; pass over what lives for good."""
    sys.setswitchinterval(THREADS_SWITCH_S)
    gc.collect()
    gc.freeze()


@contextmanager
def _running(settings: Settings, office: Office) -> Iterator[None]:
    """Everything that runs at once: sender, inbox worker, metronome, Slack."""
    desk = office.desk
    for line in apply_to_empty(desk, settings.config) if settings.config else ():
        log.info(line)
    sync_directory(desk, office.slack)
    with ExitStack() as closing:
        talking = closing.enter_context(ThreadPoolExecutor(settings.talk_threads, "talk"))
        hearing = SlackHearing(desk, office.slack, talking)
        work_off = InboxWorker(desk, hearing).run_once
        sender = WakingThread(
            "sender", Sender(office.deliverer, desk.clock).run_once, LONGEST_REST_S
        )
        worker = WakingThread("inbox", work_off, LONGEST_REST_S)
        office.wakes.threads.append(sender)
        deps = SlackDeps(
            desk=desk,
            slack=office.slack,
            bot_token=settings.bot_token,
            signing_secret=settings.signing_secret,
            base_url=settings.slack_api_url,
            wake_inbox=worker.wake,
            talking=talking,
        )
        connection = _connection(settings, deps)
        connection.start()
        closing.callback(connection.stop)
        catch_up(deps)
        work_off()  # an alarm that does not know of a reply would be false
        metronome = Metronome(lambda: sweep(desk), settings.tick_seconds)
        rounds = Metronome(lambda: go_round(desk, parts_of(office)), EVERY_S)
        for part in (sender, worker, metronome, rounds):
            part.start()
            closing.callback(part.stop)
        yield


def _connection(settings: Settings, deps: SlackDeps) -> Connection:
    app = build_app(deps)
    if settings.app_token is not None:
        return socket_mode_connection(app, settings.app_token)
    return http_connection(app, deps.desk, settings.host, settings.port)
