"""The configuration's history as it is kept, read into the core's own; what moved, and when."""

from collections.abc import Mapping, Sequence
from threading import Lock

import structlog

from bot.config.frozen import thawed
from bot.config.items import from_json
from bot.config.unreadable import Fault, RepairedHistory, UnreadableRevision, mended
from bot.store import configuration
from bot.store.configuration import CalendarData, ConfigRevision
from bot.store.connection import Connection
from bot.wording.language import ENGLISH, speaking
from sla_core.configuration import UNDER_CLOCKS, ConfigurationHistory, Revision
from sla_core.instants import MICROSECONDS, to_us

log = structlog.get_logger(__name__)


class HistoryReader:
    """Reads the history of a workspace, and reads it again only when a revision was added.

    A revision that cannot be read is left out or mended, and a calendar whose data cannot be read
    is compiled from those of this program: one of them harms what it is of, and nothing else.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, ConfigurationHistory]] = {}
        self._mended: dict[str, RepairedHistory] = {}
        self._lock = Lock()

    def read(self, connection: Connection, workspace_id: str) -> ConfigurationHistory:
        """The history as this transaction sees it."""
        newest = configuration.latest_revision(connection, workspace_id)
        with self._lock:
            number, history = self._known.get(workspace_id, (-1, None))
        if history is not None and number == newest:
            return history
        rows = configuration.history(connection, workspace_id)
        data = configuration.data_of_calendars(connection, workspace_id)
        with speaking(ENGLISH):  # why a revision cannot be read is kept for the log
            readable = _read(rows, data)
        history = ConfigurationHistory(readable.revisions)
        with self._lock:
            self._known[workspace_id] = newest, history
            self._mended[workspace_id] = readable
        return history

    def unreadable(
        self, connection: Connection, workspace_id: str
    ) -> tuple[UnreadableRevision, ...]:
        """The revisions that this transaction sees and that cannot be read, in order.

        Those that were made again since are left out.
        """
        self.read(connection, workspace_id)
        with self._lock:
            return self._mended[workspace_id].unreadable

    def stalled(self, connection: Connection, workspace_id: str) -> dict[str, int]:
        """The levels that stand still, by name, case folded, with the revision that is to blame."""
        self.read(connection, workspace_id)
        with self._lock:
            return dict(self._mended[workspace_id].stalled)


def _read(rows: Sequence[ConfigRevision], data: Mapping[int, CalendarData]) -> RepairedHistory:
    revisions, faults = [], []
    for row in rows:
        revision, problem = _readable(row, data.get(row.revision))
        if revision is not None:
            revisions.append(revision)
        if problem is not None:
            reason = " ".join(f"{type(problem).__name__}: {problem}".split())
            log.warning("a revision cannot be read", revision=row.revision, reason=reason)
            faults.append(Fault(row, reason, is_left_out=revision is None))
    return mended(revisions, faults)


def _readable(
    row: ConfigRevision, data: CalendarData | None
) -> tuple[Revision | None, Exception | None]:
    """A revision, without its data where these cannot be read, and what is wrong with it."""
    trouble: Exception | None = None
    for calendar_data in (None,) if data is None else (data, None):
        try:
            return revision_of(row, calendar_data), trouble
        except Exception as problem:  # noqa: BLE001 the row may break any of what reads it
            trouble = problem
    return None, trouble


def revision_of(row: ConfigRevision, data: CalendarData | None = None) -> Revision:
    """The core's revision of one that is kept; a calendar's with what it was compiled from."""
    value = None if row.body is None else from_json(row.kind, row.name, row.body)
    at_s, fraction_us = divmod(to_us(row.changed_at), MICROSECONDS)
    return Revision(
        number=row.revision,
        at_s=at_s,
        fraction_us=fraction_us,
        kind=row.kind,
        name=row.name,
        value=value if value is None or data is None else thawed(value, data),
        by=row.changed_by,
        moves_running=row.moves_running,
    )


def moves_since(history: ConfigurationHistory, number: int) -> list[Revision]:
    """The revisions above a number that running clocks were told to move to, in order."""
    return [
        revision
        for revision in history.revisions
        if revision.number > number and revision.moves_running and revision.kind in UNDER_CLOCKS
    ]


def edited_before(history: ConfigurationHistory) -> list[Revision]:
    """What is in force of the levels and calendars that were something else before.

    A level that was removed is among them: clocks may run under it still.
    """
    newest: dict[tuple[str, str], Revision] = {}
    edited = set()
    for revision in history.revisions:
        key = revision.kind, revision.name.casefold()
        if revision.kind in UNDER_CLOCKS and key in newest:
            edited.add(key)
        newest[key] = revision
    return [
        revision
        for key, revision in newest.items()
        if key in edited and (revision.value is not None or revision.kind == "level")
    ]


def newest_move(history: ConfigurationHistory, at_s: int) -> int:
    """The number of the newest revision, made by an instant, that running clocks were told to.

    0 without one. A revision may lie ahead where the machine's clock was put back.
    """
    numbers = (revision.number for revision in moves_since(history, 0) if revision.at_s <= at_s)
    return max(numbers, default=0)


def revision_at(history: ConfigurationHistory, at_s: int) -> int:
    """The number of the newest revision made by an instant, 0 before the first."""
    for revision in reversed(history.revisions):
        if revision.at_s <= at_s:
            return revision.number
    return 0


def newest_revision(history: ConfigurationHistory) -> int:
    """The number of the newest revision, 0 before the first."""
    return max((revision.number for revision in history.revisions), default=0)
