"""Whoever takes another's name, address, handle or channel name in Slack gains nothing by it."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.slack.hear.directory.sync import sync_channels, sync_directory
from bot.store import configuration
from bot.store.configuration import ConfigChange
from bot.store.engine import Database
from bot.usecases.ground.admins import is_admin
from bot.usecases.promises.configuration import apply_to_empty
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.identities import waiting_names
from tests.house.clock import HouseClock
from tests.house.marks import tries
from tests.house.mischief import filled, form_of
from tests.house.reading import text_of
from tests.house.standing import BEGINS_AT, _open, stand

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
PROMISES_FILE = Path(__file__).parent / "promises.yml"
PROMISES = PROMISES_FILE.read_text("utf-8")
LEAD = "leads: [lea@harbour.example]\n    agents"


def joins(house, name, **more):
    """Somebody joins the workspace, and is brought into the channels of Support."""
    user_id = f"U0{name.upper()}"
    house.slack.post("user", id=user_id, name=name, **more)
    for channel in (SUPPORT, ALERTS):
        house.slack.post("invite", channel=channel, user=user_id, by="U0ANA")
    house.settle()
    return house.member(name)


def asks_for_help(house):
    ts = house.member("carla").says(SUPPORT, "My printer burns")
    assert house.ticket(1).department == "Support"
    return ts


def is_nobody(house, member, ts):
    """Nothing of the desk is theirs: no claim, no answer, no review, no agent's or lead's Home."""
    assert "Only the agents" in text_of(member.asks(ALERTS, "/ticket claim 1"))
    member.says(SUPPORT, "Have you tried water?", ts)
    assert house.ticket(1).status == "new"
    assert house.timeline(1)[-1] == "requester_message"
    home = text_of(member.opens_home())
    for part in ("Your queue", "What you watch over", "How you are set up"):
        assert part not in home
    with house.program.look() as work:
        for department in work.configuration.departments.values():
            assert not work.directory.is_on_roster(member.id, department)
        assert not is_admin(work, member.id)


@pytest.mark.parametrize(
    "taken",
    [
        {"real_name": "Lea Horvat"},
        {"name": "lea"},
        {"real_name": "lea@harbour.example", "name": "lea@harbour.example"},
        {"real_name": "U0LEA", "name": "u0lea"},
        {"real_name": "@support-team", "name": "support-team"},
        {"real_name": "leads", "name": "leads"},
    ],
    ids=str,
)
@tries("event:user_change", "event:team_join")
def test_who_renames_themselves_gains_nothing(house, taken):
    mallory = joins(house, "mallory", email="mallory@harbour.example")
    house.slack.post("user", id=mallory.id, **taken)
    sync_directory(house.program, house.office.slack)
    house.configure(PROMISES)
    is_nobody(house, mallory, asks_for_help(house))


@pytest.mark.parametrize(
    "who", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"team_id": "T0ELSEWHERE"}]
)
def test_a_guest_and_a_stranger_gain_nothing_by_the_address_of_a_lead(house, who):
    mallory = joins(house, "mallory", email="new.lead@harbour.example", **who)
    house.configure(PROMISES.replace("lea@harbour.example", "New.Lead@harbour.example"))
    sync_directory(house.program, house.office.slack)
    is_nobody(house, mallory, asks_for_help(house))
    home = house.home("ada")
    assert "New.Lead@harbour.example grants nothing" in home
    assert mallory.id in home


def test_a_mistyped_id_and_a_guests_are_shown_to_admins(house):
    house.configure(PROMISES.replace(LEAD, LEAD.replace("lea@harbour.example", "U0LEO, U0CARLA")))
    home = text_of(house.member("ada").opens_home())
    assert "U0LEO stands for nobody: I know no member of this id" in home
    assert "U0CARLA grants nothing: who has this id is no member" in home
    status = text_of(house.member("ada").asks(SUPPORT, "/sla status"))
    assert "U0LEO stands for nobody" in status


def test_who_gets_the_address_of_a_lead_later_is_no_lead(house):
    house.slack.post("user", id="U0LEA", email="lea.horvat@harbour.example")
    mallory = joins(house, "mallory", email="lea@harbour.example")
    sync_directory(house.program, house.office.slack)
    is_nobody(house, mallory, asks_for_help(house))
    assert "What you watch over" in house.home("lea")


def test_an_address_that_two_have_makes_neither_a_lead_and_admins_are_told(house):
    for name in ("mallory", "mallet"):
        joins(house, name, email="new.lead@harbour.example")
    house.configure(PROMISES.replace("lea@harbour.example", "new.lead@harbour.example"))
    for _ in range(2):
        sync_directory(house.program, house.office.slack)
    is_nobody(house, house.member("mallory"), asks_for_help(house))
    assert house.keys("shared_name:") == ["shared_name:new.lead@harbour.example:U0ADA"]
    status = text_of(house.member("ada").asks(SUPPORT, "/sla status"))
    assert "new.lead@harbour.example grants nothing: `U0MALLET`, `U0MALLORY`" in status


@tries("event:subteam_created", "event:subteam_updated")
def test_a_handle_that_is_deleted_and_made_anew_gives_nobody_anything(house):
    agents = "agents: [ana@harbour.example, ben@harbour.example]"
    house.configure(PROMISES.replace(agents, 'agents: ["@support-team"]'))
    assert "Your queue" in house.home("ana")
    house.slack.post("usergroup", id="S0SUPPORT", handle="old-team", deleted=True)
    mallory = joins(house, "mallory", email="mallory@harbour.example")
    house.slack.post("usergroup", handle="support-team", users=[mallory.id])
    sync_directory(house.program, house.office.slack)
    is_nobody(house, mallory, asks_for_help(house))
    assert "Your queue" not in house.home("ana")


@tries("event:channel_created", "event:subteam_created")
def test_who_makes_what_the_configuration_waits_for_gains_nothing(house):
    roster = LEAD.replace("lea@harbour.example", '"@night-leads"')
    promises = PROMISES.replace('["#support"]', '["#support", "#legal"]')
    house.configure(promises.replace(LEAD, roster))
    mallory = joins(house, "mallory", email="mallory@harbour.example")
    house.slack.post("usergroup", handle="night-leads", users=[mallory.id], created_by=mallory.id)
    house.slack.post("channel", id="C0LEGAL", name="legal", members=[mallory.id, "U0CARLA"])
    house.settle()
    is_nobody(house, mallory, asks_for_help(house))
    house.member("carla").says("C0LEGAL", "May I sign this?")
    assert house.ticket(2) is None
    home = text_of(house.member("ada").opens_home())
    assert home.count(f"it was made since by `{mallory.id}`, who is no admin") == 2


@tries("event:channel_rename")
def test_a_channel_that_takes_an_intake_channels_name_brings_no_tickets(house):
    house.slack.post("channel", id=SUPPORT, name="support-before")
    house.slack.post("channel", id="C0THIEF", name="support", members=["U0CARLA", "U0ANA"])
    house.slack.post("invite", channel="C0THIEF", user=house.bot_id, by="U0ANA")
    sync_directory(house.program, house.office.slack)
    house.member("carla").says("C0THIEF", "My printer burns")
    assert house.ticket(1) is None
    asks_for_help(house)


@pytest.fixture
def upgraded(servers, prepared, tmp_path):
    """The house on a database of before, whose departments name people by display names."""
    before = tmp_path / "before.db"
    shutil.copy(prepared, before)
    database = Database.open(f"sqlite:///{before}")
    with database.writing() as connection:
        kept = {each.name: each.body for each in configuration.current(connection, "T0HARBOUR")}
        support = {**kept["Support"], "leads": ["Lea Horvat"], "agents": ["ana", "U0BEN"]}
        old = [ConfigChange("department", "Support", support)]
        at = BEGINS_AT - timedelta(days=1)
        configuration.change(connection, "T0HARBOUR", old, changed_at=at, changed_by="U0ADA")
        connection.exec_driver_sql("DELETE FROM jobs WHERE name LIKE 'display names:%'")
    database.dispose()
    (tmp_path / "house").mkdir()
    with stand(servers, before, tmp_path / "house") as house:
        yield house


def test_after_an_upgrade_display_names_grant_nothing_and_an_admin_is_told(upgraded):
    house = upgraded
    mallory = joins(house, "mallory", email="mallory@harbour.example")
    house.slack.post("user", id=mallory.id, real_name="Lea Horvat", name="ana")
    sync_directory(house.program, house.office.slack)
    is_nobody(house, mallory, asks_for_help(house))
    assert [each.partition(":")[0] for each in house.keys("lost_names:")] == ["lost_names"]
    home = text_of(house.member("ada").opens_home())
    assert "departments.Support.leads: Lea Horvat means nobody any more" in home
    assert "For who bore it write lea@harbour.example" in home
    assert "mallory@harbour.example" not in home
    with house.program.look() as work:
        department = work.configuration.department("Support")
        assert (department.leads, department.agents) == ((), ("U0BEN",))


def test_who_is_named_before_they_join_is_a_lead_when_they_have(house):
    house.configure(PROMISES.replace(LEAD, LEAD.replace("lea@", "new.lead@")))
    assert "no member of this workspace has this address yet" in house.home("ada")
    joins(house, "nora", email="New.Lead@harbour.example")
    assert "What you watch over" in house.home("nora")
    assert "waits and grants nothing" not in house.home("ada")
    with house.program.look() as work:
        assert work.configuration.department("Support").leads == ("U0NORA",)
        assert waiting_names(work) == ()


@pytest.fixture
def begun(servers, tmp_path):
    """The house on its first day: promises were applied, and Slack told of channels alone."""
    database = tmp_path / "first.db"
    with _open(servers, HouseClock(BEGINS_AT), database) as (_, office):
        apply_to_empty(office.program, PROMISES_FILE)
    (tmp_path / "house").mkdir()
    with stand(servers, database, tmp_path / "house") as house:
        sync_channels(house.program, house.office.slack, lambda _: None)
        resolve_waiting(house.program)
        yield house


def test_an_agent_who_writes_before_people_were_read_is_an_agent(begun):
    ts = asks_for_help(begun)
    with begun.program.look() as work:
        assert "ana@harbour.example" in [each.written for each in waiting_names(work)]
    begun.member("ana").says(SUPPORT, "Have you tried water?", ts)
    assert begun.ticket(1).status == "answered"
    begun.member("ben").says(SUPPORT, "Who has the key?")
    assert begun.ticket(2) is None


def test_an_alert_takes_no_typed_name_but_chooses_people_and_channels(house):
    ada = house.member("ada")
    form = form_of(house, ada, "/sla level new Gold")
    ada.clicks_in_view(form["id"], "editor_press_more", values=filled(first_reply="1h"))
    house.log()
    ada.clicks_in_view(ada.top_form()["id"], "editor_add_alerts")
    house.log()
    fields = [block for block in ada.top_form()["blocks"] if block["type"] == "input"]
    chosen = {block["block_id"]: block["element"]["type"] for block in fields}
    assert chosen["people_to"] == "multi_users_select"
    assert chosen["channels_to"] == "multi_conversations_select"
    assert [name for name, kind in chosen.items() if kind == "plain_text_input"] == ["share"]


def test_a_person_is_no_more_found_by_a_display_name(house):
    asks_for_help(house)
    ana = house.member("ana")
    ana.asks(ALERTS, "/ticket claim 1")
    for typed in ("ben", "Ben Okafor"):
        assert "as a name may be anybody's" in text_of(
            ana.asks(ALERTS, f"/ticket assign 1 {typed}")
        )
    assert house.ticket(1).assignee == "U0ANA"
    ana.asks(ALERTS, "/ticket assign 1 ben@harbour.example")
    assert house.ticket(1).assignee == "U0BEN"
    ana.asks(ALERTS, "/ticket assign 1 <@U0ANA>")
    assert house.ticket(1).assignee == "U0ANA"
