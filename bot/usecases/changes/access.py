"""Who may do what: asked again by every action, whatever a button or a form claims."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.recording import Loaded
from bot.usecases.ground.admins import is_admin
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.privacy import asked_by, is_private
from bot.usecases.ground.transaction import Work

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
    """Whether a person answers this ticket: on its roster, or its assignee, and not who asked.

    An assignee who is not of a private department does not: they may not read it.
    """
    row = loaded.row
    if asked_by(row, person_id) or not work.directory.is_staff(person_id):
        return False
    has_it = person_id == row.assignee and not is_private(work, row.department)
    department = work.configuration.department(row.department)
    return has_it or work.directory.is_on_roster(person_id, department)


def asks_colleagues(work: Work, loaded: Loaded, person_id: str) -> bool:
    """Whether a person asked for this ticket, and could work on it had somebody else."""
    department = work.configuration.department(loaded.row.department)
    is_one_of_them = work.directory.is_on_roster(person_id, department)
    return asked_by(loaded.row, person_id) and (is_one_of_them or is_admin(work, person_id))


def is_agent_somewhere(work: Work, person_id: str) -> bool:
    """Whether a person is an agent, lead or manager of any department."""
    return bool(departments_of(work.configuration, work.directory, person_id))


def require_admin(work: Work, person_id: str) -> None:
    """Refuse everybody but workspace admins."""
    if not is_admin(work, person_id):
        raise UserFacingError(wording.refusals.admins_only())


def require_agent(work: Work, loaded: Loaded, person_id: str) -> None:
    """Refuse everybody but the agents of the ticket's department, its assignee, and admins.

    Who asked is a requester here, an admin too.
    """
    if asked_by(loaded.row, person_id) or not is_admin(work, person_id):
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
        asked_by(loaded.row, person_id)
        or is_agent_somewhere(work, person_id)
        or is_admin(work, person_id)
    )
    if not may_read:
        raise UserFacingError(wording.refusals.not_yours_to_read(loaded.row.number))
