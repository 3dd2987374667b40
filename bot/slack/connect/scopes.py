"""Which scopes of the manifest the installation lacks: Slack tells with its answers."""

from functools import cache
from pathlib import Path
from typing import Final

import structlog
from ruamel.yaml import YAML

from bot.clock import TimeSource
from bot.delivery.ports import Answer, Json, SlackPort
from bot.usecases.ground.scopes import note_missing
from bot.usecases.ground.transaction import Database

log = structlog.get_logger(__name__)

OF_A_WORKSPACE: Final = frozenset({"conversations.list", "usergroups.list", "users.list"})
"""Methods to which the token of a whole organisation has to say which workspace is meant.

Slack ignores it with the token of one workspace.
"""
MANIFEST: Final = Path(__file__).parents[2] / "app_manifest.yml"


@cache
def wanted_scopes() -> frozenset[str]:
    """The scopes that the manifest asks for."""
    manifest = YAML(typ="safe").load(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


class WatchingScopes:
    """Calls Slack for a workspace, and keeps which scopes are missing.

    What works without them goes on.
    """

    def __init__(
        self, slack: SlackPort, database: Database, workspace_id: str, clock: TimeSource
    ) -> None:
        self._slack = slack
        self._database = database
        self._workspace_id = workspace_id
        self._clock = clock
        self._missing: frozenset[str] | None = None

    def call(self, method: str, payload: Json, *, timeout_s: float) -> Answer:
        """Return Slack's answer; raise `UnclearAnswer` when there is none to rely on."""
        if method in OF_A_WORKSPACE:
            payload = {"team_id": self._workspace_id, **payload}
        answer = self._slack.call(method, payload, timeout_s=timeout_s)
        try:
            self._learn(answer)
        except Exception:  # Slack has done what it was asked, whatever becomes of this
            log.exception("what slack says of scopes could not be kept")
        return answer

    def _learn(self, answer: Answer) -> None:
        if answer.scopes is not None:
            self._keep(wanted_scopes() - answer.scopes)
        elif answer.error == "missing_scope":
            self._keep((self._missing or frozenset()) | _needed(answer))

    def _keep(self, missing: frozenset[str]) -> None:
        if missing == self._missing:
            return
        note_missing(self._database, self._workspace_id, missing, self._clock.now())
        self._missing = missing
        if missing:
            log.warning(
                "the installation lacks scopes: add them to the app and reinstall it",
                scopes=", ".join(sorted(missing)),
            )


def _needed(answer: Answer) -> frozenset[str]:
    """What Slack says a call needs, as far as the manifest asks for it."""
    scopes = str(answer.data.get("needed", "")).split(",")
    return wanted_scopes().intersection(scope.strip() for scope in scopes)
