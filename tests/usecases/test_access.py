"""Who may do what: said once, so that what is offered, shown and refused agree."""

import pytest

from bot.errors import UserFacingError
from bot.usecases import tickets
from bot.usecases.changes import access
from bot.usecases.changes.allowed import changeable
from bot.usecases.ground.timelines import load
from bot.usecases.intake.new_tickets import NewTicket, open_ticket

EVERYBODY = ("UADA", "UANA", "UBOB", "ULEA", "UCID", "UCARLA", "UDAN")


def is_refused(question, *given):
    try:
        question(*given)
    except UserFacingError:
        return True
    return False


@pytest.mark.parametrize("asker", ["UCARLA", "UANA", "UADA"])
@pytest.mark.parametrize("person", EVERYBODY)
def test_who_may_work_on_a_ticket_is_offered_it_and_not_refused(team, asker, person):
    new = NewTicket(asker, asker, team.clock.now(), "Printer", department="Support")
    team.does(open_ticket, new)
    with team.program.work() as work:
        loaded = load(work, 1, lock=True)
        may = access.may_work_on(work, loaded, person)
        assert tickets.is_workable(work, 1, person) is may
        assert is_refused(access.require_agent, work, loaded, person) is not may
        assert is_refused(changeable, work, 1, person) is not may
    answers_for_support = {"UANA", "UBOB", "ULEA", "UADA"} - {asker}
    assert may is (person in answers_for_support)


@pytest.mark.parametrize("person", EVERYBODY)
def test_who_is_of_any_department_or_an_admin_reads_tickets(team, person):
    team.writes("UDAN", "Printer")
    with team.program.look() as work:
        may = access.is_agent_or_admin(work, person)
        loaded = load(work, 1)
        is_reader = not is_refused(access.require_reader, work, loaded, person)
    assert may is (person not in ("UCARLA", "UDAN"))
    assert is_reader is (may or person == "UDAN")


@pytest.mark.parametrize(
    ("department", "leads"),
    [
        ("Support", {"UADA", "ULEA"}),
        ("SUPPORT", {"UADA", "ULEA"}),  # as a ticket had it before the name was spelled anew
        ("Billing", {"UADA"}),
        ("Gone", {"UADA"}),
        (None, {"UADA"}),
    ],
)
def test_who_leads_a_department_does_by_any_spelling_of_its_name(team, department, leads):
    with team.program.look() as work:
        found = {each for each in EVERYBODY if access.is_lead_of(work, department, each)}
    assert found == leads
