"""Clicks: those that do something are kept, those that open a form open it."""

from typing import Any

from slack_bolt import Ack, App, BoltRequest

from bot.slack.arrivals import ACTION, keep, once_key
from bot.slack.blocks import actions as ids
from bot.slack.commands.call import Form
from bot.slack.deps import SlackDeps
from bot.slack.hearing import ACTIONS
from bot.slack.opening_forms import offered_form, open_form
from bot.slack.parsing import ticket_number


def register(app: App, deps: SlackDeps) -> None:
    """Hear every button and menu that our blocks have."""

    def kept(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        action = body["actions"][0]
        payload = {
            "action_id": action["action_id"],
            "value": action.get("value", ""),
            "action_ts": action["action_ts"],
            "user_id": body["user"]["id"],
            "response_url": body["response_url"],
            "is_ephemeral": bool(body["container"].get("is_ephemeral")),
        }
        keep(deps, ACTION, once_key(request), payload)
        ack()

    def opens(ack: Ack, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        value = action.get("value", "")
        if action["action_id"] == ids.REPLY:
            form: Form | None = Form(ids.REPLY_FORM, number=ticket_number(value))
        else:
            form = offered_form(value)
        if form is not None:
            deps.later(lambda: open_form(deps, form, body["trigger_id"], body["user"]["id"]))
        ack()

    def leads_away(ack: Ack) -> None:
        ack()

    for action_id in ACTIONS:
        app.action(action_id)(kept)
    for action_id in (ids.REPLY, ids.OPEN_FORM):
        app.action(action_id)(opens)
    app.action(ids.OPEN_THREAD)(leads_away)
