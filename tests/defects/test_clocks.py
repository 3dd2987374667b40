"""Defects of others in clocks: what starts, pauses, moves and ends them.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sla_core.alarms import points_of
from sla_core.configuration import ConfigurationHistory, Revision, revisions_of
from sla_core.reports.compliance import compliance
from sla_core.reports.log import log_rows
from sla_core.why import COUNTED, PAUSED, explain
from tests.defects.naming import defect
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    OFFICE,
    REPLY,
    STANDARD,
    announced,
    configuration,
    created,
    definition,
    history,
    level,
    line,
    only,
    played,
    shown,
    status,
    tell,
    told,
    when,
)

ASKED = level(first_reply=4 * HOUR, next_reply=2 * HOUR)
UTC = ZoneInfo("UTC")


def points(replayed):
    """Every point to come of every open clock."""
    return [point for clock in replayed.open_clocks() for point in points_of(clock, replayed.at_s)]


def edited(of, *edits, calendars=(OFFICE,)):
    """A configuration and its edits: ``(at, kind, name, value, moves_running)``."""
    revisions = revisions_of(configuration(*of, calendars=calendars), at_s=0, first_number=1)
    for number, (at, kind, name, value, moves) in enumerate(edits, len(revisions) + 1):
        revisions.append(Revision(number, when(at), kind, name, value, "ada", moves_running=moves))
    return ConfigurationHistory(revisions)


# --- replies ---------------------------------------------------------------------------------


@defect(1, "zammad 3140, osTicket 1684")
def test_no_reply_clock_runs_once_the_agent_had_the_last_word():
    lines = tell(
        ASKED,
        [
            ("mon 10:00", REPLY, {"first_reply 1": ("met", 60, "mon 13:00")}),
            ("mon 11:00", MESSAGE, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "next_reply 1": ("running", 0, "mon 13:00"),
            }),
            ("mon 12:00", REPLY, {
                "first_reply 1": ("met", 60, "mon 13:00"),
                "next_reply 1": ("met", 60, "mon 13:00"),
            }),
        ],
    )  # fmt: skip
    much_later = played(lines, ASKED, "fri+20 12:00")
    assert much_later.open_clocks() == []
    assert {name: state for name, (state, *_) in shown(much_later).items()} == {
        "first_reply 1": "met",
        "next_reply 1": "met",
    }


@defect(1, "osTicket 1684")
def test_a_requester_who_never_writes_again_makes_nothing_late():
    lines = [*created(), line("mon 10:00", REPLY)]
    months_later = played(lines, STANDARD, "fri+20 12:00")
    assert shown(months_later) == {
        "first_reply 1": ("met", 60, "mon 13:00"),
        "resolution 1": ("paused", 60, None),
    }
    assert points(months_later) == []


@defect(2, "zammad 5177")
def test_before_the_first_reply_only_the_first_reply_is_promised():
    tell(
        level(first_reply=8 * HOUR, next_reply=HOUR),
        [
            ("mon 09:30", MESSAGE, {"first_reply 1": ("running", 30, "mon 17:00")}),
            ("mon 12:00", MESSAGE, {"first_reply 1": ("running", 180, "mon 17:00")}),
            ("mon 15:00", REPLY, {"first_reply 1": ("met", 360, "mon 17:00")}),
            ("mon 15:30", MESSAGE, {
                "first_reply 1": ("met", 360, "mon 17:00"),
                "next_reply 1": ("running", 0, "mon 16:30"),
            }),
        ],
    )  # fmt: skip


@defect(3, "zammad 3410")
def test_the_report_measures_what_the_clock_measured():
    lines = [
        *created("mon 09:00"),
        line("mon 10:00", REPLY, actor="ana"),
        line("tue 09:00", MESSAGE),
        line("tue 09:30", MESSAGE),
        line("tue 10:30", REPLY, actor="ana"),
    ]
    found = played(lines, ASKED, "wed 12:00")
    clock = only(found, "next_reply")
    (row,) = [each for each in log_rows(found) if each.metric == "next_reply"]
    sums = {each.keys: each for each in compliance(log_rows(found), ["metric"], UTC)}
    assert (told(row.started_at_s), told(row.stopped_at_s)) == ("tue 09:00", "tue 10:30")
    assert [
        clock.elapsed(found.at_s),
        row.elapsed_seconds,
        sums["next_reply",].met.average_s,
        explain(clock, found.at_s).counted_seconds,
    ] == [90 * 60] * 4


@defect(6, "zammad 3551")
@pytest.mark.parametrize(
    ("then", "pause_on"),
    [
        pytest.param("pending", {}, id="pending"),
        pytest.param("pending", {"first_reply": {"pending"}}, id="pending, which pauses it"),
        pytest.param("resolved", {}, id="resolved"),
    ],
)
def test_a_reply_and_a_status_in_one_step_count_in_their_order(then, pause_on):
    under = level(first_reply=4 * HOUR, pause_on=pause_on)
    lines = [
        *created(),
        line("mon 10:00", REPLY, actor="ana"),
        line("mon 10:00", "status", to=then, actor="bob"),
    ]
    found = played(lines, under, "tue 12:00")
    assert shown(found) == {"first_reply 1": ("met", 60, "mon 13:00")}
    assert only(found).stopped_by == "ana"
    assert found.ticket.status == then


@defect(9, "zammad 1322, 1620, 3642")
def test_a_note_neither_answers_nor_asks():
    tell(
        STANDARD,
        [
            ("mon 10:00", "note", {
                "first_reply 1": ("running", 60, "mon 13:00"),
                "resolution 1": ("running", 60, "tue 17:00"),
            }),
            ("mon 11:00", REPLY, {
                "first_reply 1": ("met", 120, "mon 13:00"),
                "resolution 1": ("paused", 120, None),
            }),
            ("mon 12:00", ("note", {"actor": "carla"}), {
                "first_reply 1": ("met", 120, "mon 13:00"),
                "resolution 1": ("paused", 120, None),
            }),
        ],
    )  # fmt: skip


@defect(11, "chatwoot 10178")
def test_resolving_ends_the_wait_of_a_thank_you_nobody_answered():
    lines = [
        *created(),
        line("mon 10:00", REPLY),
        line("mon 10:30", MESSAGE),
        line("mon 11:00", "status", to="resolved"),
    ]
    months_later = played(lines, STANDARD, "fri+20 12:00")
    found = only(months_later, "next_reply")
    assert shown(months_later)["next_reply 1"] == ("cancelled", 30, "mon 12:30")
    assert (found.cancel_reason, told(found.stopped_at_s)) == ("resolved_unanswered", "mon 11:00")
    assert months_later.open_clocks() == []


@defect(12, "chatwoot PR 13417")
def test_a_message_handed_on_by_a_bot_starts_the_clock():
    lines = [
        *created(),
        line("mon 10:00", REPLY, actor="ana"),
        line("mon 11:00", MESSAGE, actor="B0FORMS"),
    ]
    assert shown(played(lines, ASKED, "mon 12:00")) == {
        "first_reply 1": ("met", 60, "mon 13:00"),
        "next_reply 1": ("running", 60, "mon 13:00"),
    }


@defect(18, "GLPI 15870, frappe PR 3367")
def test_nothing_but_a_reply_is_a_first_reply():
    lines = created()
    for kind, own in (
        ("assigned", {"to": "ana"}),
        ("status", {"to": "on_hold"}),
        ("status", {"to": "open"}),
        ("note", {"rule": "Tell them we are on it"}),
        ("tags", {"add": ["seen"], "rule": "Mark"}),
        ("priority", {"to": "high"}),
        ("field", {"name": "plan", "value": "gold"}),
    ):
        lines.append(line("mon 10:00", kind, **own))
        found = played(lines, level(first_reply=4 * HOUR), "mon 11:00")
        assert shown(found) == {"first_reply 1": ("running", 120, "mon 13:00")}, kind
    assert shown(played(lines, level(first_reply=4 * HOUR), "mon 13:01")) == {
        "first_reply 1": ("missed", 241, "mon 13:00")
    }


# --- pauses ----------------------------------------------------------------------------------


@defect(15, "GLPI 10594, frappe PR 2449")
def test_a_pause_costs_the_business_time_in_it_and_not_the_nights():
    lines = [
        *created("fri 15:00"),
        line("fri 16:00", "status", to="pending"),
        line("mon+1 10:00", "status", to="open"),
    ]
    found = only(played(lines, level(resolution=4 * HOUR), "mon+1 11:00"))
    assert found.paused(when("mon+1 11:00")) == 2 * HOUR  # an hour on Friday, one on Monday
    assert found.elapsed(when("mon+1 11:00")) == 2 * HOUR
    assert told(found.due_at_s) == "mon+1 13:00"


@defect(15, "frappe PR 2449")
def test_a_ticket_of_the_weekend_that_pauses_before_it_opens_loses_nothing():
    lines = [
        *created("sat 12:00"),
        line("sat 13:00", "status", to="pending"),
        line("mon+1 11:00", "status", to="open"),
    ]
    found = only(played(lines, level(resolution=4 * HOUR), "mon+1 12:00"))
    assert found.elapsed(when("mon+1 12:00")) == HOUR
    assert told(found.due_at_s) == "mon+1 15:00"


@defect(15, "frappe PR 3776")
def test_pauses_that_touch_or_lie_in_closed_time_are_taken_out_once():
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "status", to="on_hold"),  # the same pause goes on
        line("mon 12:00", "status", to="open"),
        line("mon 16:00", "status", to="resolved"),
        line("tue 10:00", "status", to="pending"),  # reopened into a pause
        line("tue 11:00", "status", to="open"),
    ]
    found = only(played(lines, level(resolution=8 * HOUR), "tue 12:00"))
    assert [(told(a), told(b)) for a, b in found.pauses] == [
        ("mon 10:00", "mon 12:00"),
        ("mon 16:00", "tue 11:00"),
    ]
    assert found.elapsed(when("tue 12:00")) == 6 * HOUR  # 9-10, 12-16, 11-12
    assert found.paused(when("tue 12:00")) == 5 * HOUR  # 10-12, 16-17, 9-11


@defect(15, "erpnext PR 52489")
@pytest.mark.parametrize("waiting", ["pending", "on_hold"])
def test_a_pause_counts_as_one_when_the_ticket_is_resolved_out_of_it(waiting):
    lines = [
        *created(),
        line("mon 10:00", "status", to=waiting),
        line("wed 16:00", "status", to="resolved"),
    ]
    found = played(lines, level(resolution=4 * HOUR), "thu 12:00")
    assert shown(found) == {"resolution 1": ("met", 60, "thu 11:00")}
    assert only(found).paused(found.at_s) == 22 * HOUR  # 7 h, 8 h, 7 h


# --- changes ---------------------------------------------------------------------------------

BY_PRIORITY = level(resolution={"normal": 8 * HOUR, "urgent": 2 * HOUR})


@defect(7, "GLPI 6902")
def test_a_priority_raised_while_the_ticket_waits_keeps_the_pause():
    tell(
        BY_PRIORITY,
        [
            ("mon 10:00", status("pending"), {"resolution 1": ("paused", 60, None)}),
            ("mon 15:00", ("priority", {"to": "urgent"}), {"resolution 1": ("paused", 60, None)}),
            ("mon 16:00", status("open"), {"resolution 1": ("running", 60, "mon 17:00")}),
        ],
    )


@defect(7, "GLPI 15605, osTicket 5160")
def test_a_level_changed_after_days_on_hold_moves_the_due_time_at_once_and_keeps_the_hold():
    fast = level("Fast", resolution=4 * HOUR)
    tell(
        history(level(resolution=16 * HOUR), fast),
        [
            ("mon 10:00", status("on_hold"), {"resolution 1": ("paused", 60, None)}),
            ("wed 10:00", status("open"), {"resolution 1": ("running", 60, "thu 17:00")}),
            ("wed 11:00", ("level", {"to": "Fast"}), {
                "resolution 1": ("running", 120, "wed 13:00"),
            }),
        ],
    )  # fmt: skip


@defect(7, "zammad 534")
@pytest.mark.parametrize(
    ("moves", "due", "revision"),
    [
        pytest.param(True, "mon 19:00", 5, id="told to move running clocks"),
        pytest.param(False, "tue 11:00", 1, id="told to leave them"),
    ],
)
def test_an_edit_of_the_calendar_moves_running_clocks_when_saved_once(moves, due, revision):
    longer = definition("mon-fri 09:00-20:00")
    level_of = level(resolution=6 * HOUR)
    lines = [
        *created("mon 12:00"),
        line("mon 14:00", "status", to="pending"),
        line("mon 15:00", "status", to="open"),
    ]
    once = edited([level_of], ("mon 16:00", "calendar", "office", longer, moves))
    twice = edited(
        [level_of],
        ("mon 16:00", "calendar", "office", longer, moves),
        ("mon 16:30", "calendar", "office", longer, moves),
    )
    for under in (once, twice):
        found = only(played(lines, under, "mon 16:30"))
        assert told(found.due_at_s) == due
        assert [(told(a), told(b)) for a, b in found.pauses] == [("mon 14:00", "mon 15:00")]
        assert found.elapsed(when("mon 16:30")) == 3.5 * HOUR
    assert only(played(lines, once, "mon 16:00")).promise.calendar_revision == revision


ARCHIVE = "mon 11:00", "level", "Standard", None


@defect(5, "zammad 4353")
def test_archiving_a_level_cancels_its_running_clocks_where_the_admin_says_so():
    under = edited([STANDARD], (*ARCHIVE, True))
    found = played(created(), under, "tue 12:00")
    assert shown(found) == {
        "first_reply 1": ("cancelled", 120, "mon 13:00"),
        "resolution 1": ("cancelled", 120, "tue 17:00"),
    }
    assert {each.cancel_reason for each in found.clocks} == {"level_change"}
    assert {told(each.stopped_at_s) for each in found.clocks} == {"mon 11:00"}
    assert points(found) == []


@defect(5, "zammad 4353")
def test_archiving_a_level_leaves_its_running_clocks_where_the_admin_says_so():
    under = edited([STANDARD], (*ARCHIVE, False))
    at_ten = played(created(), under, "tue 10:00")
    assert shown(at_ten) == {
        "first_reply 1": ("missed", 540, "mon 13:00"),
        "resolution 1": ("running", 540, "tue 17:00"),
    }
    names = [(told(each.at_s), each.name) for each in points(at_ten)]
    assert ("tue 13:00", "75%") in names  # 12 of 16 h


@defect(5, "zammad 4353")
@pytest.mark.parametrize("moves", [True, False])
def test_an_archived_level_promises_nothing_to_tickets_that_come_later(moves):
    under = edited([STANDARD], (*ARCHIVE, moves))
    assert shown(played(created("mon 12:00"), under, "tue 12:00")) == {}


@defect(5, "zammad 4353")
def test_what_was_missed_before_its_level_was_archived_stays_missed():
    lines = created("mon 09:00", level="Quick")
    archived = ("mon 11:00", "level", "Quick", None, True)
    found = played(lines, edited([level("Quick", first_reply=HOUR)], archived), "tue 12:00")
    assert shown(found) == {"first_reply 1": ("missed", 120, "mon 10:00")}
    assert told(only(found).breached_at(found.at_s)) == "mon 10:00"
    assert found.open_clocks() == []


# --- ends ------------------------------------------------------------------------------------


@defect(8, "zammad 904, Znuny 200")
def test_a_merged_ticket_is_never_late_again():
    lines = [*created(), line("mon 10:00", "merged", into="T2")]
    weeks_later = played(lines, STANDARD, "fri+4 12:00")
    assert shown(weeks_later) == {
        "first_reply 1": ("cancelled", 60, "mon 13:00"),
        "resolution 1": ("cancelled", 60, "tue 17:00"),
    }
    assert {each.cancel_reason for each in weeks_later.clocks} == {"merged"}
    assert (weeks_later.open_clocks(), points(weeks_later)) == ([], [])


@defect(8, "zammad 904")
def test_the_question_of_a_merged_ticket_is_still_waited_for_in_the_other():
    lines = [
        *created("mon 10:00"),
        line("mon 10:30", REPLY),
        line("mon 12:00", "absorbed", **{"from": "T2"}, message_at="mon 11:00"),
    ]
    assert shown(played(lines, ASKED, "mon 12:00")) == {
        "first_reply 1": ("met", 30, "mon 14:00"),
        "next_reply 1": ("running", 60, "mon 13:00"),
    }


@defect(13, "chatwoot PR 15024")
@pytest.mark.parametrize(
    "end",
    [
        pytest.param((REPLY, {"actor": "ana"}), id="answered too late"),
        pytest.param(("status", {"to": "resolved"}), id="resolved unanswered"),
    ],
)
def test_a_miss_stands_still_once_the_clock_has_stopped(end):
    kind, own = end
    lines = [*created(), line("mon 15:00", kind, **own)]
    found = [played(lines, level(first_reply=4 * HOUR), at) for at in ("mon 15:00", "fri+20 12:00")]
    for each in found:
        assert shown(each) == {"first_reply 1": ("missed", 360, "mon 13:00")}
        (row,) = log_rows(each)
        assert (row.remaining_seconds, told(row.breached_at_s)) == (-2 * HOUR, "mon 13:00")
        assert explain(only(each), each.at_s).counted_seconds == 6 * HOUR


@defect(19, "frappe PR 3297")
def test_late_is_late_by_business_time():
    lines = created("fri 13:00")  # due on Friday at 17:00
    found = only(played(lines, level(first_reply=4 * HOUR), "mon+1 10:00"))
    assert found.remaining(when("mon+1 10:00")) == -HOUR  # 65 h on the wall
    assert found.remaining(when("mon+1 09:00")) == 0
    assert not found.is_overdue(when("mon+1 09:00"))
    assert found.state(when("mon+1 09:00:01")) == "missed"


@defect(19, "frappe PR 3297")
def test_a_reply_over_the_weekend_to_a_clock_due_at_closing_time_is_in_time():
    lines = [*created("fri 13:00"), line("sun 20:00", REPLY)]
    assert shown(played(lines, level(first_reply=4 * HOUR), "mon+4 12:00")) == {
        "first_reply 1": ("met", 240, "fri 17:00")
    }


@defect(22, "osTicket 5955, PR 5206")
def test_the_time_a_ticket_was_resolved_is_a_pause():
    under = level(resolution=4 * HOUR)
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("fri 12:00", MESSAGE),  # long after it would have been due
    ]
    found = only(played(lines, under, "fri 12:00"))
    assert shown(played(lines, under, "fri 12:00")) == {
        "resolution 1": ("running", 60, "fri 15:00")
    }
    assert [(told(a), told(b)) for a, b in found.pauses] == [("mon 10:00", "fri 12:00")]
    assert announced(found, found.started_at_s, "fri 12:00") is None
    assert [(told(each.at_s), each.name) for each in points_of(found, when("fri 12:00"))] == [
        ("fri 14:00", "75%"),
        ("fri 15:00:01", "breach"),
    ]


# --- what is told of them --------------------------------------------------------------------


@defect(10, "zammad 390")
def test_why_says_how_48_hours_become_six_days():
    found = played(created(), level(resolution=48 * HOUR), "mon+1 17:00")
    clock = only(found)
    assert told(clock.due_at_s) == "mon+1 17:00"
    spans = explain(clock, found.at_s).spans
    days = ["mon", "tue", "wed", "thu", "fri", "mon+1"]
    assert [(told(each.start_s), told(each.end_s)) for each in spans if each.kind == COUNTED] == [
        (f"{day} 09:00", f"{day} 17:00") for day in days
    ]
    assert {each.kind for each in spans} == {COUNTED, "outside hours"}
    assert sum(each.counted_seconds for each in spans) == clock.elapsed(found.at_s) == 48 * HOUR


@defect(10, "zammad 390")
def test_why_leaves_no_second_of_a_clocks_life_without_a_reason():
    lines = [
        *created("fri 16:00"),
        line("mon+1 10:00", "status", to="pending"),
        line("mon+1 12:00", "status", to="open"),
    ]
    found = played(lines, level(resolution=8 * HOUR), "mon+1 13:00")
    spans = explain(only(found), found.at_s).spans
    assert (told(spans[0].start_s), told(spans[-1].end_s)) == ("fri 16:00", "mon+1 13:00")
    assert all(one.end_s == other.start_s for one, other in pairwise(spans))
    assert [(told(each.start_s), each.kind) for each in spans if each.kind == PAUSED] == [
        ("mon+1 10:00", PAUSED)
    ]


@defect(37, "LiveAgent")
def test_the_log_and_the_report_hold_every_clock_whatever_became_of_it():
    under = level(
        first_reply=4 * HOUR, next_reply=HOUR, resolution=8 * HOUR, periodic_update=2 * HOUR
    )
    lines = [
        *created(),
        line("mon 10:00", REPLY),
        line("mon 11:00", MESSAGE),
    ]
    found = played(lines, under, "mon 12:30")
    rows = log_rows(found)
    assert {(row.metric, row.cycle): row.state for row in rows} == {
        ("first_reply", 1): "met",
        ("next_reply", 1): "missed",  # nobody has answered it yet
        ("periodic_update", 1): "met",
        ("periodic_update", 2): "missed",
        ("resolution", 1): "running",
    }
    later = log_rows(played([*lines, line("mon 12:30", "merged", into="T2")], under, "mon 13:00"))
    assert [row.state for row in later].count("cancelled") == 1  # resolution
    for each in (rows, later):
        (total,) = compliance(each, [], UTC)
        assert total.met.count + total.missed.count + total.cancelled + total.open == len(each)
