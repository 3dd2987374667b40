"""Who may ask for help: everybody whom an answer can reach."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.ground.transaction import Transaction


def is_reachable(work: Transaction, person_id: str) -> bool:
    """Whether somebody would read an answer: no bot, and nobody who has left."""
    person = work.directory.person(person_id)
    return person is None or not (person.is_bot or person.is_deleted)


def require_asker(work: Transaction, person_id: str) -> None:
    """Refuse those whom no answer reaches."""
    if not is_reachable(work, person_id):
        raise UserFacingError(wording.intake.cannot_be_answered())
