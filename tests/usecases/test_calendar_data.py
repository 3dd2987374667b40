"""New versions of zones and holidays: old revisions stay as they were, new ones are told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.config.document import read
from bot.config.frozen import versions_now
from bot.config.history import HistoryReader
from bot.config.preview import line_of
from bot.errors import UserFacingError
from bot.store import audit, clocks, tables
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.calendar_data import note_new_data
from bot.usecases.promises.configuration import (
    apply_configuration,
    changes_to,
    differences_to,
    impact_of,
    renewal_lines,
)
from bot.usecases.promises.new_calendar_data import new_data, take_in
from bot.usecases.sweep.reprojection import follow_moves
from bot.views.calendar_data import ChangedDay, NewData, WaitingData
from tests.usecases.conftest import CONFIG

OFFICE = """
calendars:
  office:
    time_zone: Europe/Ljubljana
    hours: {mon-fri: ["09:00-17:00"]}
    holidays: {country: SI}
"""
TEXT = CONFIG.replace("Standard: {", "Standard: {calendar: office, ", 1) + OFFICE
EASTER_MONDAY = "2026-04-06"
OLD = ["2020.1", "0.1"]
ADMIN = "UADA"


def anew(team):
    """The same desk in a program that was just started."""
    program = team.program
    return Program(
        *(
            program.database,
            program.clock,
            program.workspace_id,
            program.bot_user_id,
            program.speech,
        ),
        *(HistoryReader(), program.on_commit, program.consequences),
    )


def applied(team, text=TEXT, *, moves=False):
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "ada", moves_running=moves)


def compiled_earlier(team, without=()):
    """As if an older Punctual had made the calendar, whose holidays lacked some of these."""
    table = tables.calendar_data
    with team.program.work() as work:
        body = dict(work.connection.execute(select(table.c.body)).scalar_one())
        holidays = {day: name for day, name in body["holidays"].items() if day not in without}
        older = {"versions": OLD, "body": body | {"holidays": holidays}}
        work.connection.execute(update(table).values(**older))
    return anew(team)


@pytest.fixture
def office(team):
    """The team on a calendar of its own; Carla asked on the Friday before Easter Monday."""
    applied(team)
    team.clock.move(days=32)
    return team


def due_at(program):
    with program.look() as work:
        [row] = [
            each for each in clocks.of(work.connection, "T1", 1) if each.metric == "resolution"
        ]
        return row.due_at


def taken_in(program, by=ADMIN):
    with program.work() as work:
        return take_in(work, by)


def told(program, text=TEXT):
    with program.look() as work:
        configuration = read(text, "sla.yml", work.now_s).configuration
        changed = map(line_of, differences_to(work, configuration))
        return [*changed, *renewal_lines(work, configuration)]


def test_a_calendar_keeps_what_it_was_compiled_from(office):
    with office.program.look() as work:
        calendar = work.configuration.calendars["office"]
    assert calendar.data_versions == versions_now()
    assert calendar.frozen.years == range(2024, 2037)
    assert note_new_data(office.program) == []
    assert told(office.program) == []


def test_an_old_revision_goes_on_as_it_was_compiled(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    with program.look() as work:
        calendar = work.configuration.calendar("office")
    monday = office.clock.now() + timedelta(days=3)
    assert monday.date().isoformat() == EASTER_MONDAY
    assert calendar.seconds_between(monday - timedelta(hours=8), monday) == 1 * 3600
    taken_in(program)
    with anew(office).look() as work:
        then = work.history.at(work.now_s - 1).calendar("office")
        now = work.configuration.calendar("office")
    day = monday - timedelta(hours=8), monday + timedelta(hours=16)
    assert then.seconds_between(*day) == 8 * 3600
    assert now.seconds_between(*day) == 0


def test_a_new_version_that_opens_it_otherwise_waits_and_changes_nothing(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    with program.look() as work:
        number = work.history.revisions[-1].number
    [said] = note_new_data(program)
    zones, holidays = versions_now()
    assert said == (
        f"calendar office: zones 2020.1 → {zones}, holidays 0.1 → {holidays}: open otherwise on "
        "1 day, first 2026-04-06 (velikonočni ponedeljek); it waits until it is taken in from "
        "App Home or by `punctual config apply`"
    )
    with anew(office).look() as work:
        assert work.history.revisions[-1].number == number
        assert work.configuration.calendars["office"].data_versions == tuple(OLD)


def test_before_it_is_taken_in_it_is_shown_day_by_day(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    zones, holidays = versions_now()
    with program.look() as work:
        found = new_data(work)
    monday = ChangedDay(date(2026, 4, 6), "velikonočni ponedeljek", "09:00-17:00", "")
    versions = (f"zones 2020.1 → {zones}", f"holidays 0.1 → {holidays}")
    assert found == NewData((), (WaitingData("office", versions, (monday,), 1),))


def test_taken_in_it_is_a_new_revision_that_moves_nothing(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    office.writes("UCARLA", "Printer")
    with program.look() as work:
        number = work.history.revisions[-1].number
    assert taken_in(program) == ["office"]
    with program.look() as work:
        newest = work.history.revisions[-1]
        entry = audit.listing(work.connection, "T1", limit=1)[0]
    assert (newest.number, newest.kind, newest.by) == (number + 1, "calendar", ADMIN)
    assert not newest.moves_running
    assert (entry.action, entry.subject) == ("calendar data", "calendar:office")
    assert follow_moves(program) == 0
    with anew(office).look() as work:
        assert new_data(work) == NewData()
    assert taken_in(anew(office)) == []


def test_only_an_admin_takes_it_in(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    with pytest.raises(UserFacingError, match="admin"):
        taken_in(program, "UCARLA")
    assert len(told(program)) == 1


def test_what_is_installed_while_it_runs_waits_for_a_start(office, tmp_path, monkeypatch):
    versions = versions_now()
    (tmp_path / "holidays-9.9.dist-info").mkdir()
    (tmp_path / "holidays-9.9.dist-info" / "METADATA").write_text("Version: 9.9\n")
    monkeypatch.syspath_prepend(tmp_path)
    with office.program.look() as work:
        assert new_data(work) == NewData((f"holidays {versions[1]} → 9.9",), ())
    assert versions_now() == versions


def test_a_new_version_that_changes_nothing_is_only_noted(office):
    program = compiled_earlier(office)
    with program.look() as work:
        number = work.history.revisions[-1].number
    assert told(program) == []
    assert note_new_data(program) == []
    with anew(office).look() as work:
        assert work.history.revisions[-1].number == number
        assert work.configuration.calendars["office"].data_versions == versions_now()


def test_a_preview_shows_it_like_an_edit(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    team = office
    _ts, _ = team.writes("UCARLA", "Printer")
    [line] = told(program)
    assert line.startswith("~ calendar office: zones 2020.1 → ")
    with program.look() as work:
        wanted = read(TEXT, "sla.yml", work.now_s).configuration
        found = impact_of(work, wanted)
        [change] = changes_to(work, wanted)
    assert (change.kind, change.name) == ("calendar", "office")
    assert found.running == 2
    assert found.due_moves == 1


def test_applied_with_the_flag_it_moves_running_clocks(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    with program.work() as work:
        wanted = read(TEXT, "sla.yml", work.now_s).configuration
        assert apply_configuration(work, wanted, "ada", moves_running=True) == 1
    assert told(anew(office)) == []


def test_clocks_that_stayed_when_the_data_changed_move_later_with_that_data(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    office.writes("UCARLA", "Printer")
    before = due_at(program)
    office.clock.move(seconds=1)
    taken_in(program)
    office.clock.move(seconds=1)
    program = anew(office)
    with program.look() as work:
        wanted = read(TEXT, "sla.yml", work.now_s).configuration
        found = impact_of(work, wanted, with_trailing=True)
    assert [each.line for each in found.repeats] == [
        "= calendar office: 2 clocks run under an older revision"
    ]
    assert found.due_moves == 1
    with program.work() as work:
        renewed = work.configuration.calendars["office"]
        apply_configuration(work, wanted, "ada", moves_running=True, seen=found)
    program = anew(office)
    assert follow_moves(program) == 1
    assert due_at(program) == before + timedelta(days=3)  # over the weekend
    with program.look() as work:
        assert work.configuration.calendars["office"].frozen == renewed.frozen


def test_a_calendar_that_is_edited_or_goes_needs_no_line_of_its_own(office):
    program = compiled_earlier(office, [EASTER_MONDAY])
    assert told(program, TEXT.replace("09:00-17:00", "09:00-16:00")) == [
        '~ calendar office: hours.mon-fri ["09:00-17:00"] → ["09:00-16:00"]'
    ]
    assert told(program, CONFIG)[0] == "- calendar office"


def test_revisions_from_before_data_was_kept_are_frozen_as_they_are_now(office):
    with office.program.work() as work:
        work.connection.execute(delete(tables.calendar_data))
    program = anew(office)
    assert note_new_data(program) == []
    with anew(office).look() as work:
        assert work.configuration.calendars["office"].data_versions == versions_now()
        assert work.configuration.calendars["office"].frozen is not None


def test_several_days_are_counted(office):
    days = [EASTER_MONDAY, "2026-12-25", "2027-01-01"]
    program = compiled_earlier(office, days)
    [line] = told(program)
    assert line.endswith("open otherwise on 3 days, first 2026-04-06 (velikonočni ponedeljek)")
