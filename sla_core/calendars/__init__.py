"""When time counts: weekly hours in a zone, holidays, closures, openings."""

from sla_core.calendars.calendar import Calendar, compiled
from sla_core.calendars.definition import (
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Window,
    always,
)
from sla_core.calendars.periods import Period

__all__ = [
    "Calendar",
    "CalendarDefinition",
    "Closure",
    "HolidaySet",
    "Opening",
    "Period",
    "Window",
    "always",
    "compiled",
]
