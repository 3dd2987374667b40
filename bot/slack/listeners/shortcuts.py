"""The global shortcut: a new ticket from anywhere in Slack."""

from typing import Any

from slack_bolt import Ack, App

from bot.slack.blocks import actions as ids
from bot.slack.commands.call import Form
from bot.slack.deps import SlackDeps
from bot.slack.opening_forms import open_form


def register(app: App, deps: SlackDeps) -> None:
    """Hear the shortcut."""

    def new_ticket(ack: Ack, body: dict[str, Any]) -> None:
        form = Form(ids.TICKET_FORM)
        deps.later(lambda: open_form(deps, form, body["trigger_id"], body["user"]["id"]))
        ack()

    app.shortcut(ids.OPEN_TICKET)(new_ticket)
