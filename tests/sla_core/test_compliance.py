"""What was kept, by groups."""

from zoneinfo import ZoneInfo

import pytest

from sla_core.errors import SlaError
from sla_core.reports.compliance import GROUPINGS, ComplianceRow, Tally, Times, compliance
from sla_core.reports.log import log_rows
from tests.sla_core.builders import HOUR, created, level, line, played, when

UTC = ZoneInfo("UTC")
(ROW,) = log_rows(
    played(
        [
            *created(tags=["a", "b"], department="Support", customer="Acme", source="slack"),
            line("mon 10:00", "agent_reply", actor="ana"),
        ],
        level(first_reply=4 * HOUR),
        "tue 09:00",
    )
)


def row(state="met", elapsed=HOUR, decided="mon 10:00", **more):
    decided_at_s = None if state in ("running", "paused") else when(decided)
    return ROW._replace(state=state, elapsed_seconds=elapsed, decided_at_s=decided_at_s, **more)


MANY = [
    row("met", 60),
    row("met", 120),
    row("met", 181),
    row("missed", 9000, agent="bor"),
    row("cancelled", 5),
    row("running", 7),
    row("paused", 8),
]


def test_met_missed_cancelled_and_open_are_all_there_is():
    (whole,) = compliance(MANY, [], UTC)
    assert (whole.met.count, whole.missed.count, whole.cancelled, whole.open) == (3, 1, 1, 2)
    assert whole.total == len(MANY)
    assert whole.keys == ()


def test_compliance_is_the_share_of_met_among_those_judged():
    (whole,) = compliance(MANY, [], UTC)
    assert whole.compliance_pct == 75.0


def test_compliance_is_unknown_when_nothing_was_judged():
    (whole,) = compliance([row("cancelled"), row("running")], [], UTC)
    assert whole.compliance_pct is None
    assert whole.met == Times(0, None, None, None)


def test_times_are_those_of_elapsed_business_time():
    (whole,) = compliance(MANY, [], UTC)
    assert whole.met == Times(3, 120, 181, 60)  # 361 / 3 = 120.3
    assert whole.missed == Times(1, 9000, 9000, 9000)


def test_an_average_is_rounded_to_the_nearest_second():
    assert Times.of([1, 2]).average_s == 2
    assert Times.of([1, 1, 2]).average_s == 1


def test_without_rows_there_is_one_empty_total_and_no_group():
    assert compliance([], [], UTC) == [ComplianceRow((), Times.of([]), Times.of([]), 0, 0)]
    assert compliance([], ["agent"], UTC) == []


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("day", [("2026-03-02",)]),
        ("date", [("2026-03-02",)]),
        ("week", [("2026-03-02",)]),
        ("month", [("2026-03",)]),
        ("department", [("Support",)]),
        ("agent", [("ana",)]),
        ("level", [("Standard",)]),
        ("metric", [("first_reply",)]),
        ("priority", [("normal",)]),
        ("source", [("slack",)]),
        ("customer", [("Acme",)]),
        ("customer_group", [("",)]),
        ("tag", [("a",), ("b",)]),
    ],
)
def test_groups(name, keys):
    assert [each.keys for each in compliance([row()], [name], UTC)] == keys
    assert name in GROUPINGS


def test_days_are_cut_in_the_reports_zone():
    late = row(decided="mon 23:30")
    assert compliance([late], ["day"], UTC)[0].keys == ("2026-03-02",)
    assert compliance([late], ["day"], ZoneInfo("Europe/Ljubljana"))[0].keys == ("2026-03-03",)


@pytest.mark.parametrize("name", ["day", "week", "month"])
def test_the_undecided_have_no_day(name):
    assert compliance([row("running")], [name], UTC)[0].keys == ("",)


def test_a_week_is_named_by_its_monday():
    assert compliance([row(decided="sun 10:00")], ["week"], UTC)[0].keys == ("2026-03-02",)
    assert compliance([row(decided="mon+1 10:00")], ["week"], UTC)[0].keys == ("2026-03-09",)


def test_several_groupings_are_combined_and_sorted():
    rows = [row(agent="bor"), row(agent="ana", tags=()), row("missed", agent="bor", tags=("a",))]
    found = compliance(rows, ["agent", "tag"], UTC)
    assert [(each.keys, each.met.count, each.missed.count) for each in found] == [
        (("ana", ""), 1, 0), (("bor", "a"), 1, 1), (("bor", "b"), 1, 0),
    ]  # fmt: skip


def test_an_unknown_grouping_is_refused():
    with pytest.raises(SlaError, match="cannot group by 'colour': use one of day") as refused:
        compliance([], ["colour"], UTC)
    assert refused.value.field == "by"


def test_tallies_of_parts_add_up_to_the_tally_of_the_whole():
    one, other = Tally(), Tally()
    for each in MANY[:3]:
        one.count(each)
    for each in MANY[3:]:
        other.count(each)
    one.add(other)
    assert [one.row(())] == compliance(MANY, [], UTC)
