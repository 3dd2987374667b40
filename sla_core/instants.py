"""Instants inside the core: whole seconds (``_s``) or microseconds (``_us``) since 1970 UTC.

Ints add, compare and sort without a time zone to get wrong; aware datetimes live at the edges.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

SECONDS_A_DAY = 86_400
MICROSECONDS = 1_000_000
YEARS = range(1971, 2200)
"""The years in which people's days lie; calendars of Python itself end in 9999."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_MICROSECOND = timedelta(microseconds=1)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def to_us(instant: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime; a naive one raises ``ValueError``."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset: write ...Z or ...+01:00")
    return (instant - _EPOCH) // _ONE_MICROSECOND


def to_s(instant: datetime) -> int:
    """Whole seconds since 1970 UTC of an aware datetime, fractions dropped."""
    return to_us(instant) // MICROSECONDS


def from_s(instant_s: int) -> datetime:
    """The aware UTC datetime of whole seconds since 1970."""
    return datetime.fromtimestamp(instant_s, UTC)


def from_us(instant_us: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970, exact."""
    return _EPOCH + timedelta(microseconds=instant_us)


def parse_us(text: str) -> int:
    """Microseconds of an ISO 8601 instant with an offset or ``Z``; else ``ValueError``."""
    return to_us(datetime.fromisoformat(text))


def iso(instant_s: int) -> str:
    """``2026-03-02T08:55:00Z`` of whole seconds since 1970."""
    days, seconds = divmod(instant_s, SECONDS_A_DAY)
    minutes, second = divmod(seconds, 60)
    hours = _TWO_DIGITS[minutes // 60]
    return f"{_date_text(days)}T{hours}:{_TWO_DIGITS[minutes % 60]}:{_TWO_DIGITS[second]}Z"


_TWO_DIGITS = tuple(f"{number:02}" for number in range(60))


@lru_cache(maxsize=4096)
def _date_text(days: int) -> str:
    return date.fromordinal(days + _EPOCH_ORDINAL).isoformat()


def iso_us(instant_us: int) -> str:
    """Like ``iso``, with the fraction when there is one: nothing is lost."""
    seconds, fraction = divmod(instant_us, MICROSECONDS)
    if not fraction:
        return iso(seconds)
    return f"{iso(seconds)[:-1]}.{fraction:06}".rstrip("0") + "Z"


def first_second_of(day: date) -> int:
    """Seconds from 1970 to midnight of a date read as if it were UTC (a wall time, no zone)."""
    return (day.toordinal() - _EPOCH_ORDINAL) * SECONDS_A_DAY
