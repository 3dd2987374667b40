"""App Home: what is done there, and when it is shown anew."""

from datetime import timedelta

import pytest

from bot.wording.language import also_reading
from tests.house.busy import make_busy
from tests.house.marks import tries
from tests.house.reading import actions_in, text_of
from tests.wording.conftest import slovenian_folder

__all__ = ["slovenian_folder"]

SUPPORT, BILLING = "C0SUPPORT", "C0BILLING"
NOTHING_SET_UP = "version: 1\n"


def published(house, who, since=0):
    """How often somebody's App Home was shown."""
    calls = house.log(since, "api", method="views.publish", ok=True)
    return sum(each["args"]["user_id"] == house.member(who).id for each in calls)


@pytest.fixture
def slovenian(slovenian_folder):
    with also_reading(slovenian_folder):
        yield


def test_an_admin_sees_how_far_the_set_up_is(house):
    house.slack.post("channel", id=BILLING, is_archived=True)
    shown = house.home("ada")
    assert "Requests come in: #billing (archived)" in shown
    assert "Cards and alerts go to: #sla-alerts" in shown
    assert "3 people are in its roster." in shown
    assert "Levels: Standard, Urgent SLA, Billing\nThe default level is Standard." in shown
    assert "In the last 7 days no message had to be given up." in shown


def test_who_begins_is_told_how_to_go_on(house):
    house.configure(NOTHING_SET_UP)
    shown = house.member("ada").opens_home()
    assert "There are no departments yet" in text_of(shown)
    assert "nothing is promised" in text_of(shown)
    assert actions_in(shown).count("form_open") == 4
    assert "You have not asked for anything yet." in house.home("carla")


@tries("action:ticket_claim")
def test_of_two_who_claim_at_home_one_has_it_and_the_other_is_told_there_who(house):
    make_busy(house)
    ana, ben = house.member("ana"), house.member("ben")
    homes = {each: each.opens_home() for each in (ana, ben)}
    for each, home in homes.items():
        each.clicks_in_view(home["id"], "ticket_claim", value="1")
    assert house.ticket(1).assignee == ana.id
    assert text_of(ana.home()).startswith("You have ticket *#1*")
    assert "Printer burns" in text_of(ana.home()).partition("Your day")[0]
    assert text_of(ben.home()).startswith(f"<@{ana.id}> has had ticket #1 since")
    assert "Printer burns" not in text_of(ben.home())


@tries("action:ticket_reply", "form:ticket_reply")
def test_a_reply_written_at_home_is_soon_seen_there(house):
    make_busy(house)
    ana = house.member("ana")
    home = ana.opens_home()
    mark = ana.clicks_in_view(home["id"], "ticket_reply", value="2")
    form = ana.form(mark, "the reply")
    ana.submits(form["id"], {"text": {"value": "It is on its way."}})
    shown = text_of(ana.home())
    assert "*Promises kept today*\n1" in shown
    assert "1 more ticket of yours waits for somebody else." in shown


@tries("action:help_show", "action:form_open")
def test_help_and_a_new_ticket_are_one_click_away(house):
    carla = house.member("carla")
    home = carla.opens_home()
    carla.clicks_in_view(home["id"], "help_show")
    shown = text_of(carla.home())
    assert "`/ticket new [subject]`" in shown
    assert "`/ticket claim 42`" not in shown
    mark = carla.clicks_in_view(home["id"], "form_open")
    assert carla.form(mark, "the new ticket")["callback_id"] == "ticket_new"


@tries("action:language_choose")
def test_everybody_chooses_the_language_they_are_spoken_to(house, slovenian):
    carla = house.member("carla")
    home = carla.opens_home()
    carla.clicks_in_view(home["id"], "language_choose", value="sl")
    shown = carla.home()
    assert "From now on I speak this language with you: slovenščina." in text_of(shown)
    assert "Nov zahtevek" in text_of(shown)
    chosen = next(each for each in shown["blocks"] if each.get("accessory"))["accessory"]
    assert chosen["initial_option"]["value"] == "sl"
    carla.clicks_in_view(home["id"], "language_choose", value="auto")
    assert "Open a ticket" in text_of(carla.home())


@tries("action:requests_page_on", "action:requests_page_back")
def test_many_requests_have_pages(house):
    carla = house.member("carla")
    for number in range(21):
        carla.says(SUPPORT, f"Request {number:02}")
        house.jump(minutes=4)
    home = carla.opens_home()
    assert "Request 00" not in text_of(home)
    carla.clicks_in_view(home["id"], "requests_page_on")
    assert "Request 00" in text_of(carla.home())
    carla.clicks_in_view(home["id"], "requests_page_back", value="1")
    assert "Request 00" not in text_of(carla.home())


def test_it_is_shown_anew_when_something_in_it_changed_and_at_most_once_a_minute(house):
    carla, ana = house.member("carla"), house.member("ana")
    ana.opens_home()
    since = house.mark()
    carla.says(SUPPORT, "Printer burns #URGENT")
    house.move(seconds=50)
    assert published(house, "ana", since) == 0
    house.move(seconds=10)
    assert published(house, "ana", since) == 1
    assert "Printer burns" in text_of(ana.home())
    house.move(minutes=20)
    assert published(house, "ana", since) == 1, "the time left alone is no news"
    assert published(house, "ben", since) == 0, "who never opened it is shown nothing"


def test_what_merely_happens_with_time_is_shown_as_well(house):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    assert "*Overdue*\n1" not in house.home("lea")
    house.move_to("2026-03-02T10:05")
    assert "*Overdue*\n1" in text_of(house.member("lea").home())


def test_a_day_after_it_was_opened_it_is_left_alone(house):
    carla, ana = house.member("carla"), house.member("ana")
    ana.opens_home()
    house.move(hours=25, stride=timedelta(hours=5))
    since = house.mark()
    carla.says(SUPPORT, "Printer burns")
    house.move(minutes=10)
    assert published(house, "ana", since) == 0
