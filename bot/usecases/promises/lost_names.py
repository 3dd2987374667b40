"""Names that older configurations used and that mean nobody any more, as anybody may take them.

They are taken out by a revision of their own, once; what was before stays in the history. Admins
are told, and App Home shows it until somebody applies a configuration again.
"""

import structlog

from bot import wording
from bot.config.identities import bare, may_be_written
from bot.config.references import ANYONE, READERS, Reference, references
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import configuration, jobs, lost_names, outbox
from bot.store.jobs import JobRun
from bot.store.lost_names import LostName
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.promises.first_contact import put_in_force
from bot.usecases.promises.identities import bearers_of, is_mistaken, resolved
from bot.views.sentences import Facts, Line

log = structlog.get_logger(__name__)

WHY = "display names taken out"
"""The action of the audit's entries."""
NAMED = 20
"""So many lost names an admin is told of by name."""


def take_names_out(program: Program) -> None:
    """Take out of the configuration in force what could be written before, and tell admins; once.

    A file applied since has no such names, and those that wait in it are not lost.
    """
    with program.look() as work:
        if jobs.last_run_at(work.connection, _job(work)) is not None:
            return
    with program.work() as work:
        configuration.hold(*work.scope)
        if any(_is_lost(work, reference) for reference in references(work.configuration)):
            _take_out(work)
        jobs.record(work.connection, JobRun(_job(work), work.now, None))
    with program.work() as work:
        say_lost(work)


def _job(work: Transaction) -> str:
    return f"display names:{work.workspace_id}"


def _is_lost(work: Transaction, reference: Reference) -> bool:
    """Whether it is a display name, though one that looks like an id or a handle."""
    return not may_be_written(reference) or is_mistaken(work.directory, reference)


def _take_out(work: Transaction) -> None:
    lost: list[tuple[Reference, tuple[str, ...]]] = []

    def instead(reference: Reference) -> str | None:
        target_id = _same_as_ever(work, reference)
        if target_id is None:
            bearers = bearers_of(work.directory, reference)
            lost.append((reference, tuple(person.id for person in bearers)))
        return target_id

    resolution = resolved(
        work.directory, work.configuration, instead, lambda reference: _is_lost(work, reference)
    )
    put_in_force(work, resolution, WHY)
    revision = configuration.latest_revision(*work.scope)
    rows = {
        (reference.place, reference.written): LostName(
            revision, reference.place, reference.written, ids, work.now
        )
        for reference, ids in lost
    }
    lost_names.add(*work.scope, list(rows.values()))
    for row in rows.values():
        log.warning("a display name of the configuration means nobody any more", place=row.place)


def _same_as_ever(work: Transaction, reference: Reference) -> str | None:
    """What stands for it for good where it grants nothing: a condition's person, a channel."""
    word = bare(reference.written)
    if reference.kind == ANYONE and reference.path[0] == "rules":
        bearers = bearers_of(work.directory, reference)
        return bearers[0].id if len(bearers) == 1 else None
    if reference.kind == READERS:
        channel_ids = work.directory.channels_called(word)
        return channel_ids[0] if len(channel_ids) == 1 else None
    return None


def lost_now(work: Transaction) -> list[LostName]:
    """The names that were lost, until somebody applies a configuration again."""
    names = lost_names.newest(*work.scope)
    if not names:
        return []
    since = names[0].revision
    is_over = any(
        revision.number > since and revision.by != PUNCTUAL for revision in work.history.revisions
    )
    return [] if is_over else names


def say_lost(work: Transaction) -> None:
    """Tell all admins, once, of the names that were lost; if none is known yet, another time."""
    untold = [name for name in lost_now(work) if name.told_at is None]
    if not untold:
        return
    admin_ids = admins(work)
    for admin_id in admin_ids:
        facts: Facts = {"names": names_of(untold), "count": len(untold)}
        payload = speech_to(work, admin_id).payload(Line(wording.identities.lost, facts))
        message = Outgoing(
            key=str(MessageKey.of(KeyKind.LOST_NAMES, untold[0].revision, admin_id)),
            lane=admin_id,
            method=POST,
            payload=payload,
            created_at=work.now,
        )
        outbox.put(*work.scope, message)
    if admin_ids:
        lost_names.note_told(*work.scope, work.now)


def names_of(lost: list[LostName]) -> str:
    """The lost names in a line, each with where it stood."""
    return ", ".join(f"{name.written} ({name.place})" for name in lost[:NAMED])
