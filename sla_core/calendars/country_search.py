"""Countries and their parts by name or code, as far as the ``holidays`` library knows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import holidays

from sla_core.calendars.holiday_library import HALF_DAY
from sla_core.calendars.zone_search import countries_of_zones, country_names
from sla_core.plain_text import match_rank, plain_words


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A country or a part of one: its code in the ``holidays`` library, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CountryOffer:
    """The holidays that a country offers: the categories to choose, and the days beside them."""

    categories: tuple[str, ...]
    has_half_days: bool
    has_make_up_days: bool


def find_countries(text: str, limit: int = 20) -> list[FoundPlace]:
    """The countries with holidays that a text may mean, the likeliest first; all of no text."""
    return _found(text, _countries(), limit)


def find_subdivisions(country: str, text: str = "", limit: int = 100) -> list[FoundPlace]:
    """The parts of a country that a text may mean, the likeliest first; all of no text."""
    return _found(text, _subdivisions(country), limit)


def country_of_zone(zone: str) -> str | None:
    """The country whose people go by a zone, if it has holidays here."""
    code = countries_of_zones().get(zone)
    return code if code in _countries() else None


@lru_cache(maxsize=256)
def offered_by(country: str, year: int) -> CountryOffer:
    """What a country offers; whether it works weekends is looked at around a year."""
    years = range(year - 5, year + 2)
    known = holidays.country_holidays(country, years=years)
    worked = any(day.year in years for day in getattr(known, "weekend_workdays", ()))
    categories = tuple(known.supported_categories)
    return CountryOffer(categories, HALF_DAY in categories, worked)


def _found(text: str, places: Mapping[str, tuple[str, ...]], limit: int) -> list[FoundPlace]:
    ranked = [
        (rank, place, FoundPlace(code, names[0]))
        for place, (code, names) in enumerate(places.items())
        if (rank := _rank(text, (code, *names))) is not None
    ]
    return [found for _, _, found in sorted(ranked, key=lambda each: each[:2])[:limit]]


def _rank(text: str, names: Iterable[str]) -> int | None:
    ranks = [match_rank(text, plain_words(name)) for name in names]
    return min((rank for rank in ranks if rank is not None), default=None)


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    """The names of each country by its code, in the order of the names."""
    named = country_names()
    codes = holidays.list_supported_countries(include_aliases=False)
    others: dict[str, list[str]] = {code: [] for code in codes}
    for _, code, *aliases in holidays.registry.COUNTRIES.values():
        others[code] += aliases
    names = {code: (named.get(code, code), *others[code]) for code in codes}
    return dict(sorted(names.items(), key=lambda each: plain_words(each[1][0])))


@lru_cache(maxsize=256)
def _subdivisions(country: str) -> dict[str, tuple[str, ...]]:
    known = holidays.country_holidays(country)
    names: dict[str, list[str]] = {code: [] for code in known.subdivisions}
    for name, code in getattr(known, "subdivisions_aliases", {}).items():
        names[code].append(name)
    return {code: tuple(called) or (code,) for code, called in names.items()}
