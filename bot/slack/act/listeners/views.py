"""Forms that were sent: errors go back to their fields at once, the rest is kept and done."""

from typing import Any

from slack_bolt import Ack

from bot import wording
from bot.slack.act import forms
from bot.slack.act.forms import KINDS
from bot.slack.act.forms.kind import FieldErrors, HiddenErrors, kept_of, submitted
from bot.slack.act.loading_forms import show_later, update_view
from bot.slack.draw.blocks.inputs import notice
from bot.slack.hear import routes
from bot.slack.hear.arrivals import SUBMISSION, keep
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners
from bot.usecases.ground.languages import language_at
from bot.wording.language import speaking


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears every form of ours."""

    def form(ack: Ack, body: dict[str, Any]) -> None:
        user_id = str(body["user"]["id"])
        with speaking(language_at(deps.program, user_id)):
            hear(ack, body["view"], user_id)

    def hear(ack: Ack, view: dict[str, Any], user_id: str) -> None:
        try:
            payload = kept_of(view, user_id)
            submission = submitted(payload, deps.program.clock.now())
            next_view = forms.judged(deps.program, submission)
            below = forms.kept(deps.program, submission)
        except HiddenErrors as hidden:
            ack(response_action="update", view=forms.drawn_with(deps.program, submission, hidden))
            return
        except FieldErrors as wrong:
            _refuse(ack, view, wrong)
            return
        if below is not None:
            ack()  # closes the view above it
            deps.later(lambda: update_view(deps, str(view["previous_view_id"]), below))
            return
        if next_view is not None:
            ack(response_action="update", view=next_view)
            deps.later(lambda: show_later(deps, payload))
            return
        name = f"view:{payload['view_id']}:{payload['callback_id']}"
        keep(deps, SUBMISSION, name, payload)
        title = KINDS[payload["callback_id"]].title()
        ack(response_action="update", view=notice(title, wording.forms.saving()))

    for callback_id, kind in KINDS.items():
        if kind.is_sent:
            yield (routes.VIEW, callback_id), form


def _refuse(ack: Ack, view: dict[str, Any], wrong: FieldErrors) -> None:
    """Show what is wrong at the fields, or in the place of a form that does not show them."""
    blocks = view.get("blocks") or ()
    fields = {block.get("block_id") for block in blocks if block.get("type") == "input"}
    if not blocks or fields.issuperset(wrong.errors):
        ack(response_action="errors", errors=wrong.errors)
        return
    title = KINDS[view["callback_id"]].title()  # Slack takes errors at fields it shows only
    ack(response_action="update", view=notice(title, str(wrong)))
