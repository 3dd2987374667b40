"""Days that a calendar asks of a country which has none, or closes though they are worked."""

from collections.abc import Iterator
from typing import Final

from bot.config.findings import Finding
from bot.wording import calendar_data as sentences
from sla_core.calendars import CalendarDefinition
from sla_core.calendars.country_search import offered_by

_AROUND: Final = 2026
"""Whether a country works some weekends is looked at in the years up to this one."""
WORKED: Final = "workday"
"""The library's category of days that are kept in mind and worked."""


def idle_days(calendar: CalendarDefinition) -> Iterator[Finding]:
    """Half days and make-up days that there are none of; they do no harm, and no good.

    # ruling wanted: semantics does not say whether such a key is refused instead.
    """
    holidays, path = calendar.holidays, ("calendars", calendar.name, "holidays")
    if holidays is None:
        return
    offer = offered_by(holidays.country, _AROUND)
    if holidays.half_days is not None and not offer.has_half_days:
        yield Finding((*path, "half_days"), sentences.no_half_days(holidays.country))
    if holidays.make_up_days and not offer.has_make_up_days:
        yield Finding((*path, "make_up_days"), sentences.no_make_up_days(holidays.country))
    if WORKED in holidays.categories:
        yield Finding((*path, "categories"), sentences.worked_days(holidays.country))
