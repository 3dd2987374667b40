"""Direct messages that the bot sends by itself, each once, in the reader's language."""

from bot.store import outbox
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import post
from bot.views.notices import Told


def tell(
    work: Work, person_id: str, key: str, told: Told, *, ticket_number: int | None = None
) -> None:
    """Tell one person once for a key."""
    payload = work.speech.in_language(language_of(work, person_id)).told(told)
    post(work, key, person_id, payload, ticket_number=ticket_number)


def was_told(work: Work, key: str) -> bool:
    """Whether this was told already, or will be."""
    return outbox.get(work.connection, work.workspace_id, key) is not None
