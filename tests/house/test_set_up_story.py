"""The first day: an admin with an empty database gets to a working desk, in Slack alone."""

import pytest

from bot.usecases.reports.audit_sign_off import prove
from tests.house.counting import Counted
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
MOST_CLICKS, MOST_WORDS = 40, 12


@pytest.fixture
def ada(empty_house):
    return Counted(empty_house, "ada")


def goes_through_the_steps(ada):
    ada.opens("/sla setup")
    assert "Step 1 of 5" in text_of(ada.form)
    ada.sends()
    assert "Step 2 of 5" in text_of(ada.form)
    ada.chooses("Channel for cards and alerts", ALERTS)
    ada.sends()
    assert "Step 3 of 5" in text_of(ada.form)
    ada.sends()
    assert "Step 4 of 5" in text_of(ada.form)
    ada.sends()
    assert "It is in force" in text_of(ada.form)


@tries("command:/sla setup", "form:setup", "form:setup_test", "form:setup_erase")
def test_an_admin_gets_from_an_empty_database_to_a_working_desk(empty_house, ada):
    house = empty_house
    goes_through_the_steps(ada)
    ada.sends()
    told = text_of(ada.form)
    assert "Ticket #1 is open" in told
    assert "Promised: *Urgent*" in told
    assert house.timeline(1)[0] == "created"
    assert any("#1" in text for text in house.channel_texts(ALERTS))
    ada.sends()
    assert "The test ticket is erased" in text_of(ada.form)
    assert ada.clicks <= MOST_CLICKS
    assert ada.words <= MOST_WORDS
    assert (ada.clicks, ada.words) == (8, 2)

    assert house.ticket(1) is None
    assert house.timeline(1) == []
    assert not any("#1" in text for text in house.channel_texts(ALERTS))
    assert not any("#1" in text for text in house.channel_texts(SUPPORT))
    assert prove(house.desk).broken == ()

    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    assert house.ticket(2).level == "Urgent"
    house.move(minutes=5)
    house.member("carla").says(SUPPORT, "Where is the manual?")
    assert house.ticket(3).level == "Standard"
