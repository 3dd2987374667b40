"""Who acts in the matrix: each role as Slack describes the person, and as its payloads name them.

Guest, stranger, bot and who has left are named on Support's roster, as they could be by mistake:
what they may not do they may not do for what they are, and not for want of a name.
"""

from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

TEAM: Final = "T1"
ELSEWHERE: Final = "T2"
"""The workspace of another company."""
SISTER: Final = "T3"
"""Another workspace of our own organisation."""
ORGANISATION: Final = "E1"
OWN, OTHER, PRIVATE = "own", "other", "private"
"""Whose ticket a role meets: one it asked for, Carla's, one of a private department."""


@dataclass(frozen=True, slots=True)
class Role:
    """A column of the table: who acts, and before whose tickets.

    `told` is what `users.info` tells beside the usual. One that is `is_unknown` is not in the
    directory until something of theirs comes in.
    """

    name: str
    user_id: str
    meets: tuple[str, ...] = (OTHER,)
    told: Json = field(default_factory=dict)
    team_id: str = TEAM
    is_unknown: bool = False

    @property
    def is_bot(self) -> bool:
        """Whether it is another app's bot."""
        return bool(self.told.get("is_bot"))

    @property
    def email(self) -> str:
        """Their address, by which a configuration names them."""
        return f"{self.user_id[1:].lower()}@example.com"

    def described(self) -> Json:
        """The answer of `users.info`, as Slack gives it for who they are."""
        name = self.user_id[1:].lower()
        profile = {"real_name": name.title(), "display_name": name, "email": self.email}
        usual = {"is_admin": False, "is_owner": False, "deleted": False, "is_bot": False}
        guest = {"is_restricted": False, "is_ultra_restricted": False, "is_app_user": False}
        shown = {
            "id": self.user_id,
            "team_id": self.team_id,
            "name": name,
            "tz": "Europe/Ljubljana",
        }
        return {
            **shown,
            **usual,
            **guest,
            "profile": {**profile, "team": self.team_id},
            **self.told,
        }

    def as_user(self) -> Json:
        """Who did it, as clicks, forms and shortcuts say it."""
        name = self.user_id[1:].lower()
        return {"id": self.user_id, "username": name, "name": name, "team_id": self.team_id}

    def as_author(self) -> Json:
        """Who wrote it, as the event of a message says it."""
        if self.is_bot:
            profile = {"id": "BROB", "app_id": "AROB", "name": "Rob", "team_id": TEAM}
            return {
                "subtype": "bot_message",
                "bot_id": "BROB",
                "app_id": "AROB",
                "bot_profile": profile,
                "user": self.user_id,
            }
        if self.team_id == TEAM:
            return {"user": self.user_id, "team": TEAM}
        shared = {"user_team": self.team_id, "source_team": self.team_id}
        return {"user": self.user_id, "team": self.team_id, **shared}

    def event_body(self, event: Json, event_id: str) -> Json:
        """The envelope of an event of theirs; in a shared channel its team is the writer's."""
        is_outside = self.team_id == ELSEWHERE
        authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": "UBOT", "is_bot": True}
        return {
            "type": "event_callback",
            "team_id": self.team_id if is_outside else TEAM,
            "context_team_id": TEAM,
            "is_ext_shared_channel": is_outside,
            "api_app_id": "A1",
            "event_id": event_id,
            "event": event,
            "authorizations": [{**authorization, "is_enterprise_install": False}],
        }

    def organisation(self) -> Json:
        """What interactive payloads say of workspace and organisation."""
        named = {"id": TEAM, "domain": "example"}
        if self.team_id != SISTER:
            return {"team": named, "enterprise": None, "is_enterprise_install": False}
        held = {"enterprise_id": ORGANISATION, "enterprise_name": "Example"}
        enterprise = {"id": ORGANISATION, "name": "Example"}
        return {"team": named | held, "enterprise": enterprise, "is_enterprise_install": False}


_COLLEAGUE: Final = {"enterprise_user": {"enterprise_id": ORGANISATION, "teams": [TEAM, SISTER]}}

REQUESTER: Final = Role("requester", "UCARLA", (OWN,))
DAN: Final = Role("another requester", "UDAN")
GUEST: Final = Role("guest", "UGUS", (OWN, OTHER), {"is_restricted": True})
STRANGER: Final = Role("Slack Connect", "USTAN", (OWN, OTHER), team_id=ELSEWHERE)
LEFT: Final = Role("deactivated", "UDORA", told={"deleted": True})
ROBOT: Final = Role("bot", "UROBOT", told={"is_bot": True})
AGENT: Final = Role("agent", "UANA")
ASKING_AGENT: Final = Role("agent who asked", "UBEN", (OWN,))
LEAD: Final = Role("lead", "WLEA", told=_COLLEAGUE, team_id=SISTER)
MANAGER: Final = Role("manager", "UMAX")
ADMIN: Final = Role("admin", "UADA", told={"is_admin": True})
ASKING_ADMIN: Final = Role("admin who asked", "UAMY", (OWN,), {"is_admin": True})

ROLES: Final = (
    REQUESTER,
    DAN,
    Role("member", "UMIA", is_unknown=True),
    GUEST,
    STRANGER,
    LEFT,
    ROBOT,
    Role("agent elsewhere", "UCID"),
    Role("private", "UCID", (PRIVATE,)),
    AGENT,
    ASKING_AGENT,
    LEAD,
    MANAGER,
    ADMIN,
    ASKING_ADMIN,
)
COLLEAGUES: Final = (Role("", "UEVA"), Role("", "ULEO"), Role("", "UPIA"))
"""Who acts for nobody here: Eva has tickets, Leo asks for exclusions, Pia is of the private one."""
