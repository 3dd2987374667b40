"""Who Punctual is in Slack: asked once, at the start."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.delivery.ports import SlackPort, Unclear
from bot.errors import SettingsError, UserFacingError

TIMEOUT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Identity:
    """The workspace and the bot in it; `domain` is the first part of the workspace's address."""

    team_id: str
    team: str
    domain: str
    user_id: str
    bot_id: str


def who_am_i(slack: SlackPort) -> Identity:
    """Who the bot's token belongs to; a token Slack refuses is a `SettingsError`."""
    try:
        answer = slack.call("auth.test", {}, timeout_s=TIMEOUT_S)
    except Unclear as problem:
        raise UserFacingError(f"Slack gives no answer: {problem}; try again") from problem
    if not answer.ok and answer.error in ("unreachable", "ratelimited"):
        raise UserFacingError(f"Slack cannot be asked now ({answer.error}): check SLACK_API_URL")
    if not answer.ok:
        raise SettingsError(
            f"SLACK_BOT_TOKEN: Slack refuses it ({answer.error}): copy the app's bot token again"
        )
    data = answer.data
    host = urlsplit(str(data.get("url", ""))).hostname or ""
    return Identity(
        team_id=str(data["team_id"]),
        team=str(data.get("team", "")),
        domain=host.partition(".")[0],
        user_id=str(data["user_id"]),
        bot_id=str(data.get("bot_id", "")),
    )
