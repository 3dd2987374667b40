"""Forms that were sent: errors go back to their fields at once, the rest is kept and done."""

from typing import Any

from slack_bolt import Ack

from bot import wording
from bot.slack import forms
from bot.slack.arrivals import SUBMISSION, keep
from bot.slack.blocks.inputs import notice
from bot.slack.deps import SlackDeps
from bot.slack.forms import KINDS
from bot.slack.forms.kind import FieldErrors, kept_of, submitted
from bot.slack.routes import Routes
from bot.usecases.ground.languages import addressing, language_at
from bot.wording.language import speaking


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear every form of ours."""

    def form(ack: Ack, body: dict[str, Any]) -> None:
        user_id = str(body["user"]["id"])
        with speaking(language_at(deps.desk, user_id)):
            hear(ack, body["view"], user_id)

    def hear(ack: Ack, view: dict[str, Any], user_id: str) -> None:
        try:
            payload = kept_of(view, user_id)
            with deps.desk.look() as work, addressing(work, user_id):
                sent = submitted(payload, work.now)
                forms.check(work, sent)
                first = forms.asked_first(work, sent)
        except FieldErrors as wrong:
            ack(response_action="errors", errors=wrong.errors)
            return
        if first is not None:
            ack(response_action="update", view=first)
            return
        once = f"view:{payload['view_id']}:{payload['callback_id']}"
        keep(deps, SUBMISSION, once, payload)
        title = KINDS[payload["callback_id"]].title()
        ack(response_action="update", view=notice(title, wording.forms.saving()))

    for callback_id in KINDS:
        app.view(callback_id)(form)
