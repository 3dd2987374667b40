"""Organisations with several workspaces, channels that become shared, and plans, in the house."""

from pathlib import Path

import pytest

from bot.slack.hear.directory.sync import sync_directory
from bot.store import audit, outbox, people
from bot.usecases.promises.channel_moves import WHY
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
OLD, NEW = "G0VIPDESK", "C0VIPDESK"
PROMISES = (Path(__file__).parent / "promises.yml").read_text("utf-8")
NINA = {
    "id": "W0NINA",
    "name": "nina",
    "email": "nina@harbour.example",
    "team_id": "T0HARBOUR2",
    "teams": ["T0HARBOUR2", "T0HARBOUR"],
}


def our_team(house):
    return house.world.workspace.team.id


@pytest.fixture
def vip(house):
    """A private channel in which requests come in and alerts are said, named by its id."""
    members = ["U0ANA", "U0CARLA", "U0LEA"]
    house.slack.post("channel", id=OLD, name="vip", is_private=True, members=members)
    house.slack.post("invite", channel=OLD, user=house.bot_id, by="U0ANA")
    house.settle()
    wanted = PROMISES.replace('["#support"]', f"[{OLD}]").replace('"#sla-alerts"', OLD)
    house.configure(wanted)
    return house


@tries("event:channel_id_changed")
def test_a_private_channel_that_becomes_shared_takes_its_tickets_along(vip):
    ts = vip.member("carla").says(OLD, "My printer burns")
    assert vip.ticket(1).channel_id == OLD
    vip.slack.post("channel", id=OLD, connected=["T0ELSEWHERE"], new_id=NEW)
    vip.member("ana").says(NEW, "Have you tried water?", ts)
    assert (vip.ticket(1).status, vip.ticket(1).channel_id) == ("answered", NEW)
    with vip.program.look() as work:
        place = outbox.message_of(work.connection, work.workspace_id, "card:1")
    assert place.channel_id == NEW
    card = vip.world.workspace.channels[NEW].messages[place.ts]
    assert NEW in str(card.blocks)
    assert OLD not in str(card.blocks)
    vip.member("carla").says(NEW, "And my scanner sings")
    vip.move(minutes=1)
    assert vip.ticket(2).department == "Support"
    with vip.program.look() as work:
        entries = audit.listing(work.connection, work.workspace_id)
    assert {each.subject for each in entries if each.action == WHY} == {"department:Support"}


def test_what_waits_for_a_channel_is_said_under_its_new_id(vip):
    vip.slack.fault("error", error="channel_not_found", times=None, channel=OLD)
    vip.member("carla").says(OLD, "My printer burns")
    vip.settle()
    assert vip.keys("card:1") == []
    vip.slack.post("faults/lift", fault="error")
    vip.slack.post("channel", id=OLD, connected=["T0ELSEWHERE"], new_id=NEW)
    vip.move(minutes=6)
    vip.expects("channel_not_found")
    assert vip.posted("card:1")["channel"] == NEW
    assert vip.posted("confirmation:1")["channel"] == NEW


@pytest.fixture
def grid(house):
    """Our workspace is one of an organisation's; Nina, at home in another one, is our agent."""
    house.slack.post("team", enterprise_id="E0FLEET", enterprise_name="Fleet")
    house.slack.post("user", **NINA | {"teams": ["T0HARBOUR2", our_team(house)]})
    house.slack.post("invite", channel=SUPPORT, user="W0NINA")
    house.slack.post("invite", channel=ALERTS, user="W0NINA")
    house.settle()
    house.configure(PROMISES.replace("ana@harbour.example, ben@", "nina@harbour.example, ben@"))
    return house


@pytest.mark.parametrize("is_org_wide", [False, True], ids=["our app", "the organisation's app"])
def test_a_colleague_at_home_in_another_workspace_works_as_an_agent(grid, is_org_wide):
    grid.slack.post("team", is_org_wide=is_org_wide)
    ts = grid.member("carla").says(SUPPORT, "My printer burns")
    card = grid.posted("card:1")
    nina = grid.member("nina")
    nina.clicks(card["channel"], card["ts"], "ticket_claim")
    assert grid.ticket(1).assignee == "W0NINA"
    nina.says(SUPPORT, "Have you tried water?", ts)
    assert grid.ticket(1).status == "answered"
    assert "My printer burns" in text_of(nina.asks(SUPPORT, "/ticket list").body)
    assert "1 more ticket of yours waits" in grid.home("nina")


def test_a_colleague_who_left_our_workspace_is_no_agent_any_more(grid):
    grid.slack.post("user", **NINA | {"teams": ["T0HARBOUR2"]})
    ts = grid.member("carla").says(SUPPORT, "My printer burns")
    grid.member("nina").says(SUPPORT, "Have you tried water?", ts)
    assert grid.ticket(1).status == "new"


def test_the_directory_of_an_organisation_is_read_of_our_workspace(grid):
    grid.slack.post("team", is_org_wide=True)
    assert sync_directory(grid.program, grid.office.slack, lambda _: None)
    with grid.program.look() as work:
        nina = people.get(work.connection, work.workspace_id, "W0NINA")
    assert not nina.is_stranger


@pytest.fixture
def connected(house):
    """Support is shared with another company, whose Otto is in it."""
    otto = {"id": "U0OTTO", "name": "otto", "email": "otto@elsewhere.example"}
    house.slack.post("user", **otto, team_id="T0ELSEWHERE", is_admin=True)
    house.slack.post("channel", id=SUPPORT, connected=["T0ELSEWHERE"])
    house.slack.post("invite", channel=SUPPORT, user="U0OTTO")
    house.settle()
    return house


def test_somebody_of_another_company_asks_is_answered_and_says_it_is_solved(connected):
    otto = connected.member("otto")
    ts = otto.says(SUPPORT, "Your printer burns")
    connected.member("ana").says(SUPPORT, "Have you tried water?", ts)
    assert (connected.ticket(1).requester, connected.ticket(1).status) == ("U0OTTO", "answered")


def test_nobody_of_another_company_is_an_agent_or_an_admin(connected):
    wanted = PROMISES.replace("ana@harbour.example, ben@", "otto@elsewhere.example, ben@")
    connected.configure(wanted)
    ts = connected.member("carla").says(SUPPORT, "My printer burns")
    connected.member("otto").says(SUPPORT, "Have you tried water?", ts)
    assert connected.ticket(1).status == "new"
    shown = connected.member("otto").asks(SUPPORT, "/sla rules")
    assert "That is for the agents of a department" in text_of(shown.body)


def test_on_the_free_plan_all_but_user_groups_is_known(house):
    house.slack.post("team", plan="free")
    assert sync_directory(house.program, house.office.slack, lambda _: None)
    house.expects("plan_upgrade_required")
    house.member("carla").says(SUPPORT, "My printer burns")
    assert house.ticket(1).department == "Support"
