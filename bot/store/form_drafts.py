"""Forms that somebody is filling in: what stands in them, until it is saved or a day is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import form_drafts


@dataclass(frozen=True, slots=True)
class FormDraft:
    """One form: whose it is, which item of the configuration it is about, and what stands in it.

    Without a `name` the item is new. `revision` is the configuration that was last shown in it.
    """

    id: str
    person_id: str
    kind: str
    name: str | None
    revision: int
    content: Mapping[str, Any]
    changed_at: datetime


def save(connection: Connection, workspace_id: str, draft: FormDraft) -> None:
    """Keep a form as it stands now."""
    upsert(connection, form_drafts, {"workspace_id": workspace_id, **values_of(draft)})


def find(connection: Connection, workspace_id: str, draft_id: str) -> FormDraft | None:
    """Return a form by its id."""
    query = select(*columns_of(form_drafts, FormDraft)).where(
        form_drafts.c.workspace_id == workspace_id, form_drafts.c.id == draft_id
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else FormDraft(**row)


def unfinished(
    connection: Connection, workspace_id: str, person_id: str, kind: str, name: str | None
) -> list[FormDraft]:
    """Return the forms of an item that a person did not save, the one touched last first."""
    query = select(*columns_of(form_drafts, FormDraft)).where(
        form_drafts.c.workspace_id == workspace_id,
        form_drafts.c.person_id == person_id,
        form_drafts.c.kind == kind,
        form_drafts.c.name.is_(None) if name is None else form_drafts.c.name == name,
    )
    newest_first = query.order_by(form_drafts.c.changed_at.desc(), form_drafts.c.id)
    return [FormDraft(**row) for row in connection.execute(newest_first).mappings()]


def of_kind(connection: Connection, workspace_id: str, kind: str) -> list[FormDraft]:
    """Return the forms of a kind, whosever they are."""
    query = select(*columns_of(form_drafts, FormDraft)).where(
        form_drafts.c.workspace_id == workspace_id, form_drafts.c.kind == kind
    )
    return [FormDraft(**row) for row in connection.execute(query).mappings()]


def forget(connection: Connection, workspace_id: str, draft_id: str) -> None:
    """Remove a form that was saved."""
    connection.execute(
        delete(form_drafts).where(
            form_drafts.c.workspace_id == workspace_id, form_drafts.c.id == draft_id
        )
    )


def forget_before(connection: Connection, workspace_id: str, before: datetime) -> None:
    """Remove the forms that nobody touched since an instant."""
    connection.execute(
        delete(form_drafts).where(
            form_drafts.c.workspace_id == workspace_id, form_drafts.c.changed_at < before
        )
    )
