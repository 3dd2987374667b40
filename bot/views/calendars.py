"""Calendars as they are read aloud and previewed."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that is not like its weekday: its name, and its hours as they are written, if any.

    A closure goes on `until` a later date.
    """

    on: date
    name: str
    hours: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a calendar comes to: its next special days, and when a promise of now would be due.

    `merged` are lines of windows that overlap, as they count.
    """

    days: tuple[CalendarDay, ...]
    due_at: datetime | None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar by name: its hours by days, and who uses it.

    `hours` are days and windows as the file has them, none around the clock; `country` is what the
    country of its holidays is called.
    """

    name: str
    time_zone: str
    hours: tuple[tuple[str, tuple[str, ...]], ...]
    country: str | None = None
    closures: int = 0
    openings: int = 0
    used_by: tuple[str, ...] = ()
