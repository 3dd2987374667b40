"""Who asked sees a request: nothing of the desk, whichever way they look, whoever else they are."""

import pytest

from tests.house.reading import actions_in, text_of

SUPPORT, BILLING, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS", "C0BILLALERTS"
OF_THE_DESK = (
    "Urgent SLA",
    "Tag URGENT",
    "Standard",
    "scalated",
    "vip-secret",
    "VIP",
    "Acme",
    "gold",
    "revision",
    "priority",
    "handed over",
)
"""What stands on ticket 1 once the desk has worked on it, and is for nobody who asks."""


def asked_and_worked_on(house, who, number=1):
    """A ticket in Support, on which the desk wrote down all it can; where its requester writes.

    Agents of Support ask by a form: what they write in its channel is no request.
    """
    member, channel, ts = house.member(who), SUPPORT, None
    if who == "ana":
        since = house.mark()
        member.sends(SUPPORT, "/ticket new Printer burns #urgent")
        form = member.form(since, "the form of a ticket")
        member.submits(form["id"], {"department": {"value": "Support"}})
        begun = house.posted(f"dm:{number}")
        channel, ts = begun["channel"], begun["ts"]
    else:
        if member.id not in house.world.workspace.channels[SUPPORT].members:
            house.slack.post("invite", channel=SUPPORT, user=member.id, by="U0ANA")
        ts = member.says(SUPPORT, "Printer burns #urgent")
    house.settle()
    ben = house.member("ben")
    for line in (
        "claim {}",
        "tag {} +vip-secret",
        "customer {} Acme",
        "field {} plan=gold",
        "priority {} high",
        "level {} Urgent SLA",
        "hold {}",
    ):
        ben.asks(ALERTS, f"/ticket {line.format(number)}")
    return channel, ts


@pytest.mark.parametrize("who", ["carla", "dan", "ana", "ada"])
def test_who_asked_sees_nothing_of_the_desk(house, who):
    """A requester, an agent of another department, an agent of this one, an admin."""
    asked_and_worked_on(house, who)
    house.move(hours=2)
    member = house.member(who)
    for line in ("/ticket show 1", "/ticket list", "/ticket list mine", "/sla why 1"):
        shown = text_of(member.asks(BILLING if who == "dan" else SUPPORT, line))
        assert "#1" in shown or line.endswith("mine"), line
        assert not [each for each in OF_THE_DESK if each in shown], (line, shown)
    for line in ("/sla log", "/sla report level", "/sla report tag", "/sla digest now"):
        shown = text_of(member.asks(SUPPORT, line))
        told = [each for each in ("Urgent SLA", "vip-secret", "Acme") if each in shown]
        assert not told, (line, shown)
    shown = member.asks(SUPPORT, "/ticket show 1")
    assert set(actions_in(shown)) <= {"thread_open"}


def test_why_tells_who_asked_the_promise_the_hours_and_the_sum(house):
    asked_and_worked_on(house, "carla")
    shown = text_of(house.member("carla").asks(SUPPORT, "/sla why 1"))
    assert "Promise: 8 h" in shown
    assert "Hours: mon-thu 09:00-12:00 13:00-17:00, fri 09:00-15:00" in shown
    assert "the team waits for somebody else" in shown
    assert "Sum: " in shown
    assert "revision" in text_of(house.member("ben").asks(ALERTS, "/sla why 1"))


def test_who_asked_cannot_find_out_by_filters_what_the_desk_wrote(house):
    asked_and_worked_on(house, "carla")
    asked_and_worked_on(house, "ana", number=2)
    for name in ("carla", "ana"):
        member = house.member(name)
        number = "#1" if name == "carla" else "#2"
        for filters in ("priority:high", "level:Urgent", "customer:Acme", "tag:vip-secret"):
            shown = text_of(member.asks(SUPPORT, f"/ticket list {filters}"))
            assert number not in shown, (name, filters)
    assert "Only agents can list by `customer`" in text_of(
        house.member("carla").asks(SUPPORT, "/ticket list customer:Acme")
    )
    assert "#1" in text_of(house.member("carla").asks(SUPPORT, "/ticket list tag:urgent"))


WORK = (
    "claim 1",
    "reply 1 Hello",
    "note 1 Hello",
    "resolve 1 Done",
    "pending 1",
    "close 1",
    "spam 1",
    "priority 1 low",
    "dept 1 Billing",
    "tag 1 +mine",
    "merge 1 into 2",
)


@pytest.mark.parametrize("who", ["ana", "ada"])
def test_who_asked_does_not_work_on_it_as_an_agent_or_as_an_admin(house, who):
    channel, ts = asked_and_worked_on(house, who)
    house.member("carla").says(SUPPORT, "Another")
    seen = house.timeline(1)
    member = house.member(who)
    for line in WORK:
        assert "You asked for ticket #1" in text_of(member.asks(SUPPORT, f"/ticket {line}")), line
    card = house.posted("card:1")
    member.reacts(channel, ts, "white_check_mark")
    assert "another agent" in text_of(
        member.is_answered_after_clicking(ALERTS, card["ts"], "ticket_resolve")
    )
    assert house.timeline(1) == seen
    member.says(channel, "It still burns", thread_ts=ts)
    assert house.timeline(1)[-1] == "requester_message"
