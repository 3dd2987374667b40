"""The people of a workspace, as Slack last described them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import people


@dataclass(frozen=True, slots=True)
class Person:
    """One member. A stranger belongs to another workspace and is here through a shared channel."""

    id: str
    name: str
    real_name: str
    email: str | None
    time_zone: str | None
    is_admin: bool
    is_bot: bool
    is_guest: bool
    is_stranger: bool
    is_deleted: bool
    seen_at: datetime
    locale: str | None = None


def save(connection: Connection, workspace_id: str, person: Person) -> None:
    """Keep the person; one already there is changed to it, but for a locale Slack left out."""
    values = values_of(person, leave_out=["locale"] if person.locale is None else ())
    upsert(connection, people, {"workspace_id": workspace_id, **values})


def get(connection: Connection, workspace_id: str, person_id: str) -> Person | None:
    """Return the person; none when never seen."""
    return among(connection, workspace_id, [person_id]).get(person_id)


def among(
    connection: Connection, workspace_id: str, person_ids: Iterable[str]
) -> dict[str, Person]:
    """Return those of these people that were ever seen, by id."""
    asked = _asked(workspace_id).where(people.c.id.in_(list(person_ids)))
    return {row["id"]: Person(**row) for row in connection.execute(asked).mappings()}


def by_email(connection: Connection, workspace_id: str, email: str) -> list[Person]:
    """Return the people with this address, in any case of its letters, by id."""
    asked = _asked(workspace_id).where(func.lower(people.c.email) == email.lower())
    return [Person(**row) for row in connection.execute(asked).mappings()]


def listing(connection: Connection, workspace_id: str) -> list[Person]:
    """Return everyone ever seen, by id."""
    return [Person(**row) for row in connection.execute(_asked(workspace_id)).mappings()]


def _asked(workspace_id: str) -> Select[Any]:
    chosen = select(*columns_of(people, Person)).where(people.c.workspace_id == workspace_id)
    return chosen.order_by(people.c.id)
