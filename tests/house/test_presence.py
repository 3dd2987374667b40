"""The assignee's presence in Slack, in a rule: asked for at its time, and written down."""

from pathlib import Path

SUPPORT = "C0SUPPORT"
PROMISES = (Path(__file__).parent / "promises.yml").read_text(encoding="utf-8")
AWAY = """
  - name: Away
    when: [time]
    if: [{waiting_for: {above: 30m}, assignee_status: {in: [away, do_not_disturb]}}]
    then: {priority: urgent}
"""


def claimed(house):
    house.configure(f"{PROMISES}{AWAY}")
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    house.member("ana").sends(SUPPORT, "/ticket claim 1")
    house.settle()
    return house.mark()


def is_in_slack(house, *, presence="active", dnd=False):
    """Ana's presence, and whether she is not to be disturbed, from now on."""
    ana = house.world.workspace.users[house.member("ana").id]
    ana.presence = presence
    if dnd:
        ana.dnd_from_s = int(house.now.timestamp()) - 60
        ana.dnd_until_s = int(house.now.timestamp()) + 8 * 3600


def asked(house, since):
    calls = [*house.log(since, "api", method="users.getPresence"),
             *house.log(since, "api", method="dnd.info")]  # fmt: skip
    return [call["args"]["user"] for call in calls]


def test_who_is_away_when_a_message_waits_has_it_raised(house):
    since = claimed(house)
    is_in_slack(house, presence="away")
    house.move(minutes=31)
    house.settle()
    ana = house.member("ana").id
    assert asked(house, since) == [ana, ana]
    assert house.ticket(1).priority == "urgent"


def test_who_does_not_want_to_be_disturbed_counts_as_that(house):
    claimed(house)
    is_in_slack(house, dnd=True)
    house.move(minutes=31)
    assert house.ticket(1).priority == "urgent"


def test_who_is_there_is_left_alone(house):
    since = claimed(house)
    house.move(minutes=31)
    assert len(asked(house, since)) == 2
    assert house.ticket(1).priority == "normal"
