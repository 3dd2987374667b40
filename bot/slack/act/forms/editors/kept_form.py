"""The form of an item as it is kept, and the item that it describes."""

from bot import wording
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import form_drafts, items
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.items import ItemKey, Wanted
from bot.words.spelling import seen, unquoted


def draft_of(editor: Editor, work: Transaction, submitted: Submission) -> tuple[FormDraft, Content]:
    """The form as it is kept, with what stands in its fields now."""
    draft = form_drafts.of_form(work, submitted.user_id, submitted.metadata, editor.kind)
    _require_readable(editor, submitted)
    return draft, Content.of(draft.content).typed(submitted.values)


def _require_readable(editor: Editor, submitted: Submission) -> None:
    """Refuse at its field what Slack could not have sent: a text where several are chosen."""
    kinds = {"name": "", **editor.content_of({}).fields}
    wrong = [
        field
        for field, value in submitted.values.items()
        if value is not None and field in kinds and not _is_like(value, kinds[field])
    ]
    if wrong:
        raise FieldErrors(dict.fromkeys(wrong, wording.forms.unreadable()))


def _is_like(value: object, known: object) -> bool:
    if known is None:
        return not isinstance(value, list)
    return isinstance(value, type(known))


def wanted(
    editor: Editor, work: Transaction, draft: FormDraft, content: Content
) -> tuple[ItemKey, Wanted]:
    """The item that a form describes, and what saving it would come to; else `FieldErrors`."""
    name = name_of(editor, work, draft, content)
    key = ItemKey(editor.kind, name if draft.name is None else draft.name)
    keys = editor.keys_of(content)
    try:
        return key, items.looked_at(work, key, keys, name)
    except ConfigRefused as refused:
        raise FieldErrors(_by_field(editor, refused.problems)) from refused


def name_of(editor: Editor, work: Transaction, draft: FormDraft, content: Content) -> str:
    """What the item is to be called: by its form, or as it is; else `FieldErrors`."""
    before, typed = draft.name, content.text("name")
    if before is not None and typed == before:
        return before
    name = unquoted(seen(typed)).strip() or editor.unnamed(work, content)
    if not name:
        raise FieldErrors({"name": wording.editors.no_name()})
    is_other = before is None or name.casefold() != before.casefold()
    if is_other and items.find(work.configuration, ItemKey(editor.kind, name)) is not None:
        raise FieldErrors({"name": wording.editors.taken(editor.kind, name)})
    why_not = editor.keeps_name(work, before) if before is not None and is_other else None
    if why_not is not None:
        raise FieldErrors({"name": why_not})
    return name


def _by_field(editor: Editor, problems: tuple[ConfigProblem, ...]) -> dict[str, str]:
    """The problems of an item by the field each stands at, the first of each."""
    errors: dict[str, str] = {}
    for problem in problems:
        field = editor.field_of(problem.key) or editor.first_field
        errors.setdefault(field, wording.forms.problem(problem.text))
    return errors
