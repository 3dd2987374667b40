"""The first day: an admin with an empty database gets to a working desk, in Slack alone."""

import pytest

from bot.slack.act.forms import judged
from bot.slack.act.forms.kind import Submission
from bot.usecases.reports.audit_sign_off import prove
from sla_core.configuration import Configuration
from tests.house.counting import Counted
from tests.house.forms_of_items import opened, shown
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
MOST_CLICKS, MOST_WORDS = 40, 12
ONE_LEVEL = """
version: 1
calendars: {office: {time_zone: Europe/Ljubljana, hours: {mon-fri: ["09:00-17:00"]}}}
levels: {Standard: {calendar: office, targets: {first_reply: 4h}}}
rules: [{name: VIP first, if: [{tags: {contains: vip}}], then: {priority: high}}]
"""


@pytest.fixture
def ada(empty_house):
    return Counted(empty_house, "ada")


def configuration(house):
    with house.program.look() as work:
        return work.configuration


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
    assert prove(house.program).broken == ()

    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    assert house.ticket(2).level == "Urgent"
    house.move(minutes=5)
    house.member("carla").says(SUPPORT, "Where is the manual?")
    assert house.ticket(3).level == "Standard"


# --- back, and later ------------------------------------------------------------------------------


@tries("action:setup_back")
def test_back_leads_to_the_step_before_with_all_that_was_typed(ada):
    ada.opens("/sla setup")
    ada.types("Hours", "mon-thu 08:00-16:00")
    ada.sends()
    ada.types("Name", "Help")
    ada.presses("Back")
    assert shown(ada.form)["hours"] == "mon-thu 08:00-16:00"
    ada.sends()
    assert shown(ada.form)["department"] == "Help"


def test_who_closes_it_goes_on_where_they_were(empty_house, ada):
    ada.opens("/sla setup")
    ada.sends()
    ada.member.closes(ada.form["id"])
    empty_house.move(hours=20)
    form = ada.opens("/sla setup")
    assert "Step 2 of 5" in text_of(form)


def test_nothing_is_in_force_before_the_last_step(empty_house, ada):
    ada.opens("/sla setup")
    for _ in range(3):
        ada.sends()
    assert configuration(empty_house) == Configuration()


def test_a_test_that_nobody_erases_is_erased_after_an_hour(empty_house, ada):
    goes_through_the_steps(ada)
    ada.sends()
    ada.member.closes(ada.form["id"])
    empty_house.move(minutes=50)
    assert empty_house.ticket(1) is not None
    empty_house.move(minutes=20)
    assert empty_house.ticket(1) is None
    assert prove(empty_house.program).broken == ()
    assert "Your desk works" not in text_of(ada.opens("/sla setup"))


def test_a_desk_that_works_is_tried_out_again(house):
    ada = Counted(house, "ada")
    assert "Your desk works" in text_of(ada.opens("/sla setup"))
    ada.sends()
    assert "Ticket #1 is open" in text_of(ada.form)
    ada.sends()
    assert house.ticket(1) is None


def test_what_is_there_already_is_not_asked_for(empty_house, ada):
    empty_house.configure(ONE_LEVEL)
    assert "Step 1 of 2" in text_of(ada.opens("/sla setup"))
    ada.sends()
    assert configuration(empty_house).department("Support").agents == ("U0ADA",)


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "typed", "field"),
    [
        ("Hours", "mon-fri 09:00-09:00", "hours"),
        ("Hours", "moo 09:00-17:00", "hours"),
        ("Hours", " ", "hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(ada, label, typed, field):
    ada.opens("/sla setup")
    ada.types(label, typed)
    assert list(ada.sends()["errors"]) == [field]


def test_a_time_that_cannot_be_read_is_refused_at_its_field(ada):
    ada.opens("/sla setup")
    ada.sends()
    ada.sends()
    ada.types("First reply within", "2 days")
    assert list(ada.sends()["errors"]) == ["first_reply"]


def test_a_department_needs_who_answers_and_a_name(ada):
    ada.opens("/sla setup")
    ada.sends()
    ada.chooses("Who answers")
    assert list(ada.sends()["errors"]) == ["agents"]
    ada.types("Name", " ")
    ada.chooses("Who answers", "U0ANA")
    assert list(ada.sends()["errors"]) == ["department"]


def test_a_private_channel_needs_an_invitation(ada):
    ada.opens("/sla setup")
    ada.sends()
    ada.chooses("Channels where requests come in", "C0SECRET")
    for _ in range(3):
        ada.sends()
    told = text_of(ada.form)
    assert "I do not see <#C0SECRET>" in told
    assert "`/invite @punctual`" in told


def test_a_step_that_is_sent_twice_leads_to_the_same_step(empty_house, ada):
    form = ada.opens("/sla setup")
    sent = Submission("setup", "U0ADA", form["private_metadata"], {}, empty_house.now)
    views = [judged(empty_house.program, sent) for _ in range(2)]
    assert ["Step 2 of 5" in text_of(view) for view in views] == [True, True]


def test_only_admins_set_a_desk_up(house):
    assert "Only workspace admins" in text_of(opened(house, "/sla setup", "ana"))


# --- at home --------------------------------------------------------------------------------------


def test_home_shows_what_is_missing_and_the_button_that_makes_it(empty_house, ada):
    home = ada.member.opens_home()
    told = text_of(home)
    assert "Your desk does not work yet." in told
    assert "the hours in which you work; who answers, and where requests come in" in told
    assert "config check" not in told
    button = next(
        each
        for block in home["blocks"]
        for each in block.get("elements", [])
        if "setup" in str(each.get("value"))
    )
    since = ada.member.clicks_in_view(home["id"], "form_open", value=button["value"])
    assert "Step 1 of 5" in text_of(ada.member.form(since, "the set-up"))
    for _ in range(6):
        ada.sends()
    assert "Your desk does not work yet." not in empty_house.home("ada")
