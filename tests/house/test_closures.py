"""An unplanned closure: typed, shown with what it comes to, and declared."""

import pytest

from tests.house.forms_of_items import opened, shown
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"
TYPED = "/sla closure from:2026-03-02T12:00 to:2026-03-03 calendar:office snow day"


@pytest.fixture
def ada(house):
    return house.member("ada")


def closures(house, name):
    house.settle()
    with house.program.look() as work:
        return work.configuration.calendars[name].closures


@tries("command:/sla closure", "form:closure_declare", "form:closure_confirm")
def test_what_was_typed_stands_in_the_form_and_its_impact_is_shown_before(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    form = opened(house, TYPED)
    begun = shown(form)
    assert (begun["from_date"], begun["from_time"]) == ("2026-03-02", "12:00")
    assert (begun["to_date"], begun["name"]) == ("2026-03-03", "snow day")
    ada.submits(form["id"], {})
    house.log()
    told = text_of(ada.top_form())
    assert "*office*: Closed from 2026-03-02T12:00 to 2026-03-03 (snow day)" in told
    assert "2 clocks run on it." in told
    assert "Moved to the new promise: 2 due times move." in told
    assert closures(house, "office") == ()
    ada.submits(ada.top_form()["id"], {})
    assert "Done. *office*: Closed from" in text_of(ada.top_form())
    [closure] = closures(house, "office")
    assert closure.name == "snow day"
    assert closures(house, "new-york") == ()


def test_without_calendars_all_are_closed(house, ada):
    form = opened(house, "/sla closure from:2026-12-24 to:2026-12-24")
    ada.submits(form["id"], {})
    house.log()
    ada.submits(ada.top_form()["id"], {})
    assert [len(closures(house, name)) for name in ("office", "new-york")] == [1, 1]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ("from:2026-12-24T25:00 to:2026-12-24", "from_date", "local time"),
        ("from:2026-12-24 to:2026-12-20", "from_date", "end"),
        ("from:2026-12-24 calendar:nowhere", "from_date", "nowhere"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_closes_nothing(house, ada, typed, field, said):
    form = opened(house, f"/sla closure {typed}")
    answer = ada.submits(form["id"], {})
    assert said in answer["errors"][field]
    assert closures(house, "office") == ()


def test_an_agent_is_refused(house):
    told = text_of(opened(house, "/sla closure", "ana"))
    assert "admin" in told


def test_what_is_no_date_is_taken_as_the_name(house):
    begun = shown(opened(house, "/sla closure from:tomorrow calendar:office"))
    assert (begun["from_date"], begun["name"]) == (None, "from:tomorrow")
    assert begun["calendars"] == ["office"]
