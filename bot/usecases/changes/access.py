"""Who may do what: asked again by every action, whatever a button or a form claims."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.ground.admins import is_admin
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.privacy import asked_by, is_private
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction

__all__ = [
    "asks_colleagues",
    "is_admin",
    "is_agent_of",
    "is_agent_or_admin",
    "is_agent_somewhere",
    "is_lead_of",
    "may_work_on",
    "require_admin",
    "require_agent",
    "require_answerer",
    "require_reader",
]


def is_agent_of(work: Transaction, loaded: LoadedTicket, person_id: str) -> bool:
    """Whether a person answers this ticket: on its roster, or its assignee, and not who asked.

    An assignee who is not of a private department does not: they may not read it.
    """
    row = loaded.row
    if asked_by(row, person_id) or not work.directory.is_staff(person_id):
        return False
    has_it = person_id == row.assignee and not is_private(work, row.department)
    department = work.configuration.department(row.department)
    return has_it or work.directory.is_on_roster(person_id, department)


def asks_colleagues(work: Transaction, loaded: LoadedTicket, person_id: str) -> bool:
    """Whether a person asked for this ticket, and could work on it had somebody else."""
    department = work.configuration.department(loaded.row.department)
    is_one_of_them = work.directory.is_on_roster(person_id, department)
    return asked_by(loaded.row, person_id) and (is_one_of_them or is_admin(work, person_id))


def is_agent_somewhere(work: Transaction, person_id: str) -> bool:
    """Whether a person is an agent, lead or manager of any department."""
    return bool(departments_of(work.configuration, work.directory, person_id))


def is_agent_or_admin(work: Transaction, person_id: str) -> bool:
    """Whether a person is of the staff of any department, or an admin, as who reads all tickets."""
    return is_agent_somewhere(work, person_id) or is_admin(work, person_id)


def is_lead_of(work: Transaction, department_name: str | None, person_id: str) -> bool:
    """Whether a person leads a department, by any spelling of its name, or is an admin."""
    department = work.configuration.department(department_name)
    leads = department.leads if department else ()
    return is_admin(work, person_id) or work.directory.is_of(person_id, leads)


def may_work_on(work: Transaction, loaded: LoadedTicket, person_id: str) -> bool:
    """Whether a person is an agent of the ticket's department, its assignee, or an admin.

    Who asked is a requester here, an admin too.
    """
    is_requester = asked_by(loaded.row, person_id)
    return is_agent_of(work, loaded, person_id) or (not is_requester and is_admin(work, person_id))


def require_admin(work: Transaction, person_id: str) -> None:
    """Refuse everybody but workspace admins."""
    if not is_admin(work, person_id):
        raise UserFacingError(wording.refusals.admins_only())


def require_agent(work: Transaction, loaded: LoadedTicket, person_id: str) -> None:
    """Refuse everybody but those who may work on a ticket."""
    if not may_work_on(work, loaded, person_id):
        require_answerer(work, loaded, person_id)


def require_answerer(work: Transaction, loaded: LoadedTicket, person_id: str) -> None:
    """Refuse everybody but the agents of the ticket's department and its assignee."""
    if not is_agent_of(work, loaded, person_id):
        row = loaded.row
        if asks_colleagues(work, loaded, person_id):
            raise UserFacingError(wording.refusals.your_own(row.number))
        raise UserFacingError(wording.refusals.not_their_agent(row.number, row.department))


def require_reader(work: Transaction, loaded: LoadedTicket, person_id: str) -> None:
    """Refuse everybody but those who ask, agents, and admins."""
    if not (asked_by(loaded.row, person_id) or is_agent_or_admin(work, person_id)):
        raise UserFacingError(wording.refusals.not_yours_to_read(loaded.row.number))
