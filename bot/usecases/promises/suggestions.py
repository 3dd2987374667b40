"""What somebody may choose from, by name: the one place that says it for menus.

Whoever chooses is asked again when the choice comes in.
"""

from bot.usecases.changes.access import is_admin, is_agent_somewhere
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.levels import calendars as known_calendars
from sla_core.configuration import ALWAYS


def departments(work: Work, by: str) -> list[str]:
    """The departments that may take care of a request: anybody may ask any, a private one too."""
    return [each.name for each in work.configuration.departments.values()]


def readable_departments(work: Work, by: str) -> list[str]:
    """The departments whose tickets somebody may look for: private ones are their people's."""
    return [name for name in departments(work, by) if may_see(work, name, by)]


def levels(work: Work, by: str) -> list[str]:
    """The levels that may be promised."""
    return [each.name for each in work.configuration.levels.values()]


def calendars(work: Work, by: str) -> list[str]:
    """The calendars that a level of an admin's may run on; the one without pauses comes last."""
    names = known_calendars(work) if is_admin(work, by) else []
    return sorted(names, key=lambda name: name == ALWAYS)


def customers(work: Work, by: str) -> list[str]:
    """The customers, by name; who is no agent is offered none."""
    if not (is_agent_somewhere(work, by) or is_admin(work, by)):
        return []
    return sorted((each.name for each in work.configuration.customers.values()), key=str.casefold)


def fields(work: Work, department: str | None) -> list[str]:
    """The fields that a department declares."""
    declared = work.configuration.department(department)
    return [] if declared is None else list(declared.fields)


def choices(work: Work, department: str | None, field: str) -> list[str]:
    """What a field that a department declares can be."""
    declared = work.configuration.department(department)
    options = declared.fields.get(field, {}).get("options") if declared else None
    return [str(each) for each in options] if isinstance(options, list | tuple) else []
