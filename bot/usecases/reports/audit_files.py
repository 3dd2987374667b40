"""The audit log as a file for an admin: asked for, announced to them alone, enclosed once.

What was asked for stands in the key of the announcement, so that nothing is lost by a restart.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Final

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.output.audit_columns import AUDIT_COLUMNS
from bot.output.tables import Format, write
from bot.store import audit, jobs, outbox
from bot.store.jobs import JobRun
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.messages.outgoing import post
from bot.usecases.reports.audit_log import WORDS, all_of, chosen, require_entries, require_reader
from bot.views.sentences import Line
from bot.views.speech import MessagePlace

LATEST: Final = timedelta(days=1)
"""How long a file is still enclosed that was asked for."""
PREFIX: Final = "enclosure:"


@dataclass(frozen=True, slots=True)
class AuditFile:
    """A file that was asked for: the key of its announcement, and where that stands."""

    key: MessageKey
    place: MessagePlace


def ask_for_file(work: Transaction, by: str, words: dict[str, str], at_us: int) -> int:
    """Announce the file of what words ask for to an admin; return how many entries it has."""
    require_reader(work, by)
    count = audit.count(*work.here, chosen(work, words))
    require_entries(count)
    written = " ".join(f"{name}={words[name]}" for name in WORDS if name in words)
    key = MessageKey.of(KeyKind.AUDIT_FILE, by, at_us, written)
    announcement = Line(wording.audit.announced, {"count": count})
    post(work, key, by, speech_to(work, by).payload(announcement), ticket_number=None)
    return count


def waiting_files(desk: Program) -> list[AuditFile]:
    """The files whose announcements are sent and which nobody tried to enclose."""
    with desk.look() as work:
        since = work.now - LATEST
        prefix = KeyKind.AUDIT_FILE.prefix()
        places = outbox.places_of(*work.here, prefix, since)
        if not places:
            return []
        tried = {run.name for run in jobs.listing(work.connection)}
        files = [AuditFile(MessageKey.parse(key), place) for key, place in places.items()]
        return [file for file in files if _job(work.workspace_id, file.key) not in tried]


def claim_file(desk: Program, file: AuditFile) -> bool:
    """Take it upon oneself to enclose a file; False where somebody else does."""
    with desk.quiet_work() as work:
        return jobs.claim(work.connection, _job(work.workspace_id, file.key), work.now)


def note_untaken(desk: Program, file: AuditFile, problem: str) -> None:
    """Keep why a file is not there."""
    with desk.quiet_work() as work:
        run = JobRun(_job(work.workspace_id, file.key), work.now, problem)
        jobs.record(work.connection, run)


def content_of(work: Transaction, key: MessageKey) -> bytes | None:
    """The file as CSV, as of now; None for who is no admin any more."""
    if not is_admin(work, key.part("person_id")):
        return None
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


def _job(workspace_id: str, key: MessageKey) -> str:
    return f"{PREFIX}{workspace_id}:{key}"
