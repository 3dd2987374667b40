"""The way back in the set-up: answered at once, in the form."""

from typing import Any

from slack_bolt import Ack

from bot.errors import UserFacingError
from bot.slack.act.forms import KINDS, as_named
from bot.slack.act.forms.kind import FieldErrors, kept_of, submitted
from bot.slack.act.forms.set_up import stepped_back
from bot.slack.act.loading_forms import update_view
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import notice
from bot.slack.hear import routes
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners
from bot.usecases.ground.languages import addressing, language_at
from bot.wording.language import speaking


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears that somebody goes a step back."""

    def back(ack: Ack, body: dict[str, Any]) -> None:
        view, user_id = body.get("view") or {}, str(body["user"]["id"])
        if view.get("callback_id") == ids.SETUP_FORM:
            deps.later(lambda: answer(deps, view, user_id))
        ack()

    yield (routes.ACTION, ids.SETUP_BACK), back


def answer(deps: SlackDeps, view: dict[str, Any], user_id: str) -> None:
    """Show the step before; a refusal stands in its place."""
    with speaking(language_at(deps.program, user_id)):
        update_view(deps, view["id"], _before(deps, view, user_id), view["hash"])


def _before(deps: SlackDeps, view: dict[str, Any], user_id: str) -> Payload:
    try:
        payload = kept_of(view, user_id)
        with deps.program.quiet_work() as work, addressing(work, user_id):
            return stepped_back(work, as_named(work, submitted(payload, work.now)))
    except (UserFacingError, FieldErrors) as refusal:
        return notice(KINDS[ids.SETUP_FORM].title(), str(refusal))
