"""The people of a workspace, as Slack last described them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from bot.store.statements import columns_of, in_batches, upsert_all, values_of
from bot.store.tables import people
from sla_core.text_equality import folded


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
    save_all(connection, workspace_id, [person])


def save_all(connection: Connection, workspace_id: str, known: Iterable[Person]) -> None:
    """Keep many people, each as by `save`."""
    rows = [{"workspace_id": workspace_id, **_columns(person)} for person in known]
    upsert_all(connection, people, rows, kept_if_null=["locale"])


def get(connection: Connection, workspace_id: str, person_id: str) -> Person | None:
    """Return the person; none when never seen."""
    return among(connection, workspace_id, [person_id]).get(person_id)


def among(
    connection: Connection, workspace_id: str, person_ids: Iterable[str]
) -> dict[str, Person]:
    """Return those of these people that were ever seen, by id."""
    return {
        person.id: person for person in _with(connection, workspace_id, person_ids, people.c.id)
    }


def with_emails(
    connection: Connection, workspace_id: str, emails: Iterable[str]
) -> dict[str, list[Person]]:
    """Return who has one of these addresses, by the address as it is compared."""
    words = {folded(email) for email in emails}
    rows = _with(connection, workspace_id, words, people.c.email_folded)
    return _by_word(((folded(person.email or ""), person) for person in rows), words)


def with_names(
    connection: Connection, workspace_id: str, names: Iterable[str]
) -> dict[str, list[Person]]:
    """Return who has one of these names, the short or the full one, by it as it is compared."""
    words = {folded(name) for name in names}
    columns = people.c.name_folded, people.c.real_name_folded
    bearers = (
        (word, person)
        for person in _with(connection, workspace_id, words, *columns)
        for word in {folded(person.name), folded(person.real_name)}
    )
    return _by_word(bearers, words)


def admins(connection: Connection, workspace_id: str) -> list[Person]:
    """Return who is an admin of the workspace, by id."""
    query = _query(workspace_id).where(people.c.is_admin.is_(True))
    return [Person(**row) for row in connection.execute(query).mappings()]


def bots(connection: Connection, workspace_id: str) -> list[Person]:
    """Return the bots that are there, by name."""
    query = _query(workspace_id).where(people.c.is_bot.is_(True), people.c.is_deleted.is_(False))
    found = [Person(**row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda person: person.name)


def listing(connection: Connection, workspace_id: str) -> list[Person]:
    """Return everyone ever seen, by id: thousands, so for none who waits for an answer."""
    return [Person(**row) for row in connection.execute(_query(workspace_id)).mappings()]


def is_nobodys(
    workspace: ColumnElement[str], holder: ColumnElement[str | None]
) -> ColumnElement[bool]:
    """Return the condition that a column names nobody, or somebody who left."""
    has_left = exists().where(
        people.c.workspace_id == workspace, people.c.id == holder, people.c.is_deleted.is_(True)
    )
    return or_(holder.is_(None), has_left)


def _columns(person: Person) -> dict[str, Any]:
    return {
        **values_of(person),
        "email_folded": folded(person.email or "") or None,
        "name_folded": folded(person.name) or None,
        "real_name_folded": folded(person.real_name) or None,
    }


def _with(
    connection: Connection,
    workspace_id: str,
    values: Iterable[str],
    *columns: ColumnElement[str],
) -> Iterator[Person]:
    """Yield each person of whom one of the columns holds one of the values, once."""
    seen_ids: set[str] = set()
    for batch in in_batches(sorted(set(values))):
        query = _query(workspace_id).where(or_(*(column.in_(batch) for column in columns)))
        for row in connection.execute(query).mappings():
            if row["id"] not in seen_ids:
                seen_ids.add(row["id"])
                yield Person(**row)


def _by_word(bearers: Iterable[tuple[str, Person]], words: set[str]) -> dict[str, list[Person]]:
    by_word: dict[str, list[Person]] = {word: [] for word in words}
    for word, person in bearers:
        if word in by_word:
            by_word[word].append(person)
    return by_word


def _query(workspace_id: str) -> Select[Any]:
    query = select(*columns_of(people, Person)).where(people.c.workspace_id == workspace_id)
    return query.order_by(people.c.id)
