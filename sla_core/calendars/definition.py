"""What an admin says about a calendar: values that cannot be wrong once they are built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sla_core.calendars.holiday_library import (
    HALF_DAY,
    holiday_data_version,
    named_days,
    offered_categories,
    supported_countries,
    worked_days,
)
from sla_core.calendars.zones import zone, zone_data_version, zone_file, zone_of
from sla_core.errors import CalendarError
from sla_core.instants import SECONDS_A_DAY

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Wall times ``[start, end)`` in seconds after midnight of the date it starts on.

    ``end_local_s`` at or below ``start_local_s`` lies on the next date; 86,400 and 0 are both the
    end of the date itself.
    """

    start_local_s: int
    end_local_s: int

    def __post_init__(self) -> None:
        if not (0 <= self.start_local_s < SECONDS_A_DAY and 0 <= self.end_local_s <= SECONDS_A_DAY):
            raise CalendarError("window_beyond_the_day", field="hours")
        if self.start_local_s == self.end_local_s:
            raise CalendarError("empty_window", field="hours")

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the date after the one it starts on."""
        return 0 < self.end_local_s < self.start_local_s

    @property
    def until_s(self) -> int:
        """Its end in seconds after midnight of the date it starts on, perhaps above 86,400."""
        ends_later = self.end_local_s <= self.start_local_s
        return self.end_local_s + SECONDS_A_DAY if ends_later else self.end_local_s

    @property
    def ends_with_the_date(self) -> bool:
        """Whether it lasts to the first instant of the next date."""
        return self.end_local_s in (0, SECONDS_A_DAY)


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """Public holidays of one country, by the codes of the ``holidays`` library.

    ``half_days`` are the hours to which a half day of the country is cut; without them its half
    days are days as any. ``make_up_days`` opens the free days that the country works instead of
    others.
    """

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ()
    half_days: Window | None = None
    make_up_days: bool = False

    def __post_init__(self) -> None:
        countries = supported_countries()
        if self.country not in countries:
            raise CalendarError("unknown_country", field="holidays", name=self.country)
        if self.subdivision is not None and self.subdivision not in countries[self.country]:
            raise CalendarError(
                "unknown_subdivision",
                field="holidays",
                country=self.country,
                name=self.subdivision,
                known=tuple(countries[self.country]) or ("none",),
            )
        offered = offered_categories(self.country)
        if unknown := [category for category in self.categories if category not in offered]:
            raise CalendarError(
                "unknown_category",
                field="holidays",
                country=self.country,
                name=unknown[0],
                known=tuple(offered),
            )

    def in_year(self, year: int) -> dict[date, str]:
        """The holidays of one year and their names in the country's own words."""
        return dict(named_days(self.country, self.subdivision, self.categories, year))

    def half_days_in(self, year: int) -> dict[date, str]:
        """The half days of one year and their names; none where they are not asked for."""
        if self.half_days is None or HALF_DAY not in offered_categories(self.country):
            return {}
        return dict(named_days(self.country, self.subdivision, (HALF_DAY,), year))

    def make_up_days_in(self, year: int) -> frozenset[date]:
        """The free days of one year that are worked; none where they are not asked for."""
        if not self.make_up_days:
            return frozenset()
        return worked_days(self.country, self.subdivision, year)


@dataclass(frozen=True, slots=True)
class Closure:
    """Time taken out of a calendar, from a local wall time to another or to the end of a date."""

    starts_local: datetime
    ends_local: datetime | date
    name: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.ends_local, datetime):
            backwards = self.ends_local <= self.starts_local
        else:
            backwards = self.ends_local < self.starts_local.date()
        if backwards:
            raise CalendarError("backward_closure", field="closures")

    @classmethod
    def of_date(cls, day: date, name: str = "") -> "Closure":
        """A closure of one whole local date."""
        return cls(datetime(day.year, day.month, day.day), day, name)  # noqa: DTZ001 a wall time


@dataclass(frozen=True, slots=True)
class Opening:
    """Windows of one date that stand instead of its weekly ones, even on a holiday."""

    day: date
    windows: tuple[Window, ...]
    name: str = ""

    def __post_init__(self) -> None:
        if not self.windows:
            raise CalendarError("empty_opening", field="openings", day=self.day)


Week = tuple[tuple[Window, ...], ...]


class FrozenData:
    """What a calendar was compiled from, kept so that it compiles to the same for ever.

    ``zone_file`` is the data of its zone in the format TZif; ``holidays`` and ``half_days`` are
    names by date in ``years``, ``make_up_days`` dates in them. Two of them are equal when all of
    that is.
    """

    __slots__ = ("_key", "half_days", "holidays", "make_up_days", "place", "years", "zone_file")

    def __init__(
        self,
        time_zone: str,
        zone_file: bytes,
        years: range,
        holidays: Mapping[date, str],
        half_days: Mapping[date, str] | None = None,
        make_up_days: Iterable[date] = (),
    ) -> None:
        self.zone_file = zone_file
        self.years = years
        self.holidays = dict(holidays)
        self.half_days = dict(half_days or {})
        self.make_up_days = frozenset(make_up_days)
        self.place = zone_of(time_zone, zone_file)
        self._key = hash((zone_file, years, *self._days))

    @property
    def _days(self) -> tuple[frozenset[object], ...]:
        named = (self.holidays, self.half_days)
        return *(frozenset(days.items()) for days in named), self.make_up_days

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrozenData) and (
            (self._key, self.zone_file, self.years, self._days)
            == (other._key, other.zone_file, other.years, other._days)
        )

    def __hash__(self) -> int:
        return self._key


@dataclass(frozen=True, slots=True)
class CalendarDefinition:
    """A calendar as it is written down: seven days of windows from Monday, and the exceptions."""

    name: str
    time_zone: str
    week: Week
    holidays: HolidaySet | None = None
    closures: tuple[Closure, ...] = ()
    openings: tuple[Opening, ...] = ()
    data_versions: tuple[str, str] = field(default=("", ""), compare=False)
    frozen: FrozenData | None = None

    def __post_init__(self) -> None:
        _ = self.place
        if len(self.week) != len(DAYS):
            raise CalendarError("no_week", field="hours")
        if not any(self.week):
            raise CalendarError("never_open", field="hours")
        days = [opening.day for opening in self.openings]
        if twice := next((day for day in days if days.count(day) > 1), None):
            raise CalendarError("two_openings", field="openings", day=twice)

    @property
    def place(self) -> ZoneInfo:
        """The zone of its wall times, by the data it was frozen with, if it was."""
        return zone(self.time_zone) if self.frozen is None else self.frozen.place

    @property
    def half_day(self) -> Window:
        """The hours to which half days are cut; a whole day where they are not cut."""
        hours = self.holidays.half_days if self.holidays else None
        return hours or Window(0, SECONDS_A_DAY)

    def holidays_in(self, year: int) -> dict[date, str]:
        """The holidays of a year and their names, openings not considered."""
        if self.frozen is not None and year in self.frozen.years:
            return _of_year(self.frozen.holidays, year)
        return self.holidays.in_year(year) if self.holidays else {}

    def half_days_in(self, year: int) -> dict[date, str]:
        """The half days of a year and their names, openings and holidays not considered."""
        if self.frozen is not None and year in self.frozen.years:
            return _of_year(self.frozen.half_days, year)
        return self.holidays.half_days_in(year) if self.holidays else {}

    def make_up_days_in(self, year: int) -> frozenset[date]:
        """The make-up working days of a year, openings and holidays not considered."""
        if self.frozen is not None and year in self.frozen.years:
            return frozenset(day for day in self.frozen.make_up_days if day.year == year)
        return self.holidays.make_up_days_in(year) if self.holidays else frozenset()


def _of_year(days: Mapping[date, str], year: int) -> dict[date, str]:
    return {day: name for day, name in days.items() if day.year == year}


def frozen_now(definition: CalendarDefinition, years: range) -> CalendarDefinition:
    """The calendar with the zone data and the holidays of this program kept in it."""
    live = replace(definition, frozen=None)
    holidays = {day: name for year in years for day, name in live.holidays_in(year).items()}
    half_days = {day: name for year in years for day, name in live.half_days_in(year).items()}
    make_up_days = [day for year in years for day in live.make_up_days_in(year)]
    zone_data = zone_file(live.time_zone)
    data = FrozenData(live.time_zone, zone_data, years, holidays, half_days, make_up_days)
    versions = zone_data_version(), holiday_data_version()
    return replace(live, frozen=data, data_versions=versions)


def week_of(hours: Mapping[str, Sequence[Window]]) -> Week:
    """Seven days of windows, Monday first, from windows by day name; days left out are closed."""
    return tuple(tuple(sorted(hours.get(day, ()))) for day in DAYS)


def always(name: str = "24x7", time_zone: str = "UTC") -> CalendarDefinition:
    """The calendar that counts every second of every day."""
    whole_day = [Window(0, SECONDS_A_DAY)]
    return CalendarDefinition(name, time_zone, week_of(dict.fromkeys(DAYS, whole_day)))
