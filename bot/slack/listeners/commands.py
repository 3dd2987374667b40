"""Slash commands: kept and acknowledged, or the form they ask for opened."""

from typing import Any

from slack_bolt import Ack, BoltRequest

from bot.slack.arrivals import COMMAND, keep, once_key
from bot.slack.commands.table import TABLES, meant
from bot.slack.deps import SlackDeps
from bot.slack.loading_forms import Press, open_form
from bot.slack.routes import Routes

KEPT = ("command", "user_id", "channel_id", "response_url")


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear every slash command that has a table."""

    def command(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        asked = meant(body["command"], body.get("text", ""))
        form = asked.command.form(asked.rest) if asked.command else None
        if form is not None:
            press = Press.of(body)
            deps.later(lambda: open_form(deps, form, press))
        else:
            payload = {name: body[name] for name in KEPT} | {"text": body.get("text", "")}
            keep(deps, COMMAND, once_key(request), payload)
        ack()

    for slash in TABLES:
        app.command(slash)(command)
