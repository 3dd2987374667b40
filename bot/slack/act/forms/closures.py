"""An unplanned closure: filled in, shown with what it comes to, then declared."""

from collections.abc import Iterator
from typing import Final

from bot import wording
from bot.config.history import newest_revision
from bot.config.problems import ConfigRefused
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.editors.closures import closure_entry, closure_field
from bot.slack.act.forms.editors.consequences import clock_lines
from bot.slack.act.forms.editors.first_view import unopened
from bot.slack.act.forms.kind import FieldErrors, FormKind, MenuSearch, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.closures import closure_form, closure_line
from bot.slack.draw.blocks.editors import confirmation
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import notice
from bot.slack.draw.blocks.menus import Choices, named_each
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises import form_drafts
from bot.usecases.promises.closures import (
    DeclaredClosure,
    closed,
    closure_impact,
    declare,
    reprocess_since,
)
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.impact import Impact
from bot.usecases.promises.items import Wanted, require_editable

KIND: Final = "closure"
FIRST_FIELD: Final = "from_date"


def _opened(work: Transaction, user_id: str, form: Form) -> Payload:
    """The form with what was typed behind the command."""
    closure = DeclaredClosure.typed(form.text)
    draft = form_drafts.begin(work, user_id, KIND, None, closure.kept)
    return closure_form(closure, draft.id)


def _read(work: Transaction, submitted: Submission) -> tuple[FormDraft, DeclaredClosure, Wanted]:
    """The closure as it was filled in, and what it makes of the calendars; else `FieldErrors`."""
    draft = form_drafts.of_form(work, submitted.user_id, submitted.metadata, KIND)
    entry = closure_entry(submitted)
    since = str(entry.get("date") or entry["from"])
    until, why = str(entry.get("date") or entry["to"]), str(entry.get("name", ""))
    closure = DeclaredClosure(since, until, why, tuple(submitted.choices("calendars")))
    try:
        return draft, closure, closed(work, closure)
    except ConfigRefused as refused:
        errors = {
            _field(problem.key): wording.forms.problem(problem.text) for problem in refused.problems
        }
        raise FieldErrors(errors) from refused


def _field(key: str) -> str:
    """The field of a key of the file, such as `calendars.office.closures.to`."""
    _, closures, below = key.rpartition("closures")
    return closure_field(closures + below) or FIRST_FIELD


def _check(work: Transaction, submitted: Submission) -> None:
    _read(work, submitted)


def _counting(work: Transaction, submitted: Submission) -> Payload:
    return notice(wording.calendars.close_title(), wording.editors.counting())


def _counted(program: Program, submitted: Submission) -> Payload:
    """What it comes to, counted while others go on writing; it holds for its revision only."""
    with program.look() as work, addressing(work, submitted.user_id):
        draft, closure, wanted = _read(work, submitted)
        impact = closure_impact(work, wanted)
        revision = newest_revision(work.history)
        view = _question(closure, wanted, impact, draft.id)
    numbers = impact.numbers if impact else None
    with program.quiet_work() as work:
        counted = {**closure.kept, "counted_at": revision, "numbers": numbers}
        form_drafts.keep(work, draft, counted)
    return view


def _question(
    closure: DeclaredClosure, wanted: Wanted, impact: Impact | None, draft_id: str
) -> Payload:
    runs = bool(impact and (impact.running or impact.changes))
    choices = {"move": wording.editors.running_too(), "keep": wording.editors.only_new()}
    texts = [closure_line(closure, wanted), *clock_lines(impact), *_stopped(impact)]
    return confirmation(
        ids.CLOSURE_CONFIRM_FORM,
        wording.calendars.close_title(),
        texts,
        choices if runs else {},
        draft_id,
        submit=wording.calendars.close(),
    )


def _stopped(impact: Impact | None) -> Iterator[str]:
    """What became of clocks that stopped, and how to judge them anew."""
    since = reprocess_since(impact)
    if impact and since:
        yield wording.calendars.stopped_turn(len(impact.turned), since)


def _declared(work: Transaction, submitted: Submission) -> str:
    draft = form_drafts.of_form(work, submitted.user_id, submitted.metadata, KIND)
    if draft.content.get("counted_at") != newest_revision(work.history):
        raise UserFacingError(wording.editors.changed_meanwhile())
    closure = DeclaredClosure.of(draft.content)
    moves = submitted.choice("running") == "move"
    numbers = draft.content.get("numbers")
    wanted = declare(work, closure, draft.person_id, moves_running=moves, numbers=numbers)
    form_drafts.forget(work, draft)
    return wording.calendars.declared(closure_line(closure, wanted))


def _check_counted(work: Transaction, submitted: Submission) -> None:
    form_drafts.of_form(work, submitted.user_id, submitted.metadata, KIND)


def _calendars(work: Transaction, search: MenuSearch) -> Choices:
    """The calendars that an admin may close."""
    require_editable(work, search.user_id)
    return named_each(calendar.name for calendar in work.configuration.calendars.values())


FORMS: Final = {
    ids.CLOSURE_FORM: FormKind(
        FIRST_FIELD,
        wording.calendars.close_title,
        _opened,
        _check,
        lambda work, submitted: wording.editors.gone(),
        menus={"calendars": _calendars},
        then=_counting,
        later=_counted,
        writes=True,
    ),
    ids.CLOSURE_CONFIRM_FORM: FormKind(
        "running", wording.calendars.close_title, unopened, _check_counted, _declared
    ),
}
