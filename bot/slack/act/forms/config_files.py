"""The forms of `/sla config`: a file is taken, said what it comes to, and applied as a whole."""

from collections.abc import Mapping
from typing import Any, Final

from bot import wording
from bot.config.history import newest_revision
from bot.config.problems import ConfigRefused
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.editors.consequences import clock_lines, difference_lines
from bot.slack.act.forms.editors.first_view import unopened
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks import config_file as drawn
from bot.slack.draw.blocks.elements import Payload, escaped
from bot.slack.draw.blocks.inputs import notice
from bot.slack.draw.blocks.status import waiting_line
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises import form_drafts
from bot.usecases.promises.config_file import file_beside
from bot.usecases.promises.file_changes import FileChanges, apply_text, changes_of, read_for
from bot.usecases.reports.config_files import ask_for_file
from bot.wording import config_file as texts
from sla_core.instants import to_us

FIRST: Final = "diff"
EXPORT: Final = "export"
WAITING: Final = 10


def _view(work: Transaction, user_id: str, form: Form) -> Payload:
    require_admin(work, user_id)
    what = form.text if form.text in texts.WHAT else FIRST
    beside = file_beside(work)
    return drawn.config_form(what, [] if beside is None else [drawn.beside_line(beside)])


def _check(work: Transaction, submitted: Submission) -> None:
    require_admin(work, submitted.user_id)
    if submitted.choice("what") not in texts.WHAT:
        raise FieldErrors({"what": wording.forms.unreadable()})
    if submitted.choice("what") != EXPORT and len(submitted.choices("file")) != 1:
        raise FieldErrors({"file": texts.no_file()})


def _reading(work: Transaction, submitted: Submission) -> Payload | None:
    """That the file is read, if one is."""
    if submitted.choice("what") == EXPORT:
        return None
    return notice(texts.title(), texts.reading())


def _export(work: Transaction, submitted: Submission) -> str:
    _check(work, submitted)
    ask_for_file(work, submitted.user_id, to_us(submitted.at))
    return texts.sending()


def _outcome(program: Program, submitted: Submission) -> Payload:
    """What the file comes to: all that is wrong, or what it changes, with the way to apply it."""
    name, text = submitted.values["name"], submitted.values["text"]
    what = submitted.choice("what")
    with program.look() as work, addressing(work, submitted.user_id):
        try:
            document = read_for(work, text, name, submitted.user_id)
        except ConfigRefused as refused:
            return drawn.problems_shown(name, refused.problems)
        if what == "check":
            return drawn.sound_shown(name, document.warnings)
        found = changes_of(work, document)
        lines = [*difference_lines(work, found.differences), *found.further]
        if not lines:
            return drawn.nothing_shown()
        if what != "apply":
            return drawn.changes_shown(name, lines, _notes(found))
    return _question(program, submitted, found, lines)


def _question(
    program: Program, submitted: Submission, found: FileChanges, lines: list[str]
) -> Payload:
    """The changes with the button that applies them; the file is kept until it is pressed."""
    name, impact = submitted.values["name"], found.impact
    content: dict[str, Any] = {
        "text": submitted.values["text"],
        "counted_at": found.revision,
        "numbers": dict(impact.numbers) if impact else None,
    }
    with program.quiet_work() as work, addressing(work, submitted.user_id):
        draft = form_drafts.begin(work, submitted.user_id, form_drafts.FILE, name, content)
        asks = bool(impact and (impact.running or impact.changes))
        return drawn.apply_form(name, lines, _notes(found), draft.id, asks=asks)


def _notes(found: FileChanges) -> list[str]:
    """What it means for clocks, and which names in it stand for nobody yet."""
    waiting = [waiting_line(name) for name in found.waiting[:WAITING]]
    return [*clock_lines(found.impact), *waiting]


def _check_applied(work: Transaction, submitted: Submission) -> None:
    form_drafts.of_form(work, submitted.user_id, submitted.metadata, form_drafts.FILE)


def _applied(work: Transaction, submitted: Submission) -> str:
    """Apply what was shown, if nothing changed since."""
    by = submitted.user_id
    draft = form_drafts.of_form(work, by, submitted.metadata, form_drafts.FILE)
    name, content = draft.name or "", draft.content
    if content["counted_at"] != newest_revision(work.history):
        raise UserFacingError(texts.changed_meanwhile())
    try:
        amount = apply_text(
            work,
            content["text"],
            name,
            by,
            revision=content["counted_at"],
            moves_running=submitted.choice("running") == "move",
            numbers=content["numbers"],
        )
    except ConfigRefused as refused:
        raise UserFacingError(str(refused.problems[0])) from refused
    form_drafts.forget(work, draft)
    return texts.applied(escaped(name), amount)


FORMS: Final[Mapping[str, FormKind]] = {
    ids.CONFIG_FORM: FormKind(
        "what",
        texts.title,
        _view,
        _check,
        _export,
        then=_reading,
        later=_outcome,
        file_field="file",
    ),
    ids.CONFIG_APPLY_FORM: FormKind("running", texts.title, unopened, _check_applied, _applied),
}
