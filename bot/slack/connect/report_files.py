"""Puts the files of a digest into the thread of its message.

The message itself is never lost and never doubled; these are tried once each, when it is there.
That they are tried is written down before, so that nothing comes twice; what Slack does not take
then is logged, and the table in the message says it all anyway.
"""

from typing import Final

import structlog

from bot import wording
from bot.delivery.ports import SlackPort, UnclearAnswer
from bot.slack.connect.uploads import NotUploaded, share
from bot.slack.draw.report_files import files_of
from bot.usecases.ground.transaction import Program
from bot.usecases.reports.digests import DueDigest, enclosed_in, language_for, told_of
from bot.usecases.reports.enclosures import claim_files, note_untaken, waiting_files
from bot.views.speech import MessagePlace
from bot.wording.language import speaking

log = structlog.get_logger(__name__)

TROUBLE: Final = (NotUploaded, UnclearAnswer, OSError)


def share_report_files(program: Program, slack: SlackPort) -> int:
    """Put the files of every digest that was sent into its thread, once; return for how many."""
    return sum(_share(program, slack, due, place) for due, place in waiting_files(program))


def _share(program: Program, slack: SlackPort, due: DueDigest, place: MessagePlace) -> bool:
    """Try it for one digest; False where somebody else does."""
    if not claim_files(program, due):
        return False
    with program.look() as work:
        digest = told_of(work, due)
        enclosed, language = enclosed_in(work, due), language_for(work, due)
    try:
        if digest.total.total:
            with speaking(language):
                files, comment = files_of(due, digest, enclosed), wording.digests.files()
            share(slack, place.channel_id, place.ts, files, comment)
    except TROUBLE as problem:
        log.warning("a digest has no files", digest=str(due.key), problem=str(problem))
        note_untaken(program, due, str(problem))
    return True
