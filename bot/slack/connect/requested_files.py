"""Puts files that admins asked for into the threads of their announcements."""

from typing import Final

import structlog

from bot.delivery.ports import SlackPort, UnclearAnswer
from bot.slack.connect.uploads import NotUploaded, share
from bot.slack.draw.report_files import Enclosure
from bot.usecases.ground.transaction import Program
from bot.usecases.reports.requested_files import (
    RequestedFile,
    claim_file,
    content_of,
    note_untaken,
    waiting_files,
)

log = structlog.get_logger(__name__)

TROUBLE: Final = (NotUploaded, UnclearAnswer, OSError)


def share_requested_files(program: Program, slack: SlackPort) -> int:
    """Put every file that was asked for into its thread, once; return how many."""
    return sum(_share(program, slack, file) for file in waiting_files(program))


def _share(program: Program, slack: SlackPort, file: RequestedFile) -> bool:
    """Try it for one; False where somebody else does, or who asked is no admin any more."""
    if not claim_file(program, file):
        return False
    with program.look() as work:
        content = content_of(work, file.key)
    if content is None:
        return False
    try:
        enclosure = Enclosure(file.name, file.name, content)
        share(slack, file.place.channel_id, file.place.ts, [enclosure], "")
    except TROUBLE as problem:
        log.warning("a file that was asked for was not taken", file=file.name, problem=str(problem))
        note_untaken(program, file, str(problem))
    return True
