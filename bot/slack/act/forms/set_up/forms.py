"""The set-up opened, stepped through, put in force, and tried out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.editors.first_view import invitation, is_unseen_channel
from bot.slack.act.forms.editors.named import countries_offered, zones_offered
from bot.slack.act.forms.kind import FormKind, Submission
from bot.slack.act.forms.set_up.progress import Progress, keep, metadata_of, progress_of
from bot.slack.act.forms.set_up.steps import FIRST_FIELD, first_guess, items_until
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.set_up_form import step_form, trial_offer, trial_shown
from bot.slack.draw.blocks.status import waiting_line
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake import trial_tickets
from bot.usecases.intake.trial_tickets import SET_UP
from bot.usecases.promises import form_drafts, suggestions
from bot.usecases.promises.first_desk import DEPARTMENT, missing, put_in_force
from bot.usecases.promises.form_drafts import FormDraft
from bot.usecases.promises.items import require_editable
from bot.usecases.promises.ready_made import ready_made
from bot.views.tickets import TicketView
from bot.views.waiting_names import WaitingName

# --- the steps ------------------------------------------------------------------------------------


def _opened(work: Transaction, user_id: str, form: Form) -> Payload:
    """The set-up where it was left within the last day, else from its first missing step."""
    require_editable(work, user_id)
    for before in form_drafts.unfinished(work, user_id, SET_UP, None):
        return _shown(work, before, Progress.of(before.content))
    fields = first_guess(work, user_id, form.channel_id)
    progress = Progress(fields=fields, steps=missing(work.configuration))
    if progress.is_saved:
        progress = replace(progress, department=_any_department(work))
    draft = form_drafts.begin(work, user_id, SET_UP, None, progress.kept)
    return _shown(work, draft, progress)


def _any_department(work: Transaction) -> str | None:
    names = [department.name for department in work.configuration.departments.values()]
    return names[0] if names else None


def _shown(work: Transaction, draft: FormDraft, progress: Progress) -> Payload:
    """The view of where it stands: a step, the offer of a test, or the test."""
    metadata = metadata_of(draft, progress.at)
    ticket = trial_tickets.shown(work, progress.ticket)
    if ticket is not None:
        return _trial(work, ticket, metadata)
    if progress.is_saved:
        known = wording.set_up.in_force() if progress.steps else wording.set_up.works_already()
        return trial_offer([known], metadata)
    place = progress.at + 1, len(progress.steps)
    step, country = progress.steps[progress.at], progress.list("country")
    countries = suggestions.country_named(country[0]) if country else {}
    offered = [rule.name for rule in ready_made()]
    return step_form(step, progress.fields, place, metadata, countries, offered)


def _check(work: Transaction, submitted: Submission) -> None:
    _, progress = progress_of(work, submitted)
    items_until(work, progress)


def _next(work: Transaction, submitted: Submission) -> Payload | None:
    """The step behind this one; None behind the last, which is then put in force."""
    draft, progress = progress_of(work, submitted)
    after = progress.step_to(progress.at + 1)
    return None if after.is_saved and not progress.is_saved else _shown(work, draft, after)


def _remember(work: Transaction, submitted: Submission) -> None:
    draft, progress = progress_of(work, submitted)
    keep(work, draft, progress.step_to(progress.at + 1))


def stepped_back(work: Transaction, submitted: Submission) -> Payload:
    """The step before, with what stands in the fields of this one kept as it is."""
    draft, progress = progress_of(work, submitted)
    before = progress if progress.is_saved else progress.step_to(progress.at - 1)
    return _shown(work, keep(work, draft, before), before)


def _put_in_force(work: Transaction, submitted: Submission) -> str:
    draft, progress = progress_of(work, submitted)
    if progress.is_saved:
        return wording.set_up.in_force()
    items = items_until(work, progress)
    waiting = put_in_force(work, items, submitted.user_id)
    has_department = DEPARTMENT in progress.steps
    name = progress.text("department") if has_department else _any_department(work)
    has_rule = any(item.key.kind == "rule" for item in items)
    tag = progress.text("tag").lstrip("#")
    tags = (tag,) if has_rule and tag else ()
    done = replace(progress.step_to(len(progress.steps)), department=name, tags=tags)
    keep(work, draft, done)
    return "\n".join([wording.set_up.in_force(), *_obstacles(waiting)])


def _obstacles(waiting: Sequence[WaitingName]) -> list[str]:
    return [invitation(name) if is_unseen_channel(name) else waiting_line(name) for name in waiting]


def _offer_trial(work: Transaction, submitted: Submission, said: str) -> Payload:
    draft, progress = progress_of(work, submitted)
    return trial_offer([said], metadata_of(draft, progress.at))


# --- the test -------------------------------------------------------------------------------------


def _check_saved(work: Transaction, submitted: Submission) -> None:
    _, progress = progress_of(work, submitted)
    if not progress.is_saved:
        raise UserFacingError(wording.editors.gone())


def _try_out(work: Transaction, submitted: Submission) -> str:
    """Open the test ticket, once."""
    _check_saved(work, submitted)
    draft, progress = progress_of(work, submitted)
    if trial_tickets.shown(work, progress.ticket) is None:
        subject, by = wording.set_up.test_subject(), submitted.user_id
        view = trial_tickets.try_out(work, by, progress.department, subject, progress.tags)
        progress = replace(progress, ticket=view.number)
        keep(work, draft, progress)
    return wording.set_up.tested(progress.ticket or 0)


def _show_trial(work: Transaction, submitted: Submission, said: str) -> Payload:
    draft, progress = progress_of(work, submitted)
    return _shown(work, draft, progress)


def _trial(work: Transaction, view: TicketView, metadata: str) -> Payload:
    department = work.configuration.department(view.department)
    alerts = department.alert_channel if department else None
    return trial_shown(view, work.directory.channel_id(alerts), metadata)


def _finish(work: Transaction, submitted: Submission) -> str:
    """Erase the test ticket, and end."""
    _check_saved(work, submitted)
    draft, progress = progress_of(work, submitted)
    if progress.ticket is not None:
        trial_tickets.erase(work, progress.ticket, submitted.user_id)
    form_drafts.forget(work, draft)
    return wording.set_up.erased()


# --- the rows -------------------------------------------------------------------------------------


FORMS: Final = {
    ids.SETUP_FORM: FormKind(
        FIRST_FIELD,
        wording.set_up.title,
        _opened,
        _check,
        _put_in_force,
        menus={"time_zone": zones_offered, "country": countries_offered},
        then=_next,
        remember=_remember,
        then_shown=_offer_trial,
        writes=True,
    ),
    ids.SETUP_TEST_FORM: FormKind(
        FIRST_FIELD,
        wording.set_up.title,
        _opened,
        _check_saved,
        _try_out,
        then_shown=_show_trial,
        writes=True,
    ),
    ids.SETUP_ERASE_FORM: FormKind(
        FIRST_FIELD, wording.set_up.title, _opened, _check_saved, _finish, writes=True
    ),
}
