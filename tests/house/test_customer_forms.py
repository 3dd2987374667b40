"""Customers and their groups, which admins make, change and archive in forms."""

import pytest

from tests.house.forms_of_items import SUPPORT, filled, opened, shown
from tests.house.marks import tries
from tests.house.reading import text_of


@pytest.fixture
def ada(house):
    return house.member("ada")


def customer(house, name):
    house.settle()
    with house.program.look() as work:
        return work.configuration.customer(name)


def group(house, name):
    house.settle()
    with house.program.look() as work:
        return work.configuration.customer_group(name)


@tries("command:/sla customer new", "form:customer_new")
def test_a_customer_has_group_channels_people_domains_and_level(house, ada):
    form = opened(house, "/sla customer new Lumen")
    ada.submits(
        form["id"],
        filled(
            group=["VIP"],
            channels_channels=["C0BILLING"],
            people_users=["U0NOAH"],
            others_domains="@lumen.example, lumen.test",
            level=["Urgent SLA"],
        ),
    )
    assert "Saved: the customer *Lumen*." in text_of(ada.top_form())
    made = customer(house, "lumen")
    assert (made.group, made.level) == ("VIP", "Urgent SLA")
    assert (made.channels, made.users) == (("C0BILLING",), ("U0NOAH",))
    assert made.domains == ("lumen.example", "lumen.test")


@tries("command:/sla customer edit", "form:customer_edit")
def test_a_request_is_theirs_by_what_the_form_says(house, ada):
    form = opened(house, "/sla customer edit acme")
    assert shown(form)["others_domains"] == "acme.example"
    ada.submits(form["id"], filled(others_domains="acme.example carla.example"))
    assert customer(house, "Acme").domains == ("acme.example", "carla.example")
    house.member("carla").says(SUPPORT, "Printer burns")
    assert "Acme" in text_of(house.member("ana").asks(SUPPORT, "/ticket show 1"))


@pytest.mark.parametrize("typed", ["acme", "carla@acme.example", "acme.example, nothing"])
def test_what_is_no_domain_is_refused_at_the_field(house, ada, typed):
    answer = ada.submits(
        opened(house, "/sla customer edit Acme")["id"], filled(others_domains=typed)
    )
    assert "is no domain" in answer["errors"]["others_domains"]
    assert customer(house, "Acme").domains == ("acme.example",)


def test_a_name_that_is_taken_is_refused_at_the_field(house, ada):
    answer = ada.submits(opened(house, "/sla customer new")["id"], filled(name="ACME"))
    assert "There is a customer ACME already" in answer["errors"]["name"]


@tries("command:/sla customer archive", "form:customer_archive")
def test_a_customer_is_archived(house, ada):
    form = opened(house, "/sla customer archive Kestrel")
    assert "Archive the customer *Kestrel*?" in text_of(form)
    ada.submits(form["id"], {})
    assert "Archived: the customer *Kestrel*." in text_of(ada.top_form())
    assert customer(house, "Kestrel") is None


@tries(
    "command:/sla group new",
    "form:customer_group_new",
    "command:/sla group edit",
    "form:customer_group_edit",
)
def test_a_group_of_customers_has_a_level(house, ada):
    ada.submits(opened(house, "/sla group new Gold")["id"], filled(level=["Standard"]))
    assert "Saved: the customer group *Gold*." in text_of(ada.top_form())
    assert group(house, "Gold").level == "Standard"
    form = opened(house, "/sla group edit gold")
    assert shown(form)["level"] == ["Standard"]
    ada.submits(form["id"], filled(level=["Urgent SLA"]))
    assert group(house, "Gold").level == "Urgent SLA"


@tries("command:/sla group archive", "form:customer_group_archive")
def test_a_group_is_archived_unless_others_name_it(house, ada):
    refused = text_of(opened(house, "/sla group archive VIP"))
    assert "the customer Acme" in refused
    assert "the rule VIP in a hurry" in refused
    ada.submits(opened(house, "/sla group new Gold")["id"], filled(level=["Standard"]))
    ada.submits(opened(house, "/sla group archive Gold")["id"], {})
    assert group(house, "Gold") is None
    assert group(house, "VIP") is not None


@tries("command:/sla customers")
def test_customers_are_read_aloud(house, ada):
    told = text_of(house.member("ana").asks(SUPPORT, "/sla customers"))
    assert "1 customer group, 3 customers" in told
    assert "A request is theirs by the domain of the address (acme.example)." in told
    assert "Group: VIP." in told
    assert "Archive" not in told
    assert "Archive" in text_of(ada.asks(SUPPORT, "/sla customers"))
    assert "Borealis" not in text_of(ada.asks(SUPPORT, "/sla customers acme"))


@pytest.mark.parametrize(
    "line", ["customer new X", "customer edit Acme", "customer archive Acme", "group new X"]
)
def test_only_admins_change_customers(house, line):
    assert "Only workspace admins" in text_of(opened(house, f"/sla {line}", "lea"))


@pytest.mark.parametrize("line", ["customers", "departments", "roles", "settings"])
def test_who_only_asks_reads_nothing_of_it(house, line):
    house.member("carla").says(SUPPORT, f"<@{house.bot_id}> {line}")
    house.member("carla").sends(SUPPORT, f"/sla {line}")
    told = "".join(map(str, house.log()))
    assert "Lea Horvat" not in told
    assert "borealis.example" not in told
