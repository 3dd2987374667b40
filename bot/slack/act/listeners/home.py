"""App Home opened: kept, then acknowledged; what it shows is made behind that."""

from typing import Any

from slack_bolt import Ack

from bot.slack.hear import routes
from bot.slack.hear.arrival_rows import event_key
from bot.slack.hear.arrivals import HOME, keep
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners

TAB = "home"


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears that somebody looks at their App Home; its other tabs are Slack's own."""

    def opened(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("tab") == TAB:
            keep(deps, HOME, event_key(body["event_id"]), {"user_id": event["user"]})
        ack()

    yield (routes.EVENT, "app_home_opened"), opened
