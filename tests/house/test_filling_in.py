"""What one can fill in: forms open at once, show what is wrong at the field, and are done once."""

from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@tries("command:/ticket new", "form:ticket_new")
def test_a_requester_opens_a_ticket_by_a_form(house):
    carla = house.member("carla")
    since = house.mark()
    carla.sends(SUPPORT, "/ticket new VPN is down")
    form = carla.form(since, "the form of a ticket")
    carla.submits(form["id"], {"department": {"value": "Support"}, "tags": {"value": "vpn"}})
    ticket = house.ticket(1)
    assert (ticket.subject, ticket.requester) == ("VPN is down", carla.id)
    assert "#1" in text_of(carla.top_form())
    assert house.posted("card:1")


@tries("shortcut:open_ticket")
def test_the_global_shortcut_opens_the_same_form(house):
    carla = house.member("carla")
    since = carla.uses_shortcut("open_ticket")
    assert carla.form(since, "the form of a ticket")["callback_id"] == "ticket_new"


@tries("action:ticket_reply", "form:ticket_reply")
def test_a_reply_is_written_in_a_form_and_reaches_the_requester(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "Printer burns #URGENT")
    card = house.posted("card:1")
    since = ana.clicks(card["channel"], card["ts"], "ticket_reply")
    form = ana.form(since, "the form of a reply")
    ana.submits(form["id"], {"text": {"value": "Here is how"}})
    assert "Here is how" in house.thread(SUPPORT, ts, as_="carla")[-1]


@tries("command:/sla level new", "form:level_new")
def test_a_level_that_is_wrong_is_refused_at_its_field(house):
    ada = house.member("ada")
    since = house.mark()
    ada.sends(SUPPORT, "/sla level new Gold")
    form = ada.form(since, "the form of a level")
    wrong = ada.submits(form["id"], {"first_reply": {"value": "soon"}})
    assert list(wrong["errors"]) == ["first_reply"]
    ada.submits(form["id"], {"first_reply": {"value": "1h"}})
    assert "Gold" in text_of(ada.asks(SUPPORT, "/sla levels"))


@tries("action:form_open", "mention:/ticket new")
def test_where_a_mention_cannot_open_a_form_a_button_does(house):
    ana = house.member("ana")
    ana.says(ALERTS, "@punctual new VPN is down")
    offer = next(each for each in reversed(ana.reads(ALERTS)) if each["is_ephemeral"])
    since = ana.clicks(ALERTS, offer["ts"], "form_open")
    assert ana.form(since, "the form of a ticket")["callback_id"] == "ticket_new"


@tries("options:value")
def test_only_agents_are_offered_customers_to_choose_from(house):
    ana = house.member("ana")
    since = house.mark()
    ana.sends(SUPPORT, "/ticket new VPN is down")
    form = ana.form(since, "the form of a ticket")
    assert ana.is_offered("ac", "value", block_id="customer", view_id=form["id"]) == ["Acme"]
