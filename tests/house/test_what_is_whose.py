"""Who sees and may do what: notes stay inside, others' tickets are others', relays say all once."""

import json
from datetime import timedelta

from tests.house.mischief import filled, merges, said_by_the_bot
from tests.house.reading import actions_in, text_of
from tests.house.standing import PROMISES

SUPPORT, BILLING, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS", "C0BILLALERTS"
SECRET = "between-us-agents"
FILTERS = (
    "",
    "mine",
    "unassigned",
    "overdue",
    "escalated",
    "dept:Support",
    "status:new",
    "status:resolved",
    "status:deleted",
    "status:spam",
    "customer:Acme",
    "group:VIP",
    "tag:urgent",
    "priority:normal",
    "source:slack",
    "level:Standard",
)


def asks_for_help(house, text="Printer burns #URGENT", who="carla", channel=SUPPORT):
    ts = house.member(who).says(channel, text)
    house.settle()
    return ts


def by_form(house, subject="VPN is down"):
    """Ticket 1 of Carla, who reads in her direct messages; its two threads."""
    carla = house.member("carla")
    since = house.mark()
    carla.sends(SUPPORT, f"/ticket new {subject}")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Support"}})
    return house.posted("conversation:1"), house.posted("dm:1")


def seen_by(house, person_id):
    """All that stands in channels and direct messages a person is in, and is not for others."""
    house.settle()
    workspace = house.world.workspace
    shown = [
        json.dumps([message.text, message.blocks], default=str)
        for channel in workspace.channels.values()
        if person_id in channel.members
        for message in [*channel.messages.values(), *channel.ephemerals.values()]
        if message.seen_by in (None, person_id)
    ]
    views = [house.world.views.homes.get(person_id), house.world.views.stacks.get(person_id)]
    return "\n".join([*shown, json.dumps(views, default=str)])


def test_a_note_never_reaches_who_asked(house):
    """Whatever way it is written, and whatever happens to the ticket afterwards."""
    talk, direct = by_form(house)
    ana, carla = house.member("ana"), house.member("carla")
    card = house.posted("card:1")
    typed = ana.says(ALERTS, f"{SECRET} 1", thread_ts=card["ts"])
    ana.asks(ALERTS, f"/ticket note 1 {SECRET} 2")
    form = ana.form(ana.clicks(ALERTS, card["ts"], "ticket_note"), "the form of a note")
    ana.submits(form["id"], filled(text=f"{SECRET} 3"))
    ana.says(ALERTS, f"@punctual note {SECRET} 4", thread_ts=card["ts"])
    ana.shares(ALERTS, f"{SECRET} 5", f"{SECRET}.png", thread_ts=card["ts"])
    house.settle()
    ana.edits(ALERTS, typed, f"{SECRET} 6")
    house.member("ben").says(ALERTS, f"{SECRET} 7 #tag", thread_ts=card["ts"])
    assert house.timeline(1).count("note") == 6
    house.member("carla").asks(SUPPORT, "/ticket show 1")
    house.member("carla").asks(SUPPORT, "/sla why 1")
    house.member("carla").asks(SUPPORT, "/ticket list")
    house.home("carla")
    ana.asks(ALERTS, "/ticket dept 1 Billing")
    house.member("dan").asks(BILLING_ALERTS, f"/ticket note 1 {SECRET} 8")
    house.member("dan").asks(BILLING_ALERTS, "/ticket resolve 1")
    carla.says(direct["channel"], "It is back", thread_ts=direct["ts"])
    house.move(timedelta(hours=1), hours=9)
    assert SECRET in seen_by(house, "U0ANA")
    assert SECRET not in seen_by(house, "U0CARLA")
    assert SECRET not in str(house.thread(SUPPORT, talk["ts"]))


def test_a_note_of_a_merged_ticket_stays_inside_too(house):
    asks_for_help(house)
    asks_for_help(house, "The same", who="noah")
    ana = house.member("ana")
    old = house.posted("card:1")
    merges(house)
    ana.says(ALERTS, SECRET, thread_ts=old["ts"])
    assert house.timeline(2)[-1] == "note"
    for person_id in ("U0CARLA", "U0NOAH"):
        assert SECRET not in seen_by(house, person_id)


def test_what_is_relayed_is_said_once_and_never_comes_back(house):
    talk, direct = by_form(house)
    ana, carla = house.member("ana"), house.member("carla")
    for number in range(3):
        ana.says(SUPPORT, f"from ana {number}", thread_ts=talk["ts"])
        carla.says(direct["channel"], f"from carla {number}", thread_ts=direct["ts"])
        house.settle()
    house.wake()
    told = [text for _, text in said_by_the_bot(house.log(0, "api", method="chat.postMessage"))]
    for number in range(3):
        assert told.count(f"from ana {number}") == 1
        assert told.count(f"from carla {number}") == 1
    assert house.timeline(1).count("agent_reply") == 3
    assert house.timeline(1).count("requester_message") == 3


def test_events_that_slack_sends_twice_or_mixed_are_relayed_once(house):
    talk, direct = by_form(house)
    house.slack.post("deliveries", twice=True)
    carla = house.member("carla")
    ts = carla.says(direct["channel"], "It brns", thread_ts=direct["ts"])
    house.settle()
    carla.edits(direct["channel"], ts, "It burns")
    house.move(seconds=30)
    shown = house.thread(SUPPORT, talk["ts"])
    assert shown.count("It burns") == 1
    assert "It brns" not in shown
    assert house.timeline(1).count("requester_message") == 1


def test_an_agent_of_another_department_asks_like_anybody(house):
    """Dan answers for Billing; in Support he is who asks."""
    house.slack.post("invite", channel=SUPPORT, user="U0DAN", by="U0ANA")
    ts = asks_for_help(house, who="dan")
    dan = house.member("dan")
    assert house.ticket(1).requester == dan.id
    dan.says(SUPPORT, "It smokes, too", thread_ts=ts)
    assert house.timeline(1)[-1] == "requester_message"
    for line in ("claim 1", "note 1 psst", "priority 1 urgent", "close 1", "reply 1 Thanks"):
        assert "Only the agents of ticket #1" in text_of(dan.asks(SUPPORT, f"/ticket {line}"))
    shown = dan.asks(SUPPORT, "/ticket show 1")
    assert not {each for each in actions_in(shown) if each.startswith("ticket_")}
    house.member("ana").asks(ALERTS, f"/ticket note 1 {SECRET}")
    assert SECRET not in seen_by(house, dan.id)


def test_a_ticket_is_changed_by_its_own_agents_alone(house):
    ts = asks_for_help(house)
    people, seen = [house.member(name) for name in ("dan", "carla", "noah")], house.timeline(1)
    for line in (
        "claim 1",
        "release 1",
        "assign 1 @me",
        "reply 1 Hello",
        "note 1 Hello",
        "no-reply 1",
        "pending 1",
        "hold 1 2h",
        "resolve 1",
        "close 1",
        "spam 1",
        "delete 1",
        "restore 1",
        "priority 1 urgent",
        "dept 1 Billing",
        "level 1 Standard",
        "customer 1 Borealis",
        "tag 1 +vip",
        "field 1 order=7",
        "merge 1 into 1",
    ):
        for person in people:
            person.sends(BILLING, f"/ticket {line}")
    for person in people:
        house.world.workspace.channels[SUPPORT].members.append(person.id)
        for emoji in ("white_check_mark", "ok_hand"):
            person.reacts(SUPPORT, ts, emoji)
    assert house.timeline(1) == seen
    assert house.ticket(1).status == "new"


def test_neither_lists_nor_reports_show_others_requests_to_who_asks(house):
    ana = house.member("ana")
    for number, line in enumerate(("show 1", "resolve 2", "delete 3", "spam 4"), start=1):
        asks_for_help(house, f"Hers {number} #urgent")
        house.jump(minutes=4)
        ana.asks(ALERTS, f"/ticket {line}")
    noah = house.member("noah")
    for filters in FILTERS:
        shown = text_of(noah.asks(SUPPORT, f"/ticket list {filters}"))
        assert "Hers" not in shown, filters
        assert "Acme" not in shown, filters
    for name in ("noah", "carla"):
        for line in ("log", "report", "digest", "review", "levels", "rules"):
            shown = text_of(house.member(name).asks(SUPPORT, f"/sla {line}"))
            assert "for the leads" in shown or "for the agents" in shown, line


def test_others_tickets_are_neither_shown_nor_explained_to_who_asks(house):
    asks_for_help(house, "Hers #URGENT")
    noah = house.member("noah")
    noah.says(BILLING, "His")
    house.settle()
    for line in ("/ticket show 1", "/sla why 1", "/ticket reopen 1", "/ticket next"):
        shown = text_of(noah.asks(SUPPORT, line))
        assert "Hers" not in shown
        assert "Carla" not in shown
    home = house.home("noah")
    assert "His" in home
    assert "Hers" not in home
    home = house.home("carla")
    assert "His" not in home
    assert "Hers" in home


def test_app_home_shows_an_agent_the_tickets_of_their_departments(house):
    asks_for_help(house, "Printers burn")
    asks_for_help(house, "Wrong amount", who="noah", channel=BILLING)
    house.member("ana").asks(ALERTS, "/ticket claim 1")
    house.move(hours=3)
    assert "Printers burn" in house.home("ana")
    for name in ("ben", "dan", "emi"):
        assert "Printers burn" not in house.home(name)
    assert "Wrong amount" not in house.home("ana")


def test_a_review_is_for_those_who_lead_there(house):
    house.configure(_led_apart())
    asks_for_help(house)
    house.move(minutes=62)
    for name in ("ana", "dan", "emi"):
        shown = text_of(house.member(name).asks(BILLING, "/sla review all"))
        assert "Printer burns" not in shown
    assert "Printer burns" in text_of(house.member("lea").asks(SUPPORT, "/sla review all"))


def _led_apart():
    """Emi leads Billing, Lea only Support."""
    text = PROMISES.read_text("utf-8")
    before, after = text.split("  Billing:\n    intake_channels", 1)
    after = after.replace("lea@harbour.example", "emi@harbour.example", 1)
    return f"{before}  Billing:\n    intake_channels{after}"
