"""The choices of each person, and the fingerprint of the App Home they were shown last."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from bot.store.broken import tell_once
from bot.store.statements import member, upsert
from bot.store.tables import preferences

INSTANTS: Final = frozenset({"home_opened_at", "home_looked_at"})
"""The fields that are instants; they are kept as text of fixed width in UTC."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one person; what they did not choose has its default.

    App Home was opened by them, or clicked in, at `home_opened_at`; whether there is something new
    to show was looked at at `home_looked_at`, when it showed what `home_mark` stands for.
    """

    language: str | None = None
    home_opened_at: datetime | None = None
    home_looked_at: datetime | None = None
    home_mark: str | None = None


def get(connection: Connection, workspace_id: str, person_id: str) -> Preferences:
    """Return what a person chose; the defaults when they never chose."""
    query = select(preferences.c.body).where(
        preferences.c.workspace_id == workspace_id, preferences.c.person_id == person_id
    )
    return _read(connection.execute(query).scalar_one_or_none() or {})


def save(connection: Connection, workspace_id: str, person_id: str, chosen: Preferences) -> None:
    """Keep a person's choices, in the place of those before."""
    key = {"workspace_id": workspace_id, "person_id": person_id}
    upsert(connection, preferences, {**key, "body": _written(chosen)})


def homes_opened_since(
    connection: Connection, workspace_id: str, since: datetime
) -> dict[str, Preferences]:
    """Return the preferences of those who opened App Home since an instant, by person."""
    opened_at = member(preferences.c.body, "home_opened_at")
    query = select(preferences.c.person_id, preferences.c.body).where(
        preferences.c.workspace_id == workspace_id, opened_at >= _text(since)
    )
    rows = connection.execute(query.order_by(preferences.c.person_id))
    return {row.person_id: _read(row.body) for row in rows}


def _read(body: Any) -> Preferences:
    """The choices; the defaults where they cannot be read, and whoever chose may choose again."""
    try:
        return _chosen(body)
    except (AttributeError, TypeError, ValueError) as problem:
        tell_once("the preferences of a person", f"{problem}")
        return Preferences()


def _chosen(body: Mapping[str, Any]) -> Preferences:
    names = {field.name for field in fields(Preferences)}
    values: dict[str, Any] = {name: value for name, value in body.items() if name in names}
    for name in values.keys() & INSTANTS:
        values[name] = datetime.fromisoformat(values[name])
    return Preferences(**values)


def _written(chosen: Preferences) -> dict[str, Any]:
    values = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    defaults = Preferences()
    changed = {name: value for name, value in values.items() if value != getattr(defaults, name)}
    return changed | {name: _text(changed[name]) for name in INSTANTS if name in changed}


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
