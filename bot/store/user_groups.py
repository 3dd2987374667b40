"""The user groups of a workspace, as Slack last described them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import user_groups
from sla_core.text_equality import folded


@dataclass(frozen=True, slots=True)
class UserGroup:
    """One group; `members` are the ids of its people, the `handle` is without its `@`.

    `made_by` is who made it, where Slack told.
    """

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    is_disabled: bool
    seen_at: datetime
    made_by: str | None = None


def save(connection: Connection, workspace_id: str, group: UserGroup) -> None:
    """Keep the group; one already there is changed to it."""
    upsert(connection, user_groups, {"workspace_id": workspace_id, **values_of(group)})


def get(connection: Connection, workspace_id: str, group_id: str) -> UserGroup | None:
    """Return the group; none when never seen."""
    return next(iter(among(connection, workspace_id, [group_id], [])), None)


def among(
    connection: Connection, workspace_id: str, ids: Iterable[str], handles: Iterable[str]
) -> list[UserGroup]:
    """Return the groups of these ids and these handles, by id."""
    is_named = or_(
        user_groups.c.id.in_(sorted(ids)),
        user_groups.c.handle.in_(sorted({folded(handle) for handle in handles})),
    )
    return _read(connection, _query(workspace_id).where(is_named))


def listing(connection: Connection, workspace_id: str) -> list[UserGroup]:
    """Return every group ever seen, by id."""
    return _read(connection, _query(workspace_id))


def _read(connection: Connection, query: Select[Any]) -> list[UserGroup]:
    return [UserGroup(**row) for row in connection.execute(query).mappings()]


def _query(workspace_id: str) -> Select[Any]:
    query = select(*columns_of(user_groups, UserGroup))
    return query.where(user_groups.c.workspace_id == workspace_id).order_by(user_groups.c.id)
