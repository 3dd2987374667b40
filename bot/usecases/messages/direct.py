"""Direct messages that the bot sends by itself, each once, in the reader's language."""

from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import post
from bot.views.notices import Notice


def tell(
    work: Transaction,
    person_id: str,
    key: MessageKey,
    notice: Notice,
    *,
    ticket_number: int | None = None,
) -> None:
    """Tell one person once for a key."""
    payload = speech_to(work, person_id).payload(notice)
    post(work, key, person_id, payload, ticket_number=ticket_number)


def was_told(work: Transaction, key: MessageKey) -> bool:
    """Whether this was told already, or will be."""
    return outbox.get(*work.scope, str(key)) is not None
