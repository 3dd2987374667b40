"""The SLA log: what a row says, and for whom a clock is counted."""

import pytest

from sla_core.reports.log import COLUMNS, UNASSIGNED, log_rows
from tests.sla_core.builders import HOUR, created, level, line, played, told, when

STANDARD = level(first_reply=4 * HOUR, next_reply=2 * HOUR, resolution=16 * HOUR, first_assign=HOUR)


def rows(lines, until="tue 12:00", of=STANDARD):
    return log_rows(played(lines, of, until))


def row(lines, metric="first_reply", until="tue 12:00", of=STANDARD):
    (found,) = [each for each in rows(lines, until, of) if each.metric == metric]
    return found


def test_the_columns_are_those_of_the_contract():
    assert ", ".join(COLUMNS) == (
        "ticket, requester, customer, department, agent, level, metric, cycle, priority, "
        "target_seconds, started_at, due_at, stopped_at, state, elapsed_seconds, paused_seconds, "
        "remaining_seconds, breached_at, decided_at, cancel_reason, withdrawn"
    )


def test_a_row_says_everything_of_a_clock():
    lines = [
        *created("mon 09:00", customer="Acme", customer_group="VIP", department="Support",
                 tags=["a"], subject="Printer", source="form"),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "status", to="open"),
        line("tue 17:00", "status", to="resolved", actor="ana"),
    ]  # fmt: skip
    found = row(lines, "resolution", "wed 12:00")
    assert (found.ticket, found.requester, found.customer) == ("T1", "carla", "Acme")
    assert (found.department, found.agent, found.level) == ("Support", "ana", "Standard")
    assert (found.metric, found.cycle, found.priority) == ("resolution", 1, "normal")
    assert (found.target_seconds, found.elapsed_seconds) == (16 * HOUR, 15 * HOUR)
    assert (found.paused_seconds, found.remaining_seconds) == (HOUR, HOUR)
    assert [told(each) for each in (found.started_at_s, found.due_at_s, found.stopped_at_s)] == [
        "mon 09:00", "wed 10:00", "tue 17:00",
    ]  # fmt: skip
    assert (found.state, found.breached_at_s, found.cancel_reason) == ("met", None, None)
    assert (told(found.decided_at_s), found.withdrawn_at_s) == ("tue 17:00", None)
    assert (found.source, found.customer_group, found.tags) == ("form", "VIP", ("a",))
    assert found.subject == "Printer"
    assert not found.is_undecided


def test_an_open_overdue_clock_is_missed_without_an_end():
    found = row(created(), until="mon 14:00")
    assert (found.state, found.stopped_at_s, told(found.breached_at_s)) == (
        "missed", None, "mon 13:00",
    )  # fmt: skip
    assert (told(found.decided_at_s), found.remaining_seconds) == ("mon 13:00", -HOUR)


def test_a_running_clock_is_undecided():
    found = row(created(), until="mon 10:00")
    assert (found.state, found.decided_at_s, found.is_undecided) == ("running", None, True)


def test_a_miss_stays_on_the_day_it_was_missed_when_it_is_answered_later():
    found = row([*created(), line("tue 10:00", "agent_reply", actor="ana")])
    assert (told(found.decided_at_s), found.elapsed_seconds) == ("mon 13:00", 9 * HOUR)


def test_a_clock_that_runs_on_is_undecided_again():
    lines = [*created(), line("mon 10:00", "status", to="resolved")]
    assert told(row(lines, "resolution").decided_at_s) == "mon 10:00"
    lines.append(line("mon 12:00", "requester_message"))
    assert row(lines, "resolution").decided_at_s is None


def test_rows_stand_in_order_of_start_then_metric_then_cycle():
    lines = [
        *created(),
        line("mon 10:00", "agent_reply"),
        line("mon 10:00", "requester_message"),
        line("mon 10:00", "agent_reply"),
        line("mon 10:00", "requester_message"),
    ]
    assert [(each.metric, each.cycle) for each in rows(lines)] == [
        ("first_assign", 1), ("first_reply", 1), ("resolution", 1), ("next_reply", 1),
        ("next_reply", 2),
    ]  # fmt: skip
    assert [each.order for each in rows(lines)] == sorted(each.order for each in rows(lines))


@pytest.mark.parametrize("lines", [created(level=None), created()], ids=["none", "one"])
def test_a_log_may_have_no_row_or_one(lines):
    assert len(rows(lines, of=level(first_reply=HOUR))) == (0 if len(lines) == 1 else 1)


def test_department_customer_and_tags_are_those_when_it_was_decided():
    lines = [
        *created(department="Support", customer="Acme", tags=["a"]),
        line("mon 10:00", "agent_reply", actor="ana"),
        line("mon 11:00", "department", to="Sales"),
        line("mon 11:00", "customer", to="Beta", group="VIP"),
        line("mon 11:00", "tags", add=["b"]),
    ]
    first, resolution = row(lines), row(lines, "resolution")
    assert (first.department, first.customer, first.customer_group, first.tags) == (
        "Support", "Acme", None, ("a",),
    )  # fmt: skip
    assert (resolution.department, resolution.customer, resolution.tags) == (
        "Sales", "Beta", ("a", "b"),
    )  # fmt: skip
    assert resolution.customer_group == "VIP"


def test_what_changed_after_a_breach_does_not_change_the_miss():
    lines = [*created(department="Support"), line("mon 14:00", "department", to="Sales")]
    assert row(lines).department == "Support"


# --- the agent --------------------------------------------------------------------------------

ANA_HAS_IT = line("mon 09:10", "assigned", to="ana", actor="lea")
BOR_HAS_IT = line("mon 16:00", "assigned", to="bor", actor="lea")


@pytest.mark.parametrize(
    ("more", "metric", "agent"),
    [
        pytest.param(
            [ANA_HAS_IT, line("mon 10:00", "agent_reply", actor="bor")], "first_reply", "bor",
            id="the agent who stopped it, not the assignee",
        ),
        pytest.param([ANA_HAS_IT], "first_assign", "ana", id="a first assignment: the assignee"),
        pytest.param(
            [ANA_HAS_IT, line("mon 09:10", "assigned", to="bor")], "first_assign", "ana",
            id="a first assignment: the first, whoever gets it in the same second",
        ),
        pytest.param(
            [line("mon 10:00", "status", to="resolved", actor="ana")], "first_assign", UNASSIGNED,
            id="a first assignment that never came: nobody",
        ),
        pytest.param(
            [ANA_HAS_IT, line("mon 10:00", "status", to="resolved", actor="carla")], "resolution",
            "ana", id="resolved by the requester: the assignee",
        ),
        pytest.param(
            [line("mon 10:00", "status", to="resolved", actor="carla")], "resolution", UNASSIGNED,
            id="resolved by the requester with nobody on it",
        ),
        pytest.param(
            [ANA_HAS_IT, line("mon 10:00", "status", to="resolved", rule="R"), BOR_HAS_IT],
            "resolution", "ana", id="resolved by a rule: the assignee then",
        ),
        pytest.param([ANA_HAS_IT, BOR_HAS_IT], "resolution", "bor", id="open: who has it now"),
        pytest.param(
            [ANA_HAS_IT, BOR_HAS_IT], "first_reply", "ana", id="an open miss: the one at the breach"
        ),
        pytest.param(
            [line("mon 14:00", "assigned", to="bor")], "first_reply", UNASSIGNED,
            id="an open miss nobody had",
        ),
        pytest.param(
            [ANA_HAS_IT, line("mon 10:00", "level", to=None, actor="lea"), BOR_HAS_IT],
            "first_reply", "ana", id="ended by a change: the assignee then",
        ),
    ],
)  # fmt: skip
def test_the_agent_of_a_clock(more, metric, agent):
    found = [each for each in rows([*created(), *more]) if each.metric == metric]
    assert found[0].agent == agent


def test_the_level_and_priority_that_judged_are_shown():
    lines = [
        *created(),
        line("mon 10:00", "priority", to="high"),
        line("mon 11:00", "agent_reply"),
        line("mon 12:00", "priority", to="low"),
    ]
    assert (row(lines).priority, row(lines, "resolution").priority) == ("high", "low")


def test_a_breach_taken_back_is_shown():
    lines = [*created(priority="urgent"), line("mon 12:00", "priority", to="low")]
    under = level(first_reply={"urgent": HOUR, "default": 4 * HOUR})
    assert told(row(lines, until="mon 12:00", of=under).withdrawn_at_s) == "mon 10:00"
    assert when("mon 10:00") == row(lines, until="mon 12:00", of=under).withdrawn_at_s
