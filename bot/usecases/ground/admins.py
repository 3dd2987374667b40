"""Who is an admin: Slack's own of the workspace, those who are configured, and the first one.

The first admin is named in the environment by id or address; an address is looked up once.
"""

from collections.abc import Sequence
from typing import Final

from bot.config.identities import bare, is_person_id
from bot.store import known_names
from bot.store.people import Person
from bot.usecases.ground.directory import is_staff
from bot.usecases.ground.transaction import Transaction
from sla_core.text_equality import folded

FIRST_ADMIN: Final = "PUNCTUAL_ADMIN"
"""The variable of the environment that names the first admin, and what begins their known name."""


def is_admin(work: Transaction, person_id: str) -> bool:
    """Whether a person defines what is promised here; guests, strangers, who left never do."""
    person = work.directory.person(person_id)
    if person is None or not is_staff(person):
        return False
    if person.is_admin or person_id == first_admin(work):
        return True
    return work.directory.is_of(person_id, work.configuration.options.admins)


def admins(work: Transaction) -> list[str]:
    """The ids of all admins, for what they are told."""
    return admins_under(work, work.configuration.options.admins)


def admins_under(work: Transaction, named: Sequence[str]) -> list[str]:
    """The same if these were configured to be admins."""
    first = first_admin(work)
    person_ids = work.directory.staff_of(named)
    firsts = {first} if first is not None and work.directory.is_staff(first) else set()
    return sorted({*work.directory.admins(), *person_ids, *firsts})


def first_admin(work: Transaction) -> str | None:
    """The id of the admin that the environment names, once it is known."""
    word = bare(work.program.first_admin or "")
    if not word or is_person_id(word):
        return word or None
    return work.directory.known(_word(word), "") or None


def has_first_admin_come(work: Transaction) -> bool:
    """Whether the first admin can be looked up now, and was not before."""
    return first_admin(work) is None and len(_with_first_address(work)) == 1


def find_first_admin(work: Transaction) -> None:
    """Look the first admin up by their address, once."""
    if has_first_admin_come(work):
        ids = {_word(bare(work.program.first_admin or "")): _with_first_address(work)[0].id}
        known_names.save(*work.scope, ids, work.now)


def _with_first_address(work: Transaction) -> list[Person]:
    return work.directory.with_address(bare(work.program.first_admin or ""))


def _word(address: str) -> str:
    return f"{FIRST_ADMIN} {folded(address)}"
