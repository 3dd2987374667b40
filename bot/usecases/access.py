"""Who may do what: asked again by every action, whatever a button or a form claims."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.admins import is_admin
from bot.usecases.desk import Work
from bot.usecases.people import departments_of
from bot.usecases.recording import Loaded

__all__ = [
    "asks_colleagues",
    "is_admin",
    "is_agent_of",
    "is_agent_somewhere",
    "require_admin",
    "require_agent",
    "require_answerer",
    "require_reader",
]


def is_agent_of(work: Work, loaded: Loaded, person_id: str) -> bool:
    """Whether a person answers this ticket: on its roster, or its assignee, and not who asked."""
    if person_id == loaded.row.requester or not work.directory.is_staff(person_id):
        return False
    department = work.configuration.department(loaded.row.department)
    return person_id == loaded.row.assignee or work.directory.is_on_roster(person_id, department)


def asks_colleagues(work: Work, loaded: Loaded, person_id: str) -> bool:
    """Whether a person asked for this ticket, and would answer it had somebody else."""
    department = work.configuration.department(loaded.row.department)
    return person_id == loaded.row.requester and work.directory.is_on_roster(person_id, department)


def is_agent_somewhere(work: Work, person_id: str) -> bool:
    """Whether a person is an agent, lead or manager of any department."""
    return bool(departments_of(work.configuration, work.directory, person_id))


def require_admin(work: Work, person_id: str) -> None:
    """Refuse everybody but workspace admins."""
    if not is_admin(work, person_id):
        raise UserFacingError(wording.refusals.admins_only())


def require_agent(work: Work, loaded: Loaded, person_id: str) -> None:
    """Refuse everybody but the agents of the ticket's department, its assignee, and admins."""
    if not is_admin(work, person_id):
        require_answerer(work, loaded, person_id)


def require_answerer(work: Work, loaded: Loaded, person_id: str) -> None:
    """Refuse everybody but the agents of the ticket's department and its assignee."""
    if not is_agent_of(work, loaded, person_id):
        row = loaded.row
        if asks_colleagues(work, loaded, person_id):
            raise UserFacingError(wording.refusals.your_own(row.number))
        raise UserFacingError(wording.refusals.not_their_agent(row.number, row.department))


def require_reader(work: Work, loaded: Loaded, person_id: str) -> None:
    """Refuse everybody but those who ask, agents, and admins."""
    may_read = (
        person_id == loaded.row.requester
        or is_agent_somewhere(work, person_id)
        or is_admin(work, person_id)
    )
    if not may_read:
        raise UserFacingError(wording.refusals.not_yours_to_read(loaded.row.number))
