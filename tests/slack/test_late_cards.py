"""An alarm that was said before its card leads to the card, once that is there."""

import pytest

from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.alert import leading_to
from bot.slack.draw.blocks.elements import actions, link_button, message, section
from bot.store.outbox import MessagePlace
from tests.slack.fakes import assert_slack_takes

CARD = MessagePlace("CSLA", "1772438401.000002")
ADDRESS = "https://example.slack.com/archives/CSLA/p1772438401000002"


def alarm(*buttons):
    return message("Breach", [section("*Breach*"), *([actions(*buttons)] if buttons else [])])


def ways(payload):
    rows = [row["elements"] for row in payload["blocks"] if row["type"] == "actions"]
    return [(each["action_id"], each["url"]) for row in rows for each in row]


@pytest.mark.parametrize(
    "buttons",
    [(), (link_button(ids.OPEN_THREAD, "Open thread", "https://example.slack.com/x"),)],
    ids=["without a button", "with a button to the request"],
)
def test_its_one_button_leads_to_the_card_also_when_it_is_said_twice(buttons):
    led = leading_to(alarm(*buttons), CARD, "example")
    assert ways(led) == [(ids.OPEN_THREAD, ADDRESS)]
    assert leading_to(led, CARD, "example") == led
    assert_slack_takes(led)


def test_the_other_buttons_stay():
    row = [link_button(name, name, "https://example.com") for name in ("claim", "assign")]
    led = leading_to(alarm(*row), CARD, "example")
    assert [name for name, _ in ways(led)] == ["claim", "assign", ids.OPEN_THREAD]


def test_without_a_domain_there_is_no_address():
    assert leading_to(alarm(), CARD, None) == alarm()
