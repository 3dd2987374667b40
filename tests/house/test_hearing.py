"""What Slack tells of people and channels: it is taken over at once, and nobody is asked twice."""

from pathlib import Path

from bot.store import channels, people
from tests.house.marks import tries

PROMISES = (Path(__file__).parent / "promises.yml").read_text("utf-8")
SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


def person(house, person_id):
    house.settle()
    with house.program.look() as work:
        return people.get(work.connection, work.workspace_id, person_id)


def channel(house, channel_id):
    house.settle()
    with house.program.look() as work:
        return channels.get(work.connection, work.workspace_id, channel_id)


@tries("event:team_join", "event:user_change")
def test_who_joins_or_changes_is_known_as_they_are_now(house):
    house.slack.post("user", id="U0ZOE", name="zoe", email="zoe@harbour.example")
    house.slack.post("user", id="U0BEN", tz="Asia/Tokyo")
    assert person(house, "U0ZOE").email == "zoe@harbour.example"
    assert person(house, "U0BEN").time_zone == "Asia/Tokyo"


@tries("event:member_joined_channel", "event:message.groups", "event:group_rename")
def test_a_private_channel_is_known_once_the_bot_is_invited(house):
    made = house.slack.post("channel", name="war-room", is_private=True, members=["U0ANA"])
    war_room = made["channel"]["id"]
    house.slack.post("invite", channel=war_room, user=house.bot_id, by="U0ANA")
    assert channel(house, war_room).is_private
    house.member("ana").says(war_room, "Welcome")
    house.slack.post("channel", id=war_room, name="peace-room")
    assert channel(house, war_room).name == "peace-room"
    assert house.ticket(1) is None


@tries("event:channel_created")
def test_a_public_channel_that_is_made_after_it_was_named_brings_requests(house):
    house.configure(PROMISES.replace('["#support"]', '["#support", "#ask-legal"]'))
    assert "#ask-legal waits" in house.home("ada")
    made = house.slack.post("channel", id="C0LEGAL", name="ask-legal", members=["U0ADA", "U0CARLA"])
    assert made["channel"]["id"] == "C0LEGAL"
    assert channel(house, "C0LEGAL").is_member
    assert "#ask-legal waits" not in house.home("ada")
    house.member("carla").says("C0LEGAL", "May I sign this?")
    assert house.ticket(1).department == "Support"


def test_a_public_channel_that_is_named_after_it_was_made_is_joined(house):
    house.slack.post("channel", id="C0LEGAL", name="ask-legal", members=["U0ADA", "U0CARLA"])
    assert not channel(house, "C0LEGAL").is_member
    house.configure(PROMISES.replace('["#support"]', '["#support", "#ask-legal"]'))
    assert channel(house, "C0LEGAL").is_member


def test_who_takes_the_bot_out_is_not_answered_by_its_return(house):
    house.expects("not_in_channel")
    house.slack.post("remove", channel=SUPPORT, user=house.bot_id)
    assert not channel(house, SUPPORT).is_member
    house.move(minutes=30)
    assert not channel(house, SUPPORT).is_member


@tries("event:channel_rename")
def test_a_channel_that_is_renamed_is_known_by_its_new_name(house):
    house.slack.post("channel", id=SUPPORT, name="helpdesk")
    assert channel(house, SUPPORT).name == "helpdesk"
