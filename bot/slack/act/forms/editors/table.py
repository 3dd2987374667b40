"""All forms of items of the configuration."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from bot import wording
from bot.slack.act.forms.editors import archive, first_view, second_view
from bot.slack.act.forms.editors.calendars import CALENDAR
from bot.slack.act.forms.editors.customers import CUSTOMER, CUSTOMER_GROUP
from bot.slack.act.forms.editors.departments import DEPARTMENT
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.levels import LEVEL
from bot.slack.act.forms.editors.rules import RULE
from bot.slack.act.forms.editors.settings import SETTINGS
from bot.slack.act.forms.kind import FormKind, Submission
from bot.slack.draw.blocks import actions as ids
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import form_drafts

EDITORS: Final[tuple[Editor, ...]] = (
    LEVEL,
    RULE,
    CALENDAR,
    DEPARTMENT,
    CUSTOMER,
    CUSTOMER_GROUP,
    SETTINGS,
)

BY_FORM: Final[Mapping[str, Editor]] = {
    callback_id: editor
    for editor in EDITORS
    for callback_id in (editor.callback_id, editor.new_callback_id)
    if callback_id
}
"""The editor of each first view, by the ids under which it is sent."""

OPENED: Final[frozenset[str]] = frozenset(
    callback_id
    for editor in EDITORS
    for callback_id in (
        editor.callback_id,
        editor.new_callback_id,
        editor.copy_callback_id,
        editor.archive_callback_id,
    )
    if callback_id
)
"""What a button may open: who pressed is asked again."""


def _check(work: Transaction, submitted: Submission) -> None:
    kinds = (editor.kind for editor in EDITORS)
    form_drafts.of_form(work, submitted.user_id, submitted.metadata, *kinds)


def _forms() -> dict[str, FormKind]:
    by_kind = {editor.kind: editor for editor in EDITORS}
    forms = {
        ids.EDITOR_CONFIRM_FORM: FormKind(
            "running",
            wording.forms.save,
            first_view.unopened,
            _check,
            partial(first_view.confirmed, by_kind),
        )
    }
    for editor in EDITORS:
        forms |= first_view.forms_of(editor)
        forms |= second_view.forms_of(editor)
        forms |= archive.forms_of(editor)
    return forms


FORMS: Final[Mapping[str, FormKind]] = _forms()
