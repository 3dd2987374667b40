"""An unplanned closure is one revision of each calendar, audited, and moves what runs."""

import pytest

from bot.config.problems import ConfigRefused
from bot.errors import UserFacingError
from bot.store import tables
from bot.usecases.promises.closures import DeclaredClosure, closed, closure_impact, declare
from bot.usecases.promises.configuration import apply_configuration
from tests.config.files import read_text

TWO = """
    version: 1
    calendars:
      office: {time_zone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
      shop: {time_zone: UTC, hours: {sat: ["09:00-12:00"]}}
"""
SNOW = DeclaredClosure("2026-12-01", "2026-12-01", "Snow")


@pytest.fixture
def program(team):
    return team.program


def names(work):
    calendars = work.configuration.calendars
    return {key: [each.name for each in it.closures] for key, it in calendars.items()}


def applied(program, text=TWO):
    with program.work() as work:
        apply_configuration(work, read_text(text).configuration, "UADA")


def test_without_calendars_all_of_them_close(program):
    applied(program)
    with program.work() as work:
        declare(work, SNOW, "UADA")
    with program.look() as work:
        assert names(work) == {"office": ["Snow"], "shop": ["Snow"]}


def test_a_closure_names_its_calendars_in_any_case(program):
    applied(program)
    with program.work() as work:
        declare(work, DeclaredClosure("2026-12-01", "2026-12-01", "Snow", ("SHOP", "shop")), "UADA")
    with program.look() as work:
        assert names(work) == {"office": [], "shop": ["Snow"]}


@pytest.mark.parametrize("moves", [True, False])
def test_running_clocks_move_unless_told_not_to(program, moves):
    applied(program)
    with program.work() as work:
        declare(work, SNOW, "UADA", moves_running=moves, numbers={"running": 3})
    with program.look() as work:
        assert {each.moves_running for each in work.history.revisions[-2:]} == {moves}


def test_a_closure_stands_in_the_audit_log_for_each_calendar(program):
    applied(program)
    with program.work() as work:
        declare(work, SNOW, "UADA")
    with program.look() as work:
        log = tables.audit
        rows = work.connection.execute(log.select().where(log.c.action == "closure")).all()
    assert {row.subject for row in rows} == {"calendar:office", "calendar:shop"}


def test_a_closure_that_ends_before_it_begins_is_refused_and_nothing_is_saved(program):
    applied(program)
    with program.look() as work, pytest.raises(ConfigRefused, match="ends after it starts"):
        closed(work, DeclaredClosure("2026-12-02", "2026-12-01"))


def test_a_calendar_that_is_not_there_is_refused(program):
    applied(program)
    with program.look() as work, pytest.raises(UserFacingError, match="no calendar mall"):
        closed(work, DeclaredClosure("2026-12-01", "2026-12-01", "", ("mall",)))


def test_without_any_calendar_there_is_nothing_to_close(program):
    applied(program, "version: 1")
    with program.look() as work, pytest.raises(UserFacingError, match="make one first"):
        closed(work, SNOW)


def test_a_configuration_kept_in_a_file_is_closed_there(program):
    applied(program, TWO.replace("version: 1", "version: 1\n    managed_by: file"))
    with program.work() as work, pytest.raises(UserFacingError):
        declare(work, SNOW, "UADA")


def test_looking_at_a_closure_changes_nothing(program):
    applied(program)
    with program.look() as work:
        before = len(work.history.revisions)
        closure_impact(work, closed(work, SNOW))
        assert len(work.history.revisions) == before
