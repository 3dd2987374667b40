"""Names that older configurations used and that mean nobody any more, as anybody may take them.

They are taken out by a revision of their own, once; what was before stays in the history. Admins
are told, and App Home shows it until somebody applies a configuration again.
"""

import structlog

from bot import wording
from bot.config.identities import bare, may_be_written
from bot.config.references import ANYONE, READERS, Reference, references
from bot.keys.messages import lost_names_key
from bot.store import configuration, jobs, lost_names, outbox
from bot.store.jobs import JobRun
from bot.store.lost_names import LostName
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.promises.first_contact import put_in_force
from bot.usecases.promises.identities import bearers_of, is_mistaken, resolved

log = structlog.get_logger(__name__)

WHY = "display names taken out"
"""The action of the audit's entries."""
NAMED = 20
"""So many lost names an admin is told of by name."""


def take_names_out(desk: Desk) -> None:
    """Take out of the configuration in force what could be written before, and tell admins; once.

    What is applied since has no such names, and what waits in it is not lost.
    """
    with desk.look() as work:
        if jobs.last_run_at(work.connection, _job(work)) is not None:
            return
    with desk.work() as work:
        configuration.hold(work.connection, work.workspace_id)
        if any(_is_lost(work, each) for each in references(work.configuration)):
            _take_out(work)
        jobs.record(work.connection, JobRun(_job(work), work.now, None))
    with desk.work() as work:
        say_lost(work)


def _job(work: Work) -> str:
    return f"display names:{work.workspace_id}"


def _is_lost(work: Work, reference: Reference) -> bool:
    """Whether it is a display name, though one that looks like an id or a handle."""
    return not may_be_written(reference) or is_mistaken(work.directory, reference)


def _take_out(work: Work) -> None:
    lost: list[tuple[Reference, tuple[str, ...]]] = []

    def instead(reference: Reference) -> str | None:
        found = _same_as_ever(work, reference)
        if found is None:
            bearers = bearers_of(work.directory, reference)
            lost.append((reference, tuple(each.id for each in bearers)))
        return found

    found = resolved(work.directory, work.configuration, instead, lambda each: _is_lost(work, each))
    put_in_force(work, found, WHY)
    revision = configuration.latest_revision(work.connection, work.workspace_id)
    rows = {
        (each.place, each.written): LostName(revision, each.place, each.written, ids, work.now)
        for each, ids in lost
    }
    lost_names.add(work.connection, work.workspace_id, list(rows.values()))
    for row in rows.values():
        log.warning("a display name of the configuration means nobody any more", place=row.place)


def _same_as_ever(work: Work, reference: Reference) -> str | None:
    """What stands for it for good where it grants nothing: a condition's person, a channel."""
    word = bare(reference.written)
    if reference.kind == ANYONE and reference.path[0] == "rules":
        bearers = bearers_of(work.directory, reference)
        return bearers[0].id if len(bearers) == 1 else None
    if reference.kind == READERS:
        found = work.directory.channels_called(word)
        return found[0] if len(found) == 1 else None
    return None


def lost_now(work: Work) -> list[LostName]:
    """The names that were lost, until somebody applies a configuration again."""
    found = lost_names.newest(work.connection, work.workspace_id)
    if not found:
        return []
    since = found[0].revision
    is_over = any(each.number > since and each.by != PUNCTUAL for each in work.history.revisions)
    return [] if is_over else found


def say_lost(work: Work) -> None:
    """Tell all admins, once, of the names that were lost; if none is known yet, another time."""
    untold = [each for each in lost_now(work) if each.told_at is None]
    if not untold:
        return
    told = admins(work)
    for admin_id in told:
        speech = work.speech.in_language(language_of(work, admin_id))
        payload = speech.line(wording.identities.lost, names=names_of(untold), count=len(untold))
        message = Outgoing(
            key=lost_names_key(untold[0].revision, admin_id),
            lane=admin_id,
            method=POST,
            payload=payload,
            created_at=work.now,
        )
        outbox.put(work.connection, work.workspace_id, message)
    if told:
        lost_names.note_told(work.connection, work.workspace_id, work.now)


def names_of(lost: list[LostName]) -> str:
    """The lost names in a line, each with where it stood."""
    return ", ".join(f"{each.written} ({each.place})" for each in lost[:NAMED])
