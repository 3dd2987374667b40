"""Files that admins asked for: announced to them alone, each put into its thread once.

What was asked for stands in the key of the announcement, so that nothing is lost by a restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import jobs, outbox
from bot.store.jobs import JobRun
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.reports import audit_files, config_files
from bot.views.speech import MessagePlace

LATEST: Final = timedelta(days=1)
"""How long a file is still enclosed that was asked for."""
PREFIX: Final = "enclosure:"
_CONTENTS: Final[Mapping[KeyKind, tuple[str, Callable[[Transaction, MessageKey], bytes]]]] = {
    KeyKind.AUDIT_FILE: (audit_files.NAME, audit_files.content_of),
    KeyKind.CONFIG_FILE: (config_files.NAME, config_files.content_of),
}
"""What each kind of file is called, and what is in it."""


@dataclass(frozen=True, slots=True)
class RequestedFile:
    """A file that was asked for: the key of its announcement, and where that stands."""

    key: MessageKey
    place: MessagePlace

    @property
    def name(self) -> str:
        """What it is called."""
        return _CONTENTS[self.key.kind][0]


def waiting_files(program: Program) -> list[RequestedFile]:
    """The files whose announcements are sent and which nobody tried to enclose."""
    with program.look() as work:
        since = work.now - LATEST
        places: dict[str, MessagePlace] = {}
        for kind in _CONTENTS:
            places |= outbox.places_of(*work.scope, kind.prefix(), since)
        if not places:
            return []
        tried = {run.name for run in jobs.listing(work.connection)}
        files = [RequestedFile(MessageKey.parse(key), place) for key, place in places.items()]
        return [file for file in files if _job(work.workspace_id, file.key) not in tried]


def claim_file(program: Program, file: RequestedFile) -> bool:
    """Take it upon oneself to enclose a file; False where somebody else does."""
    with program.quiet_work() as work:
        return jobs.claim(work.connection, _job(work.workspace_id, file.key), work.now)


def note_untaken(program: Program, file: RequestedFile, problem: str) -> None:
    """Keep why a file is not there."""
    with program.quiet_work() as work:
        run = JobRun(_job(work.workspace_id, file.key), work.now, problem)
        jobs.record(work.connection, run)


def content_of(work: Transaction, key: MessageKey) -> bytes | None:
    """The file as of now; None for who is no admin any more."""
    if not is_admin(work, key.part("person_id")):
        return None
    return _CONTENTS[key.kind][1](work, key)


def _job(workspace_id: str, key: MessageKey) -> str:
    return f"{PREFIX}{workspace_id}:{key}"
