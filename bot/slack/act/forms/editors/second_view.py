"""The second view of an item's form: one part, opened by a press and kept when it is sent."""

import json
from functools import partial
from typing import Final

from bot import wording
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.errors import UserFacingError
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import Editor, PartEditor, Redrawn
from bot.slack.act.forms.editors.first_view import drawn, unopened
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.draw.blocks.editors import part_form
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import notice
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import form_drafts, items
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.items import ItemKey

NEW: Final = -1
_NAMELESS: Final = "-"


def part_view(
    editor: Editor, work: Transaction, draft: FormDraft, part: str, index: int | None, argument: str
) -> Payload:
    """The second view for a part, or for a new one; that no more fit, where they are too many."""
    row, content = editor.parts[part], Content.of(draft.content)
    entries = content.entries(part)
    if index is None and len(entries) >= row.most:
        return notice(row.title(), wording.editors.most_parts(row.most))
    entry = entries[index] if index is not None and index < len(entries) else None
    metadata = json.dumps([draft.id, NEW if entry is None else index, argument])
    blocks = row.blocks(work, content, entry, argument)
    return part_form(row.callback_id, row.title(), blocks, metadata)


def _parts_of(submitted: Submission) -> tuple[str, int, str]:
    """What the second view is about; nothing that anybody could have written there is trusted."""
    try:
        draft_id, index, argument = json.loads(submitted.metadata)
        return str(draft_id), int(index), str(argument)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise UserFacingError(wording.editors.gone()) from None


def _read(
    editor: Editor, row: PartEditor, name: str, work: Transaction, submitted: Submission
) -> tuple[FormDraft, Content]:
    """The form with the part as it was filled in; else `FieldErrors`."""
    draft_id, index, argument = _parts_of(submitted)
    draft = form_drafts.of_form(work, submitted.user_id, draft_id, editor.kind)
    content = Content.of(draft.content)
    entries = content.entries(name)
    before: Entry | None = entries[index] if 0 <= index < len(entries) else None
    if before is None and len(entries) >= row.most:
        raise FieldErrors({row.first_field: wording.editors.most_parts(row.most)})
    entry = row.entry_of(work, submitted, content, before, argument)
    others = content if before is None else content.without_entry(name, index)
    changed = content.with_entry(name, None if before is None else index, entry)
    _require_sound(editor, row, work, draft, others, changed)
    return draft, changed


def _require_sound(
    editor: Editor,
    row: PartEditor,
    work: Transaction,
    draft: FormDraft,
    others: Content,
    changed: Content,
) -> None:
    """Refuse what is wrong with the item as soon as it has this part, at the fields it is about."""
    known = {problem.text for problem in _problems(editor, work, draft, others)}
    errors: dict[str, str] = {}
    for problem in _problems(editor, work, draft, changed):
        field = row.field_of(problem.key)
        if field and problem.text not in known:
            errors.setdefault(field, wording.forms.problem(problem.text))
    if errors:
        raise FieldErrors(errors)


def _problems(
    editor: Editor, work: Transaction, draft: FormDraft, content: Content
) -> tuple[ConfigProblem, ...]:
    """What is wrong with the item; nothing yet where its fields cannot be read."""
    try:
        key = ItemKey(editor.kind, draft.name or content.text("name") or _NAMELESS)
        items.looked_at(work, key, editor.keys_of(content))
    except ConfigRefused as refused:
        return refused.problems
    except FieldErrors:
        pass
    return ()


def _check(
    editor: Editor, row: PartEditor, name: str, work: Transaction, submitted: Submission
) -> None:
    _read(editor, row, name, work, submitted)


def _redrawn(
    editor: Editor, row: PartEditor, redrawn: Redrawn, work: Transaction, submitted: Submission
) -> Payload:
    """The second view anew for what is chosen in it; nothing of it is kept yet."""
    draft_id, _, argument = _parts_of(submitted)
    draft = form_drafts.of_form(work, submitted.user_id, draft_id, editor.kind)
    blocks = redrawn(work, submitted, Content.of(draft.content), argument)
    return part_form(row.callback_id, row.title(), blocks, submitted.metadata)


def _kept(
    editor: Editor, row: PartEditor, name: str, work: Transaction, submitted: Submission
) -> Payload:
    """Keep the part, and return the first view as it then is."""
    draft, content = _read(editor, row, name, work, submitted)
    return drawn(editor, work, form_drafts.keep(work, draft, content.kept))


def _undone(work: Transaction, submitted: Submission) -> str:
    raise UserFacingError(wording.editors.gone())


def forms_of(editor: Editor) -> dict[str, FormKind]:
    """The second views of an item's form, by their ids."""
    return {
        row.callback_id: FormKind(
            row.first_field,
            row.title,
            unopened,
            partial(_check, editor, row, name),
            _undone,
            redraw=partial(_redrawn, editor, row, row.redrawn) if row.redrawn else None,
            menus=row.menus,
            open_menus=row.open_menus,
            kept=partial(_kept, editor, row, name),
        )
        for name, row in editor.parts.items()
    }
