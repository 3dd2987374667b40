"""What a change means for clocks, told before it is made."""

import pytest

from bot.config.document import read
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration, impact_of
from bot.usecases.sweep.reprojection import follow_moves
from tests.usecases.conftest import CONFIG
from tests.usecases.test_reprojection import STANDARD, standard

OFFICE = 'calendars: {office: {time_zone: UTC, hours: {mon-fri: ["00:00-24:00"]}%s}}\n'
ON_CALENDAR = CONFIG.replace("Standard: {", "Standard: {calendar: office, ", 1)


def told(team, text):
    with team.program.look() as work:
        return impact_of(work, read(text, "sla.yml", work.now_s).configuration)


def on_calendar(more="", hours="00:00-24:00"):
    return ON_CALENDAR + (OFFICE % more).replace("00:00-24:00", hours)


@pytest.fixture
def on_office(team):
    """The team, whose clocks run on a calendar of their own."""
    with team.program.work() as work:
        wanted = read(on_calendar(), "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)
    return team


def numbers(impact):
    return {name: amount for name, amount in impact.numbers.items() if amount}


def test_a_change_of_nothing_clocks_stand_on_means_nothing(team):
    team.writes("UCARLA", "Printer")
    assert told(team, CONFIG.replace("group: VIP", "group: Gold")) is None
    assert told(team, CONFIG) is None


def test_a_new_level_has_no_clocks_yet(team):
    assert told(team, CONFIG.replace("levels:\n", f"levels:\n  New {STANDARD}\n")) is None


def test_due_times_that_move_and_clocks_that_breach_are_counted_the_worst_first(team):
    team.writes("UCARLA", "old")
    team.clock.move(hours=2)
    team.writes("UDAN", "new")
    found = told(team, standard("targets: {first_reply: 1h, resolution: 41h}"))
    assert numbers(found) == {"running": 4, "due_moves": 4, "breaches": 1}
    assert [(each.ticket, each.metric) for each in found.changes] == [
        ("1", "first_reply"),
        ("2", "first_reply"),
        ("1", "resolution"),
        ("2", "resolution"),
    ]


def test_misses_taken_back_and_clocks_that_end_or_get_a_target_are_counted(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=5)
    found = told(team, standard("targets: {first_reply: 8h, first_assign: 9h}"))
    assert numbers(found) == {
        "running": 2,
        "due_moves": 2,
        "taken_back": 1,
        "ends": 1,
        "gains": 1,
    }


def test_a_paused_clock_gets_another_target(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "looking", thread_ts=ts)
    found = told(team, standard("targets: {first_reply: 4h, next_reply: 8h, resolution: 20h}"))
    assert numbers(found) == {"running": 1, "retargeted": 1}


def test_an_edited_alert_moves_no_due_time(team):
    team.writes("UCARLA", "Printer")
    found = told(team, CONFIG.replace("resolution: 40h}", "resolution: 40h}, alerts: []"))
    assert numbers(found) == {"running": 2}


def test_a_closure_moves_what_runs_and_offers_to_judge_anew_what_stopped(on_office):
    team = on_office
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=5)
    team.writes("UANA", "late", thread_ts=ts)
    team.writes("UDAN", "Screen")
    team.clock.move(seconds=1)
    closure = ', closures: [{from: "2026-03-02T09:00", to: "2026-03-02T11:00", name: Snow}]'
    found = told(team, on_calendar(closure))
    assert found.running == 3
    [turned] = found.turned
    assert (turned.change.ticket, turned.change.metric) == ("1", "first_reply")
    assert (turned.change.before.state, turned.change.after.state) == ("missed", "met")
    assert found.reshaped == ()


def test_a_closure_still_to_come_turns_nothing(on_office):
    team = on_office
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "soon", thread_ts=ts)
    found = told(team, on_calendar(", closures: [{date: 2026-03-04, name: Snow}]"))
    assert (found.running, found.turned) == (1, ())


def test_a_closure_where_nothing_stopped_turns_nothing(on_office):
    on_office.writes("UCARLA", "Printer")
    found = told(on_office, on_calendar(", closures: [{date: 2026-03-02, name: Snow}]"))
    assert found.turned == ()


def test_other_weekly_hours_reshape_a_calendar_and_turn_nothing(on_office):
    team = on_office
    team.writes("UCARLA", "Printer")
    team.does(tickets.resolve, 1, "UANA")
    found = told(team, on_calendar(hours="09:00-17:00"))
    assert (found.reshaped, found.turned) == (("office",), ())


def test_a_calendar_that_is_removed_turns_nothing(on_office):
    on_office.writes("UCARLA", "Printer")
    assert told(on_office, CONFIG).turned == ()


def apply_now(team, text, *, moves=False):
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA", moves_running=moves)
    team.clock.move(seconds=1)


def test_a_level_that_was_removed_and_comes_back_is_no_new_one(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=2)
    lines = [each for each in CONFIG.splitlines() if not each.startswith("  Standard: ")]
    gone = "\n".join(lines).replace("default_level: Standard", "default_level: Urgent SLA")
    apply_now(team, gone)
    back = told(team, standard("targets: {first_reply: 1h, resolution: 40h}"))
    assert numbers(back) == {"running": 2, "due_moves": 1, "breaches": 1}


def test_a_closure_is_not_told_to_turn_what_an_earlier_edit_would(on_office):
    ts, _ = on_office.writes("UCARLA", "Printer")
    on_office.clock.move(hours=3)
    on_office.writes("UANA", "there", thread_ts=ts)  # 3 h of 4 h
    apply_now(on_office, on_calendar().replace("first_reply: 4h", "first_reply: 1h"))
    closed = on_calendar(', closures: [{from: "2026-03-02T09:00", to: "2026-03-02T09:10"}]')
    assert told(on_office, closed.replace("first_reply: 4h", "first_reply: 1h")).turned == ()


def test_a_clock_that_was_put_back_does_not_keep_the_sweep_busy(team):
    team.writes("UCARLA", "Printer")
    apply_now(team, standard("targets: {first_reply: 3h, resolution: 40h}"), moves=True)
    team.clock.move(minutes=-1)
    assert follow_moves(team.program) == 0
    apply_now(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    with team.program.look() as work:
        assert work.configuration.level("Standard").target_s("first_reply", "normal") == 2 * 3600
