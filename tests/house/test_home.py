"""App Home: what each person sees there."""

import pytest

from tests.house.busy import make_busy
from tests.house.marks import tries
from tests.house.reading import text_of


@pytest.fixture
def busy(shared_house):
    """A house at work, for who only looks at it."""
    if shared_house.ticket(1) is None:
        make_busy(shared_house)
    return shared_house


@tries("event:app_home_opened")
def test_an_agent_sees_their_queue_their_day_and_what_nobody_has(busy):
    shown = busy.home("ana")
    queue, _, rest = shown.partition("Nearly due")
    assert "Your queue" in queue
    assert "Where is my &lt;invoice&gt; &amp; @channel?" in queue
    assert "due Mon 14:00" in queue
    assert "Printer burns" not in queue
    assert "Escalated · New · Normal · Support" in rest
    assert "overdue by 40 min of business time" in rest
    assert "Wrong amount" not in shown
    assert "How you are set up" not in shown
    assert "What you watch over" not in shown


def test_a_lead_sees_the_departments_they_watch_over(busy):
    shown = busy.home("lea")
    support = shown.partition("*Support*")[2]
    facts = {"Open": 2, "Overdue": 1, "Escalated": 1, "Without an agent": 1, "Misses to review": 1}
    for name, count in facts.items():
        assert f"*{name}*\n{count}" in support
    assert "*Billing*" in shown


def test_a_lead_looks_at_what_is_overdue_and_at_the_misses_in_the_home_itself(busy):
    lea = busy.member("lea")
    home = lea.opens_home()
    lea.clicks_in_view(home["id"], "list_page_on", value='1 overdue dept:"Support"')
    assert "1 ticket" in text_of(lea.home()).partition("Your queue")[0]
    lea.clicks_in_view(home["id"], "review_page_on", value='1 open dept:"Support"')
    assert "Printer burns" in text_of(lea.home()).partition("Your queue")[0]


def test_a_requester_sees_who_has_what_and_what_was_promised_by_when_in_their_zone(busy):
    shown = busy.home("noah")
    assert "Ana Kovač has it · promised by Mon 08:00" in shown
    assert "nobody has it yet · promised by Mon 17:00" in shown
    assert "Printer burns" not in shown
    assert "was promised by Mon 10:00, and is late" in busy.home("carla")
    assert "in your zone, America/Toronto" in shown
