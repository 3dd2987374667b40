"""Opens forms: a loading modal at once, as the leave to open one lasts 3 seconds, then the form."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

import structlog

from bot import wording
from bot.delivery.ports import Unclear
from bot.errors import UserFacingError
from bot.slack.asking import SlackAway
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import notice
from bot.slack.blocks.marks import Payload
from bot.slack.commands.call import Form
from bot.slack.deps import SlackDeps
from bot.slack.directory import is_known, learn_person, names_of
from bot.slack.file_stubs import learn_files
from bot.slack.forms import KINDS
from bot.slack.forms.kind import submitted
from bot.slack.parsing import plain_text, ticket_number
from bot.store import inbox
from bot.usecases.languages import addressing, language_at
from bot.wording.language import speaking

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

TRIGGER_S: Final = 3.0


def open_form(deps: SlackDeps, form: Form, trigger_id: str, user_id: str) -> None:
    """Show the form, or why it is not for this person, in their language."""
    with speaking(language_at(deps.desk, user_id)):
        _open(deps, form, trigger_id, user_id)


def _open(deps: SlackDeps, form: Form, trigger_id: str, user_id: str) -> None:
    title = KINDS[form.callback_id].title()
    loading = {"trigger_id": trigger_id, "view": notice(title, wording.forms.loading())}
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
        _learn_about(deps, form)
        with deps.desk.look() as work, addressing(work, user_id):
            return KINDS[form.callback_id].view(work, user_id, replace(form, text=typed))
    except UserFacingError as refusal:
        return notice(KINDS[form.callback_id].title(), str(refusal))
    except SlackAway:
        log.exception("a person could not be looked up", person=user_id)
        return notice(KINDS[form.callback_id].title(), wording.refusals.went_wrong())


def _learn_about(deps: SlackDeps, form: Form) -> None:
    """Learn which files the message has that a form is about."""
    with deps.desk.look() as work:
        row = inbox.find(work.connection, work.workspace_id, form.about) if form.about else None
    if row is not None:
        with suppress(SlackAway):
            learn_files(deps.desk, deps.slack, row)


def redraw(deps: SlackDeps, payload: Json, view_hash: str) -> None:
    """Draw a form anew after something was chosen in it, unless it changed meanwhile."""
    draw = KINDS[payload["callback_id"]].redraw
    if draw is None:
        return
    with deps.desk.look() as work, addressing(work, payload["user_id"]):
        view = draw(work, submitted(payload, work.now))
    shown = {"view_id": payload["view_id"], "hash": view_hash, "view": view}
    try:
        answer = deps.slack.call("views.update", shown, timeout_s=TRIGGER_S)
    except Unclear as problem:
        log.warning("a form could not be redrawn", problem=str(problem))
        return
    if not answer.ok:
        log.warning("a form could not be redrawn", problem=answer.error)


def offered_form(value: str) -> Form | None:
    """The form that the value of an offer's button names, if it is one of ours."""
    try:
        offered = json.loads(value)
        number = ticket_number(str(offered.get("number")))
        form = Form(str(offered["form"]), str(offered["text"]), number)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    is_ours = form.callback_id in (ids.TICKET_FORM, ids.LEVEL_FORM)
    is_of_a_ticket = form.number is not None and form.callback_id in KINDS
    return form if is_ours or is_of_a_ticket else None
