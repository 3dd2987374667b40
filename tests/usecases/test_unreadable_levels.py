"""A level that cannot be read: promises under it stand still, teams are told, nothing is lost."""

from dataclasses import replace

import pytest

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.config.unreadable import ABSENT, EARLIER, STALLED
from bot.errors import UnreadableLevel
from bot.jobs.rounds import PARTS, go_round
from bot.store import clocks, set_aside
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.promises.configuration import apply_configuration, impact_of
from bot.usecases.reports.figures import load_rows
from bot.usecases.status.status import all_set_aside
from bot.usecases.sweep.sweep import sweep
from bot.wording.language import speaking
from sla_core.instants import to_us
from sla_core.tickets.events import LevelSet
from tests.store.poison import NO_JSON, NO_OBJECT, poison
from tests.usecases.conftest import CONFIG
from tests.wording.conftest import pseudo_folder
from tests.wording.pseudo import TAG, known_everywhere

__all__ = ["pseudo_folder"]

BROKEN = [pytest.param(NO_JSON, id="no json"), pytest.param(NO_OBJECT, id="no object")]
WITHOUT_TARGETS = "{}"
URGENT = "kind = 'level' AND name = 'Urgent SLA'"


def restarted(team):
    """The team, of whose desk nothing in memory is left."""
    team.program = replace(team.program, histories=HistoryReader())
    return team


def breaks(team, where=URGENT, value=NO_JSON):
    assert poison(team.program.database, "config_revisions", "body", value, where) == 1
    return restarted(team)


def applies(team, config=CONFIG, *, moves_running=False):
    with team.program.work() as work:
        wanted = read(config, "sla.yml", work.now_s).configuration
        seen = impact_of(work, wanted, with_trailing=True)
        return apply_configuration(work, wanted, "UADA", moves_running=moves_running, seen=seen)


def passes(team, hours):
    for _ in range(hours):
        team.clock.move(hours=1)
        sweep(team.program)
        go_round(team.program, PARTS)


def clocks_of(team, number):
    with team.program.look() as work:
        return clocks.of(work.connection, "T1", number)


def about_configuration(team):
    with team.program.look() as work:
        return [(each.kind, each.name) for each in all_set_aside(work)]


def test_why_it_cannot_be_read_is_kept_in_the_programs_words(team, pseudo_folder):
    """Whoever has it read first, in whatever language: who reads of it later has another."""
    breaks(team, value=WITHOUT_TARGETS)
    with known_everywhere(pseudo_folder), speaking(TAG), team.program.look() as work:
        [fault] = all_set_aside(work)
    assert "`targets` is missing: add it" in fault.reason


@pytest.mark.parametrize("value", BROKEN)
def test_the_clocks_of_its_tickets_stay_and_nothing_is_said_of_them(team, value):
    team.writes("UONE", "One #URGENT")
    team.writes("UTWO", "Two")
    before = clocks_of(team, 1)
    breaks(team, value=value)
    passes(team, 6)
    assert before
    assert clocks_of(team, 1) == before
    assert team.said("alarm:1:") == []
    assert team.said("alarm:2:") != []


def test_its_department_is_told_once_for_all_tickets_and_before_anything_is_due(team):
    for subject in ("One", "Two", "Three"):
        team.writes(f"U{subject}", f"{subject} #URGENT")
    breaks(team)
    go_round(team.program, PARTS)
    (message,) = team.said("stalled:")
    assert "the promises of level Urgent SLA stand still" in message
    assert "`punctual config apply FILE --yes`" in message
    passes(team, 3)
    assert team.said("stalled:") == [message]
    assert team.said("unreadable:") == []


def test_a_request_of_that_time_opens_a_ticket_and_gets_its_promise_afterwards(team):
    breaks(team)
    team.writes("UONE", "One #URGENT")
    assert team.said("card:1") != []
    assert clocks_of(team, 1) == []
    go_round(team.program, PARTS)
    assert len(team.said("stalled:")) == 1
    team.clock.move(minutes=30)
    applies(team)
    passes(team, 1)
    (clock,) = clocks_of(team, 1)
    assert (clock.level, clock.target_seconds) == ("Urgent SLA", 3600)
    assert any("breach first_reply #1" in line for line in team.said("alarm:1:"))


@pytest.mark.parametrize("moves_running", [False, True])
def test_once_it_is_applied_again_clocks_are_as_before_and_what_was_due_is_told(
    team, moves_running
):
    team.writes("UONE", "One #URGENT")
    (before,) = clocks_of(team, 1)
    breaks(team)
    passes(team, 3)
    assert applies(team, moves_running=moves_running) == 1
    restarted(team)
    go_round(team.program, PARTS)
    sweep(team.program)
    (after,) = clocks_of(team, 1)
    assert (after.started_at, after.due_at) == (before.started_at, before.due_at)
    assert (after.level_revision == before.level_revision) is not moves_running
    assert any("breach first_reply #1" in line for line in team.said("alarm:1:"))
    assert about_configuration(team) == []
    with team.program.look() as work:
        assert set_aside.tickets(work.connection, "T1") == []


def test_what_somebody_does_with_such_a_ticket_is_refused_with_the_reason(team):
    team.writes("UONE", "One #URGENT")
    breaks(team)
    with team.program.look() as work, pytest.raises(UnreadableLevel) as refusal:
        load(work, 1)
    assert "the level Urgent SLA" in str(refusal.value)
    assert "`punctual config apply FILE --yes`" in str(refusal.value)


def test_a_ticket_that_comes_under_it_keeps_the_clocks_it_had(team):
    team.writes("UONE", "One")
    before = clocks_of(team, 1)
    breaks(team)
    with team.program.work() as work:
        change = LevelSet(at_us=to_us(work.now), to="Urgent SLA", rule="Tag URGENT")
        record(work, load(work, 1, lock=True), [change])
    assert before
    assert clocks_of(team, 1) == before


def test_reports_leave_its_tickets_out_and_hold_up_no_other(team):
    team.writes("UONE", "One #URGENT")
    team.writes("UTWO", "Two")
    breaks(team)
    with team.program.look() as work:
        assert {row.ticket for row in load_rows(work)} == {"2"}


def test_a_readable_revision_before_it_counts(team):
    team.writes("UONE", "One #URGENT")
    team.clock.move(seconds=1)
    applies(team, CONFIG.replace("first_reply: 1h", "first_reply: 2h"))
    breaks(team, f"{URGENT} AND revision = (SELECT max(revision) FROM config_revisions)")
    passes(team, 1)
    assert about_configuration(team) == [(EARLIER, "level Urgent SLA")]
    assert team.said("stalled:") == []
    assert any("breach first_reply #1" in line for line in team.said("alarm:1:"))


def test_a_level_on_a_calendar_that_cannot_be_read_stands_still_as_well(team):
    calendar = CONFIG.replace(
        "departments:", "calendars: {office: {time_zone: UTC, hours: 24x7}}\ndepartments:", 1
    ).replace("Urgent SLA: {", "Urgent SLA: {calendar: office, ", 1)
    team.clock.move(seconds=1)
    applies(team, calendar)
    team.writes("UONE", "One #URGENT")
    before = clocks_of(team, 1)
    breaks(team, "kind = 'calendar'")
    passes(team, 2)
    assert about_configuration(team) == [(STALLED, "calendar office")]
    assert clocks_of(team, 1) == before
    assert len(team.said("stalled:")) == 1
    applies(team, calendar)
    passes(team, 1)
    assert [clock.due_at for clock in clocks_of(team, 1)] == [clock.due_at for clock in before]
    assert any("breach first_reply #1" in line for line in team.said("alarm:1:"))


def test_what_no_clock_stands_on_counts_as_never_made(team):
    breaks(team, "kind = 'customer'")
    assert about_configuration(team) == [(ABSENT, "customer Acme")]
    applies(team)
    assert about_configuration(team) == []


def test_a_level_that_was_removed_since_stands_still_until_it_is_made_again(team):
    team.writes("UONE", "One #URGENT")
    before = clocks_of(team, 1)
    without = CONFIG[: CONFIG.index("rules:")].replace("  Urgent SLA: {", "  Other: {")
    team.clock.move(seconds=1)
    applies(team, without)
    breaks(team, f"{URGENT} AND body IS NOT NULL")
    passes(team, 2)
    assert about_configuration(team) == [(STALLED, "level Urgent SLA")]
    assert clocks_of(team, 1) == before
    applies(team)
    passes(team, 1)
    assert [clock.due_at for clock in clocks_of(team, 1)] == [clock.due_at for clock in before]
