"""Ids of the configuration that stand for nobody here: a letter was mistyped, or no member has it.

Nothing is refused for it, as an id may be somebody's who left. It is said once Slack has told of
everybody and everything: before that an id that is not known says nothing.
"""

from collections.abc import Iterable, Iterator

from bot.config.identities import bare, is_channel_id, is_group_id, is_person_id, is_role
from bot.config.references import ANYONE, BOT, CHANNEL, Reference, references
from bot.store import jobs
from bot.store.jobs import JobRun
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.transaction import Program, Transaction
from bot.views.waiting_names import NO_STAFF, NO_SUCH_ID, WaitingName
from sla_core.configuration import Configuration


def note_read_whole(program: Program) -> None:
    """Remember that Slack has told of every channel, group and person."""
    with program.database.writing() as connection:
        jobs.record(connection, JobRun(_job(program.workspace_id), program.clock.now(), None))


def was_read_whole(work: Transaction) -> bool:
    """Whether Slack ever told of every channel, group and person, to any process."""
    return jobs.last_run_at(work.connection, _job(work.workspace_id)) is not None


def _job(workspace_id: str) -> str:
    return f"whole directory:{workspace_id}"


def ids_of_nobody(work: Transaction, configuration: Configuration) -> list[WaitingName]:
    """Each id in a configuration of which there is nobody, or nobody who may have rights."""
    return among(work, references(configuration))


def among(work: Transaction, named: Iterable[Reference]) -> list[WaitingName]:
    """The same among some names; none before the directory was read whole."""
    if not was_read_whole(work):
        return []
    ids = [reference for reference in named if not is_role(reference)]
    _learn(work.directory, ids)
    return list(_judged(work.directory, ids))


def _learn(directory: Directory, references: list[Reference]) -> None:
    words = [bare(reference.written) for reference in references]
    directory.learn_people(word for word in words if is_person_id(word))
    directory.learn_groups(word for word in words if is_group_id(word))
    directory.learn_channels(word for word in words if is_channel_id(word))


def _judged(directory: Directory, references: list[Reference]) -> Iterator[WaitingName]:
    for reference in references:
        word = bare(reference.written)
        why = _why(directory, reference.kind, word)
        if why is not None:
            yield WaitingName(reference.place, word, why)


def _why(directory: Directory, kind: str, word: str) -> str | None:
    """Why an id stands for nobody; None where it is somebody's, or none.

    What is no bot's user is not asked for: Slack lists no integrations by their ids.
    """
    if is_channel_id(word) and kind not in (ANYONE, BOT):
        return None if directory.channel(directory.moved(word)) else NO_SUCH_ID
    if kind == CHANNEL:
        return None
    if is_group_id(word):
        return None if directory.group(word) else NO_SUCH_ID
    if not is_person_id(word):
        return None
    if directory.person(word) is None:
        return NO_SUCH_ID
    return None if kind in (ANYONE, BOT) or directory.is_staff(word) else NO_STAFF
