"""What Slack tells of its events as such: that it drops some."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt import Ack

from bot.slack.hear import routes
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.instants import EARLIEST_S, LATEST_S
from bot.slack.hear.routes import Listeners
from bot.usecases.hearing.state import drops_events

log = structlog.get_logger(__name__)


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears that events are dropped: what was written since is read, and again afterwards."""

    def dropped(ack: Ack, body: Mapping[str, Any]) -> None:
        log.warning("slack dropped events, as there were too many")
        drops_events(deps.program, _minute(body.get("minute_rate_limited")))
        ack()

    yield (routes.WARNING, "app_rate_limited"), dropped


def _minute(began_s: object) -> datetime | None:
    """When the minute began that Slack names; None where it names none."""
    if not isinstance(began_s, int) or not EARLIEST_S <= began_s < LATEST_S:
        return None
    return datetime.fromtimestamp(began_s, UTC)
