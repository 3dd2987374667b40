"""Stories of a level or a priority that changes while clocks run.

A state is told as ``{"metric cycle": (state, elapsed minutes, due)}``; the calendar is mon-fri
09:00-17:00 UTC, Monday is 2026-03-02.
"""

from sla_core.configuration import (
    ConfigurationHistory,
    Revision,
    revisions_of,
)
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    OFFICE,
    REPLY,
    STANDARD,
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

# --- the level and the priority change ---------------------------------------------------------

SLOW = level("Slow", resolution=8 * HOUR, first_reply=8 * HOUR)
FAST = level("Fast", resolution=2 * HOUR, first_reply=HOUR)
BARE = level("Bare", next_reply=HOUR)
LEVELS = history(SLOW, FAST, BARE)


def to(name):
    return "level", {"to": name}


def test_carry_keeps_start_and_pauses():
    tell(
        LEVELS,
        [
            ("mon 10:00", status("pending"), {
                "first_reply 1": ("running", 60, "mon 17:00"), "resolution 1": ("paused", 60, None),
            }),
            ("mon 12:00", status("open"), {
                "first_reply 1": ("running", 180, "mon 17:00"),
                "resolution 1": ("running", 60, "tue 11:00"),
            }),
            ("mon 12:30", to("Fast"), {
                "first_reply 1": ("missed", 210, "mon 10:00"),
                "resolution 1": ("running", 90, "mon 13:00"),
            }),
        ],
        created("mon 09:00", level="Slow"),
    )  # fmt: skip


def test_a_change_that_makes_a_clock_overdue_breaches_it_then_and_never_back_dates():
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Fast")]
    found = only(played(lines, LEVELS, "mon 13:00"), "first_reply")
    assert told(found.breached_at(when("mon 13:00"))) == "mon 12:00"
    assert found.breach_reason == "level_change"
    assert told(found.decided_at(when("mon 13:00"))) == "mon 12:00"


def test_a_clock_overdue_before_and_after_keeps_its_breach_whatever_the_target():
    lines = [*created(level="Fast"), line("mon 12:00", "level", to="Three")]
    three = level("Three", first_reply=2 * HOUR)
    found = only(played(lines, history(FAST, three), "mon 13:00"), "first_reply")
    assert (found.target_seconds, told(found.breached_at(when("mon 13:00")))) == (
        2 * HOUR, "mon 10:00",
    )  # fmt: skip
    assert found.withdrawn_at_s is None


def test_a_change_that_makes_an_overdue_clock_fit_again_withdraws_the_breach():
    lines = [*created(level="Fast"), line("mon 12:00", "level", to="Slow")]
    found = only(played(lines, LEVELS, "mon 12:00"), "first_reply")
    assert found.state(when("mon 12:00")) == "running"
    assert told(found.withdrawn_at_s) == "mon 10:00"


def test_the_last_breach_taken_back_is_the_one_remembered():
    lines = [
        *created(level="Fast"),  # breached at 10:00
        line("mon 12:00", "level", to="Slow"),  # fits
        line("mon 13:00", "level", to="Fast"),  # breached by the change
        line("mon 14:00", "level", to="Slow"),  # fits again
    ]
    found = only(played(lines, LEVELS, "mon 14:00"), "first_reply")
    assert told(found.withdrawn_at_s) == "mon 13:00"
    again = only(played(lines, LEVELS, "tue 10:00"), "first_reply")
    assert told(again.breached_at(when("tue 10:00"))) == "tue 09:00"  # 8 h, by itself
    assert again.breach_reason is None


def test_a_change_at_the_very_end_of_the_target_is_no_breach():
    lines = [*created(level="Slow"), line("mon 10:00", "level", to="Fast")]
    found = only(played(lines, LEVELS, "mon 10:00:01"), "first_reply")
    assert told(found.breached_at(when("mon 10:00:01"))) == "mon 10:00"
    assert found.breach_reason is None


def test_a_metric_the_new_level_lacks_ends_and_goes_on_unseen_as_the_next_cycle():
    tell(
        LEVELS,
        [
            ("mon 10:00", to("Bare"), {
                "first_reply 1": ("cancelled", 60, "mon 17:00"),
                "resolution 1": ("cancelled", 60, "mon 17:00"),
            }),
            ("mon 11:00", to("Slow"), {
                "first_reply 1": ("cancelled", 60, "mon 17:00"),
                "resolution 1": ("cancelled", 60, "mon 17:00"),
                "first_reply 2": ("running", 120, "mon 17:00"),
                "resolution 2": ("running", 120, "mon 17:00"),
            }),
        ],
        created("mon 09:00", level="Slow"),
    )  # fmt: skip


def test_what_goes_on_unseen_keeps_its_pauses_and_pauses_on():
    lines = [
        *created(level="Slow"),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "level", to=None),
        line("mon 12:00", "status", to="open"),
        line("mon 13:00", "level", to="Slow"),
    ]
    found = only(played(lines, LEVELS, "mon 13:00"), "resolution", 2)
    assert found.elapsed(when("mon 13:00")) == 2 * HOUR
    assert [(told(a), told(b)) for a, b in found.pauses] == [("mon 10:00", "mon 12:00")]


def test_an_overdue_clock_that_a_level_drops_is_missed():
    lines = [*created(level="Fast"), line("mon 12:00", "level", to="Bare")]
    found = only(played(lines, LEVELS, "mon 13:00"), "first_reply")
    assert (found.state(when("mon 13:00")), told(found.stopped_at_s)) == ("missed", "mon 12:00")
    assert told(found.breached_at(when("mon 13:00"))) == "mon 10:00"


def test_a_metric_the_old_level_lacked_gets_a_target_from_its_own_start():
    lines = [*created(level="Bare"), line("mon 12:00", "level", to="Fast")]
    found = played(lines, LEVELS, "mon 12:00")
    assert shown(found) == {
        "first_reply 1": ("missed", 180, "mon 10:00"),
        "resolution 1": ("missed", 180, "mon 11:00"),
    }
    assert told(only(found, "first_reply").breached_at(found.at_s)) == "mon 12:00"


def test_a_level_chosen_late_counts_from_the_creation():
    lines = [*created(level=None), line("mon 09:30", "level", to="Fast")]
    assert shown(played(lines, LEVELS, "mon 09:30")) == {
        "first_reply 1": ("running", 30, "mon 10:00"),
        "resolution 1": ("running", 30, "mon 11:00"),
    }


def test_a_clock_that_stopped_before_the_level_was_chosen_is_never_seen():
    lines = [*created(level=None), line("mon 09:20", REPLY), line("mon 09:30", "level", to="Fast")]
    assert shown(played(lines, LEVELS, "mon 09:30")) == {"resolution 1": ("paused", 20, None)}


def test_restart_ends_the_open_clock_and_starts_a_new_cycle_now():
    restart = level("Restart", first_reply=2 * HOUR, on_change="restart")
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Restart")]
    assert shown(played(lines, history(SLOW, restart), "mon 12:00")) == {
        "first_reply 1": ("cancelled", 180, "mon 17:00"),
        "resolution 1": ("cancelled", 180, "mon 17:00"),
        "first_reply 2": ("running", 0, "mon 14:00"),
    }


def test_restart_leaves_an_overdue_clock_missed():
    restart = level("Restart", first_reply=2 * HOUR, on_change="restart")
    lines = [*created(level="Fast"), line("mon 12:00", "level", to="Restart")]
    found = shown(played(lines, history(FAST, restart), "mon 12:00"))
    assert found["first_reply 1"] == ("missed", 180, "mon 10:00")
    assert found["first_reply 2"] == ("running", 0, "mon 14:00")


def test_restart_touches_only_what_differs_in_target_or_calendar():
    same = level("Same", first_reply=8 * HOUR, resolution=HOUR, on_change="restart")
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Same")]
    found = shown(played(lines, history(SLOW, same), "mon 12:00"))
    assert found["first_reply 1"] == ("running", 180, "mon 17:00")
    assert found["resolution 2"] == ("running", 0, "mon 13:00")


def test_another_calendar_is_a_difference():
    nights = definition("mon-fri 10:00-18:00", name="late")
    other = level("Other", on="late", first_reply=8 * HOUR, on_change="restart")
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Other")]
    found = shown(played(lines, history(SLOW, other, calendars=[OFFICE, nights]), "mon 12:00"))
    assert found["first_reply 2"] == ("running", 0, "tue 12:00")


def test_carry_to_another_calendar_applies_it_to_the_whole_clock():
    late = definition("mon-fri 11:00-19:00", name="late")
    other = level("Other", on="late", first_reply=8 * HOUR)
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Other")]
    found = shown(played(lines, history(SLOW, other, calendars=[OFFICE, late]), "mon 12:00"))
    assert found["first_reply 1"] == ("running", 60, "mon 19:00")


def test_the_same_level_in_other_letters_is_no_change():
    restart = level("Gold", first_reply=8 * HOUR, on_change="restart")
    lines = [*created(level="Gold"), line("mon 12:00", "level", to="GOLD")]
    assert shown(played(lines, restart, "mon 12:00")) == {
        "first_reply 1": ("running", 180, "mon 17:00")
    }


def test_auto_changes_no_clock():
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="auto")]
    assert shown(played(lines, LEVELS, "mon 12:00"))["first_reply 1"] == (
        "running",
        180,
        "mon 17:00",
    )


def test_a_level_nobody_declared_is_as_good_as_none():
    lines = [*created(level="Slow"), line("mon 12:00", "level", to="Lost")]
    assert shown(played(lines, LEVELS, "mon 13:00")) == {
        "first_reply 1": ("cancelled", 180, "mon 17:00"),
        "resolution 1": ("cancelled", 180, "mon 17:00"),
    }


def test_pause_rules_are_those_of_the_level_in_force():
    never = level("Never", resolution=8 * HOUR, pause_on={})
    lines = [
        *created(level="Slow"),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "level", to="Never"),  # runs on
        line("mon 13:00", "level", to="Slow"),  # stands again
    ]
    found = played(lines, history(SLOW, never), "mon 15:00")
    assert shown(found)["resolution 1"] == ("paused", 180, None)
    spans = [
        (told(a), told(b) if b < when("tue 09:00") else None)
        for a, b in only(found, "resolution").pauses
    ]
    assert spans == [("mon 10:00", "mon 11:00"), ("mon 13:00", None)]


BY_PRIORITY = {"resolution": {"urgent": 2 * HOUR, "high": 4 * HOUR}, "first_reply": 8 * HOUR}


def priority(name):
    return "priority", {"to": name}


def test_a_priority_has_a_target_of_its_own():
    tell(
        level(**BY_PRIORITY),
        [
            ("mon 10:00", None, {
                "first_reply 1": ("running", 60, "mon 17:00"),
                "resolution 1": ("running", 60, "mon 13:00"),
            }),
            ("mon 10:00", priority("urgent"), {
                "first_reply 1": ("running", 60, "mon 17:00"),
                "resolution 1": ("running", 60, "mon 11:00"),
            }),
            ("mon 10:30", priority("low"), {
                "first_reply 1": ("running", 90, "mon 17:00"),
                "resolution 1": ("cancelled", 90, "mon 11:00"),
            }),
            ("mon 11:00", priority("high"), {
                "first_reply 1": ("running", 120, "mon 17:00"),
                "resolution 1": ("cancelled", 90, "mon 11:00"),
                "resolution 2": ("running", 120, "mon 13:00"),
            }),
        ],
        created("mon 09:00", priority="high"),
    )  # fmt: skip


def test_a_priority_restarts_by_the_present_levels_mode():
    under = level(**BY_PRIORITY, on_change="restart")
    lines = [*created(priority="high"), line("mon 10:00", "priority", to="urgent")]
    assert shown(played(lines, under, "mon 10:00")) == {
        "first_reply 1": ("running", 60, "mon 17:00"),
        "resolution 1": ("cancelled", 60, "mon 13:00"),
        "resolution 2": ("running", 0, "mon 12:00"),
    }


def test_a_cycle_restarted_by_a_priority_in_a_pausing_status_starts_paused():
    under = level(**BY_PRIORITY, on_change="restart")
    lines = [
        *created(priority="high"),
        line("mon 10:00", "status", to="pending"),
        line("mon 11:00", "priority", to="urgent"),
    ]
    assert shown(played(lines, under, "mon 12:00"))["resolution 2"] == ("paused", 0, None)


def test_a_priority_on_a_ticket_without_a_level_waits_for_one():
    lines = [
        *created(level=None, priority="low"),
        line("mon 10:00", "priority", to="urgent"),
        line("mon 10:30", "level", to="Standard"),
    ]
    assert shown(played(lines, level(**BY_PRIORITY), "mon 10:30")) == {
        "first_reply 1": ("running", 90, "mon 17:00"),
        "resolution 1": ("running", 90, "mon 11:00"),
    }


def test_the_priority_of_a_clock_is_the_last_in_force_while_it_was_open():
    lines = [
        *created(),
        line("mon 10:00", "priority", to="high"),
        line("mon 11:00", REPLY),
        line("mon 12:00", "priority", to="low"),
    ]
    found = played(lines, STANDARD, "mon 13:00")
    assert {each.metric: each.priority for each in found.clocks} == {
        "first_reply": "high",
        "resolution": "low",
    }


def test_a_change_while_a_clock_is_paused_applies_at_once():
    lines = [
        *created(level="Slow"),
        line("mon 12:00", "status", to="pending"),
        line("mon 13:00", "level", to="Fast"),
    ]
    found = only(played(lines, LEVELS, "mon 14:00"), "resolution")
    assert found.state(when("mon 14:00")) == "missed"  # 3 h used, 2 h allowed
    assert told(found.breached_at(when("mon 14:00"))) == "mon 13:00"


def test_a_change_while_a_clock_stands_stopped_applies_when_it_runs_on_as_carry():
    restart = level("Restart", resolution=2 * HOUR, on_change="restart")
    lines = [
        *created(level="Slow"),
        line("mon 12:00", "status", to="resolved"),
        line("mon 13:00", "level", to="Restart"),
    ]
    under = history(SLOW, restart)
    assert shown(played(lines, under, "mon 14:00"))["resolution 1"] == ("met", 180, "mon 17:00")
    lines.append(line("tue 10:00", MESSAGE))
    found = only(played(lines, under, "tue 10:00"), "resolution")
    assert found.state(when("tue 10:00")) == "missed"
    assert told(found.breached_at(when("tue 10:00"))) == "tue 10:00"


def test_a_priority_set_while_a_clock_stands_stopped_applies_when_it_runs_on():
    lines = [
        *created(priority="high"),
        line("mon 10:00", "status", to="resolved"),
        line("mon 11:00", "priority", to="urgent"),
        line("mon 12:00", MESSAGE),
    ]
    assert shown(played(lines, level(**BY_PRIORITY), "mon 12:00"))["resolution 1"] == (
        "running", 60, "mon 13:00",
    )  # fmt: skip


def test_a_resolution_that_no_level_promises_any_more_ends_when_it_would_run_on():
    lines = [
        *created(level="Slow"),
        line("mon 12:00", "status", to="resolved"),
        line("mon 13:00", "level", to="Bare"),
        line("tue 10:00", MESSAGE),
    ]
    found = only(played(lines, LEVELS, "tue 11:00"), "resolution")
    assert (found.cancel_reason, told(found.stopped_at_s)) == ("level_change", "tue 10:00")


# --- revisions ---------------------------------------------------------------------------------


def revised(*changes):
    """A history: STANDARD from the beginning, then other values of it."""
    revisions = revisions_of(configuration(STANDARD), at_s=0, first_number=1)
    for number, (at, value) in enumerate(changes, len(revisions) + 1):
        revisions.append(Revision(number, when(at), "level", "Standard", value))
    return ConfigurationHistory(revisions)


def test_an_edit_that_moves_no_running_clock_leaves_the_open_ones_and_rules_the_new():
    shorter = level(first_reply=HOUR, next_reply=HOUR, resolution=2 * HOUR)
    under = revised(("mon 09:30", shorter))
    lines = [*created(), line("mon 10:00", REPLY), line("mon 11:00", MESSAGE)]
    assert shown(played(lines, under, "mon 11:00")) == {
        "first_reply 1": ("met", 60, "mon 13:00"),
        "resolution 1": ("running", 60, "wed 10:00"),  # 16 h, 1 h of them paused
        "next_reply 1": ("running", 0, "mon 12:00"),
    }


def test_a_reopened_clock_keeps_the_revision_it_last_ran_under():
    under = revised(("mon 12:00", level(resolution=HOUR)))
    lines = [*created(), line("mon 11:00", "status", to="resolved"), line("mon 13:00", MESSAGE)]
    found = only(played(lines, under, "mon 14:00"), "resolution")
    assert (found.target_seconds, found.promise.level_revision) == (16 * HOUR, 2)


def test_a_new_cycle_keeps_its_own_revision_when_it_is_reopened_in_turn():
    first = level(resolution=4 * HOUR, reopen="new_cycle")
    second = level(resolution=8 * HOUR, reopen="resume")
    revisions = revisions_of(configuration(first), at_s=0, first_number=1)
    revisions.append(Revision(9, when("mon 10:30"), "level", "Standard", second))
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("mon 11:00", MESSAGE),
        line("mon 12:00", "status", to="resolved"),
        line("mon 13:00", MESSAGE),
    ]
    assert shown(played(lines, ConfigurationHistory(revisions), "mon 13:00")) == {
        "resolution 1": ("met", 60, "mon 13:00"),
        "resolution 2": ("running", 60, "tue 12:00"),
    }
