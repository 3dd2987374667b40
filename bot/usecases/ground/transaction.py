"""What every use case stands on: the desk, and one piece of work at it, which is a transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.clock import TimeSource
from bot.config.history import HistoryReader
from bot.store.connection import Connection
from bot.store.engine import Database
from bot.usecases.ground.directory import Directory
from bot.views.speech import Speech
from sla_core.configuration import Configuration, ConfigurationHistory, Department
from sla_core.folding import folded
from sla_core.instants import to_s


@dataclass(frozen=True, slots=True)
class Desk:
    """One workspace's Punctual: built once, by ``bot.main``, and by tests in the same way."""

    database: Database
    clock: TimeSource
    workspace_id: str
    bot_user_id: str
    speech: Speech
    histories: HistoryReader
    on_commit: Callable[[], None]
    has_jumped: Callable[[], bool] = lambda: False
    """Whether the clock jumped and nobody has looked after that yet."""
    first_admin: str | None = None
    """Who the environment says is an admin, by id or e-mail address."""

    @contextmanager
    def work(self) -> Iterator["Work"]:
        """One writing transaction; once it is committed the sender is woken."""
        with self.database.writing() as connection:
            yield Work(self, connection)
        self.on_commit()

    @contextmanager
    def look(self) -> Iterator["Work"]:
        """One reading transaction."""
        with self.database.reading() as connection:
            yield Work(self, connection)


class Work:
    """One transaction at the desk, with one ``now`` and what is configured and known by then."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self.desk = desk
        self.connection = connection
        self.workspace_id = desk.workspace_id
        self.bot_user_id = desk.bot_user_id
        self.now: datetime = desk.clock.now()

    @property
    def now_s(self) -> int:
        """The second it is."""
        return to_s(self.now)

    @cached_property
    def speech(self) -> Speech:
        """How messages for many are made: in the workspace's language."""
        return self.desk.speech.in_language(self.configuration.options.language)

    @cached_property
    def history(self) -> ConfigurationHistory:
        """The configuration's history as this transaction sees it."""
        return self.desk.histories.read(self.connection, self.workspace_id)

    @cached_property
    def stalled_levels(self) -> dict[str, int]:
        """The levels that cannot be read, by name, case folded, with the revision to blame."""
        return self.desk.histories.stalled(self.connection, self.workspace_id)

    @property
    def configuration(self) -> Configuration:
        """The configuration in force."""
        return self.history.latest

    @cached_property
    def private_departments(self) -> Mapping[str, Department | None]:
        """The departments whose tickets only their own people read, by their names, folded.

        None in the place of one that was private when it was removed.
        """
        found: dict[str, Department | None] = {}
        for each in self.history.revisions:
            if isinstance(each.value, Department):
                found[folded(each.name)] = each.value
        present = {folded(name) for name in self.configuration.departments}
        return {
            name: each if name in present else None
            for name, each in found.items()
            if each is not None and each.private
        }

    @cached_property
    def directory(self) -> Directory:
        """The people, channels and user groups known, each looked up when it is asked for."""
        return Directory(self.connection, self.workspace_id)
