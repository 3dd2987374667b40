"""The configuration in force as a file, ids with their names as comments."""

from bot.config import write
from bot.config.references import references
from bot.store import channels, people, user_groups
from bot.usecases.ground.transaction import Transaction


def exported(work: Transaction) -> str:
    """Return the YAML of what is in force."""
    return write(work.configuration, _names(work))


def _names(work: Transaction) -> dict[str, str]:
    """The names of the people, groups and channels that the ids in force stand for."""
    ids = {reference.written for reference in references(work.configuration)}
    known_people = people.among(*work.scope, ids).values()
    groups = user_groups.among(*work.scope, ids, ())
    return {
        **{person.id: person.real_name or person.name for person in known_people},
        **{group.id: f"@{group.handle}" for group in groups},
        **{channel.id: f"#{channel.name}" for channel in channels.among(*work.scope, ids, ())},
    }
