"""The composition root: one function builds the program; tests build it the same way."""

import gc
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.clock import SystemClock
from bot.jobs.inbox_worker import InboxWorker
from bot.jobs.rounds import go_round
from bot.jobs.sender import Sender
from bot.jobs.shutdown import Shutdown, StopRequested
from bot.service import Service
from bot.services import Services, files_part, open_services, parts_of
from bot.settings import Settings
from bot.slack.act.commands_in_text import is_command
from bot.slack.act.dispatch import Dispatch
from bot.slack.hear.reader.reader import Reader
from bot.store.engine import Database
from bot.usecases.hearing import reasons
from bot.usecases.hearing.state import doubt, is_sure
from bot.usecases.sweep.sweep import sweep

__all__ = ["Services", "one_pass", "open_services", "parts_of", "serve", "tick"]

log = structlog.get_logger(__name__)

THREADS_SWITCH_S = 0.0005
"""How long a thread keeps Python while others wait for it; by default it is ten times as long."""

LOOKS_AT_FILE_EVERY_S = 1.0
"""How often is looked whether the database's file is still there, though nothing is written."""

TICK_BUDGET_S = 50.0
"""How long a single pass may take to say what waits: cron's next one comes after a minute."""


def tick(settings: Settings) -> tuple[int, dict[str, int]]:
    """One pass of everything: tickets looked at, and rows by what became of them."""
    with open_services(settings) as services:
        return one_pass(services, settings.talk_threads)


def one_pass(
    services: Services, talk_threads: int, sleep: Callable[[float], None] = time.sleep
) -> tuple[int, dict[str, int]]:
    """Work off the inbox, announce due alarms, and send messages within the budget."""
    program = services.program
    services.timekeeper.run_once()
    with ThreadPoolExecutor(talk_threads, "talk") as talking:
        _read_what_was_missed(services)
        InboxWorker(program, Dispatch(program, services.slack, talking)).run_once()
        looked_at = sweep(program)
        go_round(program, parts_of(services))
        sender = Sender(services.deliverer, program.clock)
        sent = sender.run_for(TICK_BUDGET_S, sleep)
        go_round(program, [files_part(services)])
        return looked_at, sent


def _read_what_was_missed(services: Services) -> None:
    """Read all that nobody may have heard, where nobody listens for sure."""
    with services.program.look() as work:
        listens = is_sure(work)
    if not listens:
        doubt(services.program, reasons.NOBODY)
    Reader(services.program, services.slack, is_command, lambda: None).run_for_now()


def serve(settings: Settings) -> None:
    """Run the bot until it is told to stop; over HTTP it listens before it knows who it is."""
    stopping = Shutdown()
    stopping.on_signals()
    service = Service(settings, SystemClock(), stopping)
    with service.at_the_door():
        try:
            with (
                open_services(settings, identify=service.introduction.identify) as services,
                service.at_work(services),
            ):
                log.info(
                    "punctual is at work",
                    workspace=services.identity.team,
                    database=settings.shown_url,
                )
                _prepare_python()
                _wait(services.program.database, stopping)
        except StopRequested:
            log.info("told to stop before slack said who the bot is")


def _wait(database: Database, stopping: Shutdown) -> None:
    """Wait until it is told to stop; raise `DatabaseLost` when the database's file is gone."""
    if database.file is not None:
        database.file.tell.append(stopping.request)
    while not stopping.wait(LOOKS_AT_FILE_EVERY_S):
        database.require_file()
    database.require_file()


def _prepare_python() -> None:
    """Have threads take short turns, so that an ack is soon on; pass over what lives for good."""
    sys.setswitchinterval(THREADS_SWITCH_S)
    gc.collect()
    gc.freeze()
