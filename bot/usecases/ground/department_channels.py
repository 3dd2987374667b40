"""The channels that departments name: requests come in by some, cards stand in others."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import Department


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """A channel as a department names it, and whether requests come in there."""

    department: str
    name: str
    is_intake: bool


def intake_department(work: Transaction, channel_id: str) -> Department | None:
    """The department whose requests come in here."""
    for department in work.configuration.departments.values():
        if work.directory.is_channel_of(channel_id, department.intake_channels):
            return department
    return None


def named_channels(work: Transaction) -> Iterator[NamedChannel]:
    """Each channel that a department names."""
    for department in work.configuration.departments.values():
        for name in department.intake_channels:
            yield NamedChannel(department.name, name, is_intake=True)
        if department.alert_channel is not None:
            yield NamedChannel(department.name, department.alert_channel, is_intake=False)
