"""What is promised: levels, rules and calendars, in the order in which they are shown."""

from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import ALWAYS, Level
from sla_core.configuration.rule import Rule


def levels(work: Transaction) -> list[Level]:
    """Every level, by name."""
    return sorted(work.configuration.levels.values(), key=lambda level: level.name.casefold())


def rules(work: Transaction) -> tuple[Rule, ...]:
    """Every rule, from the top."""
    return work.configuration.rules


def calendars(work: Transaction) -> list[str]:
    """The names of the calendars a level may run on."""
    names = [calendar.name for calendar in work.configuration.calendars.values()]
    return sorted({ALWAYS, *names}, key=str.casefold)
