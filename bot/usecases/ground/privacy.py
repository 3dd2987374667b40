"""Who may read a ticket, and which channel may hold it: the one place that says so.

A department that is `private` is read by its own people (agents, leads, managers) and by admins
only; to everybody else it is as if its tickets were not there. Who asked reads their own ticket,
as a requester. A department that was private when it was removed from the configuration stays
closed: then only admins read its tickets.
"""

from bot.store import ticket_values
from bot.store.tickets import TicketRow
from bot.usecases.ground.admins import is_admin
from bot.usecases.ground.transaction import Transaction
from sla_core.text_equality import folded


def asked_by(row: TicketRow, person_id: str) -> bool:
    """Whether a person asked for a ticket, so that they see it as a requester, whoever they are."""
    return row.requester is not None and row.requester == person_id


def may_know_of(work: Transaction, row: TicketRow, person_id: str) -> bool:
    """Whether a person may learn that a ticket is there at all."""
    return asked_by(row, person_id) or may_see(work, row.department, person_id)


def may_see(work: Transaction, department_name: str | None, person_id: str) -> bool:
    """Whether the tickets of a department are not hidden from a person."""
    name = _private_name(work, department_name)
    return name is None or _is_insider(work, name, person_id)


def is_private(work: Transaction, department_name: str | None) -> bool:
    """Whether a department is private, or was when it was last there."""
    return _private_name(work, department_name) is not None


def hidden_from(work: Transaction, person_id: str) -> frozenset[str]:
    """The names, folded, of the departments whose tickets are not there for a person."""
    return frozenset(
        name for name in work.private_departments if not _is_insider(work, name, person_id)
    )


def unseen_by(work: Transaction, person_id: str) -> tuple[str, ...]:
    """The same as tickets have them: what is asked of the database about a person."""
    return as_written(work, hidden_from(work, person_id))


def as_written(work: Transaction, names: frozenset[str]) -> tuple[str, ...]:
    """Departments, by their names folded, as tickets have them."""
    if not names:
        return ()
    used = ticket_values.used(*work.scope, "department")
    return tuple(name for name in used if folded(name) in names)


def hidden_in(work: Transaction, channel_id: str) -> frozenset[str]:
    """The names, folded, of the departments of which a channel may hold nothing."""
    return frozenset(
        name for name in work.private_departments if not _is_own(work, name, channel_id)
    )


def may_hold(work: Transaction, channel_id: str, department_name: str | None) -> bool:
    """Whether what agents read of a department may stand in a channel.

    Of a private one only in its own alert channel. Who is written to alone is no channel.
    """
    name = _private_name(work, department_name)
    return name is None or not is_channel(channel_id) or _is_own(work, name, channel_id)


def belongs_to(work: Transaction, channel_id: str, department_name: str | None) -> bool:
    """Whether what is said to who asked may stand in a channel: where a private one is asked."""
    name = _private_name(work, department_name)
    department = None if name is None else work.private_departments[name]
    if name is None or may_hold(work, channel_id, department_name):
        return True
    intake = () if department is None else department.intake_channels
    return work.directory.is_channel_of(channel_id, intake)


def is_channel(lane: str) -> bool:
    """Whether a message goes to a channel rather than to one person."""
    return not lane.startswith(("U", "W", "D"))


def _private_name(work: Transaction, department_name: str | None) -> str | None:
    name = None if department_name is None else folded(department_name)
    return name if name in work.private_departments else None


def _is_insider(work: Transaction, folded_name: str, person_id: str) -> bool:
    department = work.private_departments[folded_name]
    is_theirs = work.directory.is_on_roster(person_id, department)
    return is_theirs or is_admin(work, person_id)


def _is_own(work: Transaction, folded_name: str, channel_id: str) -> bool:
    department = work.private_departments[folded_name]
    alerts = None if department is None else department.alert_channel
    return work.directory.channel_id(alerts) == channel_id
