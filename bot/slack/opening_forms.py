"""Opens forms: a loading modal at once, as the leave to open one lasts 3 seconds, then the form."""

import json
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from bot.delivery.ports import Unclear
from bot.errors import UserFacingError
from bot.slack import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.forms import level_form, notice, reply_form, ticket_form
from bot.slack.blocks.marks import Payload
from bot.slack.commands.call import Form
from bot.slack.deps import SlackDeps
from bot.slack.directory import SlackAway, is_known, learn_person, names_of
from bot.slack.parsing import plain_text
from bot.slack.submissions import KINDS
from bot.usecases import levels
from bot.usecases.access import is_admin, is_agent_somewhere, require_admin, require_agent
from bot.usecases.desk import Work
from bot.usecases.recording import load
from sla_core.configuration import ALWAYS

log = structlog.get_logger(__name__)

TRIGGER_S: Final = 3.0


def open_form(deps: SlackDeps, form: Form, trigger_id: str, user_id: str) -> None:
    """Show the form, or why it is not for this person."""
    title = KINDS[form.callback_id].title
    loading = {"trigger_id": trigger_id, "view": notice(title, wording.LOADING)}
    try:
        opened = deps.slack.call("views.open", loading, timeout_s=TRIGGER_S)
        if not opened.ok:
            log.warning("a form could not be opened", form=form.callback_id, error=opened.error)
            return
        view = view_of(deps, form, user_id)
        shown = {"view_id": opened.data["view"]["id"], "view": view}
        updated = deps.slack.call("views.update", shown, timeout_s=TRIGGER_S)
    except Unclear as problem:
        log.warning("a form could not be opened", form=form.callback_id, error=str(problem))
        return
    if not updated.ok:
        log.warning("a form could not be shown", form=form.callback_id, error=updated.error)


def view_of(deps: SlackDeps, form: Form, user_id: str) -> Payload:
    """The form filled with what it needs; a refusal in its place where there is one."""
    typed = plain_text(form.text, names_of(deps.desk).of)
    try:
        if not is_known(deps.desk, user_id):
            learn_person(deps.desk, deps.slack, user_id)
        with deps.desk.look() as work:
            return _VIEWS[form.callback_id](
                work, user_id, Form(form.callback_id, typed, form.number)
            )
    except UserFacingError as refusal:
        return notice(KINDS[form.callback_id].title, str(refusal))
    except SlackAway:
        log.exception("a person could not be looked up", person=user_id)
        return notice(KINDS[form.callback_id].title, wording.WENT_WRONG)


def offered_form(value: str) -> Form | None:
    """The form that the value of an offer's button names, if it is one of ours."""
    try:
        offered = json.loads(value)
        form = Form(str(offered["form"]), str(offered["text"]))
    except (ValueError, KeyError, TypeError):
        return None
    return form if form.callback_id in (ids.TICKET_FORM, ids.LEVEL_FORM) else None


def _ticket_view(work: Work, user_id: str, form: Form) -> Payload:
    configuration = work.configuration
    return ticket_form(
        [each.name for each in configuration.departments.values()],
        form.text,
        is_agent=is_agent_somewhere(work, user_id) or is_admin(work, user_id),
        has_customers=bool(configuration.customers),
    )


def _reply_view(work: Work, user_id: str, form: Form) -> Payload:
    if form.number is None:
        raise UserFacingError(wording.WHICH_TICKET)
    loaded = load(work, form.number)
    require_agent(work, loaded, user_id)
    return reply_form(form.number, loaded.row.subject)


def _level_view(work: Work, user_id: str, form: Form) -> Payload:
    require_admin(work, user_id)
    names = levels.calendars(work)
    return level_form(sorted(names, key=lambda name: name == ALWAYS), form.text)


_VIEWS: Final[Mapping[str, Callable[[Work, str, Form], Payload]]] = {
    ids.TICKET_FORM: _ticket_view,
    ids.REPLY_FORM: _reply_view,
    ids.LEVEL_FORM: _level_view,
}
