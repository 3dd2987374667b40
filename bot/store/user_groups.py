"""The user groups of a workspace, as Slack last described them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import user_groups


@dataclass(frozen=True, slots=True)
class UserGroup:
    """One group; `members` are the ids of its people, the `handle` is without its `@`."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    is_disabled: bool
    seen_at: datetime


def save(connection: Connection, workspace_id: str, group: UserGroup) -> None:
    """Keep the group; one already there is changed to it."""
    upsert(connection, user_groups, {"workspace_id": workspace_id, **values_of(group)})


def get(connection: Connection, workspace_id: str, group_id: str) -> UserGroup | None:
    """Return the group; none when never seen."""
    found = (each for each in listing(connection, workspace_id) if each.id == group_id)
    return next(found, None)


def listing(connection: Connection, workspace_id: str) -> list[UserGroup]:
    """Return every group ever seen, by id."""
    asked = (
        select(*columns_of(user_groups, UserGroup))
        .where(user_groups.c.workspace_id == workspace_id)
        .order_by(user_groups.c.id)
    )
    return [UserGroup(**row) for row in connection.execute(asked).mappings()]
