"""Points in time in words: in the reader's own zone, as people write them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

DAYS: Final = (
    later("Mon"),
    later("Tue"),
    later("Wed"),
    later("Thu"),
    later("Fri"),
    later("Sat"),
    later("Sun"),
)
_WRITTEN: Final[Mapping[str, Sentence]] = {
    "mon": later("mon"),
    "tue": later("tue"),
    "wed": later("wed"),
    "thu": later("thu"),
    "fri": later("fri"),
    "sat": later("sat"),
    "sun": later("sun"),
}
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
    fallback = _("{day} {date} UTC").format(day=DAYS[utc.weekday()](), date=_dated(utc))
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def moment_for(at: datetime, zone_name: str | None, now: datetime) -> str:
    """An instant for one reader, in their zone: `Tue 11:10`, `24 Nov 11:10`, `24 Nov 2027 11:10`.

    Without a zone that we know it is told in UTC, and says so.
    """
    zone = _zone(zone_name)
    local, today = at.astimezone(zone), now.astimezone(zone)
    if abs(local.date() - today.date()) <= NEAR:
        text = _("{day} {time}").format(day=DAYS[local.weekday()](), time=f"{local:%H:%M}")
    elif local.year == today.year:
        text = _dated(local)
    else:
        text = _("{day} {month} {year} {time}").format(
            day=local.day,
            month=MONTHS[local.month - 1](),
            year=local.year,
            time=f"{local:%H:%M}",
        )
    return _("{when} UTC").format(when=text) if zone is UTC else text


def dated(at_local: datetime, *, with_year: bool) -> str:
    """A wall time with its date, to the second where it has some: `Mon 2 Mar 2026 09:00`."""
    parts = {
        "weekday": DAYS[at_local.weekday()](),
        "day": at_local.day,
        "month": MONTHS[at_local.month - 1](),
        "year": at_local.year,
        "time": time_of_day(at_local),
    }
    if with_year:
        return _("{weekday} {day} {month} {year} {time}").format(**parts)
    return _("{weekday} {day} {month} {time}").format(**parts)


def time_of_day(at_local: datetime) -> str:
    """The time of a wall time, with seconds where it has some."""
    return f"{at_local:%H:%M:%S}" if at_local.second else f"{at_local:%H:%M}"


def days_of_week(written: str) -> str:
    """Days as a calendar is written with them: `mon-thu`, each by its name."""
    return "-".join(_WRITTEN[name]() if name in _WRITTEN else name for name in written.split("-"))


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
