"""Forms that were sent: errors go back to their fields at once, the rest is kept and done."""

from typing import Any

from slack_bolt import Ack, App, BoltRequest

from bot.slack import submissions, wording
from bot.slack.arrivals import SUBMISSION, keep, once_key
from bot.slack.blocks.forms import notice
from bot.slack.deps import SlackDeps
from bot.slack.hearing import submitted
from bot.slack.submissions import KINDS, FieldErrors


def register(app: App, deps: SlackDeps) -> None:
    """Hear every form of ours."""

    def form(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        payload = _kept(body)
        try:
            with deps.desk.look() as work:
                submissions.check(work, submitted(payload, work.now))
        except FieldErrors as wrong:
            ack(response_action="errors", errors=wrong.errors)
            return
        keep(deps, SUBMISSION, once_key(request), payload)
        title = KINDS[payload["callback_id"]].title
        ack(response_action="update", view=notice(title, wording.SAVING))

    for callback_id in KINDS:
        app.view(callback_id)(form)


def _kept(body: dict[str, Any]) -> dict[str, Any]:
    view = body["view"]
    return {
        "user_id": body["user"]["id"],
        "view_id": view["id"],
        "callback_id": view["callback_id"],
        "metadata": view.get("private_metadata", ""),
        "values": submissions.values_of(view["state"]),
    }
