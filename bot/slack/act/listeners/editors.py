"""Presses inside the forms of items of the configuration: answered at once, in the form."""

from collections.abc import Iterator
from typing import Any

import structlog
from slack_bolt import Ack

from bot.delivery.ports import UnclearAnswer
from bot.errors import UserFacingError
from bot.slack.act.forms import KINDS, as_named
from bot.slack.act.forms.editors.presses import MORE, OVER, Shown, pressed
from bot.slack.act.forms.editors.table import BY_FORM, EDITORS
from bot.slack.act.forms.kind import FieldErrors, kept_of, submitted, value_of
from bot.slack.act.loading_forms import TRIGGER_S
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import notice
from bot.slack.hear import routes
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners
from bot.usecases.ground.languages import addressing, language_at
from bot.wording.language import speaking

log = structlog.get_logger(__name__)


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears every press inside a form of an item."""

    def press(ack: Ack, body: dict[str, Any]) -> None:
        view, action = body.get("view") or {}, body["actions"][0]
        value, user_id = str(value_of(action) or ""), str(body["user"]["id"])
        trigger_id = str(body["trigger_id"])
        if view.get("callback_id") in BY_FORM:
            deps.later(lambda: answer(deps, view, user_id, trigger_id, value))
        ack()

    for action_id in action_ids():
        yield (routes.ACTION, action_id), press


def action_ids() -> Iterator[str]:
    """The ids of all that can be pressed in them."""
    yield ids.EDITOR_LINE
    yield from sorted({f"{ids.EDITOR_ADD}_{part}" for row in EDITORS for part in row.parts})
    verbs = {verb for row in EDITORS for verb in row.verbs} | {OVER, MORE}
    yield from sorted(f"{ids.EDITOR_PRESS}_{verb}" for verb in verbs)


def answer(
    deps: SlackDeps, view: dict[str, Any], user_id: str, trigger_id: str, value: str
) -> None:
    """Show what follows a press; a refusal stands in the place of the form."""
    with speaking(language_at(deps.program, user_id)):
        shown = _shown(deps, view, user_id, value)
        method = "views.push" if shown.is_above else "views.update"
        target = (
            {"trigger_id": trigger_id}
            if shown.is_above
            else {"view_id": view["id"], "hash": view["hash"]}
        )
        try:
            outcome = deps.slack.call(method, {**target, "view": shown.view}, timeout_s=TRIGGER_S)
        except UnclearAnswer as problem:
            log.warning("a press in a form was not answered", problem=str(problem))
            return
        if not outcome.ok:
            log.warning("a press in a form was not answered", problem=outcome.error)


def _shown(deps: SlackDeps, view: dict[str, Any], user_id: str, value: str) -> Shown:
    editor = BY_FORM[view["callback_id"]]
    title = KINDS[view["callback_id"]].title()
    try:
        payload = kept_of(view, user_id)
        with deps.program.quiet_work() as work, addressing(work, user_id):
            return pressed(editor, work, as_named(work, submitted(payload, work.now)), value)
    except (UserFacingError, FieldErrors) as refusal:
        return Shown(notice(title, str(refusal)))
