"""What Slack tells of its events as such: that it dropped some."""

import structlog
from slack_bolt import Ack

from bot.slack.deps import SlackDeps
from bot.slack.routes import Routes
from bot.usecases.hearing import reasons
from bot.usecases.hearing.state import doubt

log = structlog.get_logger(__name__)


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear that events were dropped: all that was written since is read."""

    def dropped(ack: Ack) -> None:
        log.warning("slack dropped events, as there were too many")
        doubt(deps.desk, reasons.DROPPED)
        ack()

    app.warning("app_rate_limited")(dropped)
