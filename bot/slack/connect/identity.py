"""Who Punctual is in Slack: by the database, from before, and by Slack."""

from collections.abc import Callable
from threading import Event
from typing import Final
from urllib.parse import urlsplit

import structlog

from bot.clock import TimeSource
from bot.delivery.ports import SlackPort, UnclearAnswer
from bot.errors import SettingsError, Unavailable
from bot.jobs.patience import Complaint, wait_s
from bot.usecases.ground.identity import Identity, known_identity, note_refusal, remember
from bot.usecases.ground.transaction import Database

log = structlog.get_logger(__name__)

TIMEOUT_S: Final = 10.0
CONFIRM_EVERY_S: Final = 86_400.0
OF_THE_TOKEN: Final = frozenset(
    {
        "account_inactive",
        "forbidden_team",
        "invalid_auth",
        "missing_args",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""What is wrong with a token, until somebody gives another one. All else goes by: Slack has new
words now and then, and none of them is a reason to give up."""


class TokenRefused(SettingsError):
    """Slack refuses the bot's token, and says so; `error` is its word."""

    def __init__(self, error: str) -> None:
        super().__init__(
            f"SLACK_BOT_TOKEN: Slack refuses it ({error}): copy the app's bot token again"
        )
        self.error = error


class IdentityUnknown(Unavailable):
    """Slack does not tell now who the bot is; `error` is its word, or what came instead."""

    def __init__(self, error: str, problem: str) -> None:
        super().__init__(f"{problem} ({error}): look at the network, the proxy and SLACK_API_URL")
        self.error = error


def is_of_the_token(error: str | None) -> bool:
    """Whether a refusal speaks of the token, and not of the moment."""
    return error in OF_THE_TOKEN


def who_am_i(slack: SlackPort) -> Identity:
    """Return whom the bot's token belongs to.

    Raises `TokenRefused` for a token that Slack refuses, `IdentityUnknown` if it does not tell.
    """
    try:
        answer = slack.call("auth.test", {}, timeout_s=TIMEOUT_S)
    except UnclearAnswer as problem:
        raise IdentityUnknown(str(problem), "Slack gives no answer") from problem
    if not answer.ok:
        error = answer.error or "no_reason_given"
        if is_of_the_token(answer.error):
            raise TokenRefused(error)
        raise IdentityUnknown(error, "Slack cannot be asked now")
    data = answer.data
    team_id, team = str(data["team_id"]), str(data.get("team", ""))
    if data.get("is_enterprise_install") and team_id == data.get("enterprise_id"):
        team_id, team = _only_workspace(slack)
    host = urlsplit(str(data.get("url", ""))).hostname or ""
    domain = host.removesuffix(".slack.com")
    return Identity(
        team_id=team_id,
        team=team,
        domain=domain if domain != host else host.partition(".")[0],
        user_id=str(data["user_id"]),
        bot_id=str(data.get("bot_id", "")),
    )


def _only_workspace(slack: SlackPort) -> tuple[str, str]:
    """Return the id and the name of the workspace that an organisation's token is used in.

    Raises `SettingsError` where it was added to none, or to several: one Punctual serves one.
    """
    try:
        answer = slack.call("auth.teams.list", {}, timeout_s=TIMEOUT_S)
    except UnclearAnswer as problem:
        raise IdentityUnknown(str(problem), "Slack gives no answer") from problem
    if not answer.ok:
        raise IdentityUnknown(answer.error or "no_reason_given", "Slack does not name a workspace")
    teams = answer.data.get("teams") or []
    if len(teams) != 1:
        names = ", ".join(str(team.get("name")) for team in teams) or "none"
        raise SettingsError(
            "SLACK_BOT_TOKEN: the app is installed for a whole organisation, and Punctual serves "
            f"one workspace: add it to exactly one (it is in: {names})"
        )
    return str(teams[0]["id"]), str(teams[0].get("name", ""))


class Introduction:
    """Learns at a start who we are: at once where the database knows it, else from Slack.

    What the database knows is confirmed by Slack later; `is_confirmed` is set then. As nothing is
    sent before, an outage that a process before met goes on with what Slack answers now. `failed`
    is told what makes going on senseless, and `rest` waits, or raises when it is time to stop.
    """

    def __init__(
        self,
        clock: TimeSource,
        rest: Callable[[float], object],
        failed: Callable[[SettingsError], None],
    ) -> None:
        self.is_confirmed = Event()
        self._clock = clock
        self._rest = rest
        self._failed = failed
        self._failures = 0
        self._complaint = Complaint(
            "slack has not said yet whose the bot token is, so nothing is sent; it is asked again "
            "by itself, every 10 s at the most",
            clock.monotonic,
        )

    def identify(self, database: Database, slack: SlackPort) -> Identity:
        """Return who we are, after as many tries as it takes.

        Raises `TokenRefused` where nobody is known from before.
        """
        identity = known_identity(database)
        while identity is None:
            try:
                identity = who_am_i(slack)
            except IdentityUnknown as problem:
                self._rest(self._wait_s(problem))
            else:
                self.is_confirmed.set()
        return identity

    def confirm(self, database: Database, slack: SlackPort, known: Identity) -> float:
        """Ask Slack who we are, unless it has said so; return the seconds until the next try."""
        if self.is_confirmed.is_set():
            return CONFIRM_EVERY_S
        try:
            identity = who_am_i(slack)
            remember(database, identity, self._clock.now())
            _require_same(identity, known)
        except (IdentityUnknown, TokenRefused) as problem:
            note_refusal(database, known.team_id, problem.error)
            return self._wait_s(problem)
        except SettingsError as problem:
            self._failed(problem)
            return CONFIRM_EVERY_S
        self._failures = 0
        self._complaint.over()
        self.is_confirmed.set()
        return CONFIRM_EVERY_S

    def _wait_s(self, problem: Exception) -> float:
        self._failures += 1
        self._complaint.say(str(problem))
        return wait_s(self._failures)


def _require_same(identity: Identity, known: Identity) -> None:
    """Raise `SettingsError` where all that runs takes the bot for somebody else."""
    if identity.user_id != known.user_id:
        raise SettingsError(
            f"SLACK_BOT_TOKEN: the bot is {identity.user_id} in Slack now, and was "
            f"{known.user_id} before: start Punctual again"
        )
