"""What addresses, handles and names of channels in the configuration were resolved to, once.

The configuration in force holds the ids themselves; clocks that run under a level of before, and
whatever else reads what was in force then, find them here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.statements import in_batches, upsert_all
from bot.store.tables import known_names


def of(connection: Connection, workspace_id: str) -> dict[str, str]:
    """Return the ids by the words that were resolved to them, as words are compared."""
    query = select(known_names.c.word, known_names.c.id)
    rows = connection.execute(query.where(known_names.c.workspace_id == workspace_id))
    return {row.word: row.id for row in rows}


def save(
    connection: Connection, workspace_id: str, ids: Mapping[str, str], resolved_at: datetime
) -> None:
    """Keep the ids of words, in the place of those they had before."""
    stamp = {"workspace_id": workspace_id, "resolved_at": resolved_at}
    rows = [{**stamp, "word": word, "id": id_} for word, id_ in sorted(ids.items())]
    upsert_all(connection, known_names, rows)


def forget(connection: Connection, workspace_id: str, words: Iterable[str]) -> None:
    """Let these words mean nobody until they are resolved again."""
    for batch in in_batches(sorted(set(words))):
        in_workspace = known_names.c.workspace_id == workspace_id
        connection.execute(delete(known_names).where(in_workspace, known_names.c.word.in_(batch)))
