"""The configuration in force as a file for an admin: asked for, and announced to them alone."""

from typing import Final

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import post
from bot.usecases.promises.config_export import exported
from bot.views.sentences import Line

NAME: Final = "sla.yml"


def ask_for_file(work: Transaction, by: str, at_us: int) -> None:
    """Announce the file to an admin; it follows in the thread of that."""
    require_admin(work, by)
    key = MessageKey.of(KeyKind.CONFIG_FILE, by, at_us)
    announcement = Line(wording.config_file.announced)
    post(work, key, by, speech_to(work, by).payload(announcement), ticket_number=None)


def content_of(work: Transaction, _: MessageKey) -> bytes:
    """The file as YAML, as of now."""
    return exported(work).encode()
