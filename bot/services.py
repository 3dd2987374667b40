"""The program of one workspace with those who say what it decides: all that runs stands on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from bot.clock import SystemClock, TimeSource
from bot.config.history import HistoryReader
from bot.database import open_database
from bot.delivery.composers import Composers
from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import SlackPort
from bot.delivery.settings import DeliverySettings
from bot.delivery.slack import WebSlack
from bot.jobs.rounds import PARTS, Part
from bot.jobs.thread import WakingThread
from bot.jobs.timekeeper import Timekeeper
from bot.settings import Settings
from bot.slack.connect.identity import who_am_i
from bot.slack.connect.report_files import share_report_files
from bot.slack.connect.requested_files import share_requested_files
from bot.slack.connect.scopes import WatchingScopes
from bot.slack.draw.speech import speech_for
from bot.slack.draw.storm_digests import digest_for, link_for
from bot.slack.hear.finished_arrivals import remove_finished_arrivals
from bot.slack.hear.presence import Presence
from bot.store.engine import Database
from bot.store.lock import sweeping
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.identity import Identity, remember
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.alarm_gate import Gate
from bot.usecases.promises.calendar_data import note_new_data
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.lost_names import take_names_out
from bot.usecases.requesters.undelivered import tell_refusals
from bot.watched_clock import WatchedClock

log = structlog.get_logger(__name__)

Identify = Callable[[Database, SlackPort], Identity]


@dataclass(slots=True)
class Wakes:
    """Who is woken by a commit; filled in once the threads exist."""

    threads: list[WakingThread] = field(default_factory=list)

    def __call__(self) -> None:
        """Wake them."""
        for thread in self.threads:
            thread.wake()


@dataclass(frozen=True, slots=True)
class Services:
    """A program with those who say what it decides; what ``serve`` and ``tick`` share."""

    program: Program
    deliverer: Deliverer
    slack: SlackPort
    identity: Identity
    wakes: Wakes
    timekeeper: Timekeeper
    keep_arrivals: timedelta = timedelta(days=30)
    """How long what came in is kept once it is worked off."""


def ask_slack(_: Database, slack: SlackPort) -> Identity:
    """Return who the bot is, as Slack says now."""
    return who_am_i(slack)


@contextmanager
def open_services(
    settings: Settings,
    clock: TimeSource | None = None,
    delivery: DeliverySettings | None = None,
    identify: Identify = ask_slack,
) -> Iterator[Services]:
    """Open the database, learn who we are in Slack, and hold the right to sweep and send."""
    clock = clock or SystemClock()
    database = open_database(settings)
    with ExitStack() as closing:
        closing.callback(database.dispose)
        closing.enter_context(sweeping(database))
        shared = WatchedClock(database.clock(clock))
        web = WebSlack(settings.bot_token, settings.slack_api_url, shared)
        identity = identify(database, web)
        remember(database, identity, shared.now())
        slack = WatchingScopes(web, database, identity.team_id, shared)
        wakes = Wakes()
        program = Program(
            database=database,
            clock=shared,
            workspace_id=identity.team_id,
            bot_user_id=identity.user_id,
            speech=speech_for(database, identity.team_id, identity.domain or None),
            histories=HistoryReader(),
            on_commit=wakes,
            consequences=IN_ORDER,
            has_jumped=lambda: shared.has_jumped() or web.time.differs(shared.now()),
            first_admin=settings.admin,
            secret_key=settings.signing_key,
            config_file=settings.config,
            presence=Presence(slack, shared),
        )
        paced = delivery or _paced_by(settings)
        composers = _composers_of(program, identity)
        deliverer = Deliverer(database, slack, shared, paced, composers, Gate(program))
        _take_up(program, deliverer)
        timekeeper = Timekeeper(program, slack, shared, web.time)
        keep = timedelta(days=settings.inbox_days)
        yield Services(program, deliverer, slack, identity, wakes, timekeeper, keep)


def _take_up(program: Program, deliverer: Deliverer) -> None:
    """Go on where the process before ended: what it was sending, what it had not worked out."""
    if program.database.path is not None:
        deliverer.take_over()
    _catch_up(program)


def _catch_up(program: Program) -> None:
    """Learn of new holidays and of names, which changed while nobody ran."""
    for line in note_new_data(program):
        log.warning(line)
    take_names_out(program)
    resolve_waiting(program)


def parts_of(services: Services) -> tuple[Part, ...]:
    """Return the parts of a round, with those that need Slack itself."""
    forget = partial(remove_finished_arrivals, keep_for=services.keep_arrivals)
    return (
        *PARTS,
        files_part(services),
        partial(share_requested_files, slack=services.slack),
        forget,
    )


def files_part(services: Services) -> Part:
    """Return what goes with digests that were sent."""
    return partial(share_report_files, slack=services.slack)


def _composers_of(program: Program, identity: Identity) -> Composers:
    link = link_for(program, identity.domain or None)
    return Composers(digest_for(program), link, partial(tell_refusals, program))


def _paced_by(settings: Settings) -> DeliverySettings:
    return DeliverySettings(
        timeout_s=settings.answer_seconds,
        margin_s=settings.answer_seconds,
        settle_s=settings.settle_seconds,
        edit_gap_s=settings.edit_seconds,
    )
