"""Forms in which somebody changes an item of the configuration: kept for a day.

Neither a restart nor a closed window loses what was typed. A form holds what stands in its fields,
not yet an item: that it becomes when it is saved.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from bot import wording
from bot.config.history import newest_revision
from bot.errors import UserFacingError
from bot.store import form_drafts
from bot.store.form_drafts import FormDraft
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.editable import require_editable

__all__ = ["FormDraft"]

KEPT: Final = timedelta(days=1)
FILE: Final = "file"
"""The kind of a form that holds a whole configuration file."""
_ID: Final = re.compile(r"[0-9a-f]{16}")


def begin(
    work: Transaction,
    by: str,
    kind: str,
    name: str | None,
    content: Mapping[str, Any],
) -> FormDraft:
    """Keep a form that somebody opened, beside others that they did not finish."""
    _require(work, by, kind)
    form_drafts.forget_before(*work.scope, work.now - KEPT)
    revision = newest_revision(work.history)
    draft = FormDraft(secrets.token_hex(8), by, kind, name, revision, content, work.now)
    form_drafts.save(*work.scope, draft)
    return draft


def unfinished(work: Transaction, by: str, kind: str, name: str | None) -> list[FormDraft]:
    """Return what somebody began within the last day and did not save, the last first."""
    found = form_drafts.unfinished(*work.scope, by, kind, name)
    return [draft for draft in found if work.now - draft.changed_at < KEPT]


def of_form(work: Transaction, by: str, draft_id: str, *kinds: str) -> FormDraft:
    """Return the form of an id, for who opened it; refuse what was saved or is too old.

    What is no id of such a form was written there by somebody else than us.
    """
    for kind in kinds:
        _require(work, by, kind)
    draft = form_drafts.find(*work.scope, draft_id) if _ID.fullmatch(draft_id) else None
    is_theirs = draft is not None and draft.person_id == by and draft.kind in kinds
    if draft is None or not is_theirs or work.now - draft.changed_at >= KEPT:
        raise UserFacingError(wording.editors.gone())
    return draft


def _require(work: Transaction, by: str, kind: str) -> None:
    """A whole file is taken from admins also where pieces are not: it is the way in then."""
    if kind == FILE:
        require_admin(work, by)
    else:
        require_editable(work, by)


def keep(work: Transaction, draft: FormDraft, content: Mapping[str, Any]) -> FormDraft:
    """Keep what stands in a form now."""
    changed = replace(draft, content=content, changed_at=work.now)
    form_drafts.save(*work.scope, changed)
    return changed


def forget(work: Transaction, draft: FormDraft) -> None:
    """Remove a form that was saved or is begun anew."""
    form_drafts.forget(*work.scope, draft.id)
