"""Forms that were sent: errors go back to their fields at once, the rest is kept and done."""

from typing import Any

from slack_bolt import Ack, App, BoltRequest

from bot import wording
from bot.slack import forms
from bot.slack.arrivals import SUBMISSION, keep, once_key
from bot.slack.blocks.inputs import notice
from bot.slack.deps import SlackDeps
from bot.slack.forms import KINDS
from bot.slack.forms.kind import FieldErrors, values_of
from bot.slack.hearing import submitted
from bot.usecases.languages import language_at
from bot.wording.language import speaking


def register(app: App, deps: SlackDeps) -> None:
    """Hear every form of ours."""

    def form(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        payload = _kept(body)
        with speaking(language_at(deps.desk, payload["user_id"])):
            hear(ack, payload, once_key(request))

    def hear(ack: Ack, payload: dict[str, Any], key: str) -> None:
        try:
            with deps.desk.look() as work:
                forms.check(work, submitted(payload, work.now))
        except FieldErrors as wrong:
            ack(response_action="errors", errors=wrong.errors)
            return
        keep(deps, SUBMISSION, key, payload)
        title = KINDS[payload["callback_id"]].title()
        ack(response_action="update", view=notice(title, wording.forms.saving()))

    for callback_id in KINDS:
        app.view(callback_id)(form)


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    view = body["view"]
    return {
        "user_id": body["user"]["id"],
        "view_id": view["id"],
        "callback_id": view["callback_id"],
        "metadata": view.get("private_metadata", ""),
        "values": values_of(view["state"]),
    }
