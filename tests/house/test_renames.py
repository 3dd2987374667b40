"""An item gets another name in its form: what names it follows, what cannot follow is refused."""

import pytest

from tests.house.forms_of_items import SUPPORT, filled, opened, shown
from tests.house.reading import text_of


@pytest.fixture
def ada(house):
    return house.member("ada")


def in_force(house):
    house.settle()
    with house.program.look() as work:
        return work.configuration


def revisions(house):
    with house.program.look() as work:
        return len(work.history.revisions)


def test_a_level_is_followed_by_all_that_promise_it(house, ada):
    form = opened(house, "/sla level edit Urgent SLA")
    assert shown(form)["name"] == "Urgent SLA"
    ada.submits(form["id"], filled(name="Gold"))
    assert "Saved: the level *Gold*." in text_of(ada.top_form())
    now = in_force(house)
    assert now.level("Urgent SLA") is None
    assert now.level("gold") is not None
    assert "Gold" in {rule.then.level for rule in now.rules}
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    assert "Gold" in text_of(house.member("ana").asks(SUPPORT, "/ticket show 1"))


def test_a_level_that_open_tickets_have_keeps_its_name(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    form = opened(house, "/sla level edit Urgent SLA")
    before = revisions(house)
    answer = ada.submits(form["id"], filled(name="Gold"))
    assert "1 open ticket is under this level by its name" in answer["errors"]["name"]
    assert revisions(house) == before


def test_only_its_spelling_changes_whatever_is_open(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    form = opened(house, "/sla level edit Urgent SLA")
    since = house.mark()
    ada.submits(form["id"], filled(name="URGENT SLA"))
    ada.submits(ada.form(since, "what it comes to")["id"], filled())
    assert in_force(house).level("urgent sla").name == "URGENT SLA"
    assert "Urgent SLA" in text_of(house.member("ana").asks(SUPPORT, "/ticket show 1"))


def test_a_name_typed_in_another_case_renames_nothing(house, ada):
    form = opened(house, "/sla customer edit acme")
    assert shown(form)["name"] == "Acme"
    ada.submits(form["id"], filled(level=["Standard"]))
    assert in_force(house).customer("acme").name == "Acme"


def test_a_department_is_followed_by_what_names_it(house, ada):
    form = opened(house, "/sla department edit Billing")
    ada.submits(form["id"], filled(name="Invoices"))
    assert "Saved: the department *Invoices*." in text_of(ada.top_form())
    assert in_force(house).department("Billing") is None
    house.member("carla").says("C0BILLING", "My invoice is wrong")
    assert "Invoices" in text_of(house.member("lea").asks("C0BILLING", "/ticket show 1"))


def test_a_department_with_open_tickets_keeps_its_name(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns")
    form = opened(house, "/sla department edit Support")
    answer = ada.submits(form["id"], filled(name="Help"))
    assert "1 open ticket is under this department" in answer["errors"]["name"]


def test_a_customer_group_is_followed_by_its_customers(house, ada):
    form = opened(house, "/sla group edit VIP")
    ada.submits(form["id"], filled(name="Gold"))
    assert "Saved: the customer group *Gold*." in text_of(ada.top_form())
    assert in_force(house).customer("Acme").group == "Gold"


def test_tickets_keep_the_name_that_their_customer_had(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns")
    form = opened(house, "/sla customer edit Acme")
    ada.submits(form["id"], filled(name="Acme Ltd"))
    assert "Saved: the customer *Acme Ltd*." in text_of(ada.top_form())
    house.move(hours=2)
    house.member("carla").says(SUPPORT, "Scanner burns")
    ana = house.member("ana")
    assert "Acme Ltd" not in text_of(ana.asks(SUPPORT, "/ticket show 1"))
    assert "Acme Ltd" in text_of(ana.asks(SUPPORT, "/ticket show 2"))


def test_a_rule_keeps_its_place_under_another_name(house, ada):
    before = [rule.name for rule in in_force(house).rules]
    form = opened(house, f"/sla rule edit {before[0]}")
    ada.submits(form["id"], filled(name="First of all"))
    assert "Saved: the rule *First of all*." in text_of(ada.top_form())
    assert [rule.name for rule in in_force(house).rules] == ["First of all", *before[1:]]


@pytest.mark.parametrize("line", ["level edit Urgent SLA", "department edit Billing"])
def test_a_name_that_is_taken_is_refused_at_its_field(house, ada, line):
    form = opened(house, f"/sla {line}")
    name = "standard" if "level" in line else "SUPPORT"
    assert "already" in ada.submits(form["id"], filled(name=name))["errors"]["name"]
    assert "Give it a name" in ada.submits(form["id"], filled(name="  "))["errors"]["name"]
