"""What Slack refuses of what people wrote: they are told, and send it again with a click."""

import pytest

from tests.house.marks import tries
from tests.house.reading import text_of
from tests.house.test_conversing import ALERTS, SUPPORT, asked, at_carlas, in_channel  # noqa: F401

LONG = "\n".join(f"{number}. Pull the plug, wait, and put it in again" for number in range(250))


@pytest.fixture
def refused(asked):  # noqa: F811
    """Carla's own thread takes nothing; Ana's long reply did not arrive there."""
    order = {"fault": "error", "error": "restricted_action", "method": "chat.postMessage"}
    asked.slack.post("faults", **order, channel=asked.direct["channel"], times=None)
    asked.expects("restricted_action")
    asked.member("ana").says(SUPPORT, LONG, thread_ts=asked.talk["ts"])
    asked.settle()
    return asked


def told(house, name="ana"):
    """What the bot wrote to somebody alone, as it stands now."""
    person = house.member(name)
    im = house.world.workspace.open_im(person.id, house.bot_id, 0).id
    return im, [each for each in person.reads(im) if "was written on" in text_of(each)
                or "Not delivered" in text_of(each)][-1]  # fmt: skip


def said_to_ana(house):
    im, _ = told(house)
    return [text_of(each) for each in house.member("ana").reads(im)]


def said_at_the_card(house):
    """What stands below the card; Ana's words stand in the conversation alone."""
    head = house.posted("card:1")
    return [text_of(each) for each in house.messages(ALERTS, head["ts"])]


def card(house):
    house.move(seconds=30)
    return text_of(house.posted("card:1"))


def presses(house, name="ana"):
    im, notice = told(house, name)
    since = house.mark()
    house.member(name).clicks(im, notice["ts"], "message_send_again")
    return [text_of(each["body"]) for each in house.log(since, "response_url")]


@tries("action:message_send_again")
def test_a_refused_relay_is_told_to_its_author_and_sent_again_with_a_click(refused):
    _, notice = told(refused)
    shown = text_of(notice)
    assert "*Not delivered* to Carla" in shown
    assert "apps may not write there." in shown
    assert "(`restricted_action`)" in shown
    for where in ("\n".join(said_to_ana(refused)), "\n".join(said_at_the_card(refused))):
        assert all(line in where for line in LONG.splitlines())
    assert "Not delivered: 1 message" in card(refused).replace("*", "")
    assert len(at_carlas(refused)) == 1
    refused.slack.post("faults/lift", fault="error")
    assert "I send it again" in presses(refused)[0]
    refused.move(seconds=30)
    pieces = at_carlas(refused)[1:]
    assert "\n".join(pieces) == LONG
    assert all(len(each) <= 3_900 for each in pieces)
    assert "Not delivered" not in card(refused)
    assert "is delivered now" in text_of(told(refused)[1])
    for where in ("\n".join(said_to_ana(refused)), "\n".join(said_at_the_card(refused))):
        assert not any(line in where for line in LONG.splitlines())


def test_pressed_twice_it_is_sent_once(refused):
    im, notice = told(refused)
    refused.slack.post("faults/lift", fault="error")
    for _ in range(2):
        refused.member("ana").clicks(im, notice["ts"], "message_send_again")
    refused.move(seconds=30)
    assert "\n".join(at_carlas(refused)[1:]) == LONG


def test_who_presses_while_it_is_refused_still_is_told_anew(refused):
    presses(refused)
    refused.move(seconds=30)
    heads = said_to_ana(refused)
    assert len([each for each in heads if "*Not delivered* to" in each]) == 2
    assert "Not delivered: 1 message" in card(refused).replace("*", "")


def test_agents_read_it_in_the_cards_thread_and_one_of_them_sends_it_again(refused):
    refused.slack.post("faults/lift", fault="error")
    head = refused.posted("card:1")
    thread = refused.messages(ALERTS, head["ts"])
    notice = next(each for each in thread if "*Not delivered* to" in text_of(each))
    refused.member("ben").clicks(ALERTS, notice["ts"], "message_send_again")
    refused.move(seconds=30)
    assert "\n".join(at_carlas(refused)[1:]) == LONG


def test_why_names_what_is_not_delivered_and_says_that_the_reply_counts(refused):
    shown = text_of(refused.member("ben").asks(ALERTS, "/sla why 1"))
    assert "1 message on this ticket" in shown
    assert "A reply counts from the moment it was stored" in shown
    carlas = text_of(refused.member("carla").asks(SUPPORT, "/sla why 1"))
    assert "An answer counts from when it was written" in carlas
    assert "card's thread" not in carlas
