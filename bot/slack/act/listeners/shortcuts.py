"""Shortcuts: a new ticket from anywhere in Slack, and one made of a message."""

from typing import Any

from slack_bolt import Ack, BoltRequest

from bot.slack.act.commands.call import Form
from bot.slack.act.loading_forms import Press, open_form
from bot.slack.draw.blocks import actions as ids
from bot.slack.hear import routes
from bot.slack.hear.arrivals import SHORTCUT, keep, once_key
from bot.slack.hear.authors import is_of_a_person
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.directory.directory import learn_new_channel
from bot.slack.hear.message.payload import kept_of
from bot.slack.hear.routes import Listeners


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears both shortcuts."""

    def new_ticket(ack: Ack, body: dict[str, Any]) -> None:
        form, press = Form(ids.TICKET_FORM), Press.of(body)
        deps.later(lambda: open_form(deps, form, press))
        ack()

    def this_message(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        if "message" not in body:
            new_ticket(ack, body)
            return
        name, press = once_key(request), Press.of(body)
        channel_id = body["channel"]["id"]
        keep(deps, SHORTCUT, name, _payload(body, deps.program.bot_user_id))
        form = Form(ids.TICKET_FORM, about=name)
        deps.later(lambda: open_form(deps, form, press))
        deps.later(lambda: learn_new_channel(deps.program, deps.slack, channel_id))
        ack()

    yield (routes.SHORTCUT, ids.OPEN_TICKET), new_ticket
    yield (routes.SHORTCUT, ids.OPEN_TICKET_HERE), this_message


def _payload(body: dict[str, Any], bot_user_id: str) -> dict[str, Any]:
    """Who used it on which message; no message where an app wrote it."""
    message = body["message"]
    is_theirs = is_of_a_person(message, bot_user_id)
    return {
        "user_id": body["user"]["id"],
        "message": kept_of(message, body["channel"]["id"]) if is_theirs else None,
    }
