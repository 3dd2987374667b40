"""A ticket that tries a desk out leaves nothing behind, and the audit log stays whole."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import UserFacingError
from bot.store import form_drafts, tickets
from bot.store.form_drafts import FormDraft
from bot.store.tables import alarms, clock_numbers, clocks, events, outbox
from bot.store.tables import tickets as every_ticket
from bot.usecases.intake import trial_tickets
from bot.usecases.reports.audit_sign_off import prove

OF_A_TICKET = (every_ticket, events, clocks, alarms, clock_numbers)


def tries_out(team, by="UADA"):
    with team.program.work() as work:
        return trial_tickets.try_out(work, by, "Support", "Does it work?", ("URGENT",)).number


def erases(team, number):
    with team.program.work() as work:
        trial_tickets.erase(work, number, "UADA")


def count(team, table):
    with team.program.look() as work:
        return work.connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_it_is_a_ticket_like_any_other(team):
    assert tries_out(team) == 1
    assert count(team, events) >= 2
    assert count(team, clocks) >= 1


def test_it_is_erased_timeline_and_all_and_every_chain_holds(team):
    erases(team, tries_out(team))
    assert [count(team, table) for table in OF_A_TICKET] == [0] * len(OF_A_TICKET)
    assert prove(team.program).broken == ()
    assert prove(team.program).erased >= 2


def test_what_waited_to_be_said_of_it_is_not_said_any_more(team):
    erases(team, tries_out(team))
    with team.program.look() as work:
        rows = work.connection.execute(select(outbox.c.state, outbox.c.ticket_number)).all()
    assert {tuple(row) for row in rows} == {("superseded", None)}


def test_its_number_stays_taken(team):
    erases(team, tries_out(team))
    assert tries_out(team) == 2


def test_what_is_erased_twice_is_erased_once(team):
    number = tries_out(team)
    erases(team, number)
    erases(team, number)
    assert prove(team.program).broken == ()


def test_only_admins_try_a_desk_out(team):
    with pytest.raises(UserFacingError):
        tries_out(team, "UANA")


@pytest.mark.parametrize(("minutes", "is_there"), [(59, True), (60, False)])
def test_one_that_nobody_erases_is_erased_after_an_hour(team, minutes, is_there):
    number = tries_out(team)
    with team.program.work() as work:
        kept = FormDraft("a" * 16, "UADA", "setup", None, 0, {"ticket": number}, work.now)
        form_drafts.save(*work.scope, kept)
    team.clock.move(seconds=timedelta(minutes=minutes).total_seconds())
    trial_tickets.erase_forgotten(team.program)
    with team.program.look() as work:
        assert (tickets.get(*work.scope, number) is not None) == is_there
