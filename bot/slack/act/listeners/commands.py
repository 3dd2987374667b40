"""Slash commands: kept and acknowledged, or the form they ask for opened."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltRequest

from bot.slack.act.commands.table import TABLES, meant
from bot.slack.act.loading_forms import Press, open_form
from bot.slack.hear import routes
from bot.slack.hear.arrivals import COMMAND, keep, once_key
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners

KEPT = ("command", "user_id", "channel_id", "response_url")


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears every slash command that has a table."""

    def command(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        invocation = meant(body["command"], body.get("text", ""))
        form = invocation.command.form(invocation.rest) if invocation.command else None
        if form is not None:
            press, here = Press.of(body), replace(form, channel_id=body.get("channel_id"))
            deps.later(lambda: open_form(deps, here, press))
        else:
            payload = {name: body[name] for name in KEPT} | {"text": body.get("text", "")}
            keep(deps, COMMAND, once_key(request), payload)
        ack()

    for slash in TABLES:
        yield (routes.COMMAND, slash), command
