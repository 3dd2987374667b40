"""Menus of what can grow: what fits to what was typed so far is asked of us."""

from typing import Any

from slack_bolt import Ack

from bot.slack import forms
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import VALUE
from bot.slack.blocks.menus import named_each, offer
from bot.slack.deps import SlackDeps
from bot.slack.forms.kind import searching
from bot.slack.routes import Routes
from bot.usecases.ground.languages import addressing
from bot.usecases.promises import suggestions


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear what is typed into the menus of forms, and into that of the question for a department.

    A form is asked by its own id and its field's; what is offered is for this person.
    """

    def in_form(ack: Ack, body: dict[str, Any]) -> None:
        wanted, callback_id = searching(body), str(body["view"].get("callback_id"))
        with deps.desk.look() as work, addressing(work, wanted.user_id):
            ack(**forms.offered(work, callback_id, wanted, _typed(body)))

    def in_question(ack: Ack, body: dict[str, Any]) -> None:
        user_id = str(body["user"]["id"])
        with deps.desk.look() as work, addressing(work, user_id):
            ack(**offer(named_each(suggestions.departments(work, user_id)), _typed(body)))

    app.options(VALUE)(in_form)
    app.options(ids.CHOOSE_DEPARTMENT)(in_question)


def _typed(body: dict[str, Any]) -> str:
    return str(body.get("value") or "")
