"""Opens forms: a loading modal at once, as the leave to open one lasts 3 seconds, then the form.

Whoever asked for one that does not open is told so, with a button that opens it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog

from bot import wording
from bot.delivery.ports import UnclearAnswer
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.slack.act import answers
from bot.slack.act.commands.call import Form
from bot.slack.act.forms import KINDS, as_named, made_later
from bot.slack.act.forms.editors.table import OPENED
from bot.slack.act.forms.kind import FieldErrors, Submission, submitted
from bot.slack.act.home_answers import AtHome, show
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import notice
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.directory.directory import learn_person, names_of
from bot.slack.hear.message.file_stubs import learn_files
from bot.slack.hear.slack_calls import SlackAway
from bot.slack.hear.typed_text import plain_text, ticket_number
from bot.slack.hear.uploaded_files import fetch_text
from bot.usecases.ground.languages import addressing, language_at
from bot.usecases.hearing import arrivals
from bot.usecases.messages.outgoing import post
from bot.usecases.promises.directory_changes import is_known
from bot.wording.language import Sentence, speaking

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

TRIGGER_S: Final = 3.0
CLOSED: Final = "not_found"
"""The modal that was to become the form is gone: who asked for it closed it."""
WHY_NOT: Final[Mapping[str, Sentence]] = {
    "expired_trigger_id": wording.forms.opened_too_late,
    "trigger_expired": wording.forms.opened_too_late,
    "exchanged_trigger_id": wording.forms.opened_already,
    "trigger_exchanged": wording.forms.opened_already,
}
"""By the word with which Slack refuses to open a form."""


@dataclass(frozen=True, slots=True)
class Press:
    """Who asked for a form, Slack's leave to open it, and where they are told if it does not.

    Without a response URL that is their App Home, if they asked there, or a direct message.
    """

    user_id: str
    trigger_id: str
    response_url: str | None
    is_at_home: bool

    @classmethod
    def of(cls, body: Json) -> "Press":
        """The press of a button, a shortcut or a command as Slack sends it.

        Raise what tells that it is none, while that can still be set aside.
        """
        user_id = body["user_id"] if "user_id" in body else body["user"]["id"]
        if not (isinstance(user_id, str) and isinstance(body["trigger_id"], str)):
            raise TypeError("who pressed, and Slack's leave, are texts")
        return cls(
            user_id=user_id,
            trigger_id=body["trigger_id"],
            response_url=body.get("response_url"),
            is_at_home=(body.get("view") or {}).get("type") == "home",
        )


def open_form(deps: SlackDeps, form: Form, press: Press) -> None:
    """Show the form, or why it is not for this person or did not open, in their language."""
    with speaking(language_at(deps.program, press.user_id)):
        problem = _open(deps, form, press)
        if problem is not None:
            log.warning("a form could not be opened", form=form.callback_id, error=problem)
        if problem not in (None, CLOSED):
            _say_unopened(deps, form, press, WHY_NOT.get(problem, wording.forms.not_opened)())


def _open(deps: SlackDeps, form: Form, press: Press) -> str | None:
    """Open the form; what Slack says where it does not."""
    title = KINDS[form.callback_id].title()
    loading = {"trigger_id": press.trigger_id, "view": notice(title, wording.forms.loading())}
    try:
        opened = deps.slack.call("views.open", loading, timeout_s=TRIGGER_S)
        if not opened.ok:
            return opened.error
        view = view_of(deps, form, press.user_id)
        update = {"view_id": opened.data["view"]["id"], "view": view}
        return deps.slack.call("views.update", update, timeout_s=TRIGGER_S).error
    except UnclearAnswer as problem:
        return str(problem)


def _say_unopened(deps: SlackDeps, form: Form, press: Press, why: str) -> None:
    """Say where it was asked for that a form did not open, with a button that opens it."""
    payload = form_offer(
        why, wording.forms.try_again(), form.callback_id, form.text, form.number, form.about
    )
    if press.response_url is not None:
        answers.say(deps.slack, answers.by_response_url(press.response_url, payload))
    elif press.is_at_home:
        show(deps.program, AtHome(press.user_id, press.trigger_id, payload))
    else:
        with deps.program.work() as work:
            key = MessageKey.of(KeyKind.FORM, form.callback_id, press.trigger_id)
            post(work, key, press.user_id, payload, ticket_number=None)


def view_of(deps: SlackDeps, form: Form, user_id: str) -> Payload:
    """The form filled with what it needs; a refusal in its place where there is one."""
    typed = plain_text(form.text, names_of(deps.program).of)
    try:
        if not is_known(deps.program, user_id):
            learn_person(deps.program, deps.slack, user_id)
        _learn_about(deps, form)
        return _filled(deps, replace(form, text=typed), user_id)
    except UserFacingError as refusal:
        return notice(KINDS[form.callback_id].title(), str(refusal))
    except SlackAway:
        log.exception("a person could not be looked up", person=user_id)
        return notice(KINDS[form.callback_id].title(), wording.refusals.went_wrong())


def _learn_about(deps: SlackDeps, form: Form) -> None:
    """Learn which files the message has that a form is about."""
    with deps.program.look() as work:
        row = arrivals.find(work, form.about) if form.about else None
    if row is not None:
        with suppress(SlackAway):
            learn_files(deps.program, deps.slack, row)


def _filled(deps: SlackDeps, form: Form, user_id: str) -> Payload:
    kind = KINDS[form.callback_id]
    if kind.opens is not None:
        return kind.opens(deps.program, user_id, form)
    opened = deps.program.quiet_work() if kind.writes else deps.program.look()
    with opened as work, addressing(work, user_id):
        return kind.view(work, user_id, form)


def redraw(deps: SlackDeps, payload: Json, view_hash: str) -> None:
    """Draw a form anew after something was chosen in it, unless it changed meanwhile."""
    draw = KINDS[payload["callback_id"]].redraw
    if draw is None:
        return
    kind = KINDS[payload["callback_id"]]
    opened = deps.program.quiet_work() if kind.writes else deps.program.look()
    try:
        with opened as work, addressing(work, payload["user_id"]):
            view = draw(work, as_named(work, submitted(payload, work.now)))
    except (UserFacingError, FieldErrors) as refusal:
        with speaking(language_at(deps.program, payload["user_id"])):
            view = notice(kind.title(), str(refusal))
    update_view(deps, payload["view_id"], view, view_hash)


def show_later(deps: SlackDeps, payload: Json) -> None:
    """Show what takes the place of a form that was sent, once it is made."""
    with speaking(language_at(deps.program, payload["user_id"])):
        view = _made_later(deps, submitted(payload, deps.program.clock.now()))
    if view is not None:
        update_view(deps, payload["view_id"], view)


def _made_later(deps: SlackDeps, submission: Submission) -> Payload | None:
    """The same with the file that was chosen, fetched while no transaction is open."""
    kind = KINDS[submission.callback_id]
    if kind.file_field is None:
        return made_later(deps.program, submission)
    try:
        [file_id] = submission.choices(kind.file_field)
        file = fetch_text(deps, file_id)
    except UserFacingError as refusal:
        return notice(kind.title(), str(refusal))
    values = {**submission.values, "name": file.name, "text": file.text}
    return made_later(deps.program, replace(submission, values=values))


def update_view(deps: SlackDeps, view_id: str, view: Payload, view_hash: str | None = None) -> None:
    """Draw a form anew; only if it is still the one of the hash, where one is given."""
    only_if = {} if view_hash is None else {"hash": view_hash}
    update = {"view_id": view_id, "view": view, **only_if}
    try:
        answer = deps.slack.call("views.update", update, timeout_s=TRIGGER_S)
    except UnclearAnswer as problem:
        log.warning("a form could not be redrawn", problem=str(problem))
        return
    if not answer.ok:
        log.warning("a form could not be redrawn", problem=answer.error)


_OFFERED: Final = (ids.TICKET_FORM, ids.CONFIG_FORM, ids.SETUP_FORM, ids.CLOSURE_FORM)
"""The forms that buttons of ours open and that are of no ticket."""


def offered_form(value: str) -> Form | None:
    """The form that the value of an offer's button names, if it is one of ours."""
    try:
        offered = json.loads(value)
        number = ticket_number(str(offered.get("number")))
        form = Form(str(offered["form"]), str(offered["text"]), number, _about(offered))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    is_ours = form.callback_id in (*_OFFERED, *OPENED)
    is_of_a_ticket = form.number is not None and form.callback_id in KINDS
    return form if is_ours or is_of_a_ticket else None


def _about(offered: Json) -> str:
    """The key of what is kept for the form: whose it is, is asked when it opens."""
    return str(offered.get("about", ""))
