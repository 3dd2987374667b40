"""App Home opened: kept, then acknowledged; what it shows is made behind that."""

from typing import Any

from slack_bolt import Ack

from bot.slack.arrivals import HOME, keep
from bot.slack.deps import SlackDeps
from bot.slack.routes import Routes

TAB = "home"


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear that somebody looks at their App Home; its other tabs are Slack's own."""

    def opened(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("tab") == TAB:
            keep(deps, HOME, f"event:{body['event_id']}", {"user_id": event["user"]})
        ack()

    app.event("app_home_opened")(opened)
