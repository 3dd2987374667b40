"""Which clocks a report is about."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sla_core.errors import SlaError
from sla_core.reports.log import log_rows
from sla_core.reports.selection import Selection
from tests.sla_core.builders import HOUR, created, level, played, when

UTC, LJUBLJANA = ZoneInfo("UTC"), ZoneInfo("Europe/Ljubljana")
(ROW,) = log_rows(played(created(), level(first_reply=4 * HOUR), "mon 10:00"))
NOW_S = when("wed 12:00")


def decided(at):
    return ROW._replace(decided_at_s=None if at is None else when(at))


ROWS = [decided(at) for at in ("mon 12:00", "tue 00:00", "tue 23:59:59", "wed 10:00", None)]


def chosen(**given):
    found = Selection(given.pop("zone", UTC), **given).chosen(ROWS, NOW_S)
    return [ROWS.index(each) for each in found]


def on(day):
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("given", "places"),
    [
        pytest.param({}, [0, 1, 2, 3, 4], id="without a range everything, the undecided too"),
        pytest.param({"first_on": on(3), "last_on": on(3)}, [1, 2], id="a day, both ends included"),
        pytest.param({"first_on": on(3), "last_on": on(4)}, [1, 2, 3, 4], id="a range with now"),
        pytest.param({"first_on": on(3)}, [1, 2, 3, 4], id="from a day on"),
        pytest.param({"last_on": on(3)}, [0, 1, 2], id="up to a day before now"),
        pytest.param({"last_on": on(4)}, [0, 1, 2, 3, 4], id="up to today"),
        pytest.param({"first_on": on(5)}, [], id="from tomorrow on"),
        pytest.param(
            {"first_on": on(3), "last_on": on(3), "zone": LJUBLJANA}, [1],
            id="Tuesday in Ljubljana ends at 23:00 UTC",
        ),
    ],
)  # fmt: skip
def test_a_range_selects_by_when_it_was_decided(given, places):
    assert chosen(**given) == places


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(SlaError, match="swap `from` and `to`") as refused:
        Selection(UTC, on(4), on(3))
    assert refused.value.field == "to"


def test_a_date_begins_with_its_first_instant_even_without_a_midnight():
    # in Sao Paulo 2018-11-04 begins at 01:00, which is 03:00 UTC
    row = ROW._replace(decided_at_s=when("2018-11-04T03:00Z"))
    before = ROW._replace(decided_at_s=when("2018-11-04T02:59:59Z"))
    there = Selection(ZoneInfo("America/Sao_Paulo"), date(2018, 11, 4), date(2018, 11, 4))
    assert there.chosen([before, row], NOW_S) == [row]


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("department", "support", "Sales"),
        ("agent", "Ana", "bor"),
        ("level", "standard", "Gold"),
        ("metric", "first_reply", "resolution"),
        ("state", "met", "missed"),
        ("customer", "ACME", "Beta"),
    ],
)
def test_filters_ignore_case(name, value, other):
    row = ROW._replace(department="Support", agent="ana", state="met", customer="Acme")
    assert Selection(UTC, **{name: value}).chosen([row], NOW_S) == [row]
    assert Selection(UTC, **{name: other}).chosen([row], NOW_S) == []


def test_what_a_clock_lacks_is_found_by_an_empty_name():
    assert Selection(UTC, department="").chosen([ROW], NOW_S) == [ROW]
    assert Selection(UTC, department="Support").chosen([ROW], NOW_S) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({"first_on": date(1, 1, 1)}, "from"), ({"last_on": date(9999, 12, 31)}, "to")],
)
def test_a_day_that_no_calendar_reaches_is_refused(given, field):
    with pytest.raises(SlaError, match="give a day of the years 3 to 9997") as refused:
        Selection(UTC, **given)
    assert refused.value.field == field


def test_a_range_ends_before_the_first_instant_of_the_next_day():
    rows = [decided("tue 23:59:59"), decided("wed 00:00")]
    assert Selection(UTC, last_on=on(3)).chosen(rows, NOW_S) == rows[:1]


@pytest.mark.parametrize(("now", "shown"), [("tue 23:59:59", True), ("wed 00:00", False)])
def test_the_undecided_belong_to_a_range_until_its_end_is_reached(now, shown):
    rows = [decided(None)]
    assert (Selection(UTC, last_on=on(3)).chosen(rows, when(now)) == rows) is shown
