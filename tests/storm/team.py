"""The desk of the storm: two departments with two channels each, and many who ask."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.demo.team import TEAM

REPOSITORY = Path(__file__).resolve().parents[2]
MANIFEST = REPOSITORY / "app_manifest.yml"
BOT = "U0PUNCTUAL"
ADMIN = "U0ADA"
TARGET_S, WARNING_S = 24, 18
"""Seconds until an answer is due, and until that is warned of."""
QUICK, LATER, BACKLOG = "", "#LATER", "#BACKLOG"
TARGETS_S = {QUICK: TARGET_S, LATER: None, BACKLOG: 240}
"""What is promised by a word in a request; None is hours, so that nothing falls due."""
REQUESTERS = 320


@dataclass(frozen=True, slots=True)
class Department:
    """Who works where: agents in the alert channel, everybody in the intake channels."""

    name: str
    intake: tuple[str, str]
    alerts: str
    agents: tuple[str, str]
    lead: str


DEPARTMENTS = (
    Department("Support", ("C0HELP1", "C0HELP2"), "C0HELPALERTS", ("U0ANA", "U0BEN"), "U0LEA"),
    Department("Billing", ("C0BILL1", "C0BILL2"), "C0BILLALERTS", ("U0DAN", "U0EMI"), "U0LOU"),
)
INTAKE = {channel: each for each in DEPARTMENTS for channel in each.intake}
STAFF = [ADMIN, *(who for each in DEPARTMENTS for who in (each.lead, *each.agents))]
ASKERS = [f"U0ASK{number:03}" for number in range(REQUESTERS)]


def write_team(folder: Path) -> Path:
    """The team as a seed of the sandbox."""
    seed = json.loads(TEAM.read_text(encoding="utf-8"))
    everybody = [*STAFF, *ASKERS, BOT]
    seed["app"]["manifest"] = str(MANIFEST)
    seed["users"] = [_user(each) for each in (*STAFF, *ASKERS)]
    seed["channels"] = [
        *({"id": each, "name": each.lower(), "members": everybody} for each in INTAKE),
        *(
            {"id": each.alerts, "name": each.alerts.lower(), "members": [*STAFF, BOT]}
            for each in DEPARTMENTS
        ),
    ]
    seed["usergroups"] = []
    path = folder / "team.json"
    path.write_text(json.dumps(seed), encoding="utf-8")
    return path


def _user(user_id: str) -> dict[str, object]:
    name = user_id[2:].lower()
    more = {"is_admin": True, "is_owner": True} if user_id == ADMIN else {}
    return {
        "id": user_id,
        "name": name,
        "real_name": name.title(),
        "email": f"{name}@storm.example",
        "tz": "UTC",
        **more,
    }


def write_promises(folder: Path, target_s: int = TARGET_S) -> Path:
    """What is promised: an answer within seconds, on a calendar that never closes."""
    departments = {
        each.name: {
            "intake_channels": list(each.intake),
            "alert_channel": each.alerts,
            "leads": [each.lead],
            "agents": list(each.agents),
            "level": "Quick",
        }
        for each in DEPARTMENTS
    }
    promises = {
        "version": 1,
        "calendars": {"always": {"time_zone": "UTC", "hours": "24x7"}},
        "departments": departments,
        "levels": {
            "Quick": _level(f"{target_s}s"),
            "Later": _level("4h"),
            "Backlog": _level(f"{TARGETS_S[BACKLOG]}s"),
        },
        "rules": [_rule("Later", LATER), _rule("Backlog", BACKLOG)],
    }
    path = folder / f"promises-{target_s}.yml"
    path.write_text(json.dumps(promises), encoding="utf-8")  # YAML takes JSON
    return path


def _level(reply: str) -> dict[str, object]:
    targets = {"first_reply": reply, "next_reply": reply, "resolution": "40h"}
    return {"calendar": "always", "targets": targets}


def _rule(level: str, tag: str) -> dict[str, object]:
    condition = {"tags": {"contains": tag.removeprefix("#")}}
    return {"name": level, "if": [condition], "then": {"level": level, "stop": True}}
