"""What Slack sends is taken where it is for our workspace, whoever did it."""

import json
from urllib.parse import urlencode

import pytest

from bot.slack.connect.recipients import is_for

OURS, OTHER, ORG = "T1", "T2", "E1"


def authorized(team_id, *, whole=False):
    return [{"enterprise_id": ORG, "team_id": team_id, "is_enterprise_install": whole}]


TAKEN = {
    "an event": {"team_id": OURS, "authorizations": authorized(OURS)},
    "an event that began elsewhere in a shared channel": {
        "team_id": OTHER,
        "context_team_id": OURS,
        "authorizations": authorized(OURS),
    },
    "an event to a whole organisation": {
        "team_id": OURS,
        "authorizations": authorized(None, whole=True),
    },
    "an event to a whole organisation that names its id": {
        "team_id": ORG,
        "authorizations": authorized(ORG, whole=True),
    },
    "a click of somebody of another company": {
        "team": {"id": OURS},
        "user": {"id": "U9", "team_id": OTHER},
    },
    "a click of a colleague where the organisation has the app": {
        "team": None,
        "enterprise": {"id": ORG},
        "is_enterprise_install": True,
        "user": {"id": "W9", "team_id": OTHER},
    },
    "a form that was opened in a shared channel": {
        "team": {"id": OTHER},
        "view": {"team_id": OTHER, "app_installed_team_id": OURS},
    },
    "a command": {"team_id": OURS, "enterprise_id": ORG, "is_enterprise_install": "false"},
    "a command where the organisation has the app": {
        "enterprise_id": ORG,
        "is_enterprise_install": "true",
    },
}
REFUSED = {
    "an event": {"team_id": OTHER, "authorizations": authorized(OTHER)},
    "a click in another workspace": {"team": {"id": OTHER}, "user": {"id": "U1", "team_id": OURS}},
    "a command in another workspace of the organisation": {
        "team_id": OTHER,
        "enterprise_id": ORG,
        "is_enterprise_install": "true",
    },
    "what names nobody": {"type": "event_callback"},
    "what has another shape": {"team": ["T1"], "authorizations": "T1", "view": 3},
}


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
def test_it_is_for_us(body):
    assert is_for(body, OURS)


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_it_is_for_others(body):
    assert not is_for(body, OURS)


def test_a_colleague_of_another_workspace_clicks_and_is_heard(bot):
    bot.writes("UCARLA", "Printer")
    payload = {
        "type": "block_actions",
        "team": None,
        "enterprise": {"id": ORG},
        "is_enterprise_install": True,
        "user": {"id": "UBOB", "team_id": OTHER},
        "container": {"type": "message", "channel_id": "CSLA"},
        "actions": [{"action_id": "ticket_claim", "value": "1", "action_ts": bot.ts()}],
    }
    body = urlencode({"payload": json.dumps(payload)})
    assert bot.request(body, "application/x-www-form-urlencoded").status == 200
    bot.worker.run_once()
    assert bot.ticket(1).assignee == "UBOB"


def test_a_command_of_another_workspace_does_nothing_and_is_told_so(bot):
    response = bot.command("UANA", "/ticket", "new Printer", team_id=OTHER)
    assert response.body == "I work for another workspace. Write to me there, please."
    assert bot.ticket(1) is None
