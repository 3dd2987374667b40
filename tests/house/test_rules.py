"""Rules in Slack: read, tried on a ticket, switched, moved, archived, and made of ready ones."""

from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"


@tries("command:/sla rule test")
def test_rules_are_tried_on_a_real_ticket(house):
    ana = house.member("ana")
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.settle()
    shown = text_of(ana.asks(SUPPORT, "/sla rule test 1"))
    assert "1. *Tag URGENT*: matches" in shown
    assert "• yes: the tags contain URGENT (here: URGENT)" in shown
    assert "The rules below are not looked at then." in shown
    assert "2. *VIP in a hurry*: not looked at: a rule above stops" in shown
    assert "Level: stays Urgent SLA" in shown


@tries(
    "command:/sla rule on",
    "command:/sla rule off",
    "command:/sla rule up",
    "command:/sla rule down",
    "command:/sla rule archive",
)
def test_an_admin_switches_moves_and_archives_rules(house):
    ada = house.member("ada")
    for command, told in (
        ("rule off Tag URGENT", "*Tag URGENT*: Rule 1 is off"),
        ("rule off 1", "Rule 1 is off already"),
        ("rule on «tag urgent»", "*Tag URGENT*: Rule 1 is on."),
        ("rule down 1", "*Tag URGENT*: It is rule 2 now."),
        ("rule up Tag URGENT", "It is rule 1 now."),
        ("rule up Tag URGENT", "Rule 1 is the first already."),
        ("rule archive VIP in a hurry", "The rule is archived."),
        ("rule archive VIP in a hurry", "There is no rule VIP in a hurry"),
        ("rule archive", "Which rule?"),
    ):
        assert told in text_of(ada.asks(SUPPORT, f"/sla {command}")), command
    shown = text_of(house.member("ana").asks(SUPPORT, "/sla rules"))
    assert "VIP in a hurry" not in shown
    assert "When the tags contain URGENT, promise Urgent SLA and stop." in shown
    assert "Only workspace admins" in text_of(house.member("ana").asks(SUPPORT, "/sla rule off 1"))


@tries("command:/sla rule ready-made")
def test_ready_made_rules_are_offered_and_switched_on(house):
    ada = house.member("ada")
    offered = text_of(ada.asks(SUPPORT, "/sla rule ready-made"))
    assert "1. *Unassigned for 30 minutes*" in offered
    assert "As soon as nobody has had it for more than 30 min" in offered
    added = text_of(ada.asks(SUPPORT, "/sla rule ready-made 1"))
    assert "*Unassigned for 30 minutes*: It is rule" in added
    assert "(is in your rules already)" in text_of(ada.asks(SUPPORT, "/sla rule ready-made"))
    assert "give a number from 1 to 3" in text_of(ada.asks(SUPPORT, "/sla rule ready-made 7"))
    assert "there already" in text_of(ada.asks(SUPPORT, "/sla rule ready-made 1"))
    added = text_of(ada.asks(SUPPORT, "/sla rule ready-made all"))
    assert "*Breached twice*: It is rule" in added
