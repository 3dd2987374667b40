"""Points in time in words: in the reader's own zone, as people write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.wording.language import gettext as _
from bot.wording.language import later

DAYS: Final = (
    later("Mon"),
    later("Tue"),
    later("Wed"),
    later("Thu"),
    later("Fri"),
    later("Sat"),
    later("Sun"),
)
MONTHS: Final = (
    later("Jan"),
    later("Feb"),
    later("Mar"),
    later("Apr"),
    later("May"),
    later("Jun"),
    later("Jul"),
    later("Aug"),
    later("Sep"),
    later("Oct"),
    later("Nov"),
    later("Dec"),
)
NEAR: Final = timedelta(days=6)
"""Within this the day of the week alone says which day is meant."""
_READER: ContextVar[tuple[str, datetime] | None] = ContextVar("reader", default=None)


@contextmanager
def read_by(zone_name: str | None, now: datetime) -> Iterator[None]:
    """Write every moment for one reader alone while this lasts; without a zone, as for many."""
    reader = _READER.set((zone_name, now) if zone_name else None)
    try:
        yield
    finally:
        _READER.reset(reader)


@contextmanager
def read_by_many() -> Iterator[None]:
    """Write every moment so that each of many readers has it in their own zone."""
    reader = _READER.set(None)
    try:
        yield
    finally:
        _READER.reset(reader)


def moment(at: datetime) -> str:
    """An instant, for who reads at the moment: one person in their zone, or many.

    For many it is Slack's date token, which shows it to each in their own zone.
    """
    reader = _READER.get()
    return moment_for_all(at) if reader is None else moment_for(at, *reader)


def moment_for_all(at: datetime) -> str:
    """Slack's date token; where Slack cannot show that, the day and the time in UTC."""
    utc = at.astimezone(UTC)
    told = _("{day} {date} UTC").format(day=DAYS[utc.weekday()](), date=_dated(utc))
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{told}>"


def moment_for(at: datetime, zone_name: str | None, now: datetime) -> str:
    """An instant for one reader, in their zone: `Tue 11:10`, `24 Nov 11:10`, `24 Nov 2027 11:10`.

    Without a zone that we know it is told in UTC, and says so.
    """
    zone = _zone(zone_name)
    local, today = at.astimezone(zone), now.astimezone(zone)
    if abs(local.date() - today.date()) <= NEAR:
        told = _("{day} {time}").format(day=DAYS[local.weekday()](), time=f"{local:%H:%M}")
    elif local.year == today.year:
        told = _dated(local)
    else:
        told = _("{day} {month} {year} {time}").format(
            day=local.day,
            month=MONTHS[local.month - 1](),
            year=local.year,
            time=f"{local:%H:%M}",
        )
    return _("{when} UTC").format(when=told) if zone is UTC else told


def day(on: date) -> str:
    """A day: `Thu 5 Mar`."""
    return _("{weekday} {day} {month}").format(
        weekday=DAYS[on.weekday()](), day=on.day, month=MONTHS[on.month - 1]()
    )


def _dated(local: datetime) -> str:
    return _("{day} {month} {time}").format(
        day=local.day, month=MONTHS[local.month - 1](), time=f"{local:%H:%M}"
    )


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
