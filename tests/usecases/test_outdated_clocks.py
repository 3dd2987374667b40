"""Clocks left behind an edit that was not told to move them, and how they move after all."""

import pytest

from bot.config.document import read
from bot.store import audit
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration, impact_of
from bot.usecases.sweep.reprojection import follow_moves
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import CONFIG
from tests.usecases.test_impact import numbers, on_calendar
from tests.usecases.test_reprojection import (
    STANDARD,
    clock_row,
    configured,
    opened,
    standard,
)

SHORTER = standard("targets: {first_reply: 2h, next_reply: 8h, resolution: 40h}")


def told(team, text):
    """What applying this now with those left behind comes to."""
    with team.program.look() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        return impact_of(work, wanted, with_trailing=True)


def caught_up(team, text):
    """Apply it, with those left behind; return how many revisions that made."""
    seen = told(team, text)
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        made = apply_configuration(work, wanted, "lea", moves_running=True, seen=seen)
    while follow_moves(team.program):
        pass
    return made


def repeats(impact):
    return [(each.revision.kind, each.revision.name, each.clocks) for each in impact.repeats]


def newest(team):
    with team.program.look() as work:
        return work.history.revisions[-1]


@pytest.fixture
def left(team):
    """Carla's request, and an hour later a shorter first reply that was not told to move it."""
    opened(team, hours=1)
    configured(team, SHORTER, moves=False)
    team.clock.move(seconds=1)
    return team


def test_clocks_under_an_older_revision_are_found_and_counted(left):
    found = told(left, SHORTER)
    assert repeats(found) == [("level", "Standard", 2)]
    assert numbers(found) == {"running": 2, "due_moves": 1}
    assert found.repeats[0].line == "= level Standard: 2 clocks run under an older revision"


def test_nothing_is_looked_for_unless_asked(left):
    with left.program.look() as work:
        assert impact_of(work, read(SHORTER, "sla.yml", work.now_s).configuration) is None


def test_they_move_to_what_is_in_force_and_the_history_says_who_did_it(left):
    before = newest(left)
    assert caught_up(left, SHORTER) == 1
    after = newest(left)
    assert (after.kind, after.name, after.value) == (before.kind, before.name, before.value)
    assert (after.number, after.by, after.moves_running) == (before.number + 1, "lea", True)
    row = clock_row(left)
    assert (row.target_seconds, row.level_revision) == (7200, after.number)
    with left.program.look() as work:
        counted, repeated = audit.listing(work.connection, "T1", limit=2)
    assert counted.after["due_moves"] == 1
    assert (repeated.subject, repeated.before) == ("level:Standard", repeated.after)


def test_once_they_moved_nothing_is_behind(left):
    caught_up(left, SHORTER)
    left.clock.move(seconds=1)
    assert told(left, SHORTER) is None
    assert caught_up(left, SHORTER) == 0


def test_a_warning_in_the_second_of_the_move_is_not_lost(left):
    left.writes("UDAN", "Screen")
    left.clock.move(minutes=90)
    caught_up(left, SHORTER)
    sweep(left.program)
    assert "75% first_reply #2" in left.said("alarm:2:")


def test_a_move_that_no_row_has_followed_yet_leaves_nothing_behind(left):
    configured(left, standard("targets: {first_reply: 3h, resolution: 40h}"))
    left.clock.move(seconds=1)
    assert told(left, standard("targets: {first_reply: 3h, resolution: 40h}")) is None


def test_an_edit_that_was_taken_back_leaves_nothing_behind(left):
    configured(left, CONFIG, moves=False)
    left.clock.move(seconds=1)
    assert told(left, CONFIG) is None


def test_stopped_clocks_are_not_behind(left):
    left.does(tickets.resolve, 1, "UANA")
    left.clock.move(seconds=1)
    assert told(left, SHORTER) is None


def test_a_clock_that_gets_a_target_from_an_earlier_edit_is_behind(team):
    opened(team, hours=1)
    more = CONFIG.replace("resolution: 40h", "resolution: 40h, first_assign: 9h")
    configured(team, more, moves=False)
    team.clock.move(hours=1)
    found = told(team, more)
    assert repeats(found) == [("level", "Standard", 3)]
    assert numbers(found)["gains"] == 1
    caught_up(team, more)
    assert clock_row(team, "first_assign").target_seconds == 9 * 3600


def test_a_level_that_was_removed_ends_the_clocks_that_stayed(team):
    opened(team, hours=1)
    gone = CONFIG.replace(f"  {STANDARD}\n", "").replace("default_level: Standard\n", "")
    configured(team, gone, moves=False)
    team.clock.move(hours=1)
    found = told(team, gone)
    assert repeats(found) == [("level", "Standard", 2)]
    assert numbers(found) == {"running": 2, "ends": 2}
    caught_up(team, gone)
    assert clock_row(team).cancel_reason == "level_change"
    team.clock.move(seconds=1)
    assert told(team, gone) is None


def test_a_calendar_that_was_edited_is_behind_and_its_level_is_not(team):
    configured(team, on_calendar(), moves=False)
    team.clock.move(seconds=1)
    opened(team, hours=1)
    closed = on_calendar(", closures: [{date: 2026-03-03, name: Snow}]")
    configured(team, closed, moves=False)
    team.clock.move(seconds=1)
    found = told(team, closed)
    assert repeats(found) == [("calendar", "office", 2)]
    assert numbers(found) == {"running": 2, "due_moves": 1}
    assert found.turned == ()
    caught_up(team, closed)
    assert newest(team).value.closures[0].name == "Snow"


def test_a_level_that_went_to_another_calendar_takes_its_clocks_there(team):
    opened(team, hours=1)
    configured(team, on_calendar(), moves=False)
    team.clock.move(seconds=1)
    assert repeats(told(team, on_calendar())) == [("level", "Standard", 2)]
    caught_up(team, on_calendar())
    assert clock_row(team).calendar == "office"


def test_what_a_file_edits_moves_by_itself_and_the_rest_is_said_again(left):
    left.writes("UDAN", "Screen #URGENT")
    urgent = SHORTER.replace("next_reply: 30m", "next_reply: 20m")
    configured(left, urgent, moves=False)
    left.clock.move(seconds=1)
    both = urgent.replace("first_reply: 1h", "first_reply: 50m")
    found = told(left, both)
    assert repeats(found) == [("level", "Standard", 2)]
    assert numbers(found) == {"running": 3, "due_moves": 2}
    assert caught_up(left, both) == 2
    assert clock_row(left).target_seconds == 7200
    assert clock_row(left, number=2).target_seconds == 3000
