"""The seeded team: its file, and the secrets with which the bot and the sandbox know each other."""

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
TEAM = FOLDER / "team.json"
PROMISES = FOLDER / "sla.yml"
TOUR_PROMISES = FOLDER / "tour.yml"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What Slack would have handed out when the app was installed."""

    bot_token: str
    app_token: str
    signing_secret: str


def secrets(team: Path = TEAM) -> Secrets:
    """The secrets in the file of a team."""
    app = json.loads(team.read_text(encoding="utf-8"))["app"]
    return Secrets(app["bot_token"], app["app_token"], app["signing_secret"])
