"""The audit log as a file for an admin: asked for, and announced to them alone.

What was asked for stands in the key of the announcement.
"""

from io import StringIO
from typing import Final

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.output.audit_columns import AUDIT_COLUMNS
from bot.output.tables import Format, write
from bot.store import audit
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import post
from bot.usecases.reports.audit_log import WORDS, all_of, chosen, require_entries, require_reader
from bot.views.sentences import Line

NAME: Final = "punctual-audit.csv"


def ask_for_file(work: Transaction, by: str, words: dict[str, str], at_us: int) -> int:
    """Announce the file of what words ask for to an admin; return how many entries it has."""
    require_reader(work, by)
    count = audit.count(*work.scope, chosen(work, words))
    require_entries(count)
    written = " ".join(f"{name}={words[name]}" for name in WORDS if name in words)
    key = MessageKey.of(KeyKind.AUDIT_FILE, by, at_us, written)
    announcement = Line(wording.audit.announced, {"count": count})
    post(work, key, by, speech_to(work, by).payload(announcement), ticket_number=None)
    return count


def content_of(work: Transaction, key: MessageKey) -> bytes:
    """The file as CSV, as of now."""
    rows = StringIO()
    write(AUDIT_COLUMNS, all_of(work, chosen(work, _words(key.part("words")))), Format.CSV, rows)
    return rows.getvalue().encode()


def _words(written: str) -> dict[str, str]:
    """The words of a key, as they were written into it."""
    words: dict[str, str] = {}
    name = ""
    for part in written.split(" "):
        begins, mark, value = part.partition("=")
        if mark and begins in WORDS and begins not in words:
            name, words[begins] = begins, value
        elif name:
            words[name] += f" {part}"
    return words
