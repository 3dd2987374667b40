"""LiveAgent's recipe in Slack's own forms: a level "Urgent SLA", a rule for the tag URGENT."""

import pytest

from tests.house.counting import Counted
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"
BEFORE = """
version: 1
calendars:
  office:
    time_zone: Europe/Ljubljana
    hours: {mon-fri: ["09:00-17:00"]}
departments:
  Support:
    intake_channels: ["#support"]
    alert_channel: "#sla-alerts"
    leads: [lea@harbour.example]
    agents: [ana@harbour.example]
    level: Standard
levels:
  Standard: {calendar: office, targets: {first_reply: 4h}}
default_level: Standard
"""
MOST_CLICKS, MOST_WORDS = 25, 12


@pytest.fixture
def ada(house):
    house.configure(BEFORE)
    return Counted(house, "ada")


def makes_the_level(ada):
    ada.opens("/sla level new Urgent SLA")
    ada.chooses("Hours", "office")
    ada.types("First reply within", "1h")
    ada.types("Next reply within", "30m")
    ada.sends()
    assert "Saved: the level *Urgent SLA*." in text_of(ada.form)


def makes_the_rule(ada):
    ada.opens("/sla rule new")
    ada.presses("Add a group")
    ada.searches("With any of these", "URGENT")
    ada.sends()
    ada.chooses("Promise the level", "Urgent SLA")
    ada.ticks("And", "Stop here: the rules below are not looked at")
    assert "When the tags contain URGENT, promise Urgent SLA and stop." in text_of(ada.form)
    ada.sends()
    assert "Saved: the rule *The tags contain URGENT*." in text_of(ada.form)


def test_a_level_and_a_rule_are_made_with_few_clicks_and_words(house, ada):
    makes_the_level(ada)
    makes_the_rule(ada)
    assert ada.clicks <= MOST_CLICKS
    assert ada.words <= MOST_WORDS

    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.move(hours=1)
    house.member("carla").says(SUPPORT, "Where is the manual?")
    assert [house.ticket(number).level for number in (1, 2)] == ["Urgent SLA", "Standard"]
    why = text_of(house.member("lea").asks(SUPPORT, "/sla why 1 first_reply"))
    assert "1 h" in why
