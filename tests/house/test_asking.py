"""Lists by what people ask for, and what cannot be: answered kindly, to that person alone."""

import pytest

from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"


@pytest.fixture(scope="module", autouse=True)
def printer(open_house):
    """Carla's urgent request, ticket 1 of the module's house."""
    open_house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    open_house.settle()


def asked(house, line, who="ana"):
    """What a member is told after typing a line."""
    return text_of(house.member(who).asks(SUPPORT, line))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("level:billing", False),
        ("priority:normal", True),
        ("customer:acme", True),
        ("group:vip", True),
        ("tag:urgent", True),
        ("source:slack", True),
        ("escalated", False),
        ("overdue", False),
    ],
)
def test_lists_narrow_by_each_filter(shared_house, filters, found):
    assert ("Printer burns" in asked(shared_house, f"/ticket list {filters}")) is found


def test_a_filters_value_that_nothing_has_is_answered_with_the_nearest(shared_house):
    assert "Did you mean Acme?" in asked(shared_house, "/ticket list customer:Acne")
    assert "Acme" not in asked(shared_house, "/ticket list customer:Acne", who="noah")


@pytest.mark.parametrize(
    ("line", "who", "told"),
    [
        ("/ticket show 99", "ana", "There is no ticket #99"),
        ("/ticket claim 12345678901234567890", "ana", "There is no ticket #12345678901234567890"),
        ("/ticket close 1", "noah", "Only the agents of ticket #1"),
        ("/ticket delete 1", "dan", "Only the agents of ticket #1"),
        ("/ticket assign 1 <@U0CARLA|carla>", "ana", "Only an agent of Support"),
        ("/ticket assign 1 nobody-like-this", "ana", "I do not know who"),
        ("/ticket merge 1 into 1", "ana", "cannot go into itself"),
        ("/ticket merge 1 into soon", "ana", "Into which ticket?"),
        ("/ticket dept 1 Nowhere", "ana", "There is no department Nowhere"),
        ("/ticket pending 1 yesterday", "ana", "I do not understand the time"),
        ("/ticket tag 1 + -", "ana", "Which tags?"),
        ("/ticket note 1 " + "x" * 39_500, "ana", "send it in parts"),
    ],
)
def test_what_cannot_be_is_told_kindly_to_that_person_alone(shared_house, line, who, told):
    before = shared_house.timeline(1)
    assert told in asked(shared_house, line, who=who)
    assert shared_house.timeline(1) == before
