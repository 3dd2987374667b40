"""Calendars as they are written down, read and written."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from bot.config.keys import Key, Plain, plain, record
from bot.config.parts import Part, built, every, flag, text, texts, word
from bot.wording import configuration as sentences
from bot.wording.suggestions import advice
from bot.words.spelling import value_in
from sla_core.calendars.definition import (
    DAYS,
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Week,
    Window,
    always,
    week_of,
)
from sla_core.calendars.holiday_library import holiday_data_version
from sla_core.calendars.zones import zone_data_version
from sla_core.configuration import ALWAYS
from sla_core.instants import SECONDS_A_DAY

T = TypeVar("T", bound=date)

_WALL: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2, 9998
"""The years a calendar answers for; the dates of an exception lie in them."""
_MIDNIGHT_OF_THE_DATE: Final = re.compile(r"[T ]24:00(:00)?$")


def wall_s(part: Part, written: str) -> int:
    """Seconds after midnight of `09:00` or `24:00`."""
    match = _WALL.fullmatch(written.strip())
    hours, minutes, seconds = match.groups("0") if match else ("25", "0", "0")
    after_midnight_s = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    if after_midnight_s > SECONDS_A_DAY:
        raise part.refused(sentences.no_time_of_day(written))
    return after_midnight_s


def span_s(part: Part) -> tuple[int, int]:
    """The two times of day of `09:00-17:00`, in seconds after midnight."""
    starts, dash, ends = word(part).partition("-")
    if not dash:
        raise part.refused(sentences.give_two_times(part.shown))
    return wall_s(part, starts), wall_s(part, ends)


def wall(after_midnight_s: int) -> str:
    """`09:00` of seconds after midnight, with the seconds only where there are some."""
    minutes, second = divmod(after_midnight_s, 60)
    written = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{written}:{second:02}" if second else written


def span(starts_s: int, ends_s: int) -> str:
    """`09:00-17:00` of seconds after midnight."""
    return f"{wall(starts_s)}-{wall(ends_s)}"


def _window(part: Part) -> Window:
    starts_s, ends_s = span_s(part)
    return built(part, lambda: Window(starts_s, ends_s))


def _windows(part: Part) -> tuple[Window, ...]:
    return tuple(every(part.items(), _window))


def _written_windows(windows: tuple[Window, ...]) -> list[str]:
    return [span(window.start_local_s, window.end_local_s) for window in windows]


def days_in(part: Part, written: str) -> list[str]:
    """The days of `mon`, `mon-thu`, `mon,wed` or `sat-mon`."""
    days: list[str] = []
    for piece in value_in(written).casefold().split(","):
        ends = [day.strip() for day in piece.split("-")]
        strange = [day for day in ends if day not in DAYS]
        if strange or len(ends) > 2:  # noqa: PLR2004 from and to
            wrong = (strange or [piece])[0]
            raise part.refused(f"there is no day {wrong!r}: {advice(wrong, DAYS)}")
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days += [DAYS[day % 7] for day in range(first, first + (last - first) % 7 + 1)]
    return days


def _week(part: Part) -> Week:
    if not part.is_mapping:
        if word(part) != ALWAYS:
            raise part.refused(f"is {part.shown}: give {ALWAYS}, or windows by day")
        return always().week
    hours: dict[str, tuple[Window, ...]] = {}

    def read(named: tuple[str, Part]) -> None:
        written, below = named
        for day in days_in(below, written):
            if day in hours:
                raise below.refused(f"{day} has its hours twice: give them in one place")
            hours[day] = _windows(below)

    every(part.keys().items(), read)
    return week_of(hours)


def _written_week(week: Week) -> Any:
    if week == always().week:
        return ALWAYS
    written: dict[str, list[str]] = {}
    first = 0
    while first < len(DAYS):
        last = first
        while last + 1 < len(DAYS) and week[last + 1] == week[first]:
            last += 1
        if week[first]:
            days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
            written[days] = _written_windows(week[first])
        first = last + 1
    return written


def _date(part: Part) -> date:
    try:
        return _in_range(part, date.fromisoformat(word(part)))
    except ValueError:
        raise part.refused(f"is {part.shown}: give a date such as 2026-12-24") from None


def _in_range(part: Part, day: T) -> T:
    """The day, or the wall time of a day, if a calendar answers for it."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise part.refused(f"is {part.shown}: give a year from {_FIRST_YEAR:04} to {_LAST_YEAR}")
    return day


def _date_or_time(part: Part) -> date | datetime:
    written = word(part)
    is_next_day = _MIDNIGHT_OF_THE_DATE.search(written)
    try:
        if is_next_day:
            return _in_range(part, date.fromisoformat(written[: is_next_day.start()]))
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise part.refused(
            f"is {written}: give a local time such as 2026-12-31T12:00, or a date"
        ) from None
    if moment.tzinfo is not None or moment.microsecond:
        raise part.refused("is a local time of the calendar, in whole seconds: leave the rest out")
    _in_range(part, moment)
    return moment if "T" in written or " " in written else moment.date()


def _starts_local(part: Part) -> datetime:
    moment = _date_or_time(part)
    if isinstance(moment, datetime):
        return moment
    is_next_day = _MIDNIGHT_OF_THE_DATE.search(word(part))
    return _midnight(moment + timedelta(days=1) if is_next_day else moment)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _written_local(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return moment.isoformat()


def _closure(part: Part) -> Closure:
    if "date" in part.written_keys:
        return record(part, Closure.of_date, _WHOLE_DATE, required=["date"])
    return record(part, Closure, _CLOSURE, required=["from", "to"])


def _written_closure(closure: Closure) -> Plain:
    if closure == Closure.of_date(closure.starts_local.date(), closure.name):
        return {"date": closure.starts_local.date().isoformat()} | plain(closure, [_NAME])
    return plain(closure, _CLOSURE)


_NAME = Key("name", "name", text)
_WHOLE_DATE = (Key("date", "day", _date), _NAME)
_CLOSURE = (
    Key("from", "starts_local", _starts_local, _written_local),
    Key("to", "ends_local", _date_or_time, _written_local),
    _NAME,
)
_OPENING = (
    Key("date", "day", _date, date.isoformat),
    Key("hours", "windows", _windows, _written_windows),
    _NAME,
)
_HOLIDAYS = (
    Key("country", "country", text),
    Key("subdivision", "subdivision", text),
    Key("categories", "categories", texts, list),
    Key("half_days", "half_days", _window, lambda value: _written_windows((value,))[0]),
    Key("make_up_days", "make_up_days", flag),
)


def _holidays(part: Part) -> HolidaySet:
    return record(part, HolidaySet, _HOLIDAYS, required=["country"])


def _opening(part: Part) -> Opening:
    return record(part, Opening, _OPENING, required=["date", "hours"])


_CALENDAR = (
    Key("time_zone", "time_zone", text),
    Key("hours", "week", _week, _written_week),
    Key("holidays", "holidays", _holidays, lambda value: plain(value, _HOLIDAYS)),
    Key(
        "closures",
        "closures",
        lambda part: tuple(every(part.items(), _closure)),
        lambda value: [_written_closure(closure) for closure in value],
    ),
    Key(
        "openings",
        "openings",
        lambda part: tuple(every(part.items(), _opening)),
        lambda value: [plain(opening, _OPENING) for opening in value],
    ),
)


def read_calendar(name: str, part: Part) -> CalendarDefinition:
    """The calendar of a name, compiled with the zones and holidays of this program."""
    if name.casefold() == ALWAYS:
        raise part.refused(f"{ALWAYS} is built in: give yours another name")
    calendar = record(
        part, CalendarDefinition, _CALENDAR, required=["time_zone", "hours"], name=name
    )
    return replace(calendar, data_versions=(zone_data_version(), holiday_data_version()))


def write_calendar(calendar: CalendarDefinition) -> Plain:
    """The keys of a calendar."""
    return plain(calendar, _CALENDAR)
