"""Which digests were sent and wait for their files: each is tried once, and that is written first.

So nothing comes twice.
"""

from datetime import datetime
from typing import Final

from bot.store import jobs, outbox
from bot.store.jobs import JobRun
from bot.usecases.ground.transaction import Program
from bot.usecases.reports.digests import DueDigest, due_digests
from bot.views.speech import MessagePlace

PREFIX: Final = "report_files:"


def waiting_files(program: Program) -> list[tuple[DueDigest, MessagePlace]]:
    """The digests that were sent and whose files nobody tried to share, and where they stand."""
    with program.look() as work:
        digests = due_digests(work)
        if not digests:
            return []
        keys = [str(due.key) for due in digests]
        places = outbox.places(*work.scope, keys)
        runs = {run.name: run.last_run_at for run in jobs.listing(work.connection)}
        return [
            (due, places[str(due.key)])
            for due in digests
            if str(due.key) in places and _is_untried(runs.get(_job(program, due)), due)
        ]


def claim_files(program: Program, due: DueDigest) -> bool:
    """Take it upon oneself to share the files of a digest; False where somebody else does."""
    with program.quiet_work() as work:
        return jobs.claim(work.connection, _job(program, due), due.due_at)


def note_untaken(program: Program, due: DueDigest, problem: str) -> None:
    """Keep why the files of a digest are not there."""
    with program.quiet_work() as work:
        jobs.record(work.connection, JobRun(_job(program, due), due.due_at, problem))


def _is_untried(tried_at: datetime | None, due: DueDigest) -> bool:
    return tried_at is None or tried_at < due.due_at


def _job(program: Program, due: DueDigest) -> str:
    """One row for each digest and recipient, whatever the period."""
    digest = due.digest
    audience = f"{digest.department or '*'}:{due.recipient}"
    return f"{PREFIX}{program.workspace_id}:{digest.every}:{audience}"
