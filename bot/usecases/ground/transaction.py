"""What every use case stands on: the program, and one piece of work in a transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from bot.clock import TimeSource
from bot.config.history import HistoryReader
from bot.store.audit import OF_ITSELF, Way
from bot.store.connection import Connection
from bot.store.engine import Database
from bot.store.errors import StoreError
from bot.store.tickets import TicketRow
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.steps import TicketStep
from bot.views.speech import Speech
from sla_core.configuration import Configuration, ConfigurationHistory, Department
from sla_core.instants import to_s
from sla_core.tickets.event import Event

__all__ = ["Consequences", "Database", "Decision", "Effect", "Program", "StoreError", "Transaction"]

Decision = Callable[["Transaction", TicketRow, Sequence[Event], Sequence[Event]], Sequence[Event]]
"""Takes a locked ticket, its history and what happens now; returns that with what it adds."""
Effect = Callable[["Transaction", TicketStep], None]
"""Takes a step that was written; puts messages of it into the outbox, or takes them back."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from a change of a ticket, in order: who records it knows none of them."""

    decisions: tuple[Decision, ...] = ()
    """Asked before anything is written, each of what those before it decided."""
    of_clocks: tuple[Effect, ...] = ()
    """Whenever clocks were written, also of a state that only lies between."""
    of_ticket: tuple[Effect, ...] = ()
    """Once the ticket stands as it is to be shown."""


@dataclass(frozen=True, slots=True)
class Program:
    """One workspace's Punctual: built once, by ``bot.main``, and by tests in the same way."""

    database: Database
    clock: TimeSource
    workspace_id: str
    bot_user_id: str
    speech: Speech
    histories: HistoryReader
    on_commit: Callable[[], None]
    consequences: Consequences
    has_jumped: Callable[[], bool] = lambda: False
    """Whether the clock jumped and nobody has looked after that yet."""
    first_admin: str | None = None
    """Who the environment says is an admin, by id or e-mail address."""
    way: Way = OF_ITSELF
    """Through what things are done here, unless a transaction is told otherwise."""
    secret_key: bytes | None = field(default=None, repr=False)
    """What the audit log is signed off with."""
    config_file: Path | None = None
    """The file that the environment names; it is applied to an empty database only."""
    presence: Callable[[str], str | None] = lambda _: None
    """How somebody is in Slack now, asked while no transaction is open; None where nobody knows."""

    @contextmanager
    def work(self) -> Iterator["Transaction"]:
        """One writing transaction; once it is committed the sender is woken."""
        with self.database.writing() as connection:
            yield Transaction(self, connection)
        self.on_commit()

    @contextmanager
    def quiet_work(self) -> Iterator["Transaction"]:
        """One writing transaction after which nobody is woken: it leaves nothing to be said."""
        with self.database.writing() as connection:
            yield Transaction(self, connection)

    @contextmanager
    def look(self) -> Iterator["Transaction"]:
        """One reading transaction."""
        with self.database.reading() as connection:
            yield Transaction(self, connection)


class Transaction:
    """One transaction of the program, with one ``now`` and what is configured and known by then."""

    def __init__(self, program: Program, connection: Connection) -> None:
        self.program = program
        self.connection = connection
        self.workspace_id = program.workspace_id
        self.scope = connection, program.workspace_id
        """Which rows of which transaction: the first arguments of nearly all of the store."""
        self.bot_user_id = program.bot_user_id
        self.now: datetime = program.clock.now()
        self.way = program.way
        """Through what is done what is done in it, for the audit log."""

    @property
    def now_s(self) -> int:
        """The second it is."""
        return to_s(self.now)

    @cached_property
    def speech(self) -> Speech:
        """How messages for many are made: in the workspace's language."""
        return self.program.speech.for_reader(self.configuration.options.language)

    @cached_property
    def history(self) -> ConfigurationHistory:
        """The configuration's history as this transaction sees it."""
        return self.program.histories.read(self.connection, self.workspace_id)

    @cached_property
    def stalled_levels(self) -> dict[str, int]:
        """The levels that cannot be read, by name, case folded, with the revision to blame."""
        return self.program.histories.stalled(self.connection, self.workspace_id)

    @property
    def configuration(self) -> Configuration:
        """The configuration in force."""
        return self.history.latest

    @property
    def private_departments(self) -> Mapping[str, Department | None]:
        """The departments whose tickets only their own people read, by their names, folded."""
        return self.history.private_departments

    @cached_property
    def directory(self) -> Directory:
        """The people, channels and user groups known, each looked up when it is asked for."""
        return Directory(self.connection, self.workspace_id)
