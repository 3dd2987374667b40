"""What goes with a digest: a picture and the clocks as CSV, in the thread of its message.

The message itself is never lost and never doubled; these are tried once each, when it is there.
That they are tried is written down before, so that nothing comes twice; what Slack does not take
then is logged, and the table in the message says it all anyway.
"""

from datetime import datetime
from io import StringIO
from typing import Final

import structlog

from bot import wording
from bot.delivery.ports import SlackPort, Unclear
from bot.output.pictures import compliance_by_day
from bot.output.report_columns import LOG_COLUMNS
from bot.output.tables import Format, write
from bot.slack.blocks.report_digest import share_of, title_of
from bot.slack.uploads import Enclosure, NotUploaded, share
from bot.store import jobs, outbox
from bot.store.jobs import JobRun
from bot.store.outbox import MessagePlace
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.reports.digests import (
    Due,
    Enclosed,
    due_digests,
    enclosed_in,
    language_for,
    told_of,
)
from bot.views.notices import DigestTold
from bot.wording.language import speaking

log = structlog.get_logger(__name__)

PREFIX: Final = "report_files:"
TROUBLE: Final = (NotUploaded, Unclear, OSError)


def share_report_files(desk: Desk, slack: SlackPort) -> int:
    """Put the files of every digest that was sent into its thread, once; return for how many."""
    with desk.look() as work:
        waiting = _waiting(work)
    return sum(_share(desk, slack, *each) for each in waiting)


def _share(desk: Desk, slack: SlackPort, due: Due, place: MessagePlace) -> bool:
    """Try it for one digest; False where somebody else does."""
    job = _job(desk.workspace_id, due)
    with desk.database.writing() as connection:
        if not jobs.claim(connection, job, due.due_at):
            return False
    with desk.look() as work:
        told = told_of(work, due)
        enclosed, language = enclosed_in(work, due), language_for(work, due)
    try:
        if told.total.total:
            with speaking(language):
                files, comment = _files(due, told, enclosed), wording.digests.files()
            share(slack, place.channel_id, place.ts, files, comment)
    except TROUBLE as problem:
        log.warning("a digest has no files", digest=due.key, problem=str(problem))
        with desk.database.writing() as connection:
            jobs.record(connection, JobRun(job, due.due_at, str(problem)))
    return True


def _waiting(work: Work) -> list[tuple[Due, MessagePlace]]:
    """The digests that were sent and whose files nobody tried to share."""
    due = due_digests(work)
    if not due:
        return []
    places = outbox.places(work.connection, work.workspace_id, [each.key for each in due])
    runs = {each.name: each.last_run_at for each in jobs.listing(work.connection)}
    return [
        (each, places[each.key])
        for each in due
        if each.key in places and _is_untried(runs.get(_job(work.workspace_id, each)), each)
    ]


def _is_untried(tried_at: datetime | None, due: Due) -> bool:
    return tried_at is None or tried_at < due.due_at


def _job(workspace_id: str, due: Due) -> str:
    """One row for each digest and recipient, whatever the period."""
    digest = due.digest
    return f"{PREFIX}{workspace_id}:{digest.every}:{digest.department or '*'}:{due.recipient}"


def _files(due: Due, told: DigestTold, found: Enclosed) -> list[Enclosure]:
    title = title_of(told)
    name = f"sla-{due.digest.every}-{due.first_on.isoformat()}"
    total = told.total
    in_words = wording.digests.picture_in_words(
        title, total.met.count, total.missed.count, share_of(total.compliance_pct)
    )
    rows = StringIO()
    write(LOG_COLUMNS, found.clocks, Format.CSV, rows)
    return [
        Enclosure(
            f"{name}.png",
            wording.digests.picture(title),
            compliance_by_day(found.days, title),
            in_words,
        ),
        Enclosure(f"{name}.csv", f"{name}.csv", rows.getvalue().encode()),
    ]
