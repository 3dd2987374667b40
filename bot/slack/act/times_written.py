"""Times as people write them, read in the writer's own zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import wording
from bot.errors import UserFacingError
from bot.words.spelling import duration_in, value_in
from sla_core.durations import parse_duration
from sla_core.instants import YEARS

MORNING: Final = time(9)
_UNTIL: Final = re.compile(r"\s*(?:until\s+)?(?:in\s+)?", re.IGNORECASE)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_DAY_AND_TIME: Final = re.compile(r"(?P<day>\S+?)(?:(?:\s+(?:at\s+)?|T)(?P<time>\d{1,2}:\d{2}))?")


def parse_until(text: str, now: datetime, zone_name: str | None) -> datetime:
    """The instant of `2h`, `14:00`, `tomorrow 9:00`, `monday`, `2026-03-05 14:00` or ISO 8601.

    A day without a time means 9:00. What lies in the past is refused.
    """
    zone = _zone(zone_name)
    time_text = _UNTIL.sub("", value_in(text), count=1).strip()
    lowered = time_text.lower()
    for parse in (_after, _instant, _day):
        instant = parse(lowered, now, zone)
        if instant is not None:
            if instant.year > YEARS[-1]:
                raise UserFacingError(wording.refusals.too_far(time_text, YEARS))
            if instant <= now:
                raise UserFacingError(wording.refusals.past_until(time_text))
            return instant.astimezone(UTC)
    raise UserFacingError(wording.refusals.bad_until(time_text))


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _after(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    try:
        return now + timedelta(seconds=parse_duration(duration_in(text)))
    except (ValueError, OverflowError):
        return None


def _instant(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    if len(text) <= len("2026-03-05"):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def _day(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    today = now.astimezone(zone)
    if _CLOCK.fullmatch(text):
        at = _time(text)
        if at is None:
            return None
        instant = datetime.combine(today.date(), at, zone)
        return instant if instant > now else datetime.combine(_next(today.date()), at, zone)
    match = _DAY_AND_TIME.fullmatch(text)
    if match is None:
        return None
    day = _date(match["day"], today.date())
    at = _time(match["time"]) if match["time"] else MORNING
    return None if day is None or at is None else datetime.combine(day, at, zone)


def _date(word: str, today: date) -> date | None:
    relative: dict[str, Callable[[], date]] = {
        "today": lambda: today,
        "tomorrow": lambda: _next(today),
    }
    if word in relative:
        return relative[word]()
    days = [number for number, name in enumerate(_DAYS) if word in (name, name[:3])]
    if days:
        return today + timedelta(days=(days[0] - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _time(text: str) -> time | None:
    hours, minutes = map(int, text.split(":"))
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 a clock
