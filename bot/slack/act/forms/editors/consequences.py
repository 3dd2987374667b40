"""What saving an item comes to, shown in the place of its form before it is saved."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot import wording
from bot.config.history import newest_revision
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.kept_form import draft_of, wanted
from bot.slack.act.forms.kind import Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.editors import bullet_list, confirmation
from bot.slack.draw.blocks.elements import Payload, escaped, joined
from bot.slack.draw.blocks.inputs import notice
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises import form_drafts, items
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.impact import Impact
from bot.usecases.promises.items import ItemKey, Wanted
from bot.usecases.promises.rule_names import naming
from bot.views.differences import Difference


def asked_first(editor: Editor, work: Transaction, submitted: Submission) -> Payload | None:
    """That its consequences are counted, where it has some; they are shown once they are."""
    draft, content = draft_of(editor, work, submitted)
    key, outcome = wanted(editor, work, draft, content)
    if items.has_clocks(work, outcome) or items.changed_by_others(work, key, content.origin):
        return notice(editor.title(), wording.editors.counting())
    return None


def remember(editor: Editor, work: Transaction, submitted: Submission) -> None:
    """Keep what was typed while it is counted, which a restart may come into."""
    draft, content = draft_of(editor, work, submitted)
    form_drafts.keep(work, draft, content.kept)


def consequences(editor: Editor, program: Program, submitted: Submission) -> Payload:
    """What saving comes to, with what may become of clocks that run; what was typed is kept.

    It is counted while others go on writing: what was counted holds for its revision only.
    """
    with program.look() as work, addressing(work, submitted.user_id):
        draft, content = draft_of(editor, work, submitted)
        key, outcome = wanted(editor, work, draft, content)
        seen_impact = items.counted(work, outcome)
        counted_at = newest_revision(work.history)
        view = _question(editor, work, draft, content, key, outcome, seen_impact)
    numbers = seen_impact.numbers if seen_impact else None
    counted = replace(content, counted_at=counted_at, numbers=numbers)
    with program.quiet_work() as work:
        form_drafts.keep(work, draft, counted.kept)
    return view


def _question(
    editor: Editor,
    work: Transaction,
    draft: FormDraft,
    content: Content,
    key: ItemKey,
    outcome: Wanted,
    seen_impact: Impact | None,
) -> Payload:
    """The form that asks what becomes of clocks that run."""
    runs = bool(seen_impact and (seen_impact.running or seen_impact.changes))
    choices = {
        "keep": wording.editors.only_new(),
        "move": wording.editors.running_too(),
    }
    texts = [*_changes_of_others(work, key, content, outcome), *clock_lines(seen_impact)]
    return confirmation(
        ids.EDITOR_CONFIRM_FORM, editor.title(), texts, choices if runs else {}, draft.id
    )


def _changes_of_others(
    work: Transaction, key: ItemKey, content: Content, outcome: Wanted
) -> Iterator[str]:
    if items.changed_by_others(work, key, content.origin):
        found = items.difference(work.configuration, outcome.configuration)
        lines = difference_lines(work, found)
        yield bullet_list(wording.editors.others_changed(escaped(key.name, 150)), lines)


def difference_lines(work: Transaction, differences: Iterable[Difference]) -> list[str]:
    """What a configuration would change, a sentence each; not escaped."""
    names = naming(work.directory)
    return [wording.differences.sentence(difference, names) for difference in differences]


def clock_lines(seen_impact: Impact | None) -> Iterator[str]:
    """What becomes of clocks that run, in sentences."""
    sentences = wording.editors
    if seen_impact is None or not (seen_impact.running or seen_impact.changes):
        yield sentences.no_clocks()
        return
    amounts = (
        (sentences.due_times_move, seen_impact.due_moves),
        (sentences.late_at_once, seen_impact.breaches),
        (sentences.taken_back, seen_impact.taken_back),
        (sentences.ending, seen_impact.ends),
        (sentences.gaining, seen_impact.gains),
    )
    parts = [sentence(amount) for sentence, amount in amounts if amount]
    yield joined(
        [
            sentences.clocks_run(seen_impact.running),
            sentences.if_moved(parts or [sentences.nothing_moves()]),
        ]
    )
