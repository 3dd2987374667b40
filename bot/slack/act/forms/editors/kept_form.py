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
    key = ItemKey(editor.kind, _name(editor, work, draft, content))
    keys = editor.keys_of(content)
    try:
        return key, items.looked_at(work, key, keys)
    except ConfigRefused as refused:
        raise FieldErrors(_by_field(editor, refused.problems)) from refused


def _name(editor: Editor, work: Transaction, draft: FormDraft, content: Content) -> str:
    if draft.name is not None:
        return draft.name
    name = unquoted(seen(content.text("name"))).strip() or editor.unnamed(work, content)
    if not name:
        raise FieldErrors({"name": wording.editors.no_name()})
    if items.find(work.configuration, ItemKey(editor.kind, name)) is not None:
        raise FieldErrors({"name": wording.editors.taken(editor.kind, name)})
    return name


def _by_field(editor: Editor, problems: tuple[ConfigProblem, ...]) -> dict[str, str]:
    """The problems of an item by the field each stands at, the first of each."""
    errors: dict[str, str] = {}
    for problem in problems:
        field = editor.field_of(problem.key) or editor.first_field
        errors.setdefault(field, wording.forms.problem(problem.text))
    return errors
