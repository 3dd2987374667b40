"""A private department is read by its own people and admins; to all others it is not there."""

from datetime import timedelta
from itertools import product

import pytest

from tests.house.mischief import filled, forge_button, forge_form
from tests.house.reading import text_of
from tests.house.standing import PROMISES

SUPPORT, BILLING, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS", "C0BILLALERTS"
SECRET = "salary-of-the-director"
OUTSIDERS = ("ana", "lea", "noah")
"""An agent of Support, its lead, and who asks for other things."""
INSIDERS = ("dan", "emi", "ada")
"""An agent of Billing, its lead, and an admin."""


def with_private_billing(more=""):
    """The promises with Billing private, led by Emi; Lea leads Support alone."""
    text = PROMISES.read_text("utf-8")
    before, after = text.split("  Billing:\n    intake_channels", 1)
    after = after.replace("lea@harbour.example", "emi@harbour.example", 1)
    after = after.replace("    level: Billing\n", "    level: Billing\n    private: true\n", 1)
    return f"{more}{before}  Billing:\n    intake_channels{after}"


@pytest.fixture
def private(house):
    """Ticket 1 of Carla in the private Billing, with a tag of its own; 2 of Noah in Support."""
    house.configure(with_private_billing())
    house.member("carla").says(BILLING, f"{SECRET} #onlythere")
    house.settle()
    house.member("noah").says(SUPPORT, "Printer burns")
    house.settle()
    return house


COMMANDS = (
    "/ticket show {}",
    "/sla why {}",
    "/ticket claim {}",
    "/ticket release {}",
    "/ticket assign {} @ben",
    "/ticket reply {} Hello",
    "/ticket note {} Hello",
    "/ticket no-reply {}",
    "/ticket pending {}",
    "/ticket hold {} 2h",
    "/ticket resolve {}",
    "/ticket close {}",
    "/ticket reopen {}",
    "/ticket spam {}",
    "/ticket delete {}",
    "/ticket restore {}",
    "/ticket priority {} urgent",
    "/ticket dept {} Support",
    "/ticket level {} Standard",
    "/ticket customer {} Borealis",
    "/ticket tag {} +vip",
    "/ticket field {} order=7",
    "/ticket merge {} into 2",
    "/ticket merge 2 into {}",
)


def test_a_number_that_is_guessed_is_answered_as_one_that_is_not_there(private):
    seen = private.timeline(1)
    for member, line in product(map(private.member, OUTSIDERS), COMMANDS):
        shown = text_of(member.asks(SUPPORT, line.format(1)))
        nothing = text_of(member.asks(SUPPORT, line.format(99)))
        assert shown == nothing.replace("99", "1"), line
    assert private.timeline(1) == seen


def test_a_forged_button_or_form_is_answered_as_for_one_that_is_not_there(private):
    ana, card = private.member("ana"), private.posted("card:2")
    told = {}
    for number in ("1", "99"):
        said = []
        for action_id in ("ticket_claim", "ticket_resolve", "ticket_why", "ticket_escalate"):
            forge_button(private, ALERTS, card["ts"], action_id, number)
            said.append(text_of(ana.is_answered_after_clicking(ALERTS, card["ts"], action_id)))
        since = ana.clicks(ALERTS, card["ts"], "ticket_note")
        form = ana.form(since, "the form of a note")
        forge_form(private, ana, number)
        said.append(str(ana.submits(form["id"], filled(text="x"))["errors"]))
        told[number] = [each.replace(number, "N") for each in said]
    assert told["1"] == told["99"]
    assert "There is no ticket" in told["1"][0]


FILTERS = (
    "",
    "unassigned",
    "overdue",
    "escalated",
    "status:new",
    "priority:normal",
    "source:slack",
)


def test_neither_lists_nor_counts_nor_home_know_of_it(private):
    private.member("dan").asks(BILLING_ALERTS, "/ticket level 1 Urgent SLA")
    private.move(timedelta(hours=1), hours=5)
    for who in OUTSIDERS:
        _knows_nothing(private, who)
    assert "no department Billing" in text_of(
        private.member("ana").asks(SUPPORT, "/sla digest now dept:Billing")
    )


def _knows_nothing(private, who):
    member = private.member(who)
    for filters in FILTERS:
        shown = text_of(member.asks(SUPPORT, f"/ticket list {filters}"))
        assert SECRET not in shown, filters
        assert "#1" not in shown, filters
    for line in ("/sla log", "/sla report department", "/sla report", "/sla digest now"):
        shown = text_of(member.asks(SUPPORT, line))
        assert "Billing" not in shown, line
        assert SECRET not in shown, line
        assert "Urgent SLA" not in shown, line
    for line in ("/sla review", "/sla review all", "/sla digest day now dept:Billing"):
        assert SECRET not in text_of(member.asks(SUPPORT, line)), line
    assert SECRET not in text_of(member.asks(SUPPORT, "/ticket next"))
    assert SECRET not in private.home(who)


def test_what_a_filter_suggests_is_not_of_it(private):
    ana = private.member("ana")
    for filters in ("tag:onlyther", "tag:onlythere", "dept:Billin", "dept:Billing"):
        shown = text_of(ana.asks(SUPPORT, f"/ticket list {filters}"))
        key, _, value = filters.partition(":")
        rest = shown.replace(f"{key}:{value}", "")
        assert "onlythere" not in rest, filters
        assert "Billing" not in rest, filters


def test_its_own_people_and_admins_read_it_and_who_asked_reads_a_request(private):
    for who in INSIDERS:
        member = private.member(who)
        for line in ("/ticket show 1", "/ticket list dept:Billing", "/ticket list tag:onlythere"):
            assert SECRET in text_of(member.asks(BILLING_ALERTS, line)), (who, line)
        assert "Billing" in text_of(member.asks(BILLING_ALERTS, "/sla report department"))
        assert "revision" in text_of(member.asks(BILLING_ALERTS, "/sla why 1"))
    carla = private.member("carla")
    shown = text_of(carla.asks(BILLING, "/ticket show 1"))
    assert SECRET in shown
    assert "Billing" not in shown
    assert "revision" not in text_of(carla.asks(BILLING, "/sla why 1"))
    assert SECRET in private.home("carla")


def test_anybody_may_ask_it_and_move_what_is_its_to_it(private):
    """Its name is no secret, its tickets are: who hands one over does not read it any more."""
    ana = private.member("ana")
    ana.asks(ALERTS, "/ticket claim 2")
    ana.asks(ALERTS, "/ticket dept 2 Billing")
    assert private.ticket(2).department == "Billing"
    assert private.ticket(2).assignee is None
    assert "There is no ticket #2" in text_of(ana.asks(ALERTS, "/ticket show 2"))
    assert "Printer burns" not in private.home("ana")
    private.member("dan").asks(BILLING_ALERTS, "/ticket claim 2")
    assert private.ticket(2).assignee == "U0DAN"


def test_a_department_that_was_private_when_it_was_removed_stays_closed(private):
    text = with_private_billing()
    before, after = text.split("  Billing:\n    intake_channels", 1)
    rest = after[after.index("customers:") :]
    private.configure(f"{before}{rest}")
    assert "There is no ticket #1" in text_of(private.member("dan").asks(SUPPORT, "/ticket show 1"))
    assert SECRET in text_of(private.member("ada").asks(SUPPORT, "/ticket show 1"))
