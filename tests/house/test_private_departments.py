"""A private department is read by its own people and admins; to all others it is not there."""

from datetime import timedelta
from itertools import product

import pytest

from tests.house.mischief import filled, forge_button, forge_form, form_of
from tests.house.reading import text_of
from tests.house.standing import PROMISES

SUPPORT, BILLING, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS", "C0BILLALERTS"
SECRET = "salary-of-the-director"
OUTSIDERS = ("ana", "lea", "noah")
"""An agent of Support, its lead, and who asks for other things."""
INSIDERS = ("dan", "emi", "ada")
"""An agent of Billing, its lead, and an admin."""


def with_private_billing(more=""):
    """The promises with Billing private, led by Emi; Lea leads Support alone."""
    text = PROMISES.read_text("utf-8")
    before, after = text.split("  Billing:\n    intake_channels", 1)
    after = after.replace("lea@harbour.example", "emi@harbour.example", 1)
    after = after.replace("    level: Billing\n", "    level: Billing\n    private: true\n", 1)
    return f"{more}{before}  Billing:\n    intake_channels{after}"


@pytest.fixture
def private(house):
    """Ticket 1 of Carla in the private Billing, with a tag of its own; 2 of Noah in Support."""
    house.configure(with_private_billing())
    house.member("carla").says(BILLING, f"{SECRET} #onlythere")
    house.settle()
    house.member("noah").says(SUPPORT, "Printer burns")
    house.settle()
    return house


COMMANDS = (
    "/ticket show {}",
    "/sla why {}",
    "/ticket claim {}",
    "/ticket release {}",
    "/ticket assign {} @ben",
    "/ticket reply {} Hello",
    "/ticket note {} Hello",
    "/ticket no-reply {}",
    "/ticket pending {}",
    "/ticket hold {} 2h",
    "/ticket resolve {}",
    "/ticket close {}",
    "/ticket reopen {}",
    "/ticket spam {}",
    "/ticket delete {}",
    "/ticket restore {}",
    "/ticket priority {} urgent",
    "/ticket dept {} Support",
    "/ticket level {} Standard",
    "/ticket customer {} Borealis",
    "/ticket tag {} +vip",
    "/ticket field {} order=7",
    "/ticket merge {} into 2",
    "/ticket merge 2 into {}",
)


def test_a_number_that_is_guessed_is_answered_as_one_that_is_not_there(private):
    seen = private.timeline(1)
    for member, line in product(map(private.member, OUTSIDERS), COMMANDS):
        shown = text_of(member.asks(SUPPORT, line.format(1)))
        nothing = text_of(member.asks(SUPPORT, line.format(99)))
        assert shown == nothing.replace("99", "1"), line
    assert private.timeline(1) == seen


def test_a_forged_button_or_form_is_answered_as_for_one_that_is_not_there(private):
    ana, card = private.member("ana"), private.posted("card:2")
    told = {}
    for number in ("1", "99"):
        said = []
        for action_id in ("ticket_claim", "ticket_resolve", "ticket_why", "ticket_escalate"):
            forge_button(private, ALERTS, card["ts"], action_id, number)
            said.append(text_of(ana.is_answered_after_clicking(ALERTS, card["ts"], action_id)))
        since = ana.clicks(ALERTS, card["ts"], "ticket_note")
        form = ana.form(since, "the form of a note")
        forge_form(private, ana, number)
        said.append(str(ana.submits(form["id"], filled(text="x"))["errors"]))
        told[number] = [each.replace(number, "N") for each in said]
    assert told["1"] == told["99"]
    assert "There is no ticket" in told["1"][0]


FILTERS = (
    "",
    "unassigned",
    "overdue",
    "escalated",
    "status:new",
    "priority:normal",
    "source:slack",
)


def test_neither_lists_nor_counts_nor_home_know_of_it(private):
    private.member("dan").asks(BILLING_ALERTS, "/ticket level 1 Urgent SLA")
    private.move(timedelta(hours=1), hours=5)
    for who in OUTSIDERS:
        _knows_nothing(private, who)
    assert "no department Billing" in text_of(
        private.member("ana").asks(SUPPORT, "/sla digest now dept:Billing")
    )


def _knows_nothing(private, who):
    member = private.member(who)
    for filters in FILTERS:
        shown = text_of(member.asks(SUPPORT, f"/ticket list {filters}"))
        assert SECRET not in shown, filters
        assert "#1" not in shown, filters
    for line in ("/sla log", "/sla report department", "/sla report", "/sla digest now"):
        shown = text_of(member.asks(SUPPORT, line))
        assert "Billing" not in shown, line
        assert SECRET not in shown, line
        assert "Urgent SLA" not in shown, line
    for line in ("/sla review", "/sla review all", "/sla digest day now dept:Billing"):
        assert SECRET not in text_of(member.asks(SUPPORT, line)), line
    assert SECRET not in text_of(member.asks(SUPPORT, "/ticket next"))
    assert SECRET not in private.home(who)


def test_what_a_filter_suggests_is_not_of_it(private):
    ana = private.member("ana")
    for filters in ("tag:onlyther", "tag:onlythere", "dept:Billin", "dept:Billing"):
        shown = text_of(ana.asks(SUPPORT, f"/ticket list {filters}"))
        key, _, value = filters.partition(":")
        rest = shown.replace(f"{key}:{value}", "")
        assert "onlythere" not in rest, filters
        assert "Billing" not in rest, filters


def test_its_own_people_and_admins_read_it_and_who_asked_reads_a_request(private):
    for who in INSIDERS:
        member = private.member(who)
        for line in ("/ticket show 1", "/ticket list dept:Billing", "/ticket list tag:onlythere"):
            assert SECRET in text_of(member.asks(BILLING_ALERTS, line)), (who, line)
        assert "Billing" in text_of(member.asks(BILLING_ALERTS, "/sla report department"))
        assert "revision" in text_of(member.asks(BILLING_ALERTS, "/sla why 1"))
    carla = private.member("carla")
    shown = text_of(carla.asks(BILLING, "/ticket show 1"))
    assert SECRET in shown
    assert "Billing" not in shown
    assert "revision" not in text_of(carla.asks(BILLING, "/sla why 1"))
    assert SECRET in private.home("carla")


def test_anybody_may_ask_it_and_move_what_is_its_to_it(private):
    """Its name is no secret, its tickets are: who hands one over does not read it any more."""
    ana = private.member("ana")
    ana.asks(ALERTS, "/ticket claim 2")
    ana.asks(ALERTS, "/ticket dept 2 Billing")
    assert private.ticket(2).department == "Billing"
    assert private.ticket(2).assignee is None
    assert "There is no ticket #2" in text_of(ana.asks(ALERTS, "/ticket show 2"))
    assert "Printer burns" not in private.home("ana")
    private.member("dan").asks(BILLING_ALERTS, "/ticket claim 2")
    assert private.ticket(2).assignee == "U0DAN"


def test_a_department_that_was_private_when_it_was_removed_stays_closed(private):
    text = with_private_billing()
    before, after = text.split("  Billing:\n    intake_channels", 1)
    rest = after[after.index("customers:") :]
    private.configure(f"{before}{rest}")
    assert "There is no ticket #1" in text_of(private.member("dan").asks(SUPPORT, "/ticket show 1"))
    assert SECRET in text_of(private.member("ada").asks(SUPPORT, "/ticket show 1"))


def shown_in(house, channel):
    """All that stands in a channel now, threads and blocks too, but for what is for one alone."""
    house.settle()
    messages = house.world.workspace.channels[channel].messages.values()
    return "\n".join(str([each.text, each.blocks]) for each in messages if each.seen_by is None)


def test_what_moves_to_it_leaves_nothing_behind_in_the_channels_of_others(house):
    """The card, its alarms, what the bot noted there, and a conversation that the bot began."""
    house.configure(with_private_billing())
    carla, ana = house.member("carla"), house.member("ana")
    since = house.mark()
    carla.sends(SUPPORT, f"/ticket new {SECRET} #URGENT")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Support"}, "text": {"value": SECRET}})
    direct = house.posted("dm:1")
    ana.asks(ALERTS, f"/ticket note 1 {SECRET} 2")
    ana.asks(ALERTS, f"/ticket reply 1 {SECRET} 3")
    carla.says(direct["channel"], f"{SECRET} 4", thread_ts=direct["ts"])
    house.move(minutes=62)
    assert shown_in(house, ALERTS).count(SECRET) > 3
    assert SECRET in shown_in(house, SUPPORT)
    assert house.keys("alarm:1:")
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    house.move(minutes=5)
    for channel in (ALERTS, SUPPORT):
        assert SECRET not in shown_in(house, channel), channel
        assert "Billing" not in shown_in(house, channel), channel
    assert "Ticket #1 moved away." in shown_in(house, ALERTS)
    assert "Ticket #1 moved away." in shown_in(house, SUPPORT)
    assert SECRET in text_of(house.posted("card:1@1"))
    assert house.posted("card:1@1")["channel"] == BILLING_ALERTS


def test_what_goes_on_in_it_is_said_in_its_own_channel_alone(house):
    house.configure(with_private_billing())
    carla, ana, dan = (house.member(name) for name in ("carla", "ana", "dan"))
    carla.says(house.bot_id, "Help me")
    since = house.mark()
    carla.sends(SUPPORT, "/ticket new Help me")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Support"}})
    direct = house.posted("dm:1")
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    house.settle()
    dan.asks(BILLING_ALERTS, "/ticket claim 1")
    dan.asks(BILLING_ALERTS, f"/ticket note 1 {SECRET} 1")
    dan.asks(BILLING_ALERTS, f"/ticket reply 1 {SECRET} 2")
    carla.says(direct["channel"], f"{SECRET} 3", thread_ts=direct["ts"])
    talk = house.posted("conversation:1@1")
    assert talk["channel"] == BILLING_ALERTS
    dan.says(BILLING_ALERTS, f"{SECRET} 4", thread_ts=talk["ts"])
    house.move(timedelta(hours=1), hours=30)
    for channel in (ALERTS, SUPPORT, BILLING):
        assert SECRET not in shown_in(house, channel), channel
    for number in (1, 2, 3, 4):
        assert f"{SECRET} {number}" in shown_in(house, BILLING_ALERTS)
    heard = "\n".join(text_of(each) for each in carla.reads(direct["channel"], direct["ts"]))
    assert [f"{SECRET} {number}" in heard for number in (1, 2, 3, 4)] == [False, True, True, True]


def test_what_is_opened_in_it_by_a_form_is_talked_about_in_its_own_channel(house):
    house.configure(with_private_billing())
    carla, since = house.member("carla"), house.mark()
    carla.sends(SUPPORT, f"/ticket new {SECRET}")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Billing"}})
    house.settle()
    assert house.posted("conversation:1")["channel"] == BILLING_ALERTS
    for channel in (ALERTS, SUPPORT, BILLING):
        assert SECRET not in shown_in(house, channel), channel


def test_alarms_that_a_level_sends_elsewhere_do_not_go_there(house):
    text = with_private_billing().replace(
        "      - {at: breach, to: [channel, leads, managers]}",
        '      - {at: breach, to: [channel, leads, managers, "#sla-alerts"]}',
    )
    house.configure(text)
    house.member("carla").says(BILLING, SECRET)
    house.move(timedelta(hours=1), hours=36)
    assert [key for key in house.keys("alarm:1:") if "breach" in key]
    assert SECRET not in shown_in(house, ALERTS)
    assert SECRET in shown_in(house, BILLING_ALERTS)


def test_digests_tell_a_channel_and_a_person_what_they_may_know(house):
    digests = """
digests:
  - every: day
    at: "08:00"
    to: ["#sla-alerts", "#billing-alerts", lea@harbour.example, emi@harbour.example]
  - {every: day, at: "08:00", department: Billing, to: ["#sla-alerts", "#billing-alerts"]}
"""
    house.configure(with_private_billing(digests.lstrip()))
    house.member("carla").says(BILLING, f"{SECRET} #URGENT")
    house.member("dan").asks(BILLING_ALERTS, "/ticket level 1 Urgent SLA")
    house.member("noah").says(SUPPORT, "Printer burns #URGENT")
    house.move(timedelta(hours=1), hours=24)
    told = {key: str(house.posted(key)) for key in house.keys("report:day:")}
    knows = {key: SECRET in text for key, text in told.items()}
    assert sorted(knows.values()) == [False, False, True, True, True]
    for key, text in told.items():
        is_outside = "C0SLAALERTS" in key or "U0LEA" in key
        assert ("Billing" in text) is not is_outside, key
        assert "Printer burns" in text or ":Billing:" in key, key


def test_what_moves_to_it_leaves_a_storms_digest_too(house):
    house.configure(with_private_billing())
    for who, text in (("carla", SECRET), ("noah", "Printer"), ("dan", "Door")):
        if who == "dan":
            house.slack.post("invite", channel=SUPPORT, user="U0DAN", by="U0ANA")
        house.member(who).says(SUPPORT, f"{text} #URGENT")
    house.settle()
    house.jump(minutes=70)
    house.settle()
    [storm] = house.keys("digest:")
    assert SECRET in str(house.posted(storm))
    house.member("ana").asks(ALERTS, "/ticket dept 1 Billing")
    house.move(minutes=2)
    assert SECRET not in shown_in(house, ALERTS)
    assert "moved away" in str(house.posted(storm))
    assert "Printer" in str(house.posted(storm))


def test_what_was_asked_in_a_channel_of_others_goes_on_in_private(house):
    """Carla began it in Support's channel, where everybody reads, and it is Billing's now."""
    house.configure(with_private_billing())
    carla, ana, dan = (house.member(name) for name in ("carla", "ana", "dan"))
    ts = carla.says(SUPPORT, "Help me")
    house.settle()
    ana.says(SUPPORT, "One moment", thread_ts=ts)
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    assert "goes on in a direct message" in house.thread(SUPPORT, ts, as_="carla")[-1]
    direct, talk = house.posted("dm:1"), house.posted("conversation:1")
    assert talk["channel"] == BILLING_ALERTS
    dan.asks(BILLING_ALERTS, f"/ticket reply 1 {SECRET} 1")
    dan.says(BILLING_ALERTS, f"{SECRET} 2", thread_ts=talk["ts"])
    carla.says(direct["channel"], f"{SECRET} 3", thread_ts=direct["ts"])
    carla.says(SUPPORT, "Still there?", thread_ts=ts)
    house.settle()
    dan.asks(BILLING_ALERTS, f"/ticket resolve 1 {SECRET} 4")
    house.move(minutes=5)
    assert SECRET not in shown_in(house, SUPPORT)
    assert SECRET not in shown_in(house, ALERTS)
    heard = "\n".join(text_of(each) for each in carla.reads(direct["channel"], direct["ts"]))
    assert [f"{SECRET} {number}" in heard for number in (1, 2, 4)] == [True, True, True]
    assert "Is this solved for you?" in heard
    read = "\n".join(house.thread(BILLING_ALERTS, talk["ts"], as_="dan"))
    assert f"{SECRET} 3" in read
    assert "Still there?" in read


def test_tickets_that_are_there_go_on_in_private_once_their_department_is(house):
    """Ana opens one of a message elsewhere for Billing, which becomes private afterwards."""
    carla, ana, dan = (house.member(name) for name in ("carla", "ana", "dan"))
    ts = carla.says(SUPPORT, "Help me")
    house.settle()
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    dan.asks(BILLING_ALERTS, "/ticket reply 1 In public")
    assert house.thread(SUPPORT, ts, as_="carla")[-1] == "In public"
    house.configure(with_private_billing())
    dan.asks(BILLING_ALERTS, f"/ticket reply 1 {SECRET}")
    assert SECRET not in shown_in(house, SUPPORT)
    direct = house.posted("dm:1")
    heard = "\n".join(text_of(each) for each in carla.reads(direct["channel"], direct["ts"]))
    assert SECRET in heard


def test_what_nobody_delivered_of_a_talk_that_moved_is_read_all_the_same(house):
    house.configure(with_private_billing())
    house.doubts("started")
    carla, ana, dan = (house.member(name) for name in ("carla", "ana", "dan"))
    carla.says(SUPPORT, "Help me")
    house.settle()
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    talk, card = house.posted("conversation:1"), house.posted("card:1@1")
    house.move(timedelta(hours=1), hours=3)
    with house.unheard():
        dan.says(BILLING_ALERTS, f"{SECRET} 1", thread_ts=talk["ts"])
        dan.says(BILLING_ALERTS, f"{SECRET} 2", thread_ts=card["ts"])
    house.doubts()
    assert house.timeline(1)[-2:] == ["agent_reply", "note"]
    direct = house.posted("dm:1")
    heard = "\n".join(text_of(each) for each in carla.reads(direct["channel"], direct["ts"]))
    assert f"{SECRET} 1" in heard
    assert f"{SECRET} 2" not in heard


def test_who_moves_a_ticket_out_of_their_sight_is_told_so(private):
    ana = private.member("ana")
    form = form_of(private, ana, "/ticket dept 2")
    assert "Private: Billing." in str(form)
    shown = text_of(ana.asks(ALERTS, "/ticket dept 2 Billing"))
    assert "you cannot read it any more" in shown
    assert "its people have the ticket" in shown


def test_who_still_reads_a_ticket_they_moved_is_not_told_otherwise(private):
    shown = text_of(private.member("ada").asks(ALERTS, "/ticket dept 2 Billing"))
    assert "is with Billing now." in shown
    assert "cannot read" not in shown


def test_the_shortcut_tells_outsiders_nothing_of_a_message_that_is_a_ticket(private):
    [ts] = [each["ts"] for each in private.messages(BILLING) if SECRET in text_of(each)]
    told = {name: by_shortcut(private, name, ts) for name in ("ana", "lea", "dan", "ada")}
    for name in ("ana", "lea"):
        assert "You cannot open a ticket from this message." in told[name]
        assert "#1" not in told[name]
    for name in ("dan", "ada"):
        assert "#1" in told[name]


def by_shortcut(house, name, ts):
    """What somebody reads who opens a ticket from a message of Billing's channel."""
    member = house.member(name)
    since = member.uses_shortcut("open_ticket_here", BILLING, ts)
    return text_of(member.form(since, "the shortcut"))
