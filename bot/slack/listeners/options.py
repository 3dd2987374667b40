"""Choices too many for a menu: what fits to what was typed so far."""

from typing import Any

from slack_bolt import Ack

from bot.slack.blocks import actions as ids
from bot.slack.blocks.forms import customers_offered
from bot.slack.deps import SlackDeps
from bot.slack.routes import Routes
from bot.usecases.access import is_admin, is_agent_somewhere


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear what is typed into the customer field; who is no agent is offered none."""

    def customers(ack: Ack, body: dict[str, Any]) -> None:
        user_id = body["user"]["id"]
        with deps.desk.look() as work:
            may = is_agent_somewhere(work, user_id) or is_admin(work, user_id)
            names = [each.name for each in work.configuration.customers.values()] if may else []
        ack(options=customers_offered(names, str(body.get("value", ""))))

    app.options(ids.PICK_CUSTOMER)(customers)
