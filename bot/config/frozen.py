"""What a calendar was compiled from, as it is kept beside its revision.

A later version of the zones or of the holidays then changes nothing of what was: it makes a
revision of its own.
"""

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date, datetime
from importlib import metadata
from typing import Final

from bot.store.configuration import CalendarData
from sla_core.calendars.definition import (
    CalendarDefinition,
    FrozenData,
    frozen_now,
)
from sla_core.calendars.holiday_library import holiday_data_version
from sla_core.calendars.zones import zone_data_version

YEARS_BEFORE: Final = 2
YEARS_AFTER: Final = 10
"""The years around a change for which holidays are kept; others are those of this program."""


def versions_now() -> tuple[str, str]:
    """The versions of the zones and of the holidays of this program, as long as it runs."""
    return zone_data_version(), holiday_data_version()


def new_versions() -> tuple[str, ...]:
    """`holidays 0.108 → 0.109` of what was installed since this program began to run."""
    installed = metadata.version("tzdata"), metadata.version("holidays")
    return tuple(_unlike(versions_now(), installed))


def other_versions(before: CalendarDefinition, after: CalendarDefinition) -> list[str]:
    """`zones 2025.2 → 2025.3`, and the same of the holidays, where they differ."""
    return _unlike(before.data_versions, after.data_versions)


def _unlike(before: tuple[str, str], after: tuple[str, str]) -> list[str]:
    pairs = zip(("zones", "holidays"), before, after, strict=True)
    return [f"{source} {old} → {new}" for source, old, new in pairs if old != new]


def frozen(calendar: CalendarDefinition, changed_at: datetime) -> CalendarDefinition:
    """The calendar with the data of this program, for the years around a change."""
    years = range(changed_at.year - YEARS_BEFORE, changed_at.year + YEARS_AFTER + 1)
    return frozen_now(calendar, years)


def data_of(revision: int, calendar: CalendarDefinition, changed_at: datetime) -> CalendarData:
    """What is kept of a revision made now."""
    data = frozen(calendar, changed_at).frozen
    assert data is not None  # noqa: S101 it was just frozen
    body = {
        "zone": b64encode(data.zone_file).decode("ascii"),
        "years": [data.years[0], data.years[-1]],
        "holidays": {day.isoformat(): name for day, name in data.holidays.items()},
        "half_days": {day.isoformat(): name for day, name in data.half_days.items()},
        "make_up_days": sorted(day.isoformat() for day in data.make_up_days),
    }
    return CalendarData(revision, versions_now(), body)


def thawed(calendar: CalendarDefinition, stored: CalendarData) -> CalendarDefinition:
    """The calendar of a revision as it was compiled then."""
    body = stored.body
    first, last = body["years"]
    holidays, half_days = (
        {date.fromisoformat(day): name for day, name in body.get(kind, {}).items()}
        for kind in ("holidays", "half_days")
    )
    make_up_days = [date.fromisoformat(day) for day in body.get("make_up_days", ())]
    data = FrozenData(
        calendar.time_zone,
        b64decode(body["zone"]),
        range(first, last + 1),
        holidays,
        half_days,
        make_up_days,
    )
    zones, days = stored.versions
    return replace(calendar, frozen=data, data_versions=(zones, days))
