"""When people are reminded: in the morning of a day, in their own zone."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.store.people import Person
from sla_core.calendars.zones import opening_instant, zone
from sla_core.errors import CalendarError
from sla_core.instants import from_s

MORNING_S: Final = 9 * 3600
"""Seconds after midnight."""


def zone_of(person: Person | None) -> ZoneInfo:
    """The zone of a person; UTC where Slack names none that we know."""
    try:
        return zone((person.time_zone if person else None) or "UTC")
    except CalendarError:
        return zone("UTC")


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of a day in a zone."""
    return from_s(opening_instant(zone, day, MORNING_S))
