"""Buttons and forms that claim to be of something else prove nothing."""

from tests.house.mischief import (
    ALERTS,
    HUGE,
    RUBBISH,
    SUPPORT,
    asks_for_help,
    breached,
    filled,
    forge_button,
    forge_form,
    forge_home,
    form_of,
    in_billing,
    only_for,
    timelines,
)
from tests.house.reading import actions_in, text_of


def test_forged_values_of_a_cards_buttons_change_nothing(house):
    asks_for_help(house)
    in_billing(house)
    ben, card = house.member("ben"), house.posted("card:1")
    seen = timelines(house, 1, 2)
    for action_id in ("ticket_claim", "ticket_resolve", "ticket_no_reply", "ticket_note"):
        for value in ("2", *RUBBISH):
            forge_button(house, ALERTS, card["ts"], action_id, value)
            since = ben.clicks(ALERTS, card["ts"], action_id)
            assert [e for e in house.log(since) if e["kind"] == "response_url"] or ben.top_form()
    assert timelines(house, 1, 2) == seen


def test_forged_values_elsewhere_change_nothing(house):
    alert = breached(house)
    in_billing(house)
    ana, lea, carla = house.member("ana"), house.member("lea"), house.member("carla")
    ana.says(ALERTS, "@punctual new VPN is down")
    offer = only_for(ana, ALERTS)
    carla.opens_home()
    seen = timelines(house, 1, 2)
    for value in RUBBISH:
        forge_button(house, ALERTS, offer["ts"], "form_open", value)
        ana.clicks(ALERTS, offer["ts"], "form_open")
        forge_button(house, ALERTS, alert["ts"], "review_open", value)
        lea.clicks(ALERTS, alert["ts"], "review_open")
        ana.asks(ALERTS, "/ticket next")
        forge_button(house, ALERTS, only_for(ana, ALERTS)["ts"], "queue_skip", value)
        ana.clicks(ALERTS, only_for(ana, ALERTS)["ts"], "queue_skip")
        house.settle()
    assert timelines(house, 1, 2) == seen


def test_forged_values_of_a_review_decide_nothing(house):
    alert = breached(house)
    lea, ada, ana = (house.member(name) for name in ("lea", "ada", "ana"))
    form = lea.form(lea.clicks(ALERTS, alert["ts"], "review_open"), "the form of a review")
    given = filled(severity="major", cause="overload", exclusion="The power was cut")
    lea.submits(form["id"], given | filled(what_1="x", who_1=ana.id, due_1="2026-03-05"))
    asked = house.posted(house.keys("exclusion:")[-1])
    todo = house.posted("follow_up:1:given")
    seen = timelines(house, 1)
    for value in RUBBISH:
        for who, shown, action_id in (
            (ada, asked, "exclusion_grant"),
            (ada, asked, "exclusion_refuse"),
            (ana, todo, "follow_up_done"),
        ):
            forge_button(house, shown["channel"], shown["ts"], action_id, value)
            who.clicks(shown["channel"], shown["ts"], action_id)
    for value in RUBBISH:
        form = lea.form(lea.clicks(ALERTS, alert["ts"], "review_open"), "the form of a review")
        forge_form(house, lea, value)
        assert lea.submits(form["id"], {})["errors"]
    assert timelines(house, 1) == seen


def test_a_form_that_claims_to_be_of_anothers_ticket_does_nothing(house):
    asks_for_help(house)
    in_billing(house)
    ana = house.member("ana")
    seen = timelines(house, 1, 2)
    for line, given in (
        ("/ticket note 1", filled(text="x")),
        ("/ticket reply 1", filled(text="x")),
        ("/ticket merge 1", filled(into="1")),
    ):
        for value in ("2", *RUBBISH[:8]):
            form = form_of(house, ana, line)
            forge_form(house, ana, value)
            assert ana.submits(form["id"], given)["errors"], value
    assert timelines(house, 1, 2) == seen


def test_a_requester_cannot_answer_for_others(house):
    asks_for_help(house, "Another printer burns", who="noah")
    asks_for_help(house, "My printer burns")
    carla = house.member("carla")
    for number in (1, 2):
        house.member("ana").asks(ALERTS, f"/ticket resolve {number}")
    asked = house.posted(house.keys("solved:2:")[-1])
    seen = timelines(house, 1)
    for value in ("1", *RUBBISH):
        forge_button(house, SUPPORT, asked["ts"], "solved_no", value)
        carla.clicks(SUPPORT, asked["ts"], "solved_no")
    assert timelines(house, 1) == seen


def test_pages_that_are_not_there_are_the_nearest_that_are(house):
    carla = house.member("carla")
    for number in range(21):
        carla.says(SUPPORT, f"Request {number}.")
        house.jump(minutes=4)
    carla.opens_home()
    for value in (HUGE, "-3", "x", "0"):
        action_id = next(each for each in actions_in(carla.home()) if "requests_page" in each)
        forge_home(house, carla, action_id, value)
        carla.clicks_in_view(carla.home()["id"], action_id)
        house.settle()
    assert "Request 20." in text_of(carla.home())
