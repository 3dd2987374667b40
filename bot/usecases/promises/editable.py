"""Who may change the configuration piece by piece: admins, where it is not kept in a file."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Transaction


def is_kept_in_file(work: Transaction) -> bool:
    """Whether only a whole file changes the configuration: `managed_by: file`."""
    return work.configuration.options.managed_by == "file"


def require_editable(work: Transaction, by: str) -> None:
    """Refuse who is no admin, and everybody where the configuration is kept in a file.

    Each form, button and command that changes a piece of it asks here; a file that is applied as
    a whole does not.
    """
    require_admin(work, by)
    require_kept_here(work)


def require_kept_here(work: Transaction) -> None:
    """Refuse everybody where the configuration is kept in a file, and say where that is."""
    if is_kept_in_file(work):
        path = work.program.config_file
        raise UserFacingError(
            wording.config_file.kept_in_a_file(None if path is None else str(path))
        )
