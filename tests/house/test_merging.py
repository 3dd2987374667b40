"""Tickets of different people become one once it was read who will read what."""

from tests.house.marks import tries
from tests.house.mischief import (
    RUBBISH,
    filled,
    forge_button,
    forge_form,
    form_of,
    only_for,
)
from tests.house.reading import actions_in, text_of
from tests.house.standing import PROMISES

SUPPORT, BILLING, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS", "C0BILLALERTS"


def two_asked(house):
    """Ticket 1 of Carla and 2 of Noah, both in Support; where they talk."""
    first = house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    second = house.member("noah").says(SUPPORT, "The same, again")
    house.settle()
    return first, second


@tries("action:ticket_merge_confirm")
def test_who_will_read_what_is_shown_first_and_confirmed(house):
    first, _ = two_asked(house)
    ana = house.member("ana")
    shown = ana.asks(ALERTS, "/ticket merge 1 into 2")
    text = text_of(shown)
    assert "*#1* was asked by Carla Conti and is with Support" in text
    assert "*#2* was asked by Noah" in text
    assert "Carla Conti, and all in <#C0SUPPORT>, will read what agents answer in #2" in text
    assert "will read what is written by Carla Conti" in text
    assert "merged" not in house.timeline(1)
    asked = only_for(ana, ALERTS)
    told = ana.is_answered_after_clicking(ALERTS, asked["ts"], "ticket_merge_confirm")
    assert "went into" in text_of(told)
    assert house.timeline(1)[-1] == "merged"
    ana.asks(ALERTS, "/ticket reply 2 A new one is on its way")
    assert house.thread(SUPPORT, first, as_="carla")[-1] == "A new one is on its way"


def test_one_persons_tickets_are_merged_without_a_question(house):
    carla = house.member("carla")
    carla.says(SUPPORT, "Printer burns")
    house.move(minutes=5)
    carla.says(SUPPORT, "The same, again")
    assert "went into" in text_of(house.member("ana").asks(ALERTS, "/ticket merge 1 into 2"))


def test_a_mention_asks_with_the_same_button(house):
    first, _ = two_asked(house)
    ana = house.member("ana")
    ana.says(SUPPORT, "@punctual merge into 2", thread_ts=first)
    house.settle()
    asked = only_for(ana, SUPPORT, first)
    assert "ticket_merge_confirm" in actions_in(asked)
    ana.clicks(SUPPORT, asked["ts"], "ticket_merge_confirm")
    assert house.timeline(1)[-1] == "merged"


@tries("form:ticket_merge", "form:ticket_merge_confirmed")
def test_the_form_shows_it_before_it_is_sent(house):
    two_asked(house)
    ana = house.member("ana")
    form = form_of(house, ana, "/ticket merge 1")
    ana.submits(form["id"], filled(into="2"))
    confirm = ana.top_form()
    assert "Carla Conti, and all in <#C0SUPPORT>, will read" in text_of(confirm)
    assert "merged" not in house.timeline(1)
    ana.submits(confirm["id"], {})
    assert "went into" in text_of(ana.top_form())
    assert house.timeline(1)[-1] == "merged"


def test_what_changed_since_it_was_read_is_shown_anew(house):
    two_asked(house)
    house.member("noah").says(SUPPORT, "Mine burns, too")
    ana, ada = house.member("ana"), house.member("ada")
    ada.asks(ALERTS, "/ticket merge 1 into 2")
    asked = only_for(ada, ALERTS)
    form = form_of(house, ada, "/ticket merge 1")
    ada.submits(form["id"], filled(into="2"))
    confirm = ada.top_form()
    ana.asks(ALERTS, "/ticket dept 2 Billing")
    told = ada.is_answered_after_clicking(ALERTS, asked["ts"], "ticket_merge_confirm")
    assert "is with Billing" in text_of(told)
    assert "ticket_merge_confirm" in actions_in(told)
    ada.submits(confirm["id"], {})
    assert "is with Billing" in text_of(ada.top_form())
    assert "merged" not in house.timeline(1)
    ada.submits(ada.top_form()["id"], {})
    assert "went into" in text_of(ada.top_form())
    assert house.timeline(1)[-1] == "merged"


def test_who_may_is_asked_again_when_it_is_confirmed(house):
    two_asked(house)
    ana = house.member("ana")
    ana.asks(ALERTS, "/ticket merge 1 into 2")
    asked = only_for(ana, ALERTS)
    form = form_of(house, ana, "/ticket merge 1")
    ana.submits(form["id"], filled(into="2"))
    confirm = ana.top_form()
    house.member("ada").asks(ALERTS, "/ticket dept 2 Billing")
    told = ana.is_answered_after_clicking(ALERTS, asked["ts"], "ticket_merge_confirm")
    assert "Only the agents of ticket #2" in text_of(told)
    ana.submits(confirm["id"], {})
    assert "Only the agents of ticket #2" in text_of(ana.top_form())
    assert "merged" not in house.timeline(1)


def test_a_forged_confirmation_merges_nothing(house):
    two_asked(house)
    ana = house.member("ana")
    ana.asks(ALERTS, "/ticket merge 1 into 2")
    asked, seen = only_for(ana, ALERTS), house.timeline(1)
    for value in ("1 2", "1 2 0123456789abcdef", "2 1 x", *RUBBISH[:6]):
        forge_button(house, ALERTS, asked["ts"], "ticket_merge_confirm", value)
        ana.clicks(ALERTS, asked["ts"], "ticket_merge_confirm")
        house.settle()
        asked = only_for(ana, ALERTS)
        if "ticket_merge_confirm" not in actions_in(asked):
            ana.asks(ALERTS, "/ticket merge 1 into 2")
            asked = only_for(ana, ALERTS)
    form = form_of(house, ana, "/ticket merge 1")
    ana.submits(form["id"], filled(into="2"))
    forge_form(house, ana, "1 2 0123456789abcdef")
    ana.submits(ana.top_form()["id"], {})
    assert "will read" in text_of(ana.top_form())
    assert house.timeline(1) == seen


def test_a_ticket_of_a_private_department_and_one_talked_about_elsewhere_stay_two(house):
    """The answers of one, and the words of the other, would be read by all in #support."""
    before, after = PROMISES.read_text("utf-8").split("  Billing:\n    intake_channels", 1)
    after = after.replace("    level: Billing\n", "    level: Billing\n    private: true\n", 1)
    house.configure(f"{before}  Billing:\n    intake_channels{after}")
    house.member("carla").says(SUPPORT, "My wage")
    house.settle()
    house.member("carla").says(BILLING, "My wage, again")
    house.settle()
    shown = text_of(house.member("ada").asks(BILLING_ALERTS, "/ticket merge 1 into 2"))
    assert "where nothing of #2 may be read" in shown
    assert "merged" not in house.timeline(1)
    shown = text_of(house.member("ada").asks(BILLING_ALERTS, "/ticket merge 2 into 1"))
    assert "it would be read there" in shown
    assert "merged" not in house.timeline(2)


def test_what_cannot_be_merged_is_refused_before_anybody_reads(house):
    two_asked(house)
    ana = house.member("ana")
    ana.asks(ALERTS, "/ticket close 2")
    assert "is closed" in text_of(ana.asks(ALERTS, "/ticket merge 1 into 2"))
    form = form_of(house, ana, "/ticket merge 1")
    assert "is closed" in ana.submits(form["id"], filled(into="2"))["errors"]["into"]
