"""Which channels requests come in by."""

from bot.usecases.desk import Work
from sla_core.configuration import Department


def intake_department(work: Work, channel_id: str) -> Department | None:
    """The department whose requests come in here."""
    for department in work.configuration.departments.values():
        if work.directory.is_channel_of(channel_id, department.intake_channels):
            return department
    return None
