"""Menus that can grow: Slack asks us for the choices that fit the text typed so far."""

from typing import Any

from slack_bolt import Ack

from bot.slack.act import forms
from bot.slack.act.forms.kind import searching
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from bot.slack.draw.blocks.menus import named_each, offer
from bot.slack.hear import routes
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners
from bot.usecases.ground.languages import addressing
from bot.usecases.promises import suggestions


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears what is typed into menus: of forms, and of the question for a department.

    A form is asked by its own id and its field's; what is offered is for this person.
    """

    def in_form(ack: Ack, body: dict[str, Any]) -> None:
        search, callback_id = searching(body), str(body["view"].get("callback_id"))
        with deps.program.look() as work, addressing(work, search.user_id):
            ack(**forms.offered(work, callback_id, search, _typed(body)))

    def in_question(ack: Ack, body: dict[str, Any]) -> None:
        user_id = str(body["user"]["id"])
        with deps.program.look() as work, addressing(work, user_id):
            ack(**offer(named_each(suggestions.departments(work, user_id)), _typed(body)))

    yield (routes.OPTIONS, VALUE), in_form
    yield (routes.OPTIONS, ids.CHOOSE_DEPARTMENT), in_question


def _typed(body: dict[str, Any]) -> str:
    return str(body.get("value") or "")
