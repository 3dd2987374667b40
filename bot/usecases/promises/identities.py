"""What the names of a configuration stand for: looked up when it is applied, and kept as ids.

What cannot be looked up yet waits as it was written and grants nothing. It is looked up again when
the directory learns of somebody or something new.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.config.check import Finding
from bot.config.identities import (
    bare,
    channel_word,
    instead_of,
    is_address,
    is_channel_id,
    is_group_id,
    is_handle,
    is_person_id,
    is_settled,
    may_be_mistaken,
    may_be_written,
    refusal,
)
from bot.config.references import (
    ANYONE,
    BOT,
    CHANNEL,
    PERSON,
    Reference,
    references,
    with_names,
)
from bot.store import known_names
from bot.store.people import Person
from bot.usecases.ground.admins import FIRST_ADMIN, first_admin, is_admin
from bot.usecases.ground.directory import Directory, is_of_no_use
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import nobody
from bot.views.waiting_names import (
    MADE,
    OUTSIDE,
    SHARED,
    SOMEBODY,
    UNKNOWN,
    WaitingName,
)
from bot.wording import configuration as sentences
from sla_core.configuration import Configuration
from sla_core.text_equality import folded


@dataclass(frozen=True, slots=True)
class Resolution:
    """A configuration by ids, the words that were looked up for it, and what waits in it."""

    configuration: Configuration
    ids: Mapping[str, str]
    waiting: tuple[WaitingName, ...]


def resolved(
    directory: Directory,
    configuration: Configuration,
    refused: Callable[[Reference], str | None] = lambda reference: reference.written,
    is_refused: Callable[[Reference], bool] = lambda reference: not may_be_written(reference),
    maker_in_doubt: Callable[[str], str | None] = lambda _: None,
) -> Resolution:
    """The configuration by ids, as far as the directory knows them now.

    A value that `is_refused`, as it may not be written, becomes that of `refused`; else it stays.
    A channel or group goes on waiting whose `maker_in_doubt` is somebody.
    """
    ids: dict[str, str] = {}
    waiting: list[WaitingName] = []

    def choose(reference: Reference) -> str | None:
        if is_refused(reference):
            return refused(reference)
        word = bare(reference.written)
        if is_settled(reference):
            return directory.moved(word)
        candidates = _candidates(directory, reference.kind, word)
        maker = maker_in_doubt(candidates[0]) if len(candidates) == 1 else None
        if maker is not None:
            waiting.append(WaitingName(reference.place, word, MADE, (maker,)))
            return word
        if len(candidates) == 1:
            ids[_key(reference.kind, word)] = candidates[0]
            return candidates[0]
        waiting.append(_waiting(directory, reference, word, candidates))
        return word

    directory.learn_addresses(bare(reference.written) for reference in references(configuration))
    return Resolution(with_names(configuration, choose), ids, tuple(waiting))


def _candidates(directory: Directory, kind: str, word: str) -> list[str]:
    """The ids of whoever and whatever a word may mean."""
    if kind == CHANNEL or word.startswith("#"):
        return directory.channels_called(word)
    if is_handle(word):
        group = directory.group_with_handle(word)
        return [] if group is None else [group.id]
    staff = directory.with_address(word)
    if kind == ANYONE and not staff:
        people = directory.outsiders_with_address(word)
        return [person.id for person in people if not is_of_no_use(person)]
    return [person.id for person in staff]


def _key(kind: str, word: str) -> str:
    """A word as `known_names` has it."""
    return channel_word(word) if kind == CHANNEL or word.startswith("#") else folded(word)


def _waiting(
    directory: Directory, reference: Reference, word: str, candidates: list[str]
) -> WaitingName:
    if candidates:
        return WaitingName(reference.place, word, SHARED, tuple(candidates))
    outsiders = directory.outsiders_with_address(word) if is_address(word) else []
    bearers = tuple(person.id for person in outsiders)
    return WaitingName(reference.place, word, OUTSIDE if outsiders else UNKNOWN, bearers)


def by_ids(work: Transaction, wanted: Configuration) -> Configuration:
    """The configuration as it is kept when it is applied now."""
    return resolved(work.directory, wanted).configuration


def keep_resolved(work: Transaction, wanted: Configuration) -> Configuration:
    """The same, and what its names were looked up to is kept; what waits means nobody."""
    resolution = resolved(work.directory, wanted)
    keep(work, resolution)
    return resolution.configuration


def keep(work: Transaction, found: Resolution) -> None:
    """Keep what names were looked up to."""
    waiting = {_key("", name.written) for name in found.waiting}
    waiting |= {channel_word(name.written) for name in found.waiting}
    known_names.forget(*work.scope, waiting - found.ids.keys())
    known_names.save(*work.scope, found.ids, work.now)


def is_waiting(configuration: Configuration) -> bool:
    """Whether a name in it is still to be looked up."""
    return any(
        may_be_written(reference) and not is_settled(reference)
        for reference in references(configuration)
    )


def waiting_names(work: Transaction) -> tuple[WaitingName, ...]:
    """What stands for nobody in the configuration in force, the first admin included."""
    waiting = resolved_at_contact(work).waiting
    names = (*waiting, *nobody.ids_of_nobody(work, work.configuration))
    written = work.program.first_admin
    if written is None:
        return names
    reference = Reference((FIRST_ADMIN,), PERSON, written)
    if first_admin(work) is not None:
        return (*names, *nobody.among(work, [reference]))
    candidates = _candidates(work.directory, PERSON, bare(written))
    return (*names, _waiting(work.directory, reference, bare(written), candidates))


def resolved_at_contact(work: Transaction) -> Resolution:
    """What can be looked up of the configuration in force without an admin who applies it.

    Of a handle or channel that Slack did not have, nobody gets anything by making it; who applies
    a configuration sees what there is, and takes it.
    """
    is_known = nobody.was_read_whole(work)
    doubt = partial(_maker_in_doubt, work) if is_known else lambda _: None
    return resolved(work.directory, work.configuration, maker_in_doubt=doubt)


def _maker_in_doubt(work: Transaction, target_id: str) -> str | None:
    """Who made a channel or a group and is no admin; of a person there is none."""
    if is_channel_id(target_id):
        channel = work.directory.channel(target_id)
        maker = None if channel is None else channel.made_by
    elif is_group_id(target_id):
        group = work.directory.group(target_id)
        maker = None if group is None else group.made_by
    else:
        return None
    return None if maker and is_admin(work, maker) else maker or SOMEBODY


def names_of_nobody(work: Transaction, configuration: Configuration) -> tuple[WaitingName, ...]:
    """What waits in a configuration, and its ids of which there is nobody."""
    waiting = resolved(work.directory, configuration).waiting
    return (*waiting, *nobody.ids_of_nobody(work, configuration))


# --- what is refused --------------------------------------------------------------------------


def names_refused(
    directory: Directory, configuration: Configuration, *, says_who: bool = True
) -> list[Finding]:
    """Each name that may not be written, with what to write for whoever goes by it.

    `says_who` is false where no address may be shown, as in logs.
    """
    return [
        Finding(
            reference.path, refusal(reference, _meant(directory, reference) if says_who else "")
        )
        for reference in references(configuration)
        if not may_be_written(reference) or is_mistaken(directory, reference)
    ]


def intake_twice(directory: Directory, configuration: Configuration) -> list[Finding]:
    """Each intake channel that another department has already, as another name of it or its id."""
    owners: dict[str, str] = {}
    findings = []
    for reference in references(configuration):
        if reference.kind != CHANNEL or "intake_channels" not in reference.path:
            continue
        word, department = bare(reference.written), str(reference.path[1])
        ids = [] if is_channel_id(word) else directory.channels_called(word)
        channel_id = ids[0] if len(ids) == 1 else directory.moved(word)
        owner = owners.setdefault(channel_id, department)
        if owner != department:
            findings.append(
                Finding(reference.path, sentences.has_another_owner(reference.written, owner))
            )
    return findings


def _meant(directory: Directory, reference: Reference) -> str:
    return instead_of(bearers_of(directory, reference))


def is_mistaken(directory: Directory, reference: Reference) -> bool:
    """Whether a display name only looks like an id or a handle, of which there is none."""
    word = bare(reference.written)
    if not may_be_mistaken(reference) or _is_known(directory, word):
        return False
    return bool(directory.namesakes(word))


def _is_known(directory: Directory, word: str) -> bool:
    """Whether an id or a handle is somebody's; a display name may look like one."""
    if is_person_id(word):
        return directory.person(word) is not None
    if is_channel_id(word):
        return directory.channel(directory.moved(word)) is not None
    if is_handle(word):
        return directory.group_with_handle(word) is not None
    return directory.group(word) is not None


def bearers_of(directory: Directory, reference: Reference) -> list[Person]:
    """Who of the staff goes by a display name, as far as it may be theirs."""
    return [] if reference.kind in (CHANNEL, BOT) else directory.namesakes(reference.written)
