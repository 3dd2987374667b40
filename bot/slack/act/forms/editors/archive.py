"""An item is archived: asked with what becomes of the clocks that run under it."""

from functools import partial

from bot import wording
from bot.config.history import newest_revision
from bot.config.problems import ConfigRefused
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.first_view import meant, require_counted, unopened
from bot.slack.act.forms.kind import FormKind, Submission
from bot.slack.draw.blocks.editors import confirmation
from bot.slack.draw.blocks.elements import Payload, escaped
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises import form_drafts, items
from bot.usecases.promises.items import ItemKey, Wanted

ARCHIVE = "archive"


def _opened(editor: Editor, program: Program, user_id: str, form: Form) -> Payload:
    """The question, once it was counted, while others go on writing."""
    with program.look() as work, addressing(work, user_id):
        items.require_editable(work, user_id)
        name = items.name_of(work, ItemKey(editor.kind, meant(editor, work, form.text)))
        seen_impact = items.counted(work, _without(editor, work, name))
        counted_at = newest_revision(work.history)
        note = editor.archive_note(work, name)
    numbers = seen_impact.numbers if seen_impact else None
    content = Content(counted_at=counted_at, numbers=numbers)
    with program.quiet_work() as work:
        draft = form_drafts.begin(work, user_id, _kind(editor), name, content.kept)
    running = seen_impact.running if seen_impact else 0
    return _question(editor, name, running, note, draft.id)


def _question(editor: Editor, name: str, running: int, note: str | None, draft_id: str) -> Payload:
    question = wording.editors.archive_question(editor.kind, escaped(name, 150))
    clocks = wording.editors.clocks_run(running) if running else None
    texts = [text for text in (question, note, clocks) if text]
    choices = {"keep": wording.editors.keep_running(), "end": wording.editors.end_running()}
    return confirmation(
        editor.archive_callback_id,
        wording.editors.archive(),
        texts,
        choices if running else {},
        draft_id,
        submit=wording.editors.archive(),
    )


def _kind(editor: Editor) -> str:
    """What the question is kept as, beside a form of the same item."""
    return f"{ARCHIVE} {editor.kind}"


def _without(editor: Editor, work: Transaction, name: str) -> Wanted:
    try:
        return items.without(work, ItemKey(editor.kind, name))
    except ConfigRefused as refused:
        said = wording.editors.still_named(editor.kind, name)
        places = (problem.text.partition(": ")[0] for problem in refused.problems)
        owners = (items.owner_of(work.configuration, place) for place in places)
        lines = [said, *(f"• {_called(owner)}" for owner in dict.fromkeys(owners))]
        raise UserFacingError("\n".join(lines)) from refused


def _called(owner: ItemKey | str) -> str:
    """What names the item, as people know it; what is no item by its place in the file."""
    return owner if isinstance(owner, str) else wording.editors.item(owner.kind, owner.name)


def _archived(editor: Editor, work: Transaction, submitted: Submission) -> str:
    draft = form_drafts.of_form(work, submitted.user_id, submitted.metadata, _kind(editor))
    content = Content.of(draft.content)
    require_counted(work, content)
    name = draft.name or ""
    _without(editor, work, name)
    items.archive(
        work,
        ItemKey(editor.kind, name),
        submitted.user_id,
        f"{editor.kind} {ARCHIVE}",
        ends_running=submitted.choice("running") == "end",
        numbers=content.numbers,
    )
    form_drafts.forget(work, draft)
    return wording.editors.archived(editor.kind, escaped(name))


def _check(editor: Editor, work: Transaction, submitted: Submission) -> None:
    form_drafts.of_form(work, submitted.user_id, submitted.metadata, _kind(editor))


def forms_of(editor: Editor) -> dict[str, FormKind]:
    """The form that asks, by its id."""
    if not editor.archive_callback_id:
        return {}
    return {
        editor.archive_callback_id: FormKind(
            "running",
            wording.editors.archive,
            unopened,
            partial(_check, editor),
            partial(_archived, editor),
            opens=partial(_opened, editor),
        )
    }
