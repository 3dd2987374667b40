"""The configuration's history as it is kept, read into the core's own."""

from threading import Lock

from bot.config.items import from_json
from bot.store import configuration
from bot.store.configuration import ConfigRevision
from bot.store.connection import Connection
from sla_core.configuration import ConfigurationHistory, Revision
from sla_core.instants import to_s


class HistoryReader:
    """Reads the history of a workspace, and reads it again only when a revision was added."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, ConfigurationHistory]] = {}
        self._lock = Lock()

    def read(self, connection: Connection, workspace_id: str) -> ConfigurationHistory:
        """The history as this transaction sees it."""
        newest = configuration.latest_revision(connection, workspace_id)
        with self._lock:
            number, history = self._known.get(workspace_id, (-1, None))
        if history is not None and number == newest:
            return history
        kept = configuration.history(connection, workspace_id)
        history = ConfigurationHistory(revision_of(each) for each in kept)
        with self._lock:
            self._known[workspace_id] = newest, history
        return history


def revision_of(kept: ConfigRevision) -> Revision:
    """The core's revision of one that is kept."""
    return Revision(
        number=kept.revision,
        at_s=to_s(kept.changed_at),
        kind=kept.kind,
        name=kept.name,
        value=None if kept.body is None else from_json(kept.kind, kept.name, kept.body),
        by=kept.changed_by,
        moves_running=kept.moves_running,
    )
