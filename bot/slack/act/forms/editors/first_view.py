"""The first view of an item's form: opened, drawn anew, checked, and saved once it was confirmed.

Where clocks run on the item, or somebody else changed it since it was opened, what saving comes to
is shown in the place of the form, and saving holds for what was shown only.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from bot import wording
from bot.config.history import newest_revision
from bot.config.identities import is_channel_id
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.editors.consequences import asked_first, consequences, remember
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.kept_form import draft_of, wanted
from bot.slack.act.forms.kind import FieldErrors, FormKind, HiddenErrors, Submission
from bot.slack.draw.blocks.editors import editor_form, with_errors
from bot.slack.draw.blocks.elements import Payload, escaped, joined
from bot.slack.draw.blocks.status import waiting_line
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import form_drafts, items
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.items import ItemKey, Wanted
from bot.views.waiting_names import NO_SUCH_ID, WaitingName
from bot.wording.times import moment
from bot.words.spelling import seen, unquoted

NEW, EDIT, COPY = "new", "edit", "copy"


# --- opened ---------------------------------------------------------------------------------------


def _opened(editor: Editor, how: str, work: Transaction, user_id: str, form: Form) -> Payload:
    """The form, as somebody left it within the last day, else from the item in force."""
    items.require_editable(work, user_id)
    typed = _meant(editor, work, how, form.text)
    name = items.name_of(work, ItemKey(editor.kind, typed)) if how == EDIT else None
    for before in form_drafts.unfinished(work, user_id, editor.kind, name):
        if _is_meant(Content.of(before.content), how, typed):
            return drawn(editor, work, before, began=moment(before.changed_at))
    content = _content(editor, work, user_id, how, typed).as_begun
    return drawn(editor, work, form_drafts.begin(work, user_id, editor.kind, name, content.kept))


def _meant(editor: Editor, work: Transaction, how: str, text: str) -> str:
    """The name of an item: the very one that a button has, else what was typed for it."""
    typed = unquoted(seen(text))
    if how == NEW:
        return typed
    is_there = items.find(work.configuration, ItemKey(editor.kind, text)) is not None
    return text if is_there else editor.named(work, typed)


def _is_meant(content: Content, how: str, typed: str) -> bool:
    """Whether somebody who asks for a form is likely to mean the one they began."""
    is_it = not typed or typed.casefold() == content.text("name").casefold()
    return content.is_filled_in and (how == EDIT or (how == NEW and is_it))


def _content(editor: Editor, work: Transaction, by: str, how: str, typed: str) -> Content:
    if how == NEW:
        content = editor.content_of({})
        return content.typed({**editor.first_guess(work, by), "name": typed})
    keys = items.keys_of(work, ItemKey(editor.kind, typed))
    content = editor.content_of(keys)
    if how == COPY:
        return editor.copied(content).typed({"name": ""})
    return replace(content, origin=keys).typed({"name": typed})


def unopened(work: Transaction, user_id: str, form: Form) -> Payload:
    """A view that only follows another one cannot be opened by itself."""
    raise UserFacingError(wording.editors.gone())


def drawn(editor: Editor, work: Transaction, draft: FormDraft, began: str | None = None) -> Payload:
    """The first view as it stands now."""
    content = Content.of(draft.content)
    is_new = draft.name is None
    title = editor.new_title() if is_new else editor.title()
    callback_id = editor.new_callback_id if is_new else editor.callback_id
    blocks = editor.blocks(work, content)
    return editor_form(callback_id, title, blocks, draft.id, began, draft.name)


def begun_anew(editor: Editor, work: Transaction, draft: FormDraft) -> Payload:
    """The first view without what was typed."""
    how = NEW if draft.name is None else EDIT
    content = _content(editor, work, draft.person_id, how, draft.name or "").as_begun
    return drawn(editor, work, form_drafts.keep(work, draft, content.kept))


# --- checked --------------------------------------------------------------------------------------


def _check(editor: Editor, work: Transaction, submitted: Submission) -> None:
    draft, content = draft_of(editor, work, submitted)
    try:
        wanted(editor, work, draft, content)
    except FieldErrors as wrong:
        if wrong.errors.keys() <= submitted.values.keys():
            raise
        raise HiddenErrors(wrong.errors) from wrong  # Slack takes none at what it does not show


def _with_hidden(
    editor: Editor, work: Transaction, submitted: Submission, wrong: FieldErrors
) -> Payload:
    """The form with all its fields, and with what is wrong at each."""
    draft, content = draft_of(editor, work, submitted)
    draft = form_drafts.keep(work, draft, replace(content, more=True).kept)
    return with_errors(drawn(editor, work, draft), wrong.errors)


# --- saved ----------------------------------------------------------------------------------------


def _save(editor: Editor, work: Transaction, submitted: Submission) -> str:
    draft, content = draft_of(editor, work, submitted)
    return saved(editor, work, draft, content)


def saved(
    editor: Editor,
    work: Transaction,
    draft: FormDraft,
    content: Content,
    *,
    moves_running: bool = False,
) -> str:
    """Make the item the one in force, and say so with what there is to know besides."""
    key, _ = wanted(editor, work, draft, content)
    outcome = items.save(
        work,
        key,
        editor.keys_of(content),
        draft.person_id,
        editor.action,
        moves_running=moves_running,
        numbers=content.numbers,
    )
    form_drafts.forget(work, draft)
    said = wording.editors.saved(editor.kind, escaped(key.name))
    notes = (escaped(wording.forms.problem(note)) for note in editor.notes(content))
    return joined([said, *notes, *_beside(outcome)])


def _beside(outcome: Wanted) -> Iterator[str]:
    for name in outcome.waiting:
        yield invitation(name) if is_unseen_channel(name) else waiting_line(name)
    for note in outcome.notes:
        yield escaped(f"{note.place}: {note.text}")


def is_unseen_channel(name: WaitingName) -> bool:
    """Whether it is a channel that exists, as Slack's menu offered it, and that we do not see."""
    return name.why == NO_SUCH_ID and is_channel_id(name.written)


def invitation(name: WaitingName) -> str:
    """That the bot is to be invited into a channel that it does not see."""
    return wording.editors.invite(f"<#{name.written}>")


def confirmed(editors: dict[str, Editor], work: Transaction, submitted: Submission) -> str:
    """Save what was counted, if nothing changed since."""
    draft = form_drafts.of_form(work, submitted.user_id, submitted.metadata, *editors)
    content = Content.of(draft.content)
    require_counted(work, content)
    moves = submitted.choice("running") == "move"
    return saved(editors[draft.kind], work, draft, content, moves_running=moves)


def require_counted(work: Transaction, content: Content) -> None:
    """Refuse to save by what was counted of another configuration."""
    if content.counted_at != newest_revision(work.history):
        raise UserFacingError(wording.editors.changed_meanwhile())


# --- the rows -------------------------------------------------------------------------------------


def _redrawn(editor: Editor, work: Transaction, submitted: Submission) -> Payload:
    draft, content = draft_of(editor, work, submitted)
    return drawn(editor, work, form_drafts.keep(work, draft, content.kept))


def forms_of(editor: Editor) -> dict[str, FormKind]:
    """The form by the ids under which it is opened and sent."""

    def kind(how: str) -> FormKind:
        return FormKind(
            editor.first_field,
            editor.new_title if how != EDIT else editor.title,
            partial(_opened, editor, how),
            partial(_check, editor),
            partial(_save, editor),
            redraw=partial(_redrawn, editor) if editor.redraws else None,
            menus={} if how == COPY else editor.menus,
            open_menus=editor.open_menus,
            then=partial(asked_first, editor),
            remember=partial(remember, editor),
            wrong=partial(_with_hidden, editor),
            writes=True,
            is_sent=how != COPY,
            later=partial(consequences, editor),
        )

    opened = {editor.callback_id: EDIT, editor.new_callback_id: NEW, editor.copy_callback_id: COPY}
    return {callback_id: kind(how) for callback_id, how in opened.items() if callback_id}
